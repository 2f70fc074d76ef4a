"""The claims for which conditions hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.decisions import decisions_among
from claimtrack.model.words import Status
from claimtrack.query.conditions import Condition, Mention, Negated, Row, Word, ask_for_open, hold
from claimtrack.query.sorting import in_order
from claimtrack.query.terms import Asked, parse
from claimtrack.rules.judge import is_open
from claimtrack.store.base import Counted

MOST = 8
"""Conditions that a database is asked for at once; of hundreds, as in a text that was pasted, it
would make no plan."""


def conditions_of(view: View, terms: Sequence[str], *, user: str) -> list[Condition]:
    """What filter terms mean here; ``BadInput`` for a term that cannot be read."""
    return parse(terms, Asked(view.registry, view.settings, view.window, user))


def selected(view: View, conditions: Sequence[Condition], sort: str) -> list[Claim]:
    """The claims that all conditions hold for, in an order of :data:`claimtrack.query.SORTS`.

    A database finds them by what it keeps; what does not hold today is judged afresh, by the very
    same conditions.
    """
    index = view.index
    if index is None:
        claim_ids = worth_folding(view, conditions)
        fitting = view.claims(lambda claim: hold(conditions, Row(claim, view)), claim_ids)
        return [row.claim for row in in_order((Row(claim, view) for claim in fitting), sort)]
    asked, rest = _parted(conditions)
    kept = view.claims_of(index.find(asked, view.look, sort))
    found = [row.claim for row in chosen(view, rest, kept)]
    turned = list(chosen(view, conditions, view.claims_of(index.turned(view.day))))
    if not turned:
        return found
    rows = [*(Row(claim, view) for claim in found), *turned]
    return [row.claim for row in in_order(rows, sort)]


def worth_folding(view: View, conditions: Sequence[Condition]) -> Iterable[str]:
    """The ids of the claims; where conditions ask for open ones, without the plainly closed."""
    claim_ids = view.snapshot.keys("claims")
    if view.known_at is not None or not ask_for_open(conditions):
        return claim_ids
    return (claim_id for claim_id in claim_ids if not _plainly_closed(view, claim_id))


def _plainly_closed(view: View, claim_id: str) -> bool:
    """Do the decisions on a claim tell by themselves that it is closed?"""
    decisions = decisions_among(view.claim_entries(claim_id))
    return decisions is not None and not is_open(decisions, view.context)


def chosen(view: View, conditions: Sequence[Condition], claims: Iterable[Claim]) -> Iterable[Row]:
    """Those of some claims for which all conditions hold."""
    rows = (Row(claim, view) for claim in claims)
    return (row for row in rows if hold(conditions, row))


class Census(NamedTuple):
    """How many claims there are."""

    statuses: dict[Status, int]
    """Of each status that any has, in the order of the statuses."""
    open: int
    unconfirmed: int


def counted(view: View, conditions: Sequence[Condition]) -> Census:
    """How many claims all conditions hold for, by what they are."""
    index = view.index
    asked, rest = _parted(conditions)
    kept: list[Counted] = []
    if index is None:
        others = view.claims(claim_ids=worth_folding(view, conditions))
    else:
        others = view.claims_of(index.turned(view.day))
        if rest:
            others = chain(view.claims_of(index.find(asked, view.look)), others)
        else:
            kept = index.count(asked, view.look)
    standings = [row.standing for row in chosen(view, conditions, others)]
    found = Counter(standing.status for standing in standings)
    found.update({Status(each.status): each.claims for each in kept})
    return Census(
        {status: found[status] for status in Status if found[status]},
        sum(standing.open for standing in standings) + sum(each.open for each in kept),
        sum(standing.unconfirmed_rumor for standing in standings)
        + sum(each.unconfirmed for each in kept),
    )


def _parted(conditions: Iterable[Condition]) -> tuple[list[Condition], list[Condition]]:
    """The few conditions that a database is asked for, and the rest, each once.

    Those come first for which few claims may be expected: of words, the longest.
    """
    each_once = sorted(dict.fromkeys(conditions), key=_hits_expected)
    return each_once[:MOST], each_once[MOST:]


def _hits_expected(condition: Condition) -> tuple[int, int]:
    """A key that sorts the conditions for which few claims may be expected before others."""
    match condition:
        case Word(word) | Mention(word):
            return 1, -len(word)
        case Negated():
            return 2, 0
    return 0, 0
