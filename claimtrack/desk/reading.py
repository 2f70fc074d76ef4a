"""Reading the ledger: which claims a list shows, what a search finds."""

from collections.abc import Sequence

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Cited, ClaimEntry, Entry, Report
from claimtrack.model.urls import looks_like_url, same_page
from claimtrack.query import Asked, Row, holds_words, parse, sorter

UNCONFIRMED = "is:unconfirmed"


def listed(view: View, terms: Sequence[str], *, user: str, sort: str = "activity") -> list[Claim]:
    """The claims that every filter term holds for, in the order asked for."""
    test = parse(terms, Asked(view.registry, view.settings, view.window, user))
    order = sorter(sort)
    rows = (Row(claim, view.day, view.standing) for claim in view.claims())
    return [row.claim for row in order(row for row in rows if test(row))]


def searched(view: View, words: str) -> list[Claim]:
    """The claims in which these words stand anywhere; a url finds the claims that cite it."""
    if looks_like_url(words.strip()):
        page = same_page(words.strip())
        return [claim for claim in view.claims() if page in _pages(claim)]
    return [
        claim
        for claim in view.claims()
        if all(
            any(holds_words(text, word) for text in _texts(view, claim)) for word in words.split()
        )
    ]


def logged(view: View, claim: Claim | None) -> list[tuple[str, ClaimEntry]]:
    """What was logged, oldest first: about one claim, or about all that have begun."""
    claims = [claim] if claim else list(view.claims())
    rows = [(c.id, entry) for c in claims for entry in view.logged(c)]
    return sorted(rows, key=lambda row: row[1].recorded)


def _pages(claim: Claim) -> set[str]:
    cited = [entry for entry in claim.entries if isinstance(entry, Cited)]
    archives = [entry.archive for entry in cited if isinstance(entry, Report)]
    urls = [*(entry.url for entry in cited), *archives]
    return {same_page(url) for url in urls if url}


def _texts(view: View, claim: Claim) -> list[str]:
    """Every text in which a search looks: fields, what entries say, the names of who is cited."""
    fields = claim.fields
    texts = [claim.id, fields.text, fields.condition, fields.place, fields.external_id]
    texts += fields.tags
    for key in (*view.standing(claim).parties, fields.claimant):
        party = view.registry.parties.get(key or "")
        texts += party.names if party else ()
    for entry in claim.entries:
        texts += (
            _said(entry, name) for name in ("quote", "reading", "note", "reason", "text", "speaker")
        )
        for key in (_said(entry, "source"), _said(entry, "via")):
            source = view.registry.sources.get(key or "")
            texts += source.names if source else ()
    return [text for text in texts if text]


def _said(entry: Entry, name: str) -> str | None:
    value = getattr(entry, name, None)
    return value if isinstance(value, str) else None
