"""One reading of a ledger in a database: what is asked for is loaded, and each only once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql import Executable, select

from claimtrack.errors import Conflict, Locked
from claimtrack.query.derived import VERSION
from claimtrack.store import readings
from claimtrack.store.base import TABLES, Document, Logged, RawEntry, Table, Tables, Trace
from claimtrack.store.layout import refuse_schema
from claimtrack.store.repeated import Repeated
from claimtrack.store.sql import questions
from claimtrack.store.sql.database import Database, not_ours
from claimtrack.store.sql.derived import derivation
from claimtrack.store.sql.derived import metadata as derived_metadata
from claimtrack.store.sql.deriving import STREAMED, TEXTS, Told, amiss, differing
from claimtrack.store.sql.fulltext import full_text
from claimtrack.store.sql.index import SqlIndex
from claimtrack.store.sql.rows import read_entries, read_extra
from claimtrack.store.sql.schema import DOCUMENT, entries, extras, metadata

REGISTRY: tuple[Table, ...] = ("meta", "sources", "parties", "forgotten")
"""The tables that are small, and of which nearly every command needs all."""

NAMES = (*metadata.tables, *derived_metadata.tables, TEXTS.name)
"""The names of all our tables."""

CHUNK = 500
"""How many documents one statement asks for."""

AHEAD = 512
"""How many are loaded at most with the one that is asked for, where all are asked for in turn."""


class SqlSnapshot:
    """A reading of the ledger, all of it from one moment, until it is released."""

    verb_is_writing = False

    def __init__(self, database: Database) -> None:
        self.location = database.location
        self._database = database
        self._connection: Connection | None = None
        self._documents: dict[str, dict[str, dict[str, Any] | None]] = {t: {} for t in TABLES}
        self._complete: set[str] = set()
        self._keys: dict[str, dict[str, int]] = {}
        self._whole: Tables | None = None
        self._ahead = 1
        self._expected = -1
        self._current: bool | None = None
        self._extra_bodies: dict[tuple[str, str, str], str] = {}
        self._extras: Tables = self._read_extras() if database.exists() else {}

    @property
    def exists(self) -> bool:
        """Are the tables there, and a ledger in them?"""
        return "ledger" in self._extras.get("meta", {})

    def keys(self, table: Table) -> Collection[str]:
        """The ids or keys of the documents of a table, in their order."""
        return self._positions(table).keys()

    def models(self, table: Table, key: str) -> None:
        """None is made yet."""

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of one document; with it are loaded those that will be asked for next."""
        documents = self._documents[table]
        known = self._keys.get(table)
        if known is not None and key not in known:
            return None
        if key not in documents and table not in self._complete and self.exists:
            if table in REGISTRY:
                self._load_registry()
            else:
                self.load(table, self._with_those_ahead(table, key))
        document = documents.get(key)
        return None if document is None else document.get("entries", [])

    def load(self, table: Table, keys: Iterable[str]) -> None:
        """Load documents in a few statements, so that asking for them then costs nothing."""
        documents = self._documents[table]
        wanted = [key for key in keys if key not in documents]
        if table in self._complete or not self.exists:
            return
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            found = (
                select(entries.c.doc, entries.c.body)
                .where(entries.c.tbl == table, entries.c.doc.in_(chunk))
                .order_by(entries.c.doc, entries.c.place)
            )
            documents.update(dict.fromkeys(chunk))
            self._take(table, self._rows(found), chunk)

    def has(self, table: Table, key: str) -> bool:
        """Is there a document of that id or key?"""
        return questions.has(self, table, key)

    def beginning(self, table: Table, prefix: str, most: int | None = None) -> list[str]:
        """The ids or keys that begin so, in their order."""
        return questions.beginning(self, table, prefix, most)

    def traced(self, trace: Trace, values: Collection[str]) -> dict[str, list[str]]:
        """For each value that entries left a trace of, the ids of their claims, in their order."""
        return questions.traced(self, trace, values)

    def logged_since(self, table: Table, moment: datetime) -> list[str]:
        """The documents in which anything was logged at a moment or later, in their order."""
        return questions.logged_since(self, table, moment)

    def latest(self, by: str | None = None) -> Iterator[Logged]:
        """What somebody logged, or anybody, the latest command first."""
        return questions.latest(self, by)

    @property
    def index(self) -> SqlIndex | None:
        """What is kept of what is derived of claims; None where this version did not derive it."""
        if self._current is None:
            found = self._rows(select(derivation.c.version)) if self.exists else ()
            self._current = [row.version for row in found] == [VERSION]
        return SqlIndex(self._rows, full_text(self._connected())) if self._current else None

    def turned(self, day: date, most: int) -> list[str]:
        """Some of the claims of which what is kept does not hold on a day."""
        return self.index.turned(day, most) if self.index else []

    def amiss(self) -> str | None:
        """Why what is kept of claims cannot serve; None where it can.

        Looked at by itself: an index that cannot be read, once asked, keeps a transaction from
        writing.
        """
        if not self.exists:
            return None
        try:
            connection = self._database.reading()
        except DBAPIError as error:
            raise self._database.failure(error, writing=self.verb_is_writing) from None
        try:
            with connection:
                return amiss(connection)
        except DBAPIError as error:
            failure = self._database.failure(error, writing=self.verb_is_writing)
            if isinstance(failure, Conflict | Locked) or error.connection_invalidated:
                raise failure from None
            return str(error.orig).splitlines()[0]

    def wrongly_kept(self, told: Iterable[Told]) -> list[str]:
        """The ids of the claims of which something else is kept than what is told of them."""
        if not self.exists:
            return []
        if self.index is None:
            return [claim_id for claim_id, _ in told]
        return differing(self._rows, told)

    def let_go(self, table: Table, keys: Iterable[str]) -> None:
        """Load them anew if they are asked for again."""
        if table not in self._complete:
            for key in keys:
                self._documents[table].pop(key, None)

    def whole(self) -> Tables:
        """Everything that is on file, tables and keys that nobody knows too."""
        if self._whole is None:
            self._whole = self._read_whole()
            for table in TABLES:
                self._documents[table] = self._whole.get(table, {})  # type: ignore[assignment]
                self._complete.add(table)
        return self._whole

    def document(self, table: str, key: str) -> Mapping[str, Any] | None:
        """A document as it stands, with what nobody knows in it."""
        if table not in self._documents:
            return self._extras.get(table, {}).get(key)
        SqlSnapshot.entries(self, cast(Table, table), key)
        return self._documents[table].get(key)

    def documents(self) -> Iterator[Document]:
        """Every document, table by table, none of them kept."""
        for table in TABLES if self.exists else ():
            statement = (
                select(entries.c.doc, entries.c.body)
                .where(entries.c.tbl == table)
                .order_by(entries.c.doc, entries.c.place)
            )
            left = self._extra_keys(table)
            for key, rows in groupby(self._streamed(statement), key=lambda row: row.doc):
                left.discard(key)
                yield table, key, self._document(table, key, [row.body for row in rows])
            for key in sorted(left):
                yield table, key, self._document(table, key, [])
        for name, documents in self._extras.items():
            if name not in TABLES:
                for key, document in documents.items():
                    yield name, key, document

    def count(self) -> int:
        """How many documents there are, by their keys."""
        others = sum(len(found) for name, found in self._extras.items() if name not in TABLES)
        return others + sum(len(self.keys(table)) for table in TABLES)

    def repeated(self) -> list[Repeated]:
        """What stands in a table stands once."""
        return []

    def mode(self) -> int | None:
        """Who may read and write the file of the database, if it is one."""
        return self._database.mode()

    def release(self) -> None:
        """Let go of the database; what is read after this is of another moment."""
        readings.held.discard(self)
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):  # nothing is lost with one that is gone already
                connection.close()

    def __del__(self) -> None:
        self.release()

    def _positions(self, table: Table) -> dict[str, int]:
        """The keys of a table with their numbers."""
        if table not in self._keys:
            if not self.exists:
                return {}
            if table in REGISTRY:
                self._load_registry()
            if table in self._complete:
                found = sorted(key for key, one in self._documents[table].items() if one)
            else:
                statement = select(entries.c.doc).where(entries.c.tbl == table).distinct()
                found = sorted({row.doc for row in self._rows(statement)} | self._extra_keys(table))
            self._keys[table] = {key: number for number, key in enumerate(found)}
        return self._keys[table]

    def _with_those_ahead(self, table: Table, key: str) -> list[str]:
        """A key, and those after it where the ones before were asked for one after another."""
        if table not in self._keys or (place := self._keys[table].get(key)) is None:
            return [key]
        self._ahead = min(self._ahead * 2, AHEAD) if place == self._expected else 1
        self._expected = place + self._ahead
        return list(self._keys[table])[place : self._expected]

    def _extra_keys(self, table: str) -> set[str]:
        return set(self._extras.get(table, {}))

    def _load_registry(self) -> None:
        """Sources, parties, settings and tombstones, in one statement."""
        statement = (
            select(entries.c.tbl, entries.c.doc, entries.c.body)
            .where(entries.c.tbl.in_(REGISTRY))
            .order_by(entries.c.tbl, entries.c.doc, entries.c.place)
        )
        for table, rows in groupby(self._rows(statement), key=lambda row: row.tbl):
            self._take(table, rows, ())
        for table in REGISTRY:
            self._take(table, (), self._extra_keys(table))
            self._complete.add(table)

    def _take(self, table: str, rows: Iterable[Row[Any]], keys: Iterable[str]) -> None:
        """Make documents of rows, and of what is known of them beside entries."""
        documents = self._documents[table]
        for key, found in groupby(rows, key=lambda row: row.doc):
            bodies = [row.body for row in found]
            documents[key] = self._document(table, key, bodies)
        for key in keys:
            if documents.get(key) is None and key in self._extras.get(table, {}):
                documents[key] = self._document(table, key, [])

    def _document(self, table: str, key: str, bodies: Sequence[str]) -> dict[str, Any]:
        """A document as it was written: its entries in their place among its other keys."""
        document = dict(self._extras.get(table, {}).get(key, {"entries": []}))
        if bodies or ("entries" in document and (table, key) != ("meta", "ledger")):
            where = f"{self._database.location}: {table}/{key}"
            document["entries"] = read_entries(bodies, where)
        return document

    def _read_extras(self) -> Tables:
        """What is more than entries. It is read first, and is empty where nothing of ours is."""
        found: Tables = {}
        statement = select(extras.c.kind, extras.c.tbl, extras.c.doc, extras.c.body)
        try:
            rows = self._rows(statement.order_by(*extras.primary_key.columns), tables=False)
        except _NoTablesError:
            self._refuse_others()
            return {}
        if not rows:  # of a ledger there is one at least
            self._rows(select(entries.c.doc).limit(1))
        for row in rows:
            self._extra_bodies[row.kind, row.tbl, row.doc] = row.body
            documents = found.setdefault(row.tbl, {})
            if row.kind == DOCUMENT:
                where = f"{self._database.location}: {row.tbl}/{row.doc}"
                documents[row.doc] = read_extra(row.body, where)
        if rows:
            refuse_schema(found.get("meta", {}).get("ledger"), self._database.location)
        return found

    def _refuse_others(self) -> None:
        """``DataError`` where some of our tables are there without the one that is read first."""
        try:
            found = self._database.there(self._connected(), NAMES)
        except DBAPIError as error:
            raise self._database.failure(error, writing=self.verb_is_writing) from None
        finally:
            self.release()
        if found and extras.name not in found:  # else another has just made them
            raise not_ours(self.location, f"no {extras.name} beside {min(found)}")

    def _read_whole(self) -> Tables:
        found: Tables = {name: {} for name in (*TABLES, *self._extras)}
        for table, key, document in self.documents():
            found[table][key] = document  # type: ignore[assignment]
        return {name: found[name] for name in found if found[name] or name in self._extras}

    def _begin(self) -> Connection:
        """A connection within a transaction."""
        readings.held.add(self)
        return self._database.reading()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._begin()
        return self._connection

    def _rows(self, statement: Executable, *, tables: bool = True) -> Sequence[Row[Any]]:
        """What a statement gives; ``tables`` False where there may be none of ours."""
        try:
            return self._connected().execute(statement).all()
        except DBAPIError as error:
            missing = self._database.no_tables(error)
            self.release()
            if missing and not tables:
                raise _NoTablesError from None
            raise self._database.failure(error, writing=self.verb_is_writing) from None

    def _streamed(self, statement: Executable) -> Iterator[Row[Any]]:
        """What a statement gives, a part at a time."""
        try:
            options = {"yield_per": STREAMED}
            yield from self._connected().execute(statement, execution_options=options)
        except DBAPIError as error:
            self.release()
            raise self._database.failure(error, writing=self.verb_is_writing) from None


class _NoTablesError(Exception):
    """The database holds no ledger."""
