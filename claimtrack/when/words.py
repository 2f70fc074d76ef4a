"""The words of a language, from a TOML table: those that come with the program, or a desk's own.

A table has a section for each part of speech of the grammar (``month``, ``unit``, ``side``, ...),
in it a key for each meaning, and for each meaning the ways to write it. ``words/en.toml`` is the
example to start from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from claimtrack.errors import BadInput
from claimtrack.when.normal import normalised
from claimtrack.when.refusals import Refused

SECTIONS = frozenset((
    "month", "weekday", "season", "holiday", "unit", "number", "ordinal", "suffix", "part", "edge",
    "today", "now", "relative", "side", "tail", "about", "within", "between", "and", "to",
    "ago", "rest", "letter", "plural", "weekfrom", "daypart", "clock", "zone", "small", "decade",
    "vague", "mark", "period", "partafter", "edgeafter", "since_ago", "within_after", "join",
    "aboutafter", "atafter", "atmost", "ending", "offset", "sametime", "night", "or", "event",
    "from",
))  # fmt: skip
_NUMBERED = frozenset(("month", "weekday", "holiday", "number", "ordinal", "today", "night"))
_PARTED = re.compile("[ /]")  # what may part the words of a phrase: week ending, w/e
_HOME = Path(__file__).parent / "words"

Meanings = dict[str, str | int]
"""What a word can be: its meaning by part of speech."""


@dataclass(slots=True)
class Words:
    """All that is known of the languages of a ledger."""

    spellings: dict[str, Meanings] = field(default_factory=dict)
    """Words and phrases, as they are read, with what each can be."""
    joined: set[str] = field(default_factory=set)
    """Those of languages that put no space between words."""
    longest: int = 1
    """Words in the longest phrase."""
    longest_joined: int = 0
    """Letters in the longest of ``joined``."""


@cache
def load_words(languages: tuple[str, ...]) -> Words:
    """The words of the languages named; ``BadInput`` where a table cannot be used.

    Where two languages know a spelling, it can be what either says.
    """
    words = Words()
    for language in languages:
        _add(words, _table(language), language)
    words.longest = max((len(_PARTED.findall(text)) + 1 for text in words.spellings), default=1)
    words.longest_joined = max(map(len, words.joined), default=0)
    return words


def shipped() -> list[str]:
    """The names of the tables that come with the program."""
    return sorted(path.stem for path in _HOME.glob("*.toml"))


def _table(language: str) -> Mapping[str, Any]:
    import tomllib

    path = _HOME / f"{language}.toml" if language.isalpha() else Path(language).expanduser()
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        problem = "there is no such file"
    except (OSError, ValueError, RuntimeError, RecursionError) as error:
        problem = " ".join(str(error).split())
    raise BadInput(
        f"dates.languages: {language!r} cannot be read ({problem}): "
        f"name {' or '.join(shipped())}, or the path of a table of words"
    )


def _add(words: Words, table: Mapping[str, Any], language: str) -> None:
    joined = table.get("spaces", True) is False
    for section, meanings in table.items():
        if section in ("name", "spaces"):
            continue
        if section not in SECTIONS or not isinstance(meanings, dict):
            raise _malformed(language, f"[{section}] is no section: {', '.join(sorted(SECTIONS))}")
        for meaning, spellings in meanings.items():
            if not isinstance(spellings, list) or not all(isinstance(s, str) for s in spellings):
                raise _malformed(language, f"{section}.{meaning} is not a list of words")
            value = _meaning(section, meaning, language)
            for spelling in spellings:
                try:
                    text = " ".join(normalised(spelling).replace(".", " ").split())
                except Refused as refused:
                    raise _malformed(language, f"{spelling!r} {refused}") from None
                words.spellings.setdefault(text, {})[section] = value
                if joined:
                    words.joined.add(text)


def _meaning(section: str, meaning: str, language: str) -> str | int:
    """The meaning as the grammar knows it, which for some sections is a number."""
    known = {
        "month": range(1, 13),
        "weekday": range(1, 8),
        "season": ("spring", "summer", "autumn", "winter"),
        "part": ("early", "mid", "late"),
        "partafter": ("early", "mid", "late"),
        "edge": ("beginning", "middle", "end"),
        "edgeafter": ("beginning", "middle", "end"),
    }.get(section)
    value: str | int = meaning
    if section in _NUMBERED:
        try:
            value = int(meaning)
        except ValueError:
            raise _malformed(language, f"{section}.{meaning} is not a number") from None
    if known is not None and value not in known:
        raise _malformed(language, f"{section} has no {meaning!r}")
    return value


def _malformed(language: str, problem: str) -> BadInput:
    return BadInput(f"dates.languages: the table {language!r} is not as it should be: {problem}")
