"""One function that gives a claim's standing: status, rule, counts, positions and flags."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Link, Reopened, Verdict
from claimtrack.model.words import Stand
from claimtrack.rules.context import Context
from claimtrack.rules.evidence import tally
from claimtrack.rules.flags import Asked, StatusOf, raised_flags
from claimtrack.rules.positions import parties_of, speakers, standing_positions
from claimtrack.rules.standing import Standing
from claimtrack.rules.status import Counts, status_rule


def judge(
    claim: Claim,
    context: Context,
    status_of: StatusOf,
    mutual_links: Mapping[str, Sequence[Link]],
) -> Standing:
    """Where a claim stands at the context's day.

    ``status_of`` gives the status of another claim, ``mutual_links`` holds the links of other
    claims, by their ids, that point to this one and cut both ways.
    """
    standing = judge_alone(claim, context)
    asked = Asked(claim, standing, context, status_of, mutual_links)
    return replace(standing, raised=raised_flags(asked))


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
