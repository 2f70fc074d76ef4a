"""Which sources must not be named outside the desk, read so that no damage can hide one."""

from claimtrack.model.registry import says_confidential
from claimtrack.store.base import Snapshot


def confidential_sources(snapshot: Snapshot) -> frozenset[str]:
    """The keys of the sources that are confidential, were ever said to be, or are one with such."""
    said = set()
    merged: list[tuple[str, str]] = []
    for key in snapshot.keys("sources"):
        for entry in snapshot.entries("sources", key) or ():
            if says_confidential(entry):
                said.add(key)
            if entry.get("type") == "merged":
                merged.append((key, str(entry.get("into"))))
    found: set[str] = set()
    while found != said:
        found = set(said)
        for pair in merged:
            said.update(pair if said.intersection(pair) else ())
    return frozenset(said)
