"""What a store asks about the ledger that it keeps: it reads no entries itself.

Where the ledger cannot be read, or what is configured in it cannot, the defaults hold: that is when
a backup has to be brought back.
"""

from claimtrack import clock
from claimtrack.desk.view import View
from claimtrack.errors import ClaimtrackError
from claimtrack.model.settings import Settings
from claimtrack.store.base import Snapshot, Store


def settings_of(store: Store) -> Settings:
    """The settings of a ledger, whatever state it is in."""
    try:
        return _settings(store.read())
    except ClaimtrackError:
        return Settings()


def lock_wait(store: Store) -> float:
    """How many seconds a writer waits for another."""
    return settings_of(store).lock_wait


def kept(snapshot: Snapshot) -> int:
    """How many earlier generations stay."""
    return _settings(snapshot).backup_keep


def has_secrets(snapshot: Snapshot) -> bool:
    """Is there a source on file that is, or ever was, confidential?"""
    return any(
        entry.get("confidential") or _changes(entry.get("changes"))
        for key in snapshot.keys("sources")
        for entry in snapshot.entries("sources", key) or ()
    )


def _changes(changes: object) -> bool:
    return isinstance(changes, dict) and bool(changes.get("confidential"))


def _settings(snapshot: Snapshot) -> Settings:
    try:
        return View(snapshot, "", clock.now()).settings
    except ClaimtrackError:
        return Settings()
