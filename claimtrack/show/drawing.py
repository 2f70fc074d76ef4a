"""Drawing sheets and cards on a terminal, with rich, which only this and ``fold`` import.

User text only ever goes into ``Text`` objects: it is never read as markup.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimtrack.config import personal
from claimtrack.show.fold import cells, line_breaks
from claimtrack.show.safe import safe
from claimtrack.show.sheet import DIM, DOT, STRONG, Card, Cell, Line, Section, Sheet, Span, plain

GAP = 2
"""Spaces between columns."""

LEAST_TEXT = 32
"""Cells that the last column keeps before another is shown beside it."""

SHARE = 0.5
"""The share of a narrow screen that it keeps."""

LONGEST_LINE = 112
"""A card is no wider: longer lines are hard to read."""

SMALLEST = 12
"""A screen that says to be narrower is not believed."""

LONGEST_TEXT = 20_000
"""Letters of a text that are drawn: some hundreds of lines. Breaking more into lines takes long."""

UNDER_HEADER = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def on_terminal(content: Sheet | Card) -> str:
    """The content as drawn for the terminal that standard output is."""
    console = screen()
    with console.capture() as capture:
        if isinstance(content, Sheet):
            draw_sheet(content, console)
        else:
            draw_card(content, console)
    return tidied(capture.get())


def screen() -> Console:
    """A console that draws into a string, as wide as the terminal that standard output is.

    NO_COLOR and TERM=dumb are honoured by rich, COLUMNS here.
    """
    return Console(
        file=StringIO(),
        width=_width(),
        height=100,
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
        no_color=True if personal().get("colour") == "never" else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def tidied(drawn: str) -> str:
    """What was drawn, without spaces at the ends of its lines."""
    return "".join(f"{line.rstrip()}\n" for line in drawn.splitlines())


def draw_sheet(sheet: Sheet, console: Console) -> None:
    """A table that fits: columns give way in the order of their rank, their content moves under
    the text. Nothing for no rows.
    """
    if not sheet.rows:
        return
    if sheet.one_line:
        shown, widths = fitted(sheet, console.width)
        moved: list[int] = []
    else:
        shown, moved = arranged(sheet, console.width)
        widths = [_natural(sheet, index) for index in shown[:-1]]
    drawn = cut if sheet.one_line else _text
    last = max(1, console.width - sum(widths) - GAP * len(widths))
    table = Table(
        box=UNDER_HEADER,
        show_edge=False,
        pad_edge=False,
        padding=0,  # a column is wider by its gap instead, which is quicker to draw
        header_style=DIM,
        border_style=DIM,
        leading=1 if moved else 0,
    )
    gaps = [GAP - 1] * len(widths) + [0]  # the box adds a cell of its own
    for index, width, gap in zip(shown, (*widths, last), gaps, strict=True):
        header = _text(sheet.columns[index].header, width)
        table.add_column(header, width=width + gap, no_wrap=True)
    for row in sheet.rows:
        others = [drawn(row[i], width) for i, width in zip(shown[:-1], widths, strict=True)]
        table.add_row(
            *others, drawn(row[-1], last) if not moved else _last(sheet, row, moved, last)
        )
    if sheet.title:
        console.print(_text(((sheet.title, STRONG),), console.width))
        console.print()
    console.print(table)


def draw_card(card: Card, console: Console) -> None:
    """A card: labels and ids in a column of their own, sections under rules."""
    width = min(console.width, LONGEST_LINE)
    labels = (line.label for section in card.sections for line in section.lines)
    gutter = min(max(cells(safe(label)) for label in (card.label, *labels)), width // 3)
    console.print(lined([Line(card.label, ((card.title, STRONG),))], gutter, width))
    for section in card.sections:
        console.print()
        if section.title:
            console.print(heading(section, width))
        console.print(lined(section.lines, gutter, width))


def cut(cell: Cell, width: int) -> Text:
    """A cell on one line, with an ellipsis where it is too long for it."""
    text = Text(no_wrap=True, end="")
    for said, style in _spans(cell):
        text.append(safe(said), style or None)
    if cells(text.plain) > width:
        breaks = line_breaks(text.plain, max(1, width - 1))
        kept = text.plain[: breaks[0]] if breaks else text.plain
        text.right_crop(len(text.plain) - len(kept.rstrip()))
        text.append("…", DIM)
    return text


def arranged(sheet: Sheet, width: int) -> tuple[list[int], list[int]]:
    """The columns that stand beside each other, by index, and those that stand under the last."""
    filled = _filled(sheet)
    end = len(sheet.columns) - 1
    keep = min(LEAST_TEXT, int(width * SHARE))
    shown = list(filled)
    while width - sum(_natural(sheet, i) + GAP for i in shown if i != end) < keep:
        gives_way = max(shown, key=lambda index: sheet.columns[index].rank)
        if sheet.columns[gives_way].rank == 0:
            break
        shown.remove(gives_way)
    return shown, [index for index in filled if index not in shown]


def fitted(sheet: Sheet, width: int) -> tuple[list[int], list[int]]:
    """The columns of a sheet of one-line rows, by index, and the widths of all but the last.

    Those of rank 2 and more are left out where there is no room; then the one of rank 1 is cut.
    """
    end = len(sheet.columns) - 1
    keep = min(
        LEAST_TEXT, int(width * SHARE), max(cells(_shown(plain(row[end]))) for row in sheet.rows)
    )
    natural = {index: _natural(sheet, index) for index in _filled(sheet) if index != end}

    def missing() -> int:
        return keep + sum(wide + GAP for wide in natural.values()) - width

    for index in sorted(natural, key=lambda i: sheet.columns[i].rank, reverse=True):
        if missing() > 0 and sheet.columns[index].rank > 1:
            del natural[index]
        elif missing() > 0 and sheet.columns[index].rank == 1:
            natural[index] = max(len(sheet.columns[index].header), natural[index] - missing())
    return [*natural, end], list(natural.values())


def _filled(sheet: Sheet) -> list[int]:
    """The columns that hold something, or are shown all the same, by index."""
    return [
        index
        for index, column in enumerate(sheet.columns)
        if column.always or column.rank == 0 or any(plain(row[index]) for row in sheet.rows)
    ]


def heading(section: Section, width: int) -> Text:
    """A rule with the title of a section in it."""
    title = f"\u2500\u2500 {safe(section.title)} "
    text = Text.assemble((title, STRONG), ("\u2500" * max(0, width - cell_len(title)), DIM))
    text.truncate(width)
    return text


def lined(lines: Iterable[Line], gutter: int, width: int) -> Table:
    """Labels in a column of their own, and beside each its content."""
    grid = Table.grid(padding=(0, GAP, 0, 0))
    room = max(1, width - gutter - GAP)
    grid.add_column(width=gutter, overflow="fold")
    grid.add_column(width=room, overflow="fold")
    for line in lines:
        indent = min(2 * line.indent, room // 2)
        content = Padding(_text(line.cell, room - indent), (0, 0, 0, indent))
        grid.add_row(_text(((line.label, DIM),), gutter), content)
    return grid


def _last(sheet: Sheet, row: Sequence[Cell], moved: Sequence[int], width: int) -> Text:
    """The last cell of a row, with what gave way below it."""
    below: list[Span] = []
    for index in moved:
        if plain(row[index]):
            label = sheet.columns[index].label
            below += [DOT] if below else []
            below += [(f"{label} ", DIM) if label else ("", ""), *_spans(row[index])]
    text = _text(row[-1], width)
    return Text("\n").join([text, _text(tuple(below), width)]) if below else text


def _text(cell: Cell, width: int) -> Text:
    """A cell as rich text, made safe, broken so that no line is wider than ``width``."""
    text = Text()
    for said, style in _spans(cell):
        text.append(_shown(said), style or None)
    lines = text.divide(line_breaks(text.plain, width))
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def _shown(text: str) -> str:
    """A text made safe, and cut where it is so long that nobody reads it on a screen."""
    if len(text) <= LONGEST_TEXT:
        return safe(text)
    more = len(text) - LONGEST_TEXT
    return f"{safe(text[:LONGEST_TEXT])} ... and {more:,} more letters (--format json has them)"


def _spans(cell: Cell) -> Sequence[Span]:
    return ((cell, ""),) if isinstance(cell, str) else cell


def _natural(sheet: Sheet, index: int) -> int:
    """The width that a column would like: that of its widest cell, within its limit."""
    column = sheet.columns[index]
    widest_cell = max(cells(_shown(plain(row[index]))) for row in sheet.rows)
    return max(cell_len(column.header), min(column.most, widest_cell))


def _width() -> int:
    """How wide the screen is: COLUMNS, else the person's own setting, else the terminal's."""
    for said in (os.environ.get("COLUMNS", ""), str(personal().get("columns", ""))):
        if said.isdecimal() and int(said) > 0:
            return max(SMALLEST, int(said))
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(SMALLEST, columns or 80)
