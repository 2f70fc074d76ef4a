"""The ledger in a database: read as it stands at a moment, changed in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from claimtrack.errors import BadInput
from claimtrack.place import scheme_of
from claimtrack.store.base import Generation, Restored, Snapshot, Store
from claimtrack.store.readings import release_readings
from claimtrack.store.sql.database import Database
from claimtrack.store.sql.snapshot import SqlSnapshot
from claimtrack.store.sql.unit import Derive, SqlUnit

BATCH = 1000


class SqlStore:
    """The ledger at a url."""

    def __init__(
        self,
        location: str,
        *,
        lock_wait: Callable[[Store], float],
        private: Callable[[Snapshot], bool],
        derive: Derive | None = None,
    ) -> None:
        self._derive = derive
        self._lock_wait = lock_wait
        self._private = private
        self._database = self._opened(location)
        self.location = self._database.location

    def _opened(self, location: str) -> Database:
        if scheme_of(location) == "sqlite":
            from claimtrack.store.sql.sqlite import Sqlite

            return Sqlite(location, lambda: self._lock_wait(self))
        from claimtrack.store.sql.postgres import PostgreSQL

        return PostgreSQL(location)

    @property
    def batch(self) -> int:
        """So many that a write costs little beside what it writes."""
        return BATCH

    def exists(self) -> bool:
        """Are our tables there?"""
        if not self._database.exists():
            return False
        snapshot = self.read()
        snapshot.release()
        return snapshot.exists

    def read(self) -> SqlSnapshot:
        """A reading of this moment; nothing is created or touched."""
        return SqlSnapshot(self._database)

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        """Read and write in one transaction; ``Conflict`` where another's came between."""
        release_readings(self.location)
        unit = SqlUnit(self._database, self._derive)
        try:
            yield unit
            unit.commit(
                private=lambda: self._private(unit),
                patience=lambda: self._lock_wait(cast(Store, _AsRead(unit))),
            )
        finally:
            unit.release()

    def written(self) -> datetime | None:
        """Not known: a row that says it would be one for which all writers wait."""
        return None

    def generations(self) -> Sequence[Generation]:
        """A database keeps none."""
        return ()

    def restore(self, name: str) -> Restored:
        """There is nothing to restore."""
        raise BadInput(f"{self.location} keeps no earlier states: {self.copies}")

    @property
    def copies(self) -> str:
        """How a database is copied and brought back, which is not ours to do."""
        return self._database.copies


class _AsRead:
    """The ledger as a unit of work reads it, for who asks a store."""

    def __init__(self, unit: SqlUnit) -> None:
        self._unit = unit

    def read(self) -> SqlUnit:
        """What was read already."""
        return self._unit
