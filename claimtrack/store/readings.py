"""What this process is reading, where others may be waiting for it to let go."""

from typing import Protocol
from weakref import WeakSet


class Reading(Protocol):
    """A reading that holds something."""

    location: str
    """The ledger that is read."""

    def release(self) -> None:
        """Let go."""


held: "WeakSet[Reading]" = WeakSet()
"""The readings that are not released."""


def release_readings(location: str | None = None) -> None:
    """Let go of all that is being read, or of what is of one ledger.

    Before something slow, such as to print or to ask; and before a write, which would wait for its
    own process in vain.
    """
    for reading in list(held):
        if location is None or reading.location == location:
            reading.release()
