"""The ledger's file behind a small interface: read it, or change it under a lock."""

import re
from collections.abc import Callable

from claimtrack.errors import BadInput
from claimtrack.store.base import Store

LOCK_WAIT = 10.0
"""Seconds that a writer waits for another."""


def open_store(location: str, *, lock_wait: float | Callable[[Store], float] = LOCK_WAIT) -> Store:
    """The store at a path; nothing is opened or created yet.

    ``lock_wait`` is how many seconds a writer waits for another, or tells it of the store: it is
    only asked where there is another writer.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", location):
        scheme = location.partition(":")[0]
        raise BadInput(f"a ledger on {scheme} is not supported: name a path, such as claims.json")
    from claimtrack.store.file import FileStore

    return FileStore(location, lock_wait=lock_wait)
