"""Changing the ledger through TinyDB, with a storage of our own.

TinyDB 4 as it comes writes in place, without a lock, touches the file when it is opened, and reads
and writes it anew for each operation. Here the file was read once, TinyDB works on what is in
memory, and a commit writes it once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from claimtrack.errors import DataError
from claimtrack.store.base import RawEntry, Snapshot, Table, Tables
from claimtrack.store.erasing import erase_from_generations, refuse_unreadable
from claimtrack.store.file import FileSnapshot
from claimtrack.store.generations import Generations, moment_of
from claimtrack.store.layout import SCHEMA, dumped
from claimtrack.store.replacing import replace


class LedgerStorage(Storage):
    """A TinyDB storage over what a snapshot holds in memory."""

    def __init__(self, snapshot: FileSnapshot) -> None:
        self.snapshot = snapshot
        self.changed = False

    def read(self) -> Tables:
        """The tables, as read and as changed since."""
        return self.snapshot.tables

    def write(self, data: Tables) -> None:
        """Keep changed tables for the commit."""
        self.snapshot.tables = data
        self.changed = True


class LedgerTable(TinyTable):
    """A table whose document ids are strings."""

    document_id_class = str  # type: ignore[assignment]

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        """Change the table where it stands: TinyDB's own way copies all of it for each change."""
        tables = self._storage.read() or {}
        updater(tables.setdefault(self.name, {}))
        self._storage.write(tables)
        self.clear_cache()


class Ledger(TinyDB):
    """A TinyDB of such tables."""

    table_class = LedgerTable


class TinyUnit(FileSnapshot):
    """The file read under the lock, with what was appended since."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.erased: list[tuple[Table, str]] = []
        self.kept: str | None = None
        self.moment: datetime | None = None
        self._keep_at_least = 0
        self._storage = LedgerStorage(self)
        self._db = Ledger(storage=lambda: self._storage)

    @property
    def written_before(self) -> datetime | None:
        """When the file that was read was written."""
        return moment_of(self.content.stamp) if self.content.stamp else None

    @property
    def has_generations(self) -> bool:
        """Is there anything that could be brought back?"""
        return bool(Generations(self.path).names())

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document; what is there is kept as it is, unknown keys too.

        No entries change nothing, so that nothing is written for them.
        """
        if not entries:
            return
        self.create()
        document: dict[str, Any] = dict(self.tables.get(table, {}).get(key, {}))
        document["entries"] = [*document.get("entries", []), *entries]
        self._db.table(table).upsert(Document(document, key))  # type: ignore[arg-type]
        self.traces_changed(table, key, entries)

    def lay(self, table: str, key: str, document: Mapping[str, Any]) -> None:
        """Put a whole document in the place of what stands there."""
        self._db.table(table).upsert(Document(dict(document), key))  # type: ignore[arg-type]

    def erase(self, table: Table, key: str) -> None:
        """Take a document away, from this file and from what is kept of older ones."""
        self.erased.append((table, key))
        self.traces_changed(table, key, None)
        if key in self.keys(table):
            self._db.table(table).remove(doc_ids=[key])  # type: ignore[list-item]

    def derive_anew(self) -> None:
        """Nothing is kept, so there is nothing to do."""

    def create(self) -> None:
        """Mark the ledger as one, which has it written."""
        if "meta" not in self.tables:
            self._db.table("meta").upsert(Document({"schema": SCHEMA}, "ledger"))  # type: ignore[arg-type]

    def backup(self) -> None:
        """Have the file kept as a generation, whatever is configured."""
        self._keep_at_least = 1

    def rewrite(self, tables: Tables) -> None:
        """Put other tables in the place of all that is on file."""
        self._storage.write(tables)
        self._traces.clear()
        self.create()

    def commit(self, keep: Callable[[Snapshot], int], private: Callable[[Snapshot], bool]) -> None:
        """Write the file, if anything changed; ``DataError`` where that cannot be done.

        Both are asked of the ledger as it will be: how many generations stay, and whether its new
        files are for the owner alone.
        """
        if self.erased:
            refuse_unreadable(self.path)
        if self._storage.changed:
            self.kept = replace(
                self.path,
                self._laid_out(),
                self.content,
                keep=max(self._keep_at_least, keep(self)),
                private=private(self),
                moment=self.moment,
            )
        if self.erased:  # after the write, which itself may keep what was there before it
            erase_from_generations(self.path, self.erased, self.tables.get("forgotten", {}))

    def _laid_out(self) -> bytes:
        try:
            return dumped(self.tables)
        except TypeError as error:  # what JSON cannot hold: half a surrogate pair, a huge number
            raise DataError(f"{self.path} cannot be written: {error}; nothing changed") from None
