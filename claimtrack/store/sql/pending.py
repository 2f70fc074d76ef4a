"""A reading of a ledger in a database, with what is about to be written laid over it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from claimtrack.store.base import TABLES, Logged, RawEntry, Table, Tables, Trace
from claimtrack.store.held import Held
from claimtrack.store.layout import SCHEMA
from claimtrack.store.sql.database import Database
from claimtrack.store.sql.index import SqlIndex
from claimtrack.store.sql.snapshot import SqlSnapshot

Place = tuple[str, str]
"""A table and a document's id or key."""


class Pending(SqlSnapshot):
    """What was read, as it will be once what a command appends, lays and erases is written."""

    def __init__(self, database: Database) -> None:
        self._held: Held | None = None
        self._appended: dict[str, dict[str, list[RawEntry]]] = {}
        self._erased: set[Place] = set()
        self._laid: dict[Place, Mapping[str, Any]] = {}
        self._rewritten: Tables | None = None
        self._created = False
        super().__init__(database)

    def keys(self, table: Table) -> Collection[str]:
        """The keys on file, and those that came."""
        there: Collection[str]
        if self._rewritten is not None:
            there = self._rewritten.get(table, {}).keys()
        else:
            there = super().keys(table)
        came = self._appended.get(table, {})
        gone = {key for name, key in self._erased if name == table}
        if not gone and (not came or all(key in there for key in came)):
            return there
        return {key: None for key in (*there, *came) if key not in gone or key in came}.keys()

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of one document, those that were appended too."""
        there = self._before(table, key)
        came = self._appended.get(table, {}).get(key)
        return [*(there or ()), *came] if came else there

    def document(self, table: str, key: str) -> Mapping[str, Any] | None:
        """A document as it will be."""
        if (table, key) in self._laid:
            return self._laid[table, key]
        there = super().document(table, key) if (table, key) not in self._erased else None
        came = self._appended.get(table, {}).get(key)
        if not came:
            return there
        return {**(there or {}), "entries": [*(there or {}).get("entries", ()), *came]}

    def has(self, table: Table, key: str) -> bool:
        """Is there a document of that id or key, or will there be?"""
        if self._rewritten is not None:
            return key in self.keys(table)
        if key in self._appended.get(table, {}):
            return True
        return (table, key) not in self._erased and super().has(table, key)

    def beginning(self, table: Table, prefix: str, most: int | None = None) -> list[str]:
        """The ids or keys that begin so, in their order."""
        if self._rewritten is not None or self._erased:
            return sorted(key for key in self.keys(table) if key.startswith(prefix))[:most]
        came = (key for key in self._appended.get(table, {}) if key.startswith(prefix))
        return sorted({*super().beginning(table, prefix, most), *came})[:most]

    def traced(self, trace: Trace, values: Collection[str]) -> dict[str, list[str]]:
        """As on file, with the traces of what came; those of what went stay until it is written."""
        found = {} if self._rewritten is not None else super().traced(trace, values)
        for value, ids in self._changed().traced(trace, values).items():
            found[value] = sorted({*found.get(value, ()), *ids})
        return found

    def logged_since(self, table: Table, moment: datetime) -> list[str]:
        """The documents in which anything was logged at a moment or later, in their order."""
        there = [] if self._rewritten is not None else super().logged_since(table, moment)
        return sorted({*there, *self._changed().logged_since(table, moment)})

    def latest(self, by: str | None = None) -> Iterator[Logged]:
        """What somebody logged, or anybody, the latest command first."""
        if self._appended or self._erased or self._rewritten is not None:
            return Held(self.whole()).latest(by)
        return super().latest(by)

    @property
    def index(self) -> SqlIndex | None:
        """What is kept of what is derived, as long as nothing was written since."""
        written = self._appended or self._erased or self._rewritten is not None
        return None if written else super().index

    def turned(self, day: date, most: int) -> list[str]:
        """Some of the claims of which what is kept does not hold on a day."""
        found = super().index
        return found.turned(day, most) if found else []

    def _changed(self) -> Held:
        """What came, as documents of their own."""
        if self._held is None:
            if self._rewritten is not None:
                self._held = Held(self.whole())
            else:
                came = {
                    table: {key: {"entries": added} for key, added in documents.items()}
                    for table, documents in self._appended.items()
                }
                self._held = Held(came)
        return self._held

    def whole(self) -> Tables:
        """Everything as it will be."""
        there = super().whole() if self._rewritten is None else self._rewritten
        if not (self._appended or self._erased or self._created):
            return there
        found = {name: dict(there.get(name, {})) for name in (*TABLES, *there)}
        if self._created:
            found["meta"].setdefault("ledger", {"schema": SCHEMA})
        for table, key in self._erased:
            found[table].pop(key, None)
        for name, documents in self._appended.items():
            for key, came in documents.items():
                document = found[name].get(key, {})
                before = document.get("entries", [])
                found[name][key] = {**document, "entries": [*before, *came]}
        return {name: found[name] for name in found if found[name] or name in there}

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document, which is made if need be."""
        if entries:
            self.create()
            self._appended.setdefault(table, {}).setdefault(key, []).extend(entries)
            self._held = None

    def lay(self, table: str, key: str, document: Mapping[str, Any]) -> None:
        """Put a whole document in the place of what stands there."""
        self.create()
        self._laid[table, key] = document
        self._erased.add((table, key))
        if table in TABLES:
            self._appended.setdefault(table, {})[key] = list(entries_of(document))
        self._held = None

    def erase(self, table: Table, key: str) -> None:
        """Take a document away for good: the database keeps no older state of it."""
        self._erased.add((table, key))
        self._held = None
        self._appended.get(table, {}).pop(key, None)

    def create(self) -> None:
        """Have the ledger made if it is not there."""
        self._created = self._created or not self.exists

    def backup(self) -> None:
        """A database keeps no generations: who runs it keeps copies of it."""

    def rewrite(self, tables: Tables) -> None:
        """Put other tables in the place of all; only what differs is written."""
        _ = SqlSnapshot.whole(self)
        self._rewritten = tables
        self._appended, self._erased, self._held = {}, set(), None
        self.create()

    def _before(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of a document without what was appended."""
        if (table, key) in self._erased:
            return None
        if self._rewritten is None:
            return super().entries(table, key)
        document = self._rewritten.get(table, {}).get(key)
        return None if document is None else document.get("entries", [])


def entries_of(document: Any) -> list[RawEntry]:
    """The entries of a document; none of what is no list of them."""
    return document.get("entries", []) if isinstance(document, dict) else []
