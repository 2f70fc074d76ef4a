"""Entries before they are on file: what stands already, what they come after, their ids."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    Assessment,
    Entry,
    Flagged,
    Position,
    Reopened,
    Retraction,
    Revised,
    Snooze,
    Verdict,
    named,
    written,
)

E = TypeVar("E", bound=Entry)

NOT_SAID = frozenset({"id", "recorded", "by", "follows", "corrects"})
"""What an entry holds beside what it says."""


def placed(claim: Claim, draft: E) -> E | None:
    """The draft with its id and what it follows; None where just this stands already.

    An entry that moves something from one state to another follows the one before it in Order,
    so that A, B and A again are three entries. One that is said again after it was withdrawn or
    retracted follows that. A flag is always new: whoever raises it knows whether it is due.
    """
    track = _track(claim, draft)
    if track is None:
        if any(
            _same_on(claim, entry, draft) and not _taken_back(claim, entry)
            for entry in claim.entries
        ):
            return None
        entry = named(draft)
    else:
        before = _predecessor(claim, draft, track)
        if (
            before is not None
            and not isinstance(draft, Flagged)
            and _same_on(claim, before, draft)
            and not _taken_back(claim, before)
        ):
            return None
        entry = named(replace(draft, follows=before.id if before else None))
    entry = distinct(claim, entry)
    return None if any(known.id == entry.id for known in claim.logged) else entry


def distinct(claim: Claim, entry: E) -> E:
    """The entry, following what took back an equal one that is on file, so that it is new.

    An entry whose equal still stands is returned as it is.
    """
    on_file = {known.id: known for known in claim.logged}
    while entry.id in on_file and (undone := _taken_back(claim, on_file[entry.id])):
        entry = named(replace(entry, follows=undone.id))
    return entry


def placed_in_list(logged: Sequence[Entry], standing: Sequence[Entry], draft: E) -> E | None:
    """As ``placed``, for the lists of sources, parties and settings, where every entry follows."""
    before = standing[-1] if standing else None
    if before is not None and _same(before, draft):
        return None
    entry = named(replace(draft, follows=before.id if before else None))
    ids = [known.id for known in logged]
    if entry.id in ids:
        entry = named(replace(entry, follows=ids[-1]))
    return entry


def _track(claim: Claim, entry: Entry) -> tuple[Any, ...] | None:
    """What an entry moves from one state to another; None where it moves nothing."""
    match entry:
        case Position():
            return (Position, entry.party)
        case Assessment():
            return (Assessment, claim.resolve(entry.entry))
        case Verdict() | Reopened():
            return (Verdict,)
        case Revised() | Snooze():
            return (type(entry),)
        case Flagged():
            return (Flagged, entry.flag)
    return None


def _predecessor(claim: Claim, draft: Entry, track: tuple[Any, ...]) -> Entry | None:
    """The last entry of the same track that the draft would come after."""
    place = (draft.on.begins, draft.on.ends, draft.recorded)
    earlier = (
        entry
        for entry in claim.entries
        if _track(claim, entry) == track and claim.order(entry)[:3] <= place
    )
    return next(reversed(list(earlier)), None)


def _same(entry: Entry, draft: Entry) -> bool:
    """Do they say the same, in every field, day and quote included?"""
    return type(entry) is type(draft) and said(entry) == said(draft)


def _same_on(claim: Claim, entry: Entry, draft: Entry) -> bool:
    """As ``_same``, where what an entry points at on the claim means its correction too."""
    if type(entry) is not type(draft):
        return False
    return _resolved(claim, said(entry)) == _resolved(claim, said(draft))


def _resolved(claim: Claim, record: dict[str, Any]) -> dict[str, Any]:
    resolved = dict(record)
    for field in resolved.keys() & {"entry", "repeats"}:
        resolved[field] = claim.resolve(record[field])
    if "rests_on" in record:
        resolved["rests_on"] = [claim.resolve(entry_id) for entry_id in record["rests_on"]]
    return resolved


def said(entry: Entry) -> dict[str, Any]:
    """What an entry says: its content, without its place among the others."""
    return {key: value for key, value in written(entry).items() if key not in NOT_SAID}


def _taken_back(claim: Claim, entry: Entry) -> Entry | None:
    """The withdrawal or the latest retraction of an entry, if there is one."""
    if entry.id in claim.withdrawn:
        return claim.withdrawn[entry.id]
    retractions = [r for r in claim.all(Retraction) if claim.resolve(r.entry) == entry.id]
    return retractions[-1] if retractions else None
