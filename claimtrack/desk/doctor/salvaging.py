"""A damaged file, saved as far as it can be read."""

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.finding import Finding
from claimtrack.store.held import Held
from claimtrack.store.salvage import Lost, salvage, write_salvaged

PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Rescue:
    """What was saved, counted by table, and what was lost."""

    counts: dict[str, int]
    lost: tuple[Finding, ...]
    confidential: frozenset[str]


def rescue(location: str, out: str) -> Rescue:
    """Write all that can be read of a ledger to a new file.

    It can be read by those who could read the damaged one; with a confidential source in it, only
    by its owner.
    """
    path = Path(location).expanduser()
    found = salvage(path)
    hidden = confidential_sources(Held(found.tables))
    mode = PRIVATE if hidden else stat.S_IMODE(path.stat().st_mode)
    write_salvaged(found.tables, Path(out), mode=mode)
    counts = {table: len(documents) for table, documents in found.tables.items() if table != "meta"}
    unread = {lost.key for lost in found.lost if lost.table == "sources" and lost.key is not None}
    return Rescue(counts, tuple(_findings(found.lost)), hidden | unread)


def _findings(lost: Sequence[Lost]) -> list[Finding]:
    return [
        Finding(
            each.table,
            each.key,
            None,
            f"line {each.line}, bytes {each.byte} to {each.until}: {each.problem}",
            "look in a backup, or at that place in the damaged file",
        )
        for each in lost
    ]
