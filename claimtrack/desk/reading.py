"""Reading the ledger: which claims a list shows, what a search finds."""

from collections.abc import Sequence

from claimtrack.desk.selecting import conditions_of, selected
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Forgotten
from claimtrack.model.registry import Named
from claimtrack.model.urls import looks_like_url, same_page
from claimtrack.query.conditions import Mention, folded
from claimtrack.query.sorting import check_sort
from claimtrack.store.base import Trace


def listed(view: View, terms: Sequence[str], *, user: str, sort: str = "activity") -> list[Claim]:
    """The claims that every filter term holds for, in the order asked for."""
    conditions = conditions_of(view, terms, user=user)
    return selected(view, conditions, check_sort(sort))


def searched(view: View, words: str, *, discreet: bool) -> list[Claim]:
    """The claims in which these words stand anywhere; a url finds the claims that cite it.

    What could give a confidential source away is not looked into where it has to be ``discreet``.
    """
    if not words.strip():
        raise BadInput("the search is empty: write the words, or a url, to look for")
    if looks_like_url(words.strip()):
        return _citing(view, same_page(words.strip()), discreet=discreet)
    conditions = [
        mention_of(view, word, discreet=discreet) for word in dict.fromkeys(words.split())
    ]
    return selected(view, conditions, "id")


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


def mention_of(view: View, word: str, *, discreet: bool) -> Mention:
    """What a word of a search asks for: itself, or who is called so."""
    text, registry = folded(word), view.registry

    def is_called(named: Named) -> bool:
        return any(text in folded(name) for name in named.names)

    return Mention(
        text,
        frozenset(key for key, party in registry.parties.items() if is_called(party)),
        frozenset(
            key
            for key, source in registry.sources.items()
            if is_called(source) and not (discreet and registry.confidential(key))
        ),
        discreet,
    )


def _citing(view: View, page: str, *, discreet: bool) -> list[Claim]:
    """The claims that cite a page."""
    ids = view.snapshot.traced(Trace.PAGE, [page]).get(page, ())
    claims = (claim for claim_id in ids if (claim := view.claim(claim_id)))
    return [c for c in claims if c.begun(view.day) and page in _pages(view, c, discreet=discreet)]


def _pages(view: View, claim: Claim, *, discreet: bool) -> set[str]:
    urls = [
        getattr(entry, field, None)
        for entry in view.visible(claim)
        for field in ("url", "archive")
        if not (discreet and view.registry.gives_away(entry, field))
    ]
    return {same_page(url) for url in urls if url}
