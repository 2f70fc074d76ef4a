"""The flags: what calls for somebody's attention. Source of the rules: the design's "Flags"."""

from collections.abc import Callable, Iterator

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Entry, Link, Position, Report, Verdict
from claimtrack.model.settings import Rating
from claimtrack.model.words import Relation, Stance, Stand, Status
from claimtrack.rules.context import Context
from claimtrack.rules.evidence import Tally
from claimtrack.rules.positions import speaks

StatusOf = Callable[[str], Status | None]
"""The status of another claim by its id; None where it is not on file at the day."""


def unsourced(claim: Claim, context: Context) -> bool:
    """There is no report and no position."""
    return not any(claim.at(Report, context.day)) and not any(claim.at(Position, context.day))


def contested(
    claim: Claim,
    verdict: Verdict,
    rating: Rating | None,
    tally: Tally,
    positions: dict[str, Position],
) -> bool:
    """Later evidence speaks against the verdict, or what it rests on was retracted."""
    if any(claim.resolve(entry) in tally.retracted for entry in verdict.rests_on):
        return True
    lean = rating.lean if rating else "neither"
    return any(
        _came_after(claim, entry, verdict) for entry in _against(lean, claim, tally, positions)
    )


def contradicted(claim: Claim, incoming: list[str], status_of: StatusOf) -> bool:
    """A claim that contradicts it is confirmed. ``incoming`` are those that say so themselves."""
    outgoing = [e.other for e in claim.all(Link) if e.relation == Relation.CONTRADICTS]
    return any(status_of(other) == Status.CONFIRMED for other in (*outgoing, *incoming))


def _against(
    lean: str, claim: Claim, tally: Tally, positions: dict[str, Position]
) -> Iterator[Entry]:
    """The evidence that speaks against a true-ish or a false-ish verdict."""
    if lean not in ("true-ish", "false-ish"):
        return
    stand = Stand.DENIES if lean == "true-ish" else Stand.CONFIRMS
    stance = Stance.REFUTES if lean == "true-ish" else Stance.SUPPORTS
    for position in positions.values():
        if position.position == stand and speaks(position, claim.fields.claimant):
            yield position
    for counted in tally.counted:
        if counted.report.stance == stance:
            yield counted.report


def _came_after(claim: Claim, entry: Entry, verdict: Verdict) -> bool:
    """Later by the Order, or logged later."""
    return claim.order(entry) > claim.order(verdict) or claim.recorded(entry) > claim.recorded(
        verdict
    )
