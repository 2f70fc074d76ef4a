"""When a claim was heard of, when there was last anything new, and when anything was logged."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo

from claimtrack.model.claim import EVIDENCE, Claim
from claimtrack.model.entries import Entry, Flagged, Link, Report, Revised, Snooze
from claimtrack.rules.evidence import is_echo

NO_NEWS = frozenset((Revised, Flagged, Snooze))
"""What mends or reminds: it is nothing new about the claim."""


def first_heard(claim: Claim, day: date) -> date | None:
    """The first day of the earliest report's window; None without reports."""
    reports = claim.at(Report, day)
    return reports[0].on.first if reports else None


def last_heard(claim: Claim, day: date) -> date | None:
    """The last day, not after ``day``, of the latest report's window; None without reports."""
    reports = claim.at(Report, day)
    return min(reports[-1].on.ends, day) if reports else None


def updated(claim: Claim, day: date) -> datetime:
    """When the latest entry was logged that stands and is not evidence of a later day."""
    entries: Sequence[Entry] = claim.entries
    begins = entries[-1].on.first
    if begins is not None and begins > day:  # in Order: where the last has begun, all have
        entries = [e for e in entries if e.on.begun(day) or not isinstance(e, EVIDENCE)]
    return max([entry.recorded for entry in entries])


def news(claim: Claim, day: date) -> Iterator[Entry]:
    """What tells something new: all that has begun at the day, but echoes and mere bookkeeping."""
    reports = claim.at(Report, day)
    for entry in claim.entries:
        begins = entry.on.first
        if begins is not None and begins > day:
            return  # in Order, nothing after it has begun either
        echo = type(entry) is Report and is_echo(entry, reports)
        if not echo and type(entry) not in NO_NEWS:
            yield entry


def last_news(
    claim: Claim, day: date, zone: tzinfo, mutual_links: Iterable[Link] = ()
) -> date | None:
    """The latest day, not after ``day``, on which there was something new.

    That is the last day of its window, or ``day`` while that runs; or the day on which it was
    logged, in ``zone``, if that is later. ``mutual_links`` are those of other claims that cut both
    ways: they are as new here as there. None where there was nothing.
    """
    entries: list[Entry] = list(news(claim, day))
    entries += [link for link in mutual_links if link.on.begun(day)]
    if not entries:
        return None
    happened = max([entry.on.ends for entry in entries])
    if happened >= day:
        return day
    moments = claim.moments(entries)
    logged = max(moments).astimezone(zone).date()
    if logged > day:  # the latest that was logged by then
        days = (moment.astimezone(zone).date() for moment in moments)
        logged = max((each for each in days if each <= day), default=happened)
    return max(happened, logged)
