"""When a claim was heard of, and when anything about it was last logged."""

from datetime import date, datetime

from claimtrack.model.claim import EVIDENCE, Claim
from claimtrack.model.entries import Report


def first_heard(claim: Claim, day: date) -> date | None:
    """The first day of the earliest report's window; None without reports."""
    return next((report.on.first for report in claim.at(Report, day)), None)


def last_heard(claim: Claim, day: date) -> date | None:
    """The last day, not after ``day``, of the latest report's window; None without reports."""
    latest = None
    for report in claim.at(Report, day):
        latest = report
    return min(latest.on.ends, day) if latest else None


def updated(claim: Claim, day: date) -> datetime:
    """When the latest entry was logged that stands and is not evidence of a later day."""
    return max(
        entry.recorded
        for entry in claim.entries
        if entry.on.begun(day) or not isinstance(entry, EVIDENCE)
    )
