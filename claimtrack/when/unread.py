"""Why a phrase is no date: the word that is not known, the nearest known one, the way out."""

from claimtrack.when.refusals import KNOWN, UNREAD, Refused
from claimtrack.when.tokens import Cursor
from claimtrack.when.words import Words
from claimtrack.when.years import unlikely

EXAMPLES = "write a day (17 January 2025) or a window (mid-June 2025, by Friday)"


def why_not(c: Cursor, words: Words) -> Refused:
    """The refusal of a phrase that the grammar cannot read."""
    tokens = c.tokens
    if c.unlikely_year is not None:
        return unlikely(c.unlikely_year)
    if [token.kind for token in tokens] == ["number"]:
        return Refused(f"is not a date that can be read, only a number: write {KNOWN}")
    for token in tokens:
        if token.kind == "word" and not token.meanings and (near := _near(token.text, words)):
            return Refused(
                f"is not a date that can be read: {token.text!r} is not known, "
                f"did you mean {near!r}?"
            )
    if any("vague" in token.meanings for token in tokens):
        return Refused(f"is too vague to be a date that can be read: {EXAMPLES}")
    unknown = [token.text for token in tokens if token.kind == "word" and not token.meanings]
    if unknown and any("side" in token.meanings for token in tokens):
        return Refused(
            f"seems to name an event ({unknown[0]!r}), not a date that can be read: "
            f"put the event in --condition, or write its date"
        )
    return Refused(UNREAD)


def _near(word: str, words: Words) -> str | None:
    """The known word that one was probably meant to be, as people write it."""
    if not 3 <= len(word) <= 20:
        return None
    from difflib import get_close_matches

    near = get_close_matches(word, [known for known in words.spellings if len(known) > 3], 1, 0.8)
    if not near:
        return None
    named = words.spellings[near[0]].keys() & {"month", "weekday", "holiday"}
    return near[0].title() if named else near[0]
