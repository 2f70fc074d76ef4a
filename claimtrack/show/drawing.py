"""Drawing sheets and cards on a terminal, with rich. The only module that imports it.

User text only ever goes into ``Text`` objects: it is never read as markup.
"""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimtrack.config import personal
from claimtrack.show.card import Card, Line
from claimtrack.show.safe import safe
from claimtrack.show.sheet import Cell, Column, Sheet, plain

GAP = 2
"""Spaces between columns."""

LEAST_TEXT = 28
"""What the growing column keeps before another column is shown beside it."""

SHARE = 0.36
"""The share of the width that it keeps on wide terminals."""


def own_terminal() -> Console:
    """The user's terminal, as wide and as colourful as they like it.

    NO_COLOR, TERM=dumb and COLUMNS are honoured by rich.
    """
    own = personal()
    columns = own.get("columns")
    return Console(
        width=columns if isinstance(columns, int) and columns > 0 else None,
        no_color=True if own.get("colour") == "never" else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def draw_sheet(sheet: Sheet, console: Console) -> None:
    """A table that fits: columns give way in the order of their rank, their content moves under
    the text.
    """
    shown = fitting(sheet, console.width)
    table = Table(
        box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=True, header_style="dim",
        collapse_padding=True, expand=False,
    )  # fmt: skip
    for index in shown:
        column = sheet.columns[index]
        table.add_column(
            Text(column.header),
            overflow="fold",
            no_wrap=False,
            ratio=None,
            width=_width(sheet, index, shown, console.width),
        )
    hidden = [i for i, column in enumerate(sheet.columns) if i not in shown and column.label]
    for row in sheet.rows:
        table.add_row(*(_content(sheet, row, index, hidden) for index in shown))
    if sheet.title:
        console.print(Text(sheet.title, style="bold"))
        console.print()
    console.print(table)


def draw_card(card: Card, console: Console) -> None:
    """A card: a headline, then sections of labelled lines."""
    console.print(Text.assemble(*_spans(card.headline), overflow="fold"))
    for section in card.sections:
        console.print()
        if section.title:
            console.print(Text(section.title, style="bold"))
        grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        labels = max((cell_len(safe(line.label)) for line in section.lines), default=0)
        grid.add_column(width=min(labels, console.width // 3), overflow="fold", style="dim")
        grid.add_column(overflow="fold")
        for line in section.lines:
            grid.add_row(Text(safe(line.label), style="dim"), _line(line))
        console.print(grid)


def fitting(sheet: Sheet, width: int) -> list[int]:
    """The columns that fit, by index: those that stay, then by rank as long as the text keeps its
    share. Columns that are empty in every row are left out.
    """
    filled = [
        i for i, c in enumerate(sheet.columns)
        if c.rank == 0 or any(plain(row[i]) for row in sheet.rows)
    ]  # fmt: skip
    shown = [i for i in filled if sheet.columns[i].rank == 0]
    keep = max(LEAST_TEXT, int(width * SHARE))
    for index in sorted((i for i in filled if i not in shown), key=lambda i: sheet.columns[i].rank):
        if width - _taken(sheet, [*shown, index]) >= keep:
            shown.append(index)
    return sorted(shown)


def _taken(sheet: Sheet, shown: Sequence[int]) -> int:
    fixed = [i for i in shown if not sheet.columns[i].grows]
    return sum(_natural(sheet, i) for i in fixed) + GAP * len(fixed)


def _width(sheet: Sheet, index: int, shown: Sequence[int], width: int) -> int:
    if not sheet.columns[index].grows:
        return _natural(sheet, index)
    longest = max((cell_len(safe(plain(row[index]))) for row in sheet.rows), default=1)
    return max(8, min(width - _taken(sheet, shown), max(longest, LEAST_TEXT)))


def _natural(sheet: Sheet, index: int) -> int:
    column: Column = sheet.columns[index]
    cells = (cell_len(safe(plain(row[index]))) for row in sheet.rows)
    return min(column.most, max((cell_len(column.header), *cells)))


def _content(sheet: Sheet, row: Sequence[Cell], index: int, hidden: Sequence[int]) -> Text:
    text = Text.assemble(*_spans(row[index]), overflow="fold")
    if sheet.columns[index].grows:
        moved = [
            f"{sheet.columns[i].label}: {safe(plain(row[i]))}" for i in hidden if plain(row[i])
        ]
        if moved:
            text.append("\n" + " · ".join(moved), style="dim")
    return text


def _line(line: Line) -> Text:
    return Text.assemble("  " * line.indent, *_spans(line.cell), overflow="fold")


def _spans(cell: Cell) -> list[tuple[str, str]]:
    spans = ((cell, ""),) if isinstance(cell, str) else cell
    return [(safe(text), style) for text, style in spans]
