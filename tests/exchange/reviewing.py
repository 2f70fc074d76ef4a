"""ClaimReviews of others, taken into a newsroom."""

import json
from typing import Any

from newsroom import Newsroom

from claimtrack.desk.importing import Imported, Wish, import_items
from claimtrack.desk.names import NewSource
from claimtrack.exchange.incoming import Incoming, Options, recognised
from claimtrack.model.entries import Report, Verdict


def review(claim: str | None = "The moon is cheese", rating: Any = "False", **fields: Any) -> dict:
    """A review as others publish them; ``rating`` is its word, or the whole of its rating."""
    node = {
        "@type": "ClaimReview",
        "url": "https://check.example/1",
        "author": {"@type": "Organization", "name": "Check It"},
        "claimReviewed": claim,
        "datePublished": "2024-05-01",
        "reviewRating": {"@type": "Rating", "alternateName": rating}
        if isinstance(rating, str)
        else rating,
    }
    return {name: value for name, value in {**node, **fields}.items() if value is not None}


def page(*scripts: str, body: str = "") -> str:
    """A page of HTML with these scripts in it."""
    marked = "".join(f'<script type="application/ld+json">{s}</script>\n' for s in scripts)
    return f"<!DOCTYPE html>\n<html><head>\n{marked}</head><body>{body}</body></html>\n"


def take(
    newsroom: Newsroom, document: Any, *, name: str = "reviews.json", **options: Any
) -> Imported:
    """Import a document: as it is where it is a text, else as JSON."""
    text = document if isinstance(document, str) else json.dumps(document)
    source = Incoming(name, text.encode(), Options(**options))
    with newsroom.change() as change:
        items = recognised(source, None)[1].read(source)
        wish = Wish(
            source.stem,
            source=source.options.source,
            stances=source.options.stances,
            new=NewSource(allowed=True),
        )
        return import_items(change, items, wish)


def reports(newsroom: Newsroom) -> dict[str, list[Report]]:
    """The reports on file, by the words of their claims; the desk itself has decided nothing."""
    view = newsroom.view()
    claims = list(view.claims())
    assert not [v for claim in claims for v in claim.all(Verdict)]
    return {claim.fields.text: list(claim.all(Report)) for claim in claims}
