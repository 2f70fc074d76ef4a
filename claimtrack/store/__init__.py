"""The ledger's file behind a small interface: read it, or change it under a lock."""

import re
from collections.abc import Callable
from typing import TypeVar

from claimtrack.errors import BadInput
from claimtrack.store.base import Snapshot, Store

T = TypeVar("T")
A = TypeVar("A")

LOCK_WAIT = 10.0
"""Seconds that a writer waits for another."""

KEEP = 10
"""How many earlier generations of the ledger stay."""


def open_store(
    location: str,
    *,
    lock_wait: float | Callable[[Store], float] = LOCK_WAIT,
    keep: int | Callable[[Snapshot], int] = KEEP,
    private: bool | Callable[[Snapshot], bool] = False,
    user: str = "somebody",
    command: str = "claimtrack",
) -> Store:
    """The store at a path; nothing is opened or created yet.

    ``lock_wait`` is how many seconds a writer waits for another: only asked where there is one.
    ``keep`` is how many earlier generations stay, and ``private`` whether new files are for their
    owner alone: both are asked of the ledger as it is about to be written. ``user`` and
    ``command`` are what those who wait are told of us.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", location):
        scheme = location.partition(":")[0]
        raise BadInput(f"a ledger on {scheme} is not supported: name a path, such as claims.json")
    from claimtrack.store.file import FileStore

    return FileStore(
        location,
        lock_wait=_asked(lock_wait),
        keep=_asked(keep),
        private=_asked(private),
        writer=(user, command),
    )


def _asked(answer: T | Callable[[A], T]) -> Callable[[A], T]:
    """A question that always has the same answer, where no question was given."""
    return answer if callable(answer) else lambda _: answer
