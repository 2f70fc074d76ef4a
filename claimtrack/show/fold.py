"""Where a text is broken into lines of so many cells.

Terminals do not agree on how wide the vowel signs of Burmese are, or joined emoji; a line is filled
so that it fits by the widest reading. Signs stay with the letter that they belong to.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

_CLUSTER = re.compile(
    r"[\U0001f1e6-\U0001f1ff]{2}|.[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*", re.DOTALL
)
_NOT_FIRST = frozenset("，。、；：？！」』）》】…,.;:?!)]}’”·")
"""What begins no line, where scripts without spaces are broken."""


class Piece(NamedTuple):
    """Something that stays in one line if it can: a word, or one wide letter."""

    text: str
    width: int
    space: bool


def line_breaks(text: str, width: int) -> list[int]:
    """The offsets at which new lines begin, so that none is wider than ``width``."""
    breaks: list[int] = []
    if text.isascii() and len(text) <= width:
        return breaks
    offset = used = 0
    for piece in _pieces(text):
        if piece.space:  # may hang over the end of a line, where nobody sees it
            used += piece.width
            offset += len(piece.text)
            continue
        if used and used + piece.width > width:
            breaks.append(offset)
            used = 0
        if piece.width > width:
            used = _fold(piece.text, offset, width, breaks)
        else:
            used += piece.width
        offset += len(piece.text)
    return breaks


def cells(text: str) -> int:
    """How many cells a text takes, by the widest reading."""
    return len(text) if text.isascii() else sum(map(widest, clusters(text)))


def clusters(text: str) -> Iterator[str]:
    """The letters of a text, each with the signs that belong to it."""
    held = ""
    for match in _CLUSTER.finditer(text):
        part = match[0]
        joins = held.endswith("\u200d") or unicodedata.category(part[0])[0] == "M"
        if held and not joins:
            yield held
            held = ""
        held += part
    if held:
        yield held


@lru_cache(maxsize=4096)
def widest(cluster: str) -> int:
    """The cells that a letter takes at most, by any terminal's reading."""
    marks = sum(unicodedata.category(letter) == "Mc" for letter in cluster)
    return max(cell_len(cluster), sum(map(cell_len, cluster)) + marks)


def _fold(word: str, offset: int, width: int, breaks: list[int]) -> int:
    """Break a word that is too wide for any line; the cells used in its last one."""
    used = 0
    for cluster in clusters(word):
        cells = widest(cluster)
        if used and used + cells > width:
            breaks.append(offset)
            used = 0
        used += cells
        offset += len(cluster)
    return used


def _pieces(text: str) -> Iterator[Piece]:
    runs = re.findall(r"[ \u200b]+|[^ \u200b]+", text)
    for number, run in enumerate(runs):
        if number and unicodedata.category(run[0])[0] == "M":  # it belongs to the space before it
            runs[number - 1 : number + 1] = [runs[number - 1][:-1], runs[number - 1][-1] + run]
    for run in filter(None, runs):
        if not run.strip(" \u200b"):
            yield Piece(run, cell_len(run), space=True)
        else:
            yield from _words(run)


def _words(run: str) -> Iterator[Piece]:
    """A run without spaces, apart at its wide letters, which may be broken anywhere."""
    held, width, breakable = "", 0, False
    for cluster in clusters(run):
        wide = unicodedata.east_asian_width(cluster[0]) in "WF"
        if held and (wide or breakable) and cluster[0] not in _NOT_FIRST:
            yield Piece(held, width, space=False)
            held, width = "", 0
        held += cluster
        width += widest(cluster)
        breakable = wide
    if held:
        yield Piece(held, width, space=False)
