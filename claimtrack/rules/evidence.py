"""Independent origins: ten repeats of one rumor are one source.

Every report is either counted in an origin or left out for a reason that can be read. Source of
the rules: the design's "Independent origins".
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from msgspec import Struct

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Assessment, Report, Retraction
from claimtrack.model.words import Attribution, Stance
from claimtrack.rules.context import Context

CONFIRMED_CREDIBILITY = (1, 2)
DOUBTED_CREDIBILITY = (4, 5)

TAKES_A_SIDE = (Stance.SUPPORTS, Stance.REFUTES)

NOTHING: frozenset[str] = frozenset()

UNNAMED = ""
"""The origin of reports that name neither a source nor where they were read: one, not many."""


class Omission(StrEnum):
    """Why a report counts in no origin, in the order in which the reasons are looked for."""

    RETRACTED = "retracted"
    REPEATS = "repeats another report"
    READ_DIRECTLY = "the same source was read directly"
    PARTY_VOICE = "is a party's own voice"
    NEUTRAL = "neither supports nor refutes"
    DOUBTED = "its credibility is doubted"
    NOT_ATTRIBUTED = "is not attributed to anybody"
    NO_SOURCE = "names no source"
    NO_WEIGHT = "its source's grade carries no weight"
    NO_WEIGHT_VIA = "the source it was read in has a grade that carries no weight"
    SPOKE_AGAIN = "its source spoke again later"


class LeftOut(Struct, frozen=True):
    """A report that counts for nothing, why, and whom or what the reason speaks of."""

    report: Report
    why: Omission
    other: str | None = None


class Counted(Struct, frozen=True):
    """A report that counts in an origin."""

    report: Report
    origin: str


class Tally(Struct, frozen=True):
    """The reports at a day: what was counted, what was left out, and what they are worth."""

    reports: tuple[Report, ...]
    """Every report that counts at the day, echoes too."""
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    retracted: frozenset[str]
    all_retracted: bool
    """It had supporting reports of its own, and (those that weigh, or all) were retracted."""
    credibility: dict[str, int]
    """What each report is rated now, after what was found out about it."""

    def origins(self, stance: Stance) -> list[str]:
        """The origins in which a source takes that stance, each once."""
        return list(dict.fromkeys([c.origin for c in self.counted if c.report.stance == stance]))

    @property
    def supports(self) -> int:
        """The s of the rules."""
        return self._count(Stance.SUPPORTS)

    @property
    def refutes(self) -> int:
        """The r of the rules."""
        return self._count(Stance.REFUTES)

    def _count(self, stance: Stance) -> int:
        return len({c.origin for c in self.counted if c.report.stance == stance})


def tally(claim: Claim, voices: Collection[str], context: Context) -> Tally:
    """Weigh a claim's reports at the day.

    ``voices`` are the claim's parties and its claimant: whoever they own does not count.
    """
    begun = claim.at(Report, context.day)
    retracted = retracted_entries(claim, context)
    credibility = _credibilities(claim, begun, context)
    left_out: list[LeftOut] = []
    weighty: list[Report] = []
    for report in begun:
        omission = _omission(claim, report, begun, retracted, credibility, voices, context)
        if omission:
            left_out.append(omission)
        else:
            weighty.append(report)
    counted, spoke_again = _last_word(weighty, context)
    return Tally(
        reports=tuple([r for r in begun if r.id not in retracted]),
        counted=tuple(counted),
        left_out=(*left_out, *spoke_again),
        retracted=retracted,
        all_retracted=_all_retracted(begun, retracted, credibility, context),
        credibility=credibility,
    )


def retracted_entries(claim: Claim, context: Context) -> frozenset[str]:
    """The ids of what had been taken back by its source or party on the day."""
    retractions = claim.at(Retraction, context.day)
    return frozenset([claim.resolve(r.entry) for r in retractions]) if retractions else NOTHING


def origin_of(report: Report, context: Context) -> str:
    """Whose word a report is in the end: the topmost owner of where it was read.

    For a report read via another source that is the other's; two agencies that are known from
    one column are one origin.
    """
    read_in = report.via or report.source
    return context.registry.top_owner(read_in) if read_in else UNNAMED


def voice_of(report: Report, voices: Collection[str], context: Context) -> str | None:
    """The party or claimant that a report speaks for: it owns the source, or where it was read."""
    if not voices:
        return None
    for key in (report.source, report.via):
        if key is None:
            continue
        for owner in context.registry.owners(key):
            if owner in voices:
                return owner
        if key in voices and key not in context.registry.parties:
            return key  # the claimant is this very source
    return None


def is_echo(report: Report, begun: Iterable[Report]) -> bool:
    """Does it merely repeat another, or stand for one that the desk has read directly?"""
    return report.repeats is not None or (report.via is not None and _read_directly(report, begun))


def _omission(
    claim: Claim,
    report: Report,
    begun: Collection[Report],
    retracted: Collection[str],
    credibility: dict[str, int],
    voices: Collection[str],
    context: Context,
) -> LeftOut | None:
    """The first reason for which a report counts in no origin; None where it counts."""
    if report.id in retracted:
        return LeftOut(report, Omission.RETRACTED)
    if report.repeats is not None:
        return LeftOut(report, Omission.REPEATS, claim.resolve(report.repeats))
    if report.via is not None and _read_directly(report, begun):
        return LeftOut(report, Omission.READ_DIRECTLY)
    if party := voice_of(report, voices, context):
        return LeftOut(report, Omission.PARTY_VOICE, party)
    if report.stance not in TAKES_A_SIDE:
        return LeftOut(report, Omission.NEUTRAL)
    why = weightless(report, credibility[report.id], context)
    return LeftOut(report, why) if why else None


def weightless(report: Report, credibility: int, context: Context) -> Omission | None:
    """Why a report carries no weight; None where it does."""
    if credibility in CONFIRMED_CREDIBILITY:
        return None
    if credibility in DOUBTED_CREDIBILITY:
        return Omission.DOUBTED
    if report.attribution == Attribution.UNATTRIBUTED:
        return Omission.NOT_ATTRIBUTED
    if report.source is None:
        return Omission.NO_SOURCE
    grades = context.settings.weight_grades
    if context.registry.grade(report.source) not in grades:
        return Omission.NO_WEIGHT
    if report.via and context.registry.grade(report.via) not in grades:
        return Omission.NO_WEIGHT_VIA
    return None


def _read_directly(report: Report, begun: Iterable[Report]) -> bool:
    """Is it known via another source, while the same source has been read itself?"""
    return report.source is not None and any(
        other.source == report.source and other.via is None and other.repeats is None
        for other in begun
    )


def _last_word(weighty: Iterable[Report], context: Context) -> tuple[list[Counted], list[LeftOut]]:
    """Each source speaks once, with its latest report, whatever origin that lies in."""
    latest: dict[str, Report] = {}
    earlier: list[LeftOut] = []
    for report in weighty:  # they come in Order, so the last one stands
        speaker = report.source or UNNAMED
        if speaker in latest:
            earlier.append(LeftOut(latest[speaker], Omission.SPOKE_AGAIN))
        latest[speaker] = report
    counted = [Counted(report, origin_of(report, context)) for report in latest.values()]
    return counted, earlier


def _credibilities(claim: Claim, begun: Iterable[Report], context: Context) -> dict[str, int]:
    """The credibility of each report, with the latest assessment of it laid over."""
    rated = {report.id: report.credibility for report in begun}
    for assessment in claim.at(Assessment, context.day):
        target = claim.resolve(assessment.entry)
        if assessment.credibility is not None and target in rated:
            rated[target] = assessment.credibility
    return rated


def _all_retracted(
    begun: Collection[Report],
    retracted: Collection[str],
    credibility: dict[str, int],
    context: Context,
) -> bool:
    if not retracted:
        return False
    supporting = [r for r in begun if r.stance == Stance.SUPPORTS and not is_echo(r, begun)]
    weighty = [r for r in supporting if not weightless(r, credibility[r.id], context)]
    return bool(supporting) and all(r.id in retracted for r in weighty or supporting)
