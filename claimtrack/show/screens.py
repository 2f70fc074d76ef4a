"""The screens that are drawn as a whole: the board, and a claim's life on a line."""

import os
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimtrack.show.drawing import GAP, LONGEST_LINE, cut, heading, lined, screen, tidied
from claimtrack.show.fold import cells
from claimtrack.show.safe import safe
from claimtrack.show.sheet import DIM, DOT, STRONG, Card, Line, Section, Span, plain, spans
from claimtrack.show.timeline import Timeline, event_lines, timeline_lines

WIDE = 120
"""From how many cells on the board has its sections side by side."""


def board_on_terminal(board: Card) -> str:
    """The board as drawn for the terminal, all of it on one screen."""
    console = screen()
    with console.capture() as capture:
        draw_board(board, console, _height() - 1)  # the shell's prompt has the last line
    return tidied(capture.get())


def timeline_on_terminal(timeline: Timeline) -> str:
    """A claim's life on a line, and below it what happened."""
    console = screen()
    with console.capture() as capture:
        draw_timeline(timeline, console)
    return tidied(capture.get())


def draw_board(board: Card, console: Console, height: int) -> None:
    """The board in at most ``height`` lines: a line for each thing, cut at the edge of the screen,
    and how many more there are. A wide screen has its sections side by side.
    """
    head, *sections = board.sections
    beside = console.width >= WIDE
    width = (console.width - GAP) // 2 if beside else min(console.width, LONGEST_LINE)
    console.print(cut(((board.title, STRONG),), console.width))
    counts = _wrapped(head.lines, console.width)
    for text in counts:
        console.print(text)
    stacks = [sections[::2], sections[1::2]] if beside else [sections]
    room = height - 1 - len(counts)
    drawn = [_stacked(stack, room, width) for stack in stacks]
    grid = Table.grid(padding=(0, GAP, 0, 0))
    for _ in drawn:
        grid.add_column(width=width, no_wrap=True)
    grid.add_row(*(Text("\n").join(lines) for lines in drawn))
    console.print(grid)


def _wrapped(lines: Sequence[Line], width: int) -> list[Text]:
    """Lines of short facts, broken between two of them where the screen is too narrow for all."""
    gutter = max(len(line.label) for line in lines) + GAP
    found: list[Text] = []
    for line in lines:
        row = spans((line.label.ljust(gutter), DIM))
        for number, fact in enumerate(_facts(line)):
            longer = spans(row, DOT, fact) if number else spans(row, fact)
            if number and cells(plain(longer)) > width:
                found.append(cut(row, width))
                longer = spans(" " * gutter, fact)
            row = longer
        found.append(cut(row, width))
    return found


def _facts(line: Line) -> list[tuple[Span, ...]]:
    """The facts of a line, which dots stand between."""
    pieces = list(spans(line.cell))
    dots = [number for number, span in enumerate(pieces) if span == DOT]
    starts, ends = [0, *(number + 1 for number in dots)], [*dots, len(pieces)]
    return [tuple(pieces[start:end]) for start, end in zip(starts, ends, strict=True)]


def _stacked(sections: Sequence[Section], height: int, width: int) -> list[Text]:
    """Sections below each other in so many lines, which they share by what they need."""
    lines: list[Text] = []
    for section, room in zip(sections, shares(sections, height), strict=True):
        lines += [Text(), heading(section, width)]
        shown = section.lines if len(section.lines) <= room else section.lines[: max(0, room - 1)]
        gutter = max((cells(safe(line.label)) for line in shown), default=0)
        for line in shown:
            label = (line.label.ljust(gutter + GAP), DIM)
            lines.append(cut(spans(label, line.cell), width))
        if len(shown) < len(section.lines):
            lines.append(cut(((f"... and {len(section.lines) - len(shown)} more", DIM),), width))
        elif not section.lines:
            lines.append(cut((("nothing", DIM),), width))
    return lines


def shares(sections: Sequence[Section], height: int) -> list[int]:
    """How many lines each section gets below its heading: what it needs, or else a fair share."""
    room = height - 2 * len(sections)
    wanted = [max(1, len(section.lines)) for section in sections]
    given = [1] * len(sections)
    while sum(given) < room and given != wanted:
        short = [n for n in range(len(sections)) if given[n] < wanted[n]]
        given[min(short, key=lambda n: given[n])] += 1
    return given


def draw_timeline(timeline: Timeline, console: Console) -> None:
    """The tracks over the width of the screen, and the events as a card's lines."""
    width = min(console.width, LONGEST_LINE)
    tracks = timeline_lines(timeline, 2)
    gutter = max(cells(line.label) for line in tracks)
    claim = timeline.claim
    console.print(lined([Line(claim.id, ((claim.fields.text, STRONG),))], gutter, width))
    console.print()
    for line in timeline_lines(timeline, max(2, width - gutter - GAP)):
        label = (line.label.ljust(gutter + GAP), DIM)
        console.print(cut(spans(label, line.cell), width))
    console.print()
    console.print(lined(event_lines(timeline), gutter, width))


def _height() -> int:
    """How high the screen is: LINES, else the terminal's own height."""
    said = os.environ.get("LINES", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines or 24
    except (OSError, ValueError):
        return 24
