"""The flags: what calls for somebody's attention, and why.

Each is looked for by a function of its own, which gives it once for each reason. Source of the
rules: the design's "Flags".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Entry, Link, Position, Report
from claimtrack.model.words import Flag, Relation, Stance, Stand, Status
from claimtrack.rules.activity import last_news
from claimtrack.rules.coming_back import rechecked_on, snoozed_until
from claimtrack.rules.context import Context
from claimtrack.rules.positions import open_questions, speaks
from claimtrack.rules.standing import Raised, Standing

StatusOf = Callable[[str], Status | None]
"""The status of another claim by its id; None where it is not on file at the day."""


LinksTo = Callable[[str], Mapping[str, Sequence[Link]]]
"""The links of other claims, by their ids, that point to the claim of an id and cut both ways."""


class Asked(Struct, frozen=True):
    """What a flag may depend on: the claim as it stands, and the other claims."""

    claim: Claim
    standing: Standing
    context: Context
    status_of: StatusOf
    mutual_links: Mapping[str, Sequence[Link]]
    """The links of other claims, by their ids, that point to this one and cut both ways."""

    @property
    def day(self) -> date:
        """The day that one looks at."""
        return self.context.day


def raised_flags(asked: Asked) -> tuple[Raised, ...]:
    """All flags of a claim with their reasons, the most urgent first."""
    return tuple([raised for find in FINDERS for raised in find(asked)])


def _overdue(asked: Asked) -> Iterator[Raised]:
    """It is open, and its due window is over."""
    end = due_end(asked)
    if end is not None and end < asked.day:
        yield Raised(Flag.OVERDUE, "no verdict", end)


def _due_soon(asked: Asked) -> Iterator[Raised]:
    """It is open, and its due window ends within days."""
    end = due_end(asked)
    if end and asked.day <= end <= asked.day + timedelta(asked.context.settings.due_soon_days):
        yield Raised(Flag.DUE_SOON, "no verdict", end)


def due_end(asked: Asked) -> date | None:
    """The last day on which an open claim may come true; None where there is none."""
    due = asked.claim.fields.due
    return due.last if due and asked.standing.open else None


def _stale(asked: Asked) -> Iterator[Raised]:
    """It is open, nobody said to look again later, and there has been nothing new for days."""
    if not asked.standing.open:
        return
    claim, day, zone = asked.claim, asked.day, asked.context.settings.timezone
    again = snoozed_until(claim, zone)
    if again is not None and day < again:
        return
    mutual = [link for links in asked.mutual_links.values() for link in links]
    news = last_news(claim, day, zone, mutual)
    if news is not None and (day - news).days >= patience(asked):
        yield Raised(Flag.STALE, "nothing new", news)


def patience(asked: Asked) -> int:
    """The days without news that it takes: by the shortest of its tags, else by its priority."""
    settings, fields = asked.context.settings, asked.claim.fields
    tagged = settings.stale_tag_days.keys() & fields.tags
    if not tagged:
        return settings.stale_days[fields.priority]
    return min(settings.stale_tag_days[tag] for tag in tagged)


def _unanswered(asked: Asked) -> Iterator[Raised]:
    """A party was asked, the answer is overdue, and it has said nothing since."""
    questions = open_questions(asked.claim, asked.standing.tally.retracted, asked.day)
    for party, question in questions.items():
        last = question.answer_by.last if question.answer_by else None
        if last is not None and last < asked.day:
            yield Raised(Flag.UNANSWERED, f"{party} was asked", last)


def _recheck(asked: Asked) -> Iterator[Raised]:
    """The day that a verdict set for looking again has come."""
    come = rechecked_on(asked.claim, asked.standing.verdict, asked.context.settings.timezone)
    if come and come <= asked.day:
        yield Raised(Flag.RECHECK, "to be looked at again", come)


def _contested(asked: Asked) -> Iterator[Raised]:
    """What a verdict rests on was retracted, or something came after it that speaks against it."""
    claim, verdict = asked.claim, asked.standing.verdict
    if verdict is None:
        return
    rests_on = map(claim.resolve, verdict.rests_on)
    if lost := [entry_id for entry_id in rests_on if entry_id in asked.standing.tally.retracted]:
        why = f"{lost[0]} was retracted, and the verdict rests on it"
        yield Raised(Flag.CONTESTED, why, entry=lost[0])
    elif later := [e for e in _against(asked) if _came_after(claim, e, verdict)]:
        why = f"{later[0].type} {later[0].id} came after the verdict"
        yield Raised(Flag.CONTESTED, why, entry=later[0].id)


def _contradicted(asked: Asked) -> Iterator[Raised]:
    """A claim that contradicts it is confirmed."""
    linked = [(link.other, link) for link in asked.claim.all(Link)]
    linked += [(other, link) for other, links in asked.mutual_links.items() for link in links]
    if not linked:
        return
    contradicting = [other for other, link in linked if link.relation == Relation.CONTRADICTS]
    for other in dict.fromkeys(contradicting):
        if asked.status_of(other) == Status.CONFIRMED:
            yield Raised(Flag.CONTRADICTED, f"{other} is confirmed")


def _unsourced(asked: Asked) -> Iterator[Raised]:
    """There is no report and no position."""
    if not asked.claim.at(Report, asked.day) and not asked.claim.at(Position, asked.day):
        yield Raised(Flag.UNSOURCED, "no report and no position")


def _against(asked: Asked) -> Iterator[Entry]:
    """The evidence that speaks against a true-ish or a false-ish verdict."""
    standing = asked.standing
    lean = standing.rating.lean if standing.rating else "neither"
    if lean not in ("true-ish", "false-ish"):
        return
    stand = Stand.DENIES if lean == "true-ish" else Stand.CONFIRMS
    stance = Stance.REFUTES if lean == "true-ish" else Stance.SUPPORTS
    for position in standing.positions.values():
        if position.position == stand and speaks(position, asked.claim.fields.claimant):
            yield position
    for counted in standing.tally.counted:
        if counted.report.stance == stance:
            yield counted.report


def _came_after(claim: Claim, entry: Entry, verdict: Entry) -> bool:
    """Later by the Order, or logged later."""
    return claim.order(entry) > claim.order(verdict) or claim.recorded(entry) > claim.recorded(
        verdict
    )


FINDERS: tuple[Callable[[Asked], Iterator[Raised]], ...] = (
    _overdue,
    _unanswered,
    _recheck,
    _contested,
    _contradicted,
    _due_soon,
    _stale,
    _unsourced,
)
"""In the order of :class:`Flag`."""
