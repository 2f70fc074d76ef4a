"""A unit of work that is never written: for showing what a command would do."""

from collections.abc import Collection, Sequence

from claimtrack.store.base import RawEntry, Snapshot, Table


class Rehearsal:
    """What was read, with what was appended since, in memory only."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._appended: dict[Table, dict[str, list[RawEntry]]] = {}

    @property
    def exists(self) -> bool:
        """Is there a ledger at all?"""
        return self._snapshot.exists

    def keys(self, table: Table) -> Collection[str]:
        """The ids or keys of the documents of a table."""
        appended = self._appended.get(table, {})
        return dict.fromkeys((*self._snapshot.keys(table), *appended)).keys()

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of one document; None where there is none."""
        on_file = self._snapshot.entries(table, key)
        appended = self._appended.get(table, {}).get(key)
        if on_file is None or appended is None:
            return on_file if appended is None else appended
        return [*on_file, *appended]

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document, which is made if need be."""
        if entries:
            self._appended.setdefault(table, {}).setdefault(key, []).extend(entries)

    def create(self) -> None:
        """Nothing is written, so there is nothing to do."""
