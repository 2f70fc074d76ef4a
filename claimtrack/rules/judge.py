"""One function that gives a claim's standing: status, rule, counts, positions and flags."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from claimtrack.model.claim import Claim, OrderKey
from claimtrack.model.entries import Entry, Reopened, Verdict
from claimtrack.model.settings import Rating
from claimtrack.model.words import Stand
from claimtrack.rules.context import Context
from claimtrack.rules.evidence import tally
from claimtrack.rules.flags import Asked, LinksTo, StatusOf, raised_flags
from claimtrack.rules.positions import parties_of, speakers, standing_positions
from claimtrack.rules.standing import Grounds, Raised, Standing, leaves_open
from claimtrack.rules.status import Counts, status_rule

E = TypeVar("E", bound=Entry)


class Decided(Protocol):
    """What is asked of a claim to find its verdict; its decisions can tell it without the rest."""

    def at(self, kind: type[E], day: date) -> Sequence[E]:
        """The entries of one type that have begun on ``day``, in Order."""

    def order(self, entry: Entry) -> OrderKey:
        """Where an entry stands among the others."""


def judge(
    claim: Claim,
    context: Context,
    status_of: StatusOf,
    links_to: LinksTo,
) -> Standing:
    """Where a claim stands at the context's day.

    What other claims bear on it is asked of ``status_of`` and ``links_to``, and for flags only.
    """

    def raised(standing: Standing) -> tuple[Raised, ...]:
        return raised_flags(Asked(claim, standing, context, status_of, links_to(claim.id)))

    return _standing(claim, context, raised)


def judge_alone(claim: Claim, context: Context) -> Standing:
    """Status and verdict, which need no other claim; no flag is looked for."""
    return _standing(claim, context, lambda _: ())


def is_open(claim: Decided, context: Context) -> bool:
    """Is the claim open at the context's day? As its standing says, for which it is read whole."""
    return leaves_open(*_decision(claim, context))


def _standing(
    claim: Claim, context: Context, raised: Callable[[Standing], tuple[Raised, ...]]
) -> Standing:
    verdict, rating = _decision(claim, context)
    return Standing(verdict, rating, lambda: _grounds(claim, context), raised)


def _grounds(claim: Claim, context: Context) -> Grounds:
    """Weigh the evidence, and take the first rule that applies."""
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
    return Grounds(
        rule=status_rule(counts),
        counts=counts,
        tally=reports,
        parties=tuple(parties),
        positions=positions,
        confirmed_by=tuple(confirmers),
        denied_by=tuple(deniers),
    )


def _decision(claim: Decided, context: Context) -> tuple[Verdict | None, Rating | None]:
    """The verdict that stands, and what the scale says of its rating."""
    verdict = _verdict(claim, context)
    return verdict, context.settings.scale.get(verdict.rating) if verdict else None


def _verdict(claim: Decided, context: Context) -> Verdict | None:
    """The latest decision at the day, unless it was to reopen."""
    verdicts = claim.at(Verdict, context.day)
    if not verdicts:
        return None
    latest, reopened = verdicts[-1], claim.at(Reopened, context.day)
    later = reopened and claim.order(reopened[-1]) > claim.order(latest)
    return None if later else latest
