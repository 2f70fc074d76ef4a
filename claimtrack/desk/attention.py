"""What needs somebody's attention, why, and the flags that are written down for it."""

from collections.abc import Sequence
from typing import NamedTuple

from claimtrack.desk.change import Change
from claimtrack.desk.selecting import conditions_of, selected
from claimtrack.desk.view import View
from claimtrack.model.claim import EVIDENCE, Claim
from claimtrack.model.entries import Flagged
from claimtrack.model.words import Flag
from claimtrack.query.conditions import QUIET, NeedsAttention
from claimtrack.rules.activity import news
from claimtrack.rules.standing import Raised

_URGENCY = {flag: number for number, flag in enumerate(Flag)}


class Needed(NamedTuple):
    """A claim and the reasons for which it needs attention, the most urgent first."""

    claim: Claim
    reasons: tuple[Raised, ...]


def needing_attention(view: View, terms: Sequence[str], *, user: str) -> list[Needed]:
    """The claims that filter terms hold for and that need attention, the most urgent first.

    What is more urgent is said by the order of :class:`Flag`; within a flag, the longest wait.
    """
    conditions = [*conditions_of(view, terms, user=user), NeedsAttention()]
    found = [
        Needed(claim, reasons)
        for claim in selected(view, conditions, "id")
        if (reasons := reasons_of(view, claim))
    ]
    return sorted(found, key=_urgency)


def reasons_of(view: View, claim: Claim) -> tuple[Raised, ...]:
    """Why a claim needs attention."""
    return tuple(r for r in view.standing(claim).raised if r.flag not in QUIET)


def raise_flags(change: Change, terms: Sequence[str]) -> None:
    """Write a flag on each of these claims, once for each reason until new evidence comes."""
    for claim, reasons in needing_attention(change.view, terms, user=change.by):
        for raised in reasons:
            if not _written_down(change.view, claim, raised):
                draft = Flagged(flag=raised.flag, reason=raised.reason, **change.stamp())
                change.add(claim.id, draft)


def _written_down(view: View, claim: Claim, raised: Raised) -> bool:
    """Was the flag raised for this reason, and has no evidence been logged since?"""
    evidence = (e for e in news(claim, view.day) if isinstance(e, EVIDENCE))
    logged = (claim.recorded(entry) for entry in evidence)
    latest = max((moment for moment in logged if moment <= view.now), default=None)
    return any(
        flagged.flag == raised.flag
        and flagged.reason == raised.reason
        and (latest is None or flagged.recorded >= latest)
        for flagged in claim.all(Flagged)
    )


def _urgency(needed: Needed) -> tuple[object, ...]:
    first = needed.reasons[0]
    return (_URGENCY[first.flag], str(first.since or ""), needed.claim.id)
