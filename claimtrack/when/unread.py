"""Why a phrase is no date: a misspelt word, an event, too vague, and the way out."""

from collections.abc import Callable, Iterator

from claimtrack.when.refusals import KNOWN, UNREAD, Refused
from claimtrack.when.tokens import Cursor, Token
from claimtrack.when.words import Meanings, Words
from claimtrack.when.years import LIKELY, unlikely

EXAMPLES = "write a day (17 January 2025) or a window (mid-June 2025, by Friday)"
_NO_DATES = {"event", "vague", "or"}


def why_not(c: Cursor, words: Words, readable: Callable[[list[Token]], bool]) -> Refused:
    """The refusal of a phrase that the grammar cannot read.

    A word is only suggested where the phrase can be read with it.
    """
    tokens = c.tokens
    if c.unlikely_year is not None:
        return unlikely(c.unlikely_year)
    if [token.kind for token in tokens] == ["number"]:
        return Refused(f"is not a date that can be read, only a number: write {KNOWN}")
    for word, near in _mended(tokens, words, readable):
        return Refused(
            f"is not a date that can be read: {word!r} is not known, did you mean {near!r}?"
        )
    for found in (_too_vague(tokens), _event(tokens), _short_year(tokens)):
        if found is not None:
            return found
    return Refused(UNREAD)


def _too_vague(tokens: list[Token]) -> Refused | None:
    if any(token.meanings.get("vague") == "not" for token in tokens):
        return Refused("is not a date that can be read, but when it is not: write when it is")
    if any("vague" in token.meanings for token in tokens):
        return Refused(f"is too vague to be a date that can be read: {EXAMPLES}")
    if any("or" in token.meanings for token in tokens):
        return Refused("names more than one date: write one, or the first and the last with 'to'")
    return None


def _event(tokens: list[Token]) -> Refused | None:
    """After the coup, when the rains end, polling day."""
    nouns = [token.text for token in tokens if token.meanings.get("event") == "event"]
    others = [token.text for token in tokens if token.kind == "word" and not token.meanings]
    told = any(
        "event" in token.meanings
        or "side" in token.meanings
        or token.meanings.get("within") == "over"
        for token in tokens
    )
    if not told or not (nouns or others):
        return None
    return Refused(
        f"seems to name an event ({(nouns or others)[0]!r}), not a date that can be read: "
        f"put the event in --condition, or write its date"
    )


def _short_year(tokens: list[Token]) -> Refused | None:
    """2010–12: to 2012, most likely."""
    for first, dash, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if dash.text != "-" or {first.kind, last.kind} != {"number"} or len(last.text) != 2:
            continue
        year, number = int(first.text), int(last.text)
        if year in LIKELY and number > year % 100:
            month = f"{year}-{last.text} for the month or " if number <= 12 else ""
            return Refused(
                "is not a date that can be read, as a year in it has two digits: "
                f"write {month}{year}..{year // 100 * 100 + number}"
            )
    return None


def _mended(
    tokens: list[Token], words: Words, readable: Callable[[list[Token]], bool]
) -> Iterator[tuple[str, str]]:
    """Words that are not known, and a known one with which the phrase can be read."""
    from difflib import get_close_matches

    unknown = [at for at, token in enumerate(tokens) if token.kind == "word" and not token.meanings]
    if len(unknown) != 1 or not 3 <= len(tokens[unknown[0]].text) <= 20:
        return
    at = unknown[0]
    known = [
        word
        for word, meanings in words.spellings.items()
        if len(word) > 3 and " " not in word and not meanings.keys() <= _NO_DATES
    ]
    for near in get_close_matches(tokens[at].text, known, 3, 0.8):
        token = Token("word", near, words.spellings[near], tokens[at].spaced)
        if readable([*tokens[:at], token, *tokens[at + 1 :]]):
            yield tokens[at].text, _as_written(near, words.spellings[near])


def _as_written(word: str, meanings: Meanings) -> str:
    """A word as people write it: names begin with a capital letter."""
    return word.title() if meanings.keys() & {"month", "weekday", "holiday"} else word
