"""Reading a date phrase: ISO days, months and years, and ``FROM..TO``.

What cannot be read for certain is refused, never guessed.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, tzinfo

from claimtrack.errors import BadInput
from claimtrack.when.window import Window

KNOWN = "a day (2025-06-01), a month (2025-06), a year (2025) or FROM..TO"

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def read_window(phrase: str) -> Window:
    """The window that ``phrase`` names; ``BadInput`` where it is not certain.

    Either end of ``FROM..TO`` may be left out: ``..2025-06-30`` has no first day.
    """
    text = phrase.strip()
    if ".." not in text:
        day, end_day = _read_iso(text, text)
        return Window(text=text, first=day, last=end_day)
    start, _, end = (part.strip() for part in text.partition(".."))
    if not start and not end:
        raise BadInput(f"{_quoted(text)} has neither a first nor a last day: write {KNOWN}")
    first = _read_iso(start, text)[0] if start else None
    last = _read_iso(end, text)[1] if end else None
    if first and last and first > last:
        raise BadInput(f"{_quoted(text)} ends before it begins: put the earlier day first")
    return Window(text=text, first=first, last=last)


def read_instant(phrase: str, zone: tzinfo) -> datetime:
    """A moment, in UTC: an ISO date and time, or the end of the last day of a window.

    A time without an offset is in ``zone``.
    """
    text = phrase.strip()
    if "T" in text or ":" in text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise BadInput(
                f"{_quoted(text)} is not a moment: write a day (2025-06-01) "
                "or a day and time (2025-06-01T14:30:00Z)"
            ) from None
    else:
        last = read_window(text).last
        if last is None:
            raise BadInput(f"{_quoted(text)} has no last day: write a day (2025-06-01)")
        moment = datetime.combine(last, time.max)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise BadInput(f"{_quoted(text)} lies outside the calendar's years 1 to 9999") from None


def _read_iso(text: str, whole: str) -> tuple[date, date]:
    """First and last day of an ISO year, month or day."""
    match = _ISO.fullmatch(text)
    if not match:
        raise BadInput(f"{_quoted(whole)} is not a date that can be read: write {KNOWN}")
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if year == 0 or (month is not None and not 1 <= month <= 12):
        raise BadInput(f"{_quoted(text)} does not exist: months run from 01 to 12, years from 0001")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    length = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, length)
    if not 1 <= day <= length:
        raise BadInput(f"{_quoted(text)} does not exist: {year:04}-{month:02} has {length} days")
    return date(year, month, day), date(year, month, day)


def _quoted(text: str) -> str:
    """The phrase as typed; over-long ones are cut, as a message is one line."""
    return repr(text if len(text) <= 60 else text[:57] + "...")
