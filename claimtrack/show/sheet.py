"""A table as content: columns, rows and records, before it is drawn for anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimtrack.show.record import Record

Span = tuple[str, str]
"""A piece of text and its style; empty for plain."""

Cell = str | tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and how it behaves where the terminal is narrow.

    ``rank`` 0 always stays; the others give way from the highest rank down. ``most`` is the widest
    that it may get; a column that ``grows`` takes what is left. ``label`` names its content when
    that has to move under the text; without one it is left out there.
    """

    header: str
    rank: int = 0
    most: int = 24
    grows: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows for people, with the records that scripts get instead."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    ids: Sequence[str]
    records: Sequence[Record]
    csv_header: Sequence[str]
    csv_extra: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns that only the CSV has beside the record's own, by name."""


def plain(cell: Cell) -> str:
    """The text of a cell."""
    return cell if isinstance(cell, str) else "".join(text for text, _ in cell)
