"""What a store asks about the ledger that it keeps: it reads no entries itself.

Where the ledger cannot be read, or what is configured in it cannot, the defaults hold: that is when
a backup has to be brought back.
"""

from collections.abc import Generator
from typing import TYPE_CHECKING

from claimtrack import clock
from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.view import View
from claimtrack.desk.watching import Watch, unwatched, watched
from claimtrack.errors import ClaimtrackError
from claimtrack.model.settings import Settings
from claimtrack.store.base import Snapshot, Store

if TYPE_CHECKING:
    from claimtrack.desk.deriving import Written
    from claimtrack.query.derived import Derived


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
    return bool(confidential_sources(snapshot))


def derived_anew(
    snapshot: Snapshot, written: "Written | None", watch: Watch = unwatched
) -> "Generator[tuple[str, Derived | None]]":
    """What is derived of the claims that a write touches, in a database that keeps it; of all of
    them where nothing is said of what is written.

    Each is kept before the next is derived: ``watch`` shows how far most of the writing is.
    """
    from claimtrack.desk.deriving import derive, to_derive

    view = View(snapshot, "", clock.now())
    ids = list(to_derive(view, written))
    return watched(derive(view, ids), "writing", len(ids), watch)


def _settings(snapshot: Snapshot) -> Settings:
    try:
        return View(snapshot, "", clock.now()).settings
    except ClaimtrackError:
        return Settings()
