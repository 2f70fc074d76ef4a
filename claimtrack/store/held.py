"""Tables in memory, read as a ledger is."""

from collections.abc import Collection, Iterable

from claimtrack.store.base import RawEntry, Table, Tables
from claimtrack.store.repeated import Repeated


class Held:
    """A reading of tables that are held in memory."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @property
    def exists(self) -> bool:
        """They are there."""
        return True

    def keys(self, table: Table) -> Collection[str]:
        """The ids of a table's documents."""
        return self.tables.get(table, {}).keys()

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """A document's entries, in their order."""
        document = self.tables.get(table, {}).get(key)
        return None if document is None else document.get("entries", [])

    def load(self, table: Table, keys: Iterable[str]) -> None:
        """All of them are at hand."""

    def release(self) -> None:
        """Nobody waits for memory."""

    def repeated(self) -> list[Repeated]:
        """What stands in memory stands once."""
        return []

    def mode(self) -> int | None:
        """Memory has no permissions."""
        return None

    def whole(self) -> Tables:
        """All the tables."""
        return self.tables
