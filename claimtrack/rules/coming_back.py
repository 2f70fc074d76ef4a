"""When a claim comes back that was put off until a window of days."""

from datetime import date, timedelta, tzinfo

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Entry, Snooze, Verdict
from claimtrack.when import Window


def comes_back(claim: Claim, entry: Entry, window: Window, zone: tzinfo) -> date:
    """The day on which a window that an entry names brings a claim back.

    That is its first day, or its last where the first is open ("by Friday"). Where it had begun
    when that was said, on the day that the entry speaks of or was logged, in ``zone``, it is the
    day after its last: "this week", said on a Wednesday, is over on Monday.
    """
    start = window.first or window.ends
    said = (entry.on.begins, claim.recorded(entry).astimezone(zone).date())
    if window.last is None or not any(start <= day <= window.last for day in said):
        return start
    return min(window.last, date.max - timedelta(1)) + timedelta(1)


def snoozed_until(claim: Claim, zone: tzinfo) -> date | None:
    """The day to look at a claim again, by the latest word for it; None where there is none."""
    snoozes = tuple(claim.all(Snooze))
    return comes_back(claim, snoozes[-1], snoozes[-1].until, zone) if snoozes else None


def rechecked_on(claim: Claim, verdict: Verdict | None, zone: tzinfo) -> date | None:
    """The day that a verdict set for looking again; None where it set none."""
    recheck = verdict.recheck if verdict else None
    return comes_back(claim, verdict, recheck, zone) if verdict and recheck else None
