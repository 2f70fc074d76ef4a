"""The ledger in one file, through TinyDB with a storage of our own.

TinyDB 4 as it comes writes in place, without a lock, touches the file when it is opened, and reads
and writes it anew for each operation. Here the file is read once, TinyDB works on what is in
memory, and a commit writes it once.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from claimtrack.errors import DataError
from claimtrack.store.base import RawEntry, Store, Table
from claimtrack.store.files import Content, locked, read_bytes, replace_bytes
from claimtrack.store.layout import SCHEMA, Tables, dumped, parsed


class LedgerStorage(Storage):
    """A TinyDB storage that holds what was read; only ``commit`` touches the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: Content = read_bytes(path)
        self.tables: Tables = (
            parsed(self.content.data, path) if self.content.data is not None else {}
        )
        self.changed = False

    def read(self) -> Tables:
        """The tables, as read and as changed since."""
        return self.tables

    def write(self, data: Tables) -> None:
        """Keep changed tables for the commit."""
        self.tables = data
        self.changed = True

    def commit(self) -> None:
        """Write the file, if anything changed; ``DataError`` where that cannot be done."""
        if not self.changed:
            return
        try:
            data = dumped(self.tables)
        except TypeError as error:  # what JSON cannot hold: half a surrogate pair, a huge number
            raise DataError(f"{self.path} cannot be written: {error}; nothing changed") from None
        replace_bytes(self.path, data, self.content.stamp)


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


class TinySnapshot:
    """One reading of the file."""

    def __init__(self, path: Path) -> None:
        self.storage: LedgerStorage
        self._db = Ledger(path, storage=LedgerStorage)
        self.storage = self._db.storage  # type: ignore[assignment]

    @property
    def exists(self) -> bool:
        """Was the file there?"""
        return self.storage.content.data is not None

    def keys(self, table: Table) -> Collection[str]:
        """The ids of a table's documents."""
        return self.storage.tables.get(table, {}).keys()

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """A document's entries, as they stand in the file."""
        document = self.storage.tables.get(table, {}).get(key)
        return None if document is None else document.get("entries", [])


class TinyUnit(TinySnapshot):
    """The file read under the lock, with what was appended since."""

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document; what is there is kept as it is, unknown keys too.

        No entries change nothing, so that nothing is written for them.
        """
        if not entries:
            return
        self.create()
        document: dict[str, Any] = dict(self.storage.tables.get(table, {}).get(key, {}))
        document["entries"] = [*document.get("entries", []), *entries]
        self._db.table(table).upsert(Document(document, key))  # type: ignore[arg-type]

    def create(self) -> None:
        """Mark the ledger as one, which has it written."""
        if "meta" not in self.storage.tables:
            self._db.table("meta").upsert(Document({"schema": SCHEMA}, "ledger"))  # type: ignore[arg-type]


class TinyStore:
    """The ledger at a path. A symlink stays one: what it points to is read and replaced."""

    def __init__(self, location: str, *, lock_wait: float | Callable[[Store], float]) -> None:
        self.location = location
        self._lock_wait = lock_wait

    def read(self) -> TinySnapshot:
        """Read the file: no lock, and nothing is created or touched."""
        return TinySnapshot(self._path)

    @contextmanager
    def write(self) -> Iterator[TinyUnit]:
        """Lock the file, read it, and write it once at the end if anything was appended."""
        path = self._path
        with locked(path, self._wait):
            unit = TinyUnit(path)
            yield unit
            unit.storage.commit()

    def _wait(self) -> float:
        return self._lock_wait(self) if callable(self._lock_wait) else self._lock_wait

    @property
    def _path(self) -> Path:
        """The file itself, behind any symlinks; ``DataError`` where there is no telling."""
        try:
            return Path(self.location).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop, no such home, a NUL
            raise DataError(f"{self.location!r} leads to no file: {error}; name another") from None
