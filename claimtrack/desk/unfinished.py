"""A ledger that was being moved here, and is not all here: it must not pass for a whole one."""

from claimtrack.errors import DataError
from claimtrack.store.base import Snapshot, Table

MARK: tuple[Table, str] = ("meta", "moving")
"""Where a document stands from the first write of a move until its proof."""

WAY_OUT = "give the same `claimtrack migrate` again, which goes on where it was"


def is_unfinished(snapshot: Snapshot) -> bool:
    """Is only a part of a ledger there?"""
    return snapshot.document(*MARK) is not None


def warning(location: str) -> str:
    """What is said to whoever reads it."""
    return f"{location} holds only a part of a ledger that is being moved there: {WAY_OUT}"


def refuse_unfinished(snapshot: Snapshot, location: str) -> None:
    """Keep everybody but the move itself from writing there."""
    if is_unfinished(snapshot):
        raise DataError(warning(location))
