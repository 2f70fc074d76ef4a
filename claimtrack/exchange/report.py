"""Reports for the morning meeting: what the Markdown and the plain one have in common."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from claimtrack.exchange.outgoing import Export
from claimtrack.show.card import claim_card
from claimtrack.show.claims import claims_sheet
from claimtrack.show.output import heading
from claimtrack.show.sheet import Card, Sheet


class Report(NamedTuple):
    """A heading, and either a row for each claim or a card for each."""

    title: str
    sheet: Sheet
    cards: Sequence[Card] | None


def report_of(export: Export) -> Report:
    """The report of what is exported, as of a day that it always names."""
    view = export.view
    title = heading(view, len(export.claims), "claim")
    if not view.dated:
        title += f" · {view.day}"
    sheet = _without_empty(claims_sheet(view, export.claims, export.names, title))
    if not export.cards:
        return Report(title, sheet, None)
    return Report(title, sheet, [claim_card(view, c, export.names) for c in export.claims])


def _without_empty(sheet: Sheet) -> Sheet:
    """The sheet without the columns in which no row has anything."""
    kept = [n for n in range(len(sheet.columns)) if any(row[n] for row in sheet.rows)]
    columns = [sheet.columns[n] for n in kept]
    return replace(sheet, columns=columns, rows=[[row[n] for n in kept] for row in sheet.rows])
