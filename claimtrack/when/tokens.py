"""From a phrase to its tokens, and the cursor that the grammar moves over them."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from claimtrack.when.reference import Lean, Reference
from claimtrack.when.spans import Point
from claimtrack.when.words import Meanings, Words

T = TypeVar("T")

_SHAPE = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<stamp>\d{4}-?\d\d-?\d\dt\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?
        (?:z|[+-]\d\d(?::?\d\d)?)?(?![\w:]))
    | (?P<isoweek>\d{4}-?w\d\d(?:-?\d)?(?![\w]))
    | (?P<ymd>\d{4}(?P<a>[-/.])\d\d?(?P=a)\d\d?(?!\d))
    | (?P<dmy>\d\d?(?P<b>[-/.])\d\d?(?P=b)(?:\d{4}|\d\d)(?!\d))
    | (?P<ym>\d{4}[-/]\d\d(?!\d))
    | (?P<my>\d\d?[/.]\d{4}(?!\d))
    | (?P<dm>\d\d?/\d\d?(?![\d/]))
    | (?P<clock>\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?![\d:]))
    | (?P<number>\d+)
    | (?P<dots>\.\.)
    """,
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a date in figures, or a sign."""

    kind: str
    """``word``, ``sign``, or the name of a shape: ``number``, ``ymd``, ``clock``, ..."""
    text: str
    meanings: Meanings
    spaced: bool
    """Whether a space stands before it."""


END = Token("end", "", {}, spaced=True)


def tokens_of(text: str, words: Words) -> list[Token]:
    """The tokens of a normalised phrase; a word that is not known has no meanings."""
    found: list[Token] = []
    at, spaced = 0, False
    while at < len(text):
        match = _SHAPE.match(text, at)
        if match and match.lastgroup == "space":
            at, spaced = match.end(), True
            continue
        if match:
            # lastgroup would name the separator inside a date.
            kind = next(name for name, value in match.groupdict().items() if value is not None)
            text_of = match[0]
            if kind in ("my", "dm", "dmy") and not spaced and _behind_word(found):
                # Q4/2024, Jan/17/2025: the number belongs to what stands before it.
                kind, text_of = "number", text_of[: 2 if text_of[1].isdecimal() else 1]
            token = Token(kind, text_of, {}, spaced)
            at += len(text_of)
        elif _letter(text[at]):
            token, at = _word(text, at, words, spaced=spaced)
        else:
            token = Token("sign", text[at], {}, spaced)
            at += 1
        found.append(token)
        spaced = False
    return found


def _behind_word(found: list[Token]) -> bool:
    """Does a word come last, or a stroke behind one?"""
    stroke = len(found) > 1 and found[-1].text == "/" and not found[-1].spaced
    return bool(found) and found[-2 if stroke else -1].kind == "word"


def _letter(sign: str) -> bool:
    """Letters, and the vowel signs of scripts that write them apart."""
    return unicodedata.category(sign)[0] in "LM"


def _run(text: str, at: int) -> int:
    """Where the letters that begin at ``at`` end."""
    while at < len(text) and _letter(text[at]):
        at += 1
    return at


def _word(text: str, at: int, words: Words, *, spaced: bool) -> tuple[Token, int]:
    """The longest known word or phrase at ``at``, and where it ends."""
    ends, end = [], at
    for _ in range(words.longest):
        end = _run(text, end)
        ends.append(end)
        if not (text[end : end + 1] in (" ", "/") and _letter(text[end + 1 : end + 2] or " ")):
            break
        end += 1
    for end in reversed(ends):
        meanings = words.spellings.get(text[at:end])
        if meanings is not None:
            dot = text[end : end + 1] == "." and text[end + 1 : end + 2] != "."
            return Token("word", text[at:end], meanings, spaced), end + dot
    for end in range(min(ends[0], at + words.longest_joined), at, -1):
        if text[at:end] in words.joined:
            return Token("word", text[at:end], words.spellings[text[at:end]], spaced), end
    return Token("word", text[at : ends[0]], {}, spaced), ends[0]


class Cursor:
    """A place among the tokens of a phrase, with what the grammar needs to read on."""

    def __init__(self, tokens: list[Token], reference: Reference, lean: Lean) -> None:
        self.tokens = tokens
        self.reference = reference
        self.lean = lean
        self.approximate = False
        """Whether "about" was read."""
        self.bare_clock = False
        """Whether a time of day was read that has no day."""
        self.unlikely_year: int | None = None
        """A number of four digits that stood where a year can, and is none that is read."""
        self.depth = 0
        """How many points are being read, one inside another."""
        self._at = 0

    @property
    def next(self) -> Token:
        """The token that comes next; END behind the last."""
        return self.ahead(0)

    def ahead(self, count: int) -> Token:
        """The token so many behind the next one."""
        at = self._at + count
        return self.tokens[at] if at < len(self.tokens) else END

    def behind(self, count: int) -> Token:
        """The token so many before the next one."""
        at = self._at - count
        return self.tokens[at] if at >= 0 else END

    @property
    def done(self) -> bool:
        """Has all been read?"""
        return self._at >= len(self.tokens)

    def attempt(self, read: Callable[["Cursor"], T | None]) -> T | None:
        """What ``read`` gives; where that is None the cursor is back where it was."""
        before = self._place
        found = read(self)
        if found is None:
            self._place = before
        return found

    @property
    def _place(self) -> tuple[int, bool, bool]:
        """Where it stands, and what was noted on the way there."""
        return self._at, self.approximate, self.bare_clock

    @_place.setter
    def _place(self, place: tuple[int, bool, bool]) -> None:
        self._at, self.approximate, self.bare_clock = place

    def first(self, *readers: Callable[["Cursor"], Point | None]) -> Point | None:
        """What the first of the readers gives that gives anything."""
        before = self._place
        for read in readers:
            if (found := read(self)) is not None:
                return found
            self._place = before
        return None

    def is_a(self, section: str, *values: str | int) -> bool:
        """Can the next word be that part of speech (with one of those meanings)?"""
        meaning = self.next.meanings.get(section)
        return meaning is not None and (not values or meaning in values)

    def take(self, section: str, *values: str | int) -> str | int | None:
        """The meaning of the next word as that part of speech, if it can be; moves on."""
        if not self.is_a(section, *values):
            return None
        return self.step().meanings[section]

    def word(self, section: str, *values: str | int) -> str | None:
        """As :meth:`take`, for a section whose meanings are words."""
        found = self.take(section, *values)
        return None if found is None else str(found)

    def number(self, section: str, *values: str | int) -> int | None:
        """As :meth:`take`, for a section whose meanings are numbers."""
        found = self.take(section, *values)
        return None if found is None else int(found)

    def sign(self, *signs: str) -> bool:
        """Takes one of those signs, if it comes next."""
        if self.next.kind in ("sign", "dots") and self.next.text in signs:
            self.step()
            return True
        return False

    def shape(self, *kinds: str) -> str | None:
        """Takes a token of one of those shapes, and gives its text."""
        return self.step().text if self.next.kind in kinds else None

    def step(self) -> Token:
        """Takes the next token, whatever it is."""
        token = self.next
        self._at += 1
        return token
