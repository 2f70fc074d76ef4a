"""A unit of work on a ledger in a database: read and written in one transaction."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import select

from claimtrack.errors import BadInput, Conflict, DataError
from claimtrack.store.base import TABLES, RawEntry, Table, Tables
from claimtrack.store.layout import SCHEMA
from claimtrack.store.sql.database import Database, Probe
from claimtrack.store.sql.rows import dumped, laid_out, parameters, read_entries
from claimtrack.store.sql.schema import DOCUMENT, TABLE, entries, extras, metadata
from claimtrack.store.sql.snapshot import CHUNK, SqlSnapshot
from claimtrack.store.sql.statements import Extras, Written, write_entries, write_extras

Place = tuple[str, str]
"""A table and a document's id or key."""


class SqlUnit(SqlSnapshot):
    """What was read within a transaction that may write, with what was appended since."""

    verb_is_writing = True
    moment: datetime | None = None
    kept: str | None = None
    written_before: datetime | None = None
    has_generations = False

    def __init__(self, database: Database) -> None:
        self._appended: dict[str, dict[str, list[RawEntry]]] = {}
        self._erased: set[Place] = set()
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

    def erase(self, table: Table, key: str) -> None:
        """Take a document away for good: the database keeps no older state of it."""
        self._erased.add((table, key))
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
        self._appended, self._erased = {}, set()
        self.create()

    def commit(self, *, private: Callable[[], bool], patience: Callable[[], float]) -> None:
        """Write what changed, in the transaction in which it was read.

        ``Conflict`` where others wrote what was read here: then nothing changed, and the same work
        may be done anew. Asked only where something is written: whether a new database is for its
        owner alone, and how many seconds others are waited for.
        """
        if not (self._appended or self._erased or self._created or self._rewritten is not None):
            return
        try:
            if not self.exists:
                self._create_tables(private=private())
            written, extra = self._written(), self._extra_rows()
            if not (any(written) or any(extra)):
                return
            connection = self._connected()
            self._database.flushing(connection, patience())
            write_entries(connection, written)
            write_extras(connection, extra)
        except DBAPIError as error:
            self.release()
            raise self._database.failure(error, writing=True) from None
        self._end(connection, _probe(written, extra))

    def _end(self, connection: Connection, probe: Probe) -> None:
        """Commit; where the answer to that was lost, find out what became of it."""
        try:
            connection.commit()
        except DBAPIError as error:
            self.release()
            if not self._database.landed(error, probe):
                raise self._database.failure(error, writing=True) from None

    def _begin(self) -> Connection:
        return self._database.writing()

    def _before(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of a document without what was appended."""
        if (table, key) in self._erased:
            return None
        if self._rewritten is None:
            return super().entries(table, key)
        document = self._rewritten.get(table, {}).get(key)
        return None if document is None else document.get("entries", [])

    def _create_tables(self, *, private: bool) -> None:
        """Make the tables, in the transaction in which they are first written to.

        Another may have made a ledger of them since we looked.
        """
        self.release()
        self._connection = connection = self._database.creating(private=private)
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in sorted(table.indexes, key=lambda each: str(each.name)):
                connection.execute(CreateIndex(index, if_not_exists=True))
        if connection.execute(select(extras.c.tbl).limit(1)).first():
            raise Conflict(f"{self._database.location} was made by another just now: try again")

    def _written(self) -> Written:
        """The rows that change, table by table."""
        written = Written([], [], [])
        for table, documents in self._after().items():
            keys = list(documents)
            for start in range(0, len(keys), CHUNK):
                chunk = keys[start : start + CHUNK]
                there = self._there(table, chunk)
                for key in chunk:
                    self._compare(written, (table, key), there.get(key, {}), documents[key])
        return written

    def _after(self) -> dict[str, dict[str, list[RawEntry] | None]]:
        """The entries of each document that may have changed; None: it starts from what is there
        and only grows.
        """
        if self._rewritten is None:
            after: dict[str, dict[str, list[RawEntry] | None]] = {}
            for table, key in self._erased:
                after.setdefault(table, {})[key] = self._appended.get(table, {}).get(key, [])
            for table, documents in self._appended.items():
                for key in documents:
                    after.setdefault(table, {}).setdefault(key, None)
            return after
        before, now = SqlSnapshot.whole(self), self.whole()
        return {
            table: {
                key: _entries_of(now.get(table, {}).get(key))
                for key in {**before.get(table, {}), **now.get(table, {})}
                if not _same(before.get(table, {}).get(key), now.get(table, {}).get(key))
            }
            for table in TABLES
        }

    def _there(self, table: str, keys: Sequence[str]) -> dict[str, dict[str, tuple[int, str]]]:
        """The rows that documents have, by key and id: their places and bodies."""
        found: dict[str, dict[str, tuple[int, str]]] = {}
        statement = select(entries.c.doc, entries.c.id, entries.c.place, entries.c.body).where(
            entries.c.tbl == table, entries.c.doc.in_(keys)
        )
        for row in self._connected().execute(statement.order_by(entries.c.doc, entries.c.place)):
            found.setdefault(row.doc, {})[row.id] = (row.place, row.body)
        return found

    def _compare(
        self,
        written: Written,
        place: Place,
        there: dict[str, tuple[int, str]],
        after: list[RawEntry] | None,
    ) -> None:
        """Note which rows of a document change."""
        table, key = place
        if after is None:
            where = f"{self._database.location}: {table}/{key}"
            before = read_entries([body for _, body in there.values()], where)
            after = [*before, *self._appended[table][key]]
        try:
            rows = laid_out(after)
        except (TypeError, BadInput) as error:  # half a surrogate pair, a huge number
            raise DataError(
                f"{self._database.location} cannot be written: {error}; nothing changed"
            ) from None
        for row, entry in rows:
            known = there.pop(row.id, None)
            if known is None:
                written.added.append(parameters(table, key, row, entry))
            elif known != (row.place, row.body):
                written.changed.append(parameters(table, key, row, entry))
        written.removed.extend({"tbl": table, "doc": key, "id": gone} for gone in there)

    def _extra_rows(self) -> Extras:
        """What is more than entries, as it will be."""
        before = self._extra_bodies
        if self._rewritten is not None:
            after = _extras_of(self.whole())
        else:
            after = {place: body for place, body in before.items() if place[1:] not in self._erased}
        if self._created:
            after.setdefault((DOCUMENT, "meta", "ledger"), dumped({"schema": SCHEMA}))
        return Extras(
            [
                {"kind": kind, "tbl": table, "doc": key, "body": body}
                for (kind, table, key), body in after.items()
                if before.get((kind, table, key)) != body
            ],
            [
                {"kind": kind, "tbl": table, "doc": key}
                for kind, table, key in before.keys() - after.keys()
            ],
        )


def _probe(written: Written, extra: Extras) -> Probe:
    """A row by which is seen whether all of it was committed."""
    for table, rows, put in (
        (entries, written.added, True),
        (entries, written.changed, True),
        (entries, written.removed, False),
        (extras, extra.put, True),
    ):
        if rows:
            return Probe(table, rows[0], put)
    return Probe(extras, extra.removed[0], put=False)


def _extras_of(tables: Tables) -> dict[tuple[str, str, str], str]:
    """What of the tables is more than entries, as JSON by its kind and place."""
    found: dict[tuple[str, str, str], str] = {}
    for table, documents in tables.items():
        if not documents:
            found[TABLE, table, ""] = "{}"
        for key, document in documents.items():
            if table not in TABLES or (table, key) == ("meta", "ledger"):
                found[DOCUMENT, table, key] = dumped(document)
            elif document.keys() != {"entries"} or not document["entries"]:
                rest = {**document, "entries": []} if "entries" in document else document
                found[DOCUMENT, table, key] = dumped(rest)
    return found


def _entries_of(document: Any) -> list[RawEntry]:
    return document.get("entries", []) if isinstance(document, dict) else []


def _same(one: Any, other: Any) -> bool:
    return one is other or bool(one == other)
