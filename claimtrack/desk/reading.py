"""Reading the ledger: which claims a list shows, what a search finds."""

from collections.abc import Iterator, Sequence

from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Entry, Forgotten
from claimtrack.model.urls import looks_like_url, same_page
from claimtrack.query import Asked, Row, holds_words, parse, sorter


def listed(view: View, terms: Sequence[str], *, user: str, sort: str = "activity") -> list[Claim]:
    """The claims that every filter term holds for, in the order asked for."""
    test = parse(terms, Asked(view.registry, view.settings, view.window, user))
    order = sorter(sort)
    found = view.claims(lambda claim: test(Row(claim, view.day, view.standing)))
    return [row.claim for row in order(Row(claim, view.day, view.standing) for claim in found)]


def searched(view: View, words: str, *, discreet: bool) -> list[Claim]:
    """The claims in which these words stand anywhere; a url finds the claims that cite it.

    What could give a confidential source away is not looked into where it has to be ``discreet``.
    """
    if not words.strip():
        raise BadInput("the search is empty: write the words, or a url, to look for")
    if looks_like_url(words.strip()):
        page = same_page(words.strip())
        return [claim for claim in view.claims() if page in _pages(view, claim, discreet=discreet)]
    return [
        claim
        for claim in view.claims()
        if all(
            any(holds_words(text, word) for text in _texts(view, claim, discreet=discreet))
            for word in words.split()
        )
    ]


def logged(view: View, claim: Claim | None) -> list[tuple[str, ClaimEntry | Forgotten]]:
    """What was logged, oldest first: about one claim, or about all that have begun.

    Of all, those too that were taken back, and what is left of those that were erased.
    """
    if claim is not None:
        return [(claim.id, entry) for entry in view.logged(claim)]
    rows: list[tuple[str, ClaimEntry | Forgotten]] = [
        (c.id, entry)
        for c in view.histories()
        if c.begun(view.day) or not c.on_file
        for entry in view.logged(c)
    ]
    rows += (
        (claim_id, tombstone)
        for claim_id, tombstone in view.forgotten.items()
        if view.known_at is None or tombstone.recorded <= view.known_at
    )
    return sorted(rows, key=lambda row: row[1].recorded)


def _shown(view: View, claim: Claim) -> Iterator[ClaimEntry]:
    """What stands, without evidence that had not begun on a day that was asked for."""
    logged = {entry.id for entry in view.logged(claim)}
    return (entry for entry in claim.entries if entry.id in logged)


def _pages(view: View, claim: Claim, *, discreet: bool) -> set[str]:
    urls = [
        getattr(entry, field, None)
        for entry in _shown(view, claim)
        for field in ("url", "archive")
        if not (discreet and view.registry.gives_away(entry, field))
    ]
    return {same_page(url) for url in urls if url}


def _texts(view: View, claim: Claim, *, discreet: bool) -> list[str]:
    """Every text in which a search looks: fields, what entries say, the names of who is cited."""
    fields = claim.fields
    texts = [claim.id, fields.text, fields.condition, fields.place, fields.external_id]
    texts += fields.tags
    for key in (*view.standing(claim).parties, fields.claimant):
        party = view.registry.parties.get(key or "")
        texts += party.names if party else ()
    for entry in _shown(view, claim):
        texts += (
            _said(entry, name)
            for name in ("quote", "reading", "note", "reason", "text", "speaker")
            if not (discreet and view.registry.gives_away(entry, name))
        )
        for key in (_said(entry, "source"), _said(entry, "via")):
            source = view.registry.sources.get(key or "")
            hidden = discreet and view.registry.confidential(key)
            texts += source.names if source and not hidden else ()
    return [text for text in texts if text]


def _said(entry: Entry, name: str) -> str | None:
    value = vars(entry).get(name)  # pydantic is slow to say that there is no such attribute
    return value if isinstance(value, str) else None
