"""A plain report, to be read out, mailed or printed: a paragraph for each claim, or a card."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.report import report_of
from claimtrack.show.formats import card_lines
from claimtrack.show.safe import safe
from claimtrack.show.sheet import Sheet, plain

WIDTH = 78
INDENT = "       "
DOT = " · "


def write(export: Export) -> Iterator[str]:
    """The report, under a line that says how many claims and of which day."""
    report = report_of(export)
    yield f"{safe(report.title)}\n"
    if report.cards is not None:
        for card in report.cards:
            yield f"\n{card_lines(card)}"
        return
    for number in range(len(report.sheet.rows)):
        yield f"\n{_paragraph(report.sheet, number)}"


def _paragraph(sheet: Sheet, number: int) -> str:
    """The claim with its id before it, then its status, then what else there is to say."""
    cells = {
        column.header: (column.label, safe(plain(cell)))
        for column, cell in zip(sheet.columns, sheet.rows[number], strict=True)
    }
    name, claim, status = (cells.pop(header)[1] for header in ("id", "claim", "status"))
    facts = [f"{label}: {text}" if label else text for label, text in cells.values() if text]
    lines = wrap(claim, WIDTH, initial_indent=name.ljust(len(INDENT)), subsequent_indent=INDENT)
    lines += _filled([status, *facts])
    return "".join(f"{line}\n" for line in lines)


def _filled(facts: Sequence[str]) -> list[str]:
    """Facts with dots between them, as many on a line as there is room for."""
    lines: list[str] = []
    for fact in facts:
        if lines and len(lines[-1]) + len(DOT) + len(fact) <= WIDTH:
            lines[-1] += DOT + fact
        else:
            lines.append(INDENT + fact)
    return lines
