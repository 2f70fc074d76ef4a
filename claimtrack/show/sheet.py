"""What is shown to people, before it is drawn: sheets of rows, and cards of lines.

Each is made once; :mod:`~claimtrack.show.drawing` draws it on a terminal and
:mod:`~claimtrack.show.formats` writes it as text. Texts in it are as they are on file: those two
make them safe for where they go.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from msgspec import Struct, field

from claimtrack.show.record import Record

Span = tuple[str, str]
"""A piece of text and its style; empty for plain."""

Cell = str | tuple[Span, ...]

DIM = "dim"
STRONG = "bold"
DOT: Span = (" · ", DIM)
"""What stands between facts on one line."""


class Column(Struct, frozen=True):
    """A column: its header, and how it behaves where the terminal is narrow.

    ``rank`` 0 always stays; the others give way from the highest rank down. ``most`` is the widest
    that it may get. What gave way stands below the last column, after its ``label``, if it has
    one. An ``always`` column is shown even if no row has anything in it.
    """

    header: str
    rank: int = 0
    most: int = 24
    label: str = ""
    always: bool = False


class Rows(Sequence[Sequence[Cell]]):
    """Rows that are made when they are first looked at: most formats for scripts look at none."""

    def __init__(self, make: Callable[[], list[Sequence[Cell]]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> list[Sequence[Cell]]:
        return self._make()

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Sequence[Cell]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[Cell]]: ...

    def __getitem__(self, index: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        return self._made[index]

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return iter(self._made)


class Sheet(Struct, frozen=True):
    """Rows for people, with the records that scripts get instead.

    The last column takes what room is left, and wraps: whatever a terminal makes of the width of
    its script, nothing stands to the right of it that could get out of line.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    ids: Sequence[str]
    records: Callable[[], Sequence[Record]]
    """Made only when a format asks for them."""
    csv_header: Sequence[str]
    csv_extra: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns that only the CSV has beside the record's own, by name."""
    one_line: bool = False
    """On a terminal a row is one line: what is too long is cut, and what gives way is left out."""


class Line(Struct, frozen=True):
    """A line of a card: a label at the left (a word, or the id that a command takes), a content.

    ``indent`` sets it below the line that it belongs to.
    """

    label: str
    cell: Cell
    indent: int = 0


class Section(Struct, frozen=True):
    """A part of a card; ``word`` is what one of its lines is called."""

    title: str
    word: str
    lines: Sequence[Line]


class Card(Struct, frozen=True):
    """One thing in full: its id or key, what it is called, and what there is to say below it."""

    label: str
    title: str
    sections: Sequence[Section]


def spans(*parts: Cell | Span) -> tuple[Span, ...]:
    """Pieces put together, plain texts among them; empty ones are left out."""
    found: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            found.append((part, ""))
        elif part and isinstance(part[0], str):
            found.append(part)
        else:
            found += part
    return tuple(span for span in found if span[0])


def joined(*pieces: Cell) -> tuple[Span, ...]:
    """Facts on one line, with dots between them; empty ones are left out."""
    found: list[Span] = []
    for piece in pieces:
        if piece:
            found += (DOT, *spans(piece)) if found else spans(piece)
    return tuple(found)


def plain(cell: Cell) -> str:
    """The text of a cell."""
    return cell if isinstance(cell, str) else "".join([text for text, _ in cell])
