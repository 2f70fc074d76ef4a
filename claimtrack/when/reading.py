"""The readers that the program calls: a phrase in, a window or a moment out, or BadInput."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from claimtrack.when.iso import iso_days
from claimtrack.when.reference import Lean, Reference
from claimtrack.when.refusals import CALENDAR, COULD_BE, KNOWN, UNREAD, Refused, bad_input
from claimtrack.when.window import Window

LONGEST = 120
"""Characters: what is longer is prose, and is not looked into."""
MOST_TOKENS = 24
"""More than any date has: what is longer is not tried in all the ways that it could be read."""

if TYPE_CHECKING:
    from claimtrack.when.phrase import Reading


def read_window(phrase: str, reference: Reference, lean: Lean = Lean.AHEAD) -> Window:
    """The days that a phrase names, read from a reference day; ``BadInput`` if not certain.

    A name without a year is the nearest in the direction of ``lean``. Nothing is cut at the
    reference day.
    """
    text = phrase.strip()
    try:
        if days := iso_days(_bare(phrase)):
            return _window(text, *days)
        found = _read(phrase, reference, lean)
        return _window(text, found.first, found.last, approximate=found.approximate)
    except Refused as refused:
        raise bad_input(phrase.strip(" "), refused) from None


def read_instant(phrase: str, reference: Reference) -> datetime:
    """A moment, in UTC: a time of day, or the end of the last day of a phrase.

    A time without an offset is in the zone of the conventions, one without a day the latest
    that has been.
    """
    return _instant(phrase, reference, start=False)


def read_since(phrase: str, reference: Reference) -> datetime:
    """As :func:`read_instant`, but a phrase that names days stands for their first moment."""
    return _instant(phrase, reference, start=True)


def _instant(phrase: str, reference: Reference, *, start: bool) -> datetime:
    text = phrase.strip()
    try:
        moment, bare = None, False
        days = iso_days(_bare(phrase))
        if days is None:
            found = _read(phrase, reference, Lean.BEHIND)
            if found.night:
                raise Refused("names no moment: write the time (yesterday 22:00)")
            days, bare = (found.first, found.last), found.bare_clock
            moment = found.begin if start else found.end
        elif days[0] and days[1]:
            _window(text, *days)
        if moment is None:
            moment = _bound(days[0] if start else days[1], reference, start=start)
        moment = moment.astimezone(UTC)
        if bare and moment > reference.now:
            moment -= timedelta(days=1)
        return moment
    except OverflowError:
        raise bad_input(text, Refused(CALENDAR)) from None
    except Refused as refused:
        raise bad_input(phrase.strip(" "), refused) from None


def _bare(phrase: str) -> str:
    """Without the spaces around it, but with every sign that nobody types."""
    text = phrase.strip(" ")
    if len(text) > LONGEST:
        raise Refused(f"is longer than a date: write {KNOWN}")
    return text


def _bound(day: date | None, reference: Reference, *, start: bool) -> datetime:
    if day is None:
        end = "first" if start else "last"
        raise Refused(f"has no {end} day: write a day (2025-06-01) or a time (yesterday 18:00)")
    hour = time.min if start else time.max
    return datetime.combine(day, hour, reference.conventions.zone)


def _window(
    text: str, first: date | None, last: date | None, *, approximate: bool = False
) -> Window:
    if first and last and first > last:
        raise Refused("ends before it begins: put the earlier day first")
    return Window(text=text, first=first, last=last, approximate=approximate)


def _read(phrase: str, reference: Reference, lean: Lean) -> "Reading":
    """What the grammar makes of a phrase."""
    from claimtrack.when.extended import read_edtf, two_years
    from claimtrack.when.normal import normalised, unwrapped
    from claimtrack.when.phrase import Reading, read_phrase
    from claimtrack.when.tokens import Cursor, Token, tokens_of
    from claimtrack.when.unread import why_not
    from claimtrack.when.words import load_words

    text = normalised(unwrapped(_bare(phrase))).strip()
    conventions = reference.conventions
    if days := iso_days(text):
        return Reading(*days)
    fiscal = conventions.fiscal_month is not None and two_years(text)
    if not fiscal and (exact := read_edtf(text, southern=conventions.southern)):
        return Reading(exact.first, exact.last, approximate=exact.approximate)
    words = load_words(conventions.languages)
    tokens = tokens_of(text, words)
    if len(tokens) > 1 and tokens[-1].text == "." and tokens[-2].kind != "dots":
        tokens.pop()  # the end of a sentence
    if len(tokens) > MOST_TOKENS:
        raise Refused(UNREAD)
    cursor = Cursor(tokens, reference, lean)
    found = read_phrase(cursor)
    if found is not None:
        return found

    def readable(changed: list[Token]) -> bool:
        try:
            return read_phrase(Cursor(changed, reference, lean)) is not None
        except Refused as refused:
            return str(refused).startswith(COULD_BE)

    raise why_not(cursor, words, readable)
