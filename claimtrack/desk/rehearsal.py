"""A unit of work that is never written: for showing what a command would do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from claimtrack.store.base import RawEntry, Snapshot, Table, Tables
from claimtrack.store.held import Held


class Rehearsal(Held):
    """What was read, with what was changed since, in memory only."""

    moment: datetime | None = None
    kept: str | None = None
    written_before: datetime | None = None
    has_generations = False

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__({name: dict(table) for name, table in snapshot.whole().items()})
        self._there = snapshot.exists

    @property
    def exists(self) -> bool:
        """Is there a ledger at all?"""
        return self._there

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document, which is made if need be."""
        if entries:
            documents = self.tables.setdefault(table, {})
            document = documents.get(key, {})
            documents[key] = {**document, "entries": [*document.get("entries", []), *entries]}
            self.traces_changed(table, key, entries)

    def lay(self, table: str, key: str, document: Mapping[str, Any]) -> None:
        """Put a whole document in the place of what stands there."""
        self.tables.setdefault(table, {})[key] = dict(document)

    def erase(self, table: Table, key: str) -> None:
        """Take a document away."""
        self.tables.get(table, {}).pop(key, None)
        self.traces_changed(table, key, None)

    def rewrite(self, tables: Tables) -> None:
        """Put other tables in the place of all."""
        self.tables = tables
        self._traces.clear()

    def derive_anew(self) -> None:
        """Nothing is kept, so there is nothing to do."""

    def create(self) -> None:
        """Nothing is written, so there is nothing to do."""

    def backup(self) -> None:
        """Nothing is replaced, so there is nothing to do."""
