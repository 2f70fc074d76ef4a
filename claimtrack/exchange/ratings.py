"""What others mean by the words and numbers with which they rate a claim.

The words are a table, ``ratings.toml``. What cannot be told for certain takes no side.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from claimtrack.model.words import Stance

FEW_WORDS = 6
"""A longer rating is a sentence, in which a known word may mean anything."""

BEST, WORST = 5.0, 1.0
"""The ends of a scale that does not name them, as schema.org has it."""

NEGATIONS = "negations"
ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
SAME_LETTERS = str.maketrans("ı\u0640", "i ")
"""The dotless i, which capitals do not tell from the other, and the line that stretches Arabic."""


class Rated(NamedTuple):
    """A rating as it was given: its words, and its number with the ends of its scale."""

    words: Sequence[str]
    value: float | None = None
    best: float | None = None
    worst: float | None = None


class Words(NamedTuple):
    """The table: what each phrase means, the longest first, and what turns a meaning round."""

    phrases: dict[str, Stance]
    negations: frozenset[str]


def stance_of(ratings: Sequence[Rated]) -> Stance:
    """What ratings say of the claim: by their words, and by their numbers where they have none.

    ``mentions`` where a word is not known, or where they do not agree.
    """
    stances = {_stance(rated) for rated in ratings}
    return stances.pop() if len(stances) == 1 else Stance.MENTIONS


@lru_cache(maxsize=4096)
def stance_of_word(word: str) -> Stance | None:
    """What a rating in words means; None where that is not known."""
    table = words()
    text = folded(word)
    if known := table.phrases.get(text):
        return known
    parts = text.split()
    if len(parts) > FEW_WORDS or not table.negations.isdisjoint(parts):
        return None
    found = set()
    padded = f" {text} "
    for phrase, stance in table.phrases.items():
        if f" {phrase} " in padded:
            found.add(stance)
            padded = padded.replace(f" {phrase} ", " | ")
    return found.pop() if len(found) == 1 else None


def stance_of_number(value: float, best: float, worst: float) -> Stance | None:
    """What a number means by its place on its scale; None where it is not on it."""
    if not worst < best or not worst <= value <= best:
        return None
    place = (value - worst) / (best - worst)
    if place <= 1 / 3:
        return Stance.REFUTES
    return Stance.SUPPORTS if place >= 2 / 3 else Stance.QUESTIONS


def folded(word: str) -> str:
    """A rating for comparing: without case, accents, punctuation and signs."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(SAME_LETTERS)
    kept = (
        "" if c in ACCENTS or c in "'\u2019" else c if unicodedata.category(c)[0] in "LMN" else " "
        for c in plain
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


@cache
def words() -> Words:
    """The table, read once."""
    import tomllib
    from importlib.resources import files

    text = files("claimtrack.exchange").joinpath("ratings.toml").read_text(encoding="utf-8")
    languages: dict[str, dict[str, Any]] = tomllib.loads(text)
    phrases = {
        folded(phrase): Stance(stance)
        for language in languages.values()
        for stance, listed in language.items()
        if stance != NEGATIONS
        for phrase in listed
    }
    negations = {folded(n) for language in languages.values() for n in language.get(NEGATIONS, ())}
    longest_first = sorted(phrases.items(), key=lambda row: (-len(row[0]), row[0]))
    return Words(dict(longest_first), frozenset(negations))


def _stance(rated: Rated) -> Stance:
    """By its words; where it has none, by its number."""
    if rated.words:
        known = {stance_of_word(word) for word in rated.words}
        return known.pop() or Stance.MENTIONS if len(known) == 1 else Stance.MENTIONS
    if rated.value is None:
        return Stance.MENTIONS
    best = BEST if rated.best is None else rated.best
    worst = WORST if rated.worst is None else rated.worst
    return stance_of_number(rated.value, best, worst) or Stance.MENTIONS
