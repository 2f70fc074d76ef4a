"""A report in Markdown: a table of the claims, or a card for each."""

from collections.abc import Iterator

from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.report import report_of
from claimtrack.show.formats import as_markdown, card_markdown, markdown


def write(export: Export) -> Iterator[str]:
    """The report, under a heading that says how many claims and of which day."""
    report = report_of(export)
    yield f"# {markdown(report.title)}\n"
    if report.cards is not None:
        for card in report.cards:
            yield f"\n{card_markdown(card)}"
    elif report.sheet.rows:
        yield f"\n{as_markdown(report.sheet)}"
