"""Doing the same work again, where another writer changed what it had read."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from claimtrack.desk.keeping import lock_wait
from claimtrack.errors import Conflict
from claimtrack.store.base import Store

T = TypeVar("T")

FIRST = 0.02
"""Seconds that the first pause takes at most; each may be twice as long as the one before."""

LONGEST = 0.4
"""Seconds that a pause takes at most."""


def retried(store: Store, work: Callable[[], T]) -> T:
    """What the work gives, which is one write from its reading on.

    Where it ends in a ``Conflict`` it has changed nothing and is done again, after a pause drawn at
    random, so that those who came in each other's way do not meet again; for as long as a writer
    waits for a lock.
    """
    deadline: float | None = None
    pause = FIRST
    while True:
        try:
            return work()
        except Conflict:
            now = time.monotonic()
            if deadline is None:
                deadline = now + lock_wait(store)
            if now >= deadline:
                raise
            time.sleep(min(random.uniform(0, pause), deadline - now))
            pause = min(pause * 2, LONGEST)
