"""The claims for which conditions hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Status
from claimtrack.query.conditions import Condition, Row, hold
from claimtrack.query.sorting import in_order
from claimtrack.query.terms import Asked, parse


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
        claims = view.claims(lambda claim: hold(conditions, Row(claim, view)))
        return [row.claim for row in in_order((Row(claim, view) for claim in claims), sort)]
    found = list(view.claims_of(index.find(conditions, view.look, sort)))
    turned = list(chosen(view, conditions, view.claims_of(index.turned(view.day))))
    if not turned:
        return found
    rows = [*(Row(claim, view) for claim in found), *turned]
    return [row.claim for row in in_order(rows, sort)]


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
    kept = index.count(conditions, view.look) if index else []
    others = view.claims_of(index.turned(view.day)) if index else view.claims()
    standings = [row.standing for row in chosen(view, conditions, others)]
    found = Counter(standing.status for standing in standings)
    found.update({Status(each.status): each.claims for each in kept})
    return Census(
        {status: found[status] for status in Status if found[status]},
        sum(standing.open for standing in standings) + sum(each.open for each in kept),
        sum(standing.unconfirmed_rumor for standing in standings)
        + sum(each.unconfirmed for each in kept),
    )
