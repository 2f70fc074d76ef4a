"""What changes with the clock alone: so that it can be kept as days, and not as flags.

What is derived of a claim at a day holds until something begins, runs out or comes back. Most of
that is known beforehand: a flag is raised from one day on, or for some days. What cannot be told as
days ends the time for which all of it holds: :func:`turns_on`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Entry, Link
from claimtrack.model.words import Flag, Relation
from claimtrack.rules.activity import news
from claimtrack.rules.coming_back import rechecked_on, snoozed_until
from claimtrack.rules.flags import Asked, due_end, patience
from claimtrack.rules.positions import open_questions

ClaimOf = Callable[[str], Claim | None]
"""Another claim by its id; None where it is not on file."""


class Raising(NamedTuple):
    """The days on which a flag is raised, both included, as far as the evidence of today goes."""

    flag: Flag
    first: date = date.min
    last: date = date.max


def raisings(asked: Asked) -> list[Raising]:
    """On which days each flag is raised, the day that one looks at and later ones.

    They hold until the day that :func:`turns_on` gives.
    """
    clocked = [raising for find in CLOCKED for raising in find(asked)]
    told = {raised.flag for raised in asked.standing.raised} & CLOCKLESS
    return clocked + [Raising(flag) for flag in sorted(told)]


def turns_on(asked: Asked, claim_of: ClaimOf) -> date | None:
    """The first later day on which anything derived of the claim may change by itself.

    None where there is none. The days of :func:`raisings` aside, that is when something that was
    dated ahead begins or, where clocks differ, counts as logged; here, or on a claim that is
    linked with this one.
    """
    claim, day, zone = asked.claim, asked.day, asked.context.settings.timezone
    mutual = [link for links in asked.mutual_links.values() for link in links]
    entries: list[Entry] = [*claim.entries, *mutual]
    days = {entry.on.begins for entry in entries}
    days |= {claim.recorded(entry).astimezone(zone).date() for entry in entries}
    for other in contradicting(claim, asked.mutual_links):
        found = claim_of(other)
        days |= {entry.on.begins for entry in found.entries} if found else set()
    return min((later for later in days if later > day), default=None)


def contradicting(claim: Claim, mutual_links: Mapping[str, Sequence[Link]]) -> set[str]:
    """The ids of the claims that contradict a claim: what becomes of them bears on its flags."""
    found = {link.other for link in claim.all(Link) if link.relation == Relation.CONTRADICTS}
    for other, links in mutual_links.items():
        if any(link.relation == Relation.CONTRADICTS for link in links):
            found.add(other)
    return found


def _overdue(asked: Asked) -> Iterator[Raising]:
    end = due_end(asked)
    if end is not None and end < date.max:
        yield Raising(Flag.OVERDUE, end + timedelta(1))


def _due_soon(asked: Asked) -> Iterator[Raising]:
    end = due_end(asked)
    if end is not None:
        yield Raising(Flag.DUE_SOON, _earlier(end, asked.context.settings.due_soon_days), end)


def _stale(asked: Asked) -> Iterator[Raising]:
    """A window that still runs is news on each of its days, and patience begins after it."""
    if not asked.standing.open:
        return
    claim, day, zone = asked.claim, asked.day, asked.context.settings.timezone
    begun = (link for links in asked.mutual_links.values() for link in links if link.on.begun(day))
    entries = [*news(claim, day), *begun]
    logged = (claim.recorded(entry).astimezone(zone).date() for entry in entries)
    days = [entry.on.ends for entry in entries] + [then for then in logged if then <= day]
    if not days:
        return
    first = _later(max(days), patience(asked))
    again = snoozed_until(claim, zone)
    if first is not None:
        yield Raising(Flag.STALE, max(first, again or first))


def _unanswered(asked: Asked) -> Iterator[Raising]:
    questions = open_questions(asked.claim, asked.standing.tally.retracted, asked.day)
    lasts = [q.answer_by.last for q in questions.values() if q.answer_by and q.answer_by.last]
    if lasts and min(lasts) < date.max:
        yield Raising(Flag.UNANSWERED, min(lasts) + timedelta(1))


def _recheck(asked: Asked) -> Iterator[Raising]:
    zone = asked.context.settings.timezone
    if come := rechecked_on(asked.claim, asked.standing.verdict, zone):
        yield Raising(Flag.RECHECK, come)


def _earlier(day: date, days: int) -> date:
    return day - min(timedelta(days), day - date.min)


def _later(day: date, days: int) -> date | None:
    """None where that is beyond the calendar."""
    return day + timedelta(days) if (date.max - day).days >= days else None


CLOCKED: tuple[Callable[[Asked], Iterator[Raising]], ...] = (
    _overdue,
    _unanswered,
    _recheck,
    _due_soon,
    _stale,
)
"""The flags that come with the clock; the others stay as they are until something turns."""

CLOCKLESS = frozenset({Flag.CONTESTED, Flag.CONTRADICTED, Flag.UNSOURCED})
