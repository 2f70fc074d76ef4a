"""CSV: claims as a table, out with a stable header; in, any table whose columns are named."""

from collections.abc import Iterator

from claimtrack.exchange.outgoing import Export
from claimtrack.show.claims import claims_sheet
from claimtrack.show.formats import as_csv


def write(export: Export) -> Iterator[str | bytes]:
    """A header and a line a claim, as ``list --format csv`` has them."""
    yield as_csv(claims_sheet(export.view, export.claims, export.names, ""))
