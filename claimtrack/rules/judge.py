"""One function that gives a claim's standing: status, rule, counts, positions and flags."""

from dataclasses import dataclass, replace

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Position, Reopened, Verdict
from claimtrack.model.settings import Rating
from claimtrack.model.words import Flag, Kind, Stand, Status
from claimtrack.rules.context import Context
from claimtrack.rules.evidence import Tally, tally
from claimtrack.rules.flags import StatusOf, contested, contradicted, unsourced
from claimtrack.rules.positions import parties_of, speakers, standing_positions
from claimtrack.rules.status import Counts, Rule, status_rule


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands at a day, and why."""

    status: Status
    rule: Rule
    counts: Counts
    tally: Tally
    parties: tuple[str, ...]
    positions: dict[str, Position]
    confirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    verdict: Verdict | None
    rating: Rating | None
    flags: tuple[Flag, ...] = ()

    @property
    def open(self) -> bool:
        """It has no verdict, or one that settles nothing."""
        return self.verdict is None or (self.rating is not None and not self.rating.settles)

    @property
    def unconfirmed_rumor(self) -> bool:
        """Is it on the editors' list: open, checkable and not confirmed?"""
        return self.open and self.counts.kind != Kind.OPINION and self.status != Status.CONFIRMED


def judge(
    claim: Claim, context: Context, status_of: StatusOf, contradicted_by: list[str]
) -> Standing:
    """Where a claim stands at the context's day.

    ``status_of`` gives the status of another claim, ``contradicted_by`` the claims whose own
    links say that they contradict this one.
    """
    standing = judge_alone(claim, context)
    flags = []
    if standing.verdict and contested(
        claim, standing.verdict, standing.rating, standing.tally, standing.positions
    ):
        flags.append(Flag.CONTESTED)
    if contradicted(claim, contradicted_by, status_of):
        flags.append(Flag.CONTRADICTED)
    if unsourced(claim, context):
        flags.append(Flag.UNSOURCED)
    return replace(standing, flags=tuple(flags))


def judge_alone(claim: Claim, context: Context) -> Standing:
    """Status and verdict, which need no other claim; the flags are not looked at."""
    parties = parties_of(claim, context.day)
    claimant = claim.fields.claimant
    voices = {*parties, claimant} if claimant else set(parties)
    reports = tally(claim, voices, context)
    positions = standing_positions(claim, reports.retracted, context.day)
    confirmers = speakers(positions, Stand.CONFIRMS, claimant)
    deniers = speakers(positions, Stand.DENIES, claimant)
    counts = Counts(
        kind=claim.fields.kind,
        confirms=len(confirmers),
        denies=len(deniers),
        supports=reports.supports,
        refutes=reports.refutes,
        all_retracted=reports.all_retracted,
    )
    rule = status_rule(counts)
    verdict = _verdict(claim, context)
    return Standing(
        status=rule.status,
        rule=rule,
        counts=counts,
        tally=reports,
        parties=tuple(parties),
        positions=positions,
        confirmed_by=tuple(confirmers),
        denied_by=tuple(deniers),
        verdict=verdict,
        rating=context.settings.scale.get(verdict.rating) if verdict else None,
    )


def _verdict(claim: Claim, context: Context) -> Verdict | None:
    """The latest decision at the day, unless it was to reopen."""
    latest: Verdict | Reopened | None = None
    for entry in claim.entries:
        if isinstance(entry, (Verdict, Reopened)) and entry.on.begun(context.day):
            latest = entry
    return latest if isinstance(latest, Verdict) else None
