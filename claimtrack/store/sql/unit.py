"""A unit of work on a ledger in a database: read and written in one transaction."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import select

from claimtrack.errors import BadInput, Conflict, DataError
from claimtrack.query.derived import Derived
from claimtrack.store.base import TABLES, RawEntry, Snapshot, Table
from claimtrack.store.layout import SCHEMA
from claimtrack.store.sql import deriving
from claimtrack.store.sql.database import Database, Probe
from claimtrack.store.sql.pending import Pending, Place, entries_of
from claimtrack.store.sql.rows import dumped, laid_out, parameters, read_entries
from claimtrack.store.sql.schema import DOCUMENT, TABLE, entries, extras, metadata
from claimtrack.store.sql.snapshot import CHUNK, SqlSnapshot
from claimtrack.store.sql.statements import Extras, Written, write_entries, write_extras

Derive = Callable[
    [Snapshot, Mapping[tuple[Table, str], Sequence[RawEntry]] | None],
    Generator[tuple[str, Derived | None]],
]
"""What is derived of the claims that a write touches, given the ledger as it will be and what is
written; of all where nothing is given."""


class SqlUnit(Pending):
    """What was read within a transaction that may write, with what was appended since."""

    verb_is_writing = True
    moment: datetime | None = None
    kept: str | None = None
    written_before: datetime | None = None
    has_generations = False
    _anew = False
    _was_there = True
    """Were the tables there before?"""

    def __init__(self, database: Database, derive: Derive | None) -> None:
        self._derive = derive
        super().__init__(database)

    def derive_anew(self) -> None:
        """Have all that is kept of claims derived anew when this is written, in tables that are
        made anew where those that are there cannot serve.
        """
        self._anew = True

    def commit(self, *, private: Callable[[], bool], patience: Callable[[], float]) -> None:
        """Write what changed, in the transaction in which it was read.

        ``Conflict`` where others wrote what was read here: then nothing changed, and the same work
        may be done anew. Asked only where something is written: whether a new database is for its
        owner alone, and how many seconds others are waited for.
        """
        written_to = self._appended or self._erased or self._rewritten is not None
        if not (written_to or self._created or self._anew):
            return
        try:
            if not self.exists:
                self._create_tables(private=private())
            written, extra = self._written(), self._extra_rows()
            if not (any(written) or any(extra) or self._anew):
                return
            connection = self._connected()
            self._database.flushing(connection, patience())
            self._keep_derived(connection, written)
            write_entries(connection, written)
            write_extras(connection, extra)
        except DBAPIError as error:
            self.release()
            raise self._database.failure(error, writing=True) from None
        self._end(connection, _probe(written, extra))

    def _keep_derived(self, connection: Connection, written: Written) -> None:
        """Bring traces and what is derived up to date with what is about to be written.

        Without somebody who derives, all is left to the next writer who does.
        """
        places = _places(written)
        claims = sorted(key for table, key in places if table == "claims")
        if remade := self._anew and self.amiss() is not None:  # only then: it keeps readers out
            deriving.create_anew(connection)
            claims = list(self.keys("claims"))
        gone = {row["doc"] for row in (*written.changed, *written.removed)}
        deriving.untrace(connection, [key for key in claims if key in gone])
        deriving.trace(
            connection,
            (
                (key, record)
                for key in claims
                for record in self._came("claims", key, whole=remade or key in gone)
            ),
        )
        current = not self._anew and (deriving.is_current(connection) or not self._was_there)
        if self._derive is None:
            deriving.mark(connection, current=False)
            return
        if not current:
            deriving.drop_all(connection)
        changed = {(table, key): self._changes(table, key) for table, key in places}
        with closing(self._derive(self, changed if current else None)) as told:
            deriving.keep(connection, told)
        if not current or not self._was_there:
            deriving.mark(connection, current=True)

    def _came(self, table: Table, key: str, *, whole: bool) -> Sequence[RawEntry]:
        """The entries of a document that came, or all of them."""
        if whole or self._rewritten is not None:
            return self.entries(table, key) or ()
        return self._appended.get(table, {}).get(key, ())

    def _changes(self, table: Table, key: str) -> list[RawEntry]:
        """The entries that make a document other than it was: those that came, and where more than
        that was done to it those that were there.
        """
        if self._rewritten is None and (table, key) not in self._erased:
            return self._appended[table][key]
        return [*(SqlSnapshot.entries(self, table, key) or ()), *(self.entries(table, key) or ())]

    def _end(self, connection: Connection, probe: Probe | None) -> None:
        """Commit; where the answer to that was lost, find out what became of it."""
        try:
            connection.commit()
        except DBAPIError as error:
            self.release()
            if probe is None or not self._database.landed(error, probe):
                raise self._database.failure(error, writing=True) from None

    def _begin(self) -> Connection:
        return self._database.writing()

    def _create_tables(self, *, private: bool) -> None:
        """Make the tables, in the transaction in which they are first written to.

        Another may have made a ledger of them since we looked.
        """
        self.release()
        self._was_there = False
        self._connection = connection = self._database.creating(private=private)
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in sorted(table.indexes, key=lambda each: str(each.name)):
                connection.execute(CreateIndex(index, if_not_exists=True))
        deriving.create(connection)
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
                key: entries_of(now.get(table, {}).get(key))
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
        for (table, key), document in self._laid.items():
            after |= _extras_of({table: {key: document}})
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


def _places(written: Written) -> dict[tuple[Table, str], None]:
    """The documents that change."""
    rows = (*written.added, *written.changed, *written.removed)
    return {(row["tbl"], row["doc"]): None for row in rows}


def _probe(written: Written, extra: Extras) -> Probe | None:
    """A row by which is seen whether all of it was committed."""
    for table, rows, put in (
        (entries, written.added, True),
        (entries, written.changed, True),
        (entries, written.removed, False),
        (extras, extra.put, True),
    ):
        if rows:
            return Probe(table, rows[0], put)
    return Probe(extras, extra.removed[0], put=False) if extra.removed else None


def _extras_of(tables: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str, str], str]:
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


def _same(one: Any, other: Any) -> bool:
    return one is other or bool(one == other)
