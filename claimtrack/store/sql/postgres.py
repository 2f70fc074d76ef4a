"""A ledger in PostgreSQL, or in an engine that speaks its protocol.

Every write is one SERIALIZABLE transaction: where two would contradict each other, the server lets
one of them through, and the other is done again. There are no advisory locks and no triggers, which
not every such engine has.
"""

import os
import re
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable, Table
from sqlalchemy.sql import select, text

from claimtrack.errors import BadInput, ClaimtrackError, Conflict, DataError, Locked
from claimtrack.place import HIDDEN, shown
from claimtrack.store.sql.database import WAIT, Probe, not_ours

registry.register("claimtrack.postgres", "claimtrack.store.sql.dialect", "Postgres")

CONNECT_WAIT = "10"
"""Seconds in which a server has to answer, unless the url or PGCONNECT_TIMEOUT says otherwise."""

FIND_OUT = 10.0
"""Seconds in which a server that was lost has to be back to say what became of a write."""

WRITTEN_MEANWHILE = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,  # of a row, or of a table that another made at the same time
    errors.DuplicateTable,
)
CUT = (errors.AdminShutdown, errors.CrashShutdown)
"""The server ended the connection; whether before a commit or after it, it does not say."""

NOT_ALLOWED = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
"""This user, this database or this server writes nothing, or shows nothing."""

OTHER_TABLES = (errors.UndefinedTable, errors.UndefinedColumn)
"""The tables are not as we make them."""

REFUSED = (errors.InvalidPassword, errors.InvalidAuthorizationSpecification)


class PostgreSQL:
    """A database on a server. What the url leaves out, libpq finds: in PGPASSWORD and its like, in
    the password file, in a service file.
    """

    copies = "pg_dump makes a copy of a database, and pg_restore brings it back"
    """What to do instead of `restore`."""

    def __init__(self, location: str) -> None:
        self.location = shown(location)
        self._url = _libpq_url(location)
        self._secrets = self._checked()
        self._engine: Engine | None = None

    def exists(self) -> bool:
        """Nothing is known before it is asked."""
        return True

    def reading(self) -> Connection:
        """All of one moment, and read-only."""
        return self._begun("REPEATABLE READ READ ONLY", WAIT)

    def writing(self) -> Connection:
        """As if nobody else wrote; a database that is set to be read only stays so."""
        return self._begun("SERIALIZABLE", WAIT)

    def creating(self, *, private: bool) -> Connection:
        """The database is there, or nothing can be done."""
        return self.writing()

    def flushing(self, connection: Connection, patience: float) -> None:
        """Whoever holds a row that we want has so long to let go of it."""
        connection.exec_driver_sql(_waiting(patience))

    def landed(self, error: DBAPIError, probe: Probe) -> bool:
        """Where the connection was lost, the row is looked for on another.

        Asking to put it there too waits until the server has settled what became of the first
        transaction, and shows what did.
        """
        if not (error.connection_invalidated or isinstance(error.orig, CUT)):
            return False
        deadline = time.monotonic() + FIND_OUT
        while True:
            try:
                with self._begun("READ COMMITTED", deadline - time.monotonic()) as connection:
                    return _shows(connection, probe)
            except DBAPIError as failed:
                if self.no_tables(failed) and self._none_made(probe.table, deadline):
                    return False
            if time.monotonic() > deadline:
                raise DataError(
                    f"{self.location}: the connection was lost as it was written, and the server "
                    "does not say whether it was: look before you enter it again"
                ) from None
            time.sleep(0.1)

    def _none_made(self, table: Table, deadline: float) -> bool:
        """Is there no such table, and none that is about to be committed? Making one would wait
        for that, and fail.
        """
        try:
            with self._begun("READ COMMITTED", deadline - time.monotonic()) as connection:
                connection.execute(CreateTable(table))
        except DBAPIError:
            return False
        return True

    def no_tables(self, error: DBAPIError) -> bool:
        """Does it say that there are none of ours?"""
        return isinstance(error.orig, errors.UndefinedTable)

    def there(self, connection: Connection, names: Sequence[str]) -> set[str]:
        """Which of these tables are there, where the search path leads?"""
        asked = text("SELECT name FROM unnest(CAST(:names AS TEXT[])) AS t (name) "
                     "WHERE to_regclass(name) IS NOT NULL")  # fmt: skip
        return {row.name for row in connection.execute(asked, {"names": list(names)})}

    def failure(self, error: DBAPIError, *, writing: bool) -> ClaimtrackError:
        """What the server or libpq says, as one of ours, and without a secret."""
        found = error.orig
        if isinstance(found, WRITTEN_MEANWHILE):
            return Conflict(f"{self.location} is busy: others are writing to it: try again")
        if isinstance(found, errors.LockNotAvailable):
            return Locked(f"{self.location} is locked by another writer: try again")
        end = "; nothing changed" if writing else ""
        if isinstance(found, REFUSED) or "password authentication failed" in str(found):
            return DataError(
                f"{self.location}: the server refuses this user or password: {self._said(found)}"
            )
        if isinstance(found, NOT_ALLOWED):
            return DataError(f"{self.location}: {self._said(found)}: ask who runs it{end}")
        if isinstance(found, OTHER_TABLES):
            return not_ours(self.location, f"{self._said(found)}{end}")
        verb = "written" if writing else "read"
        return DataError(f"{self.location} cannot be {verb}: {self._said(found)}{end}")

    def mode(self) -> int | None:
        """A server has no permission bits."""
        return None

    def _begun(self, transaction: str, wait: float) -> Connection:
        """A connection within such a transaction, in which nobody is waited for any longer.

        Both are said in one journey to the server, which is why psycopg is not left to begin it.
        """
        connection = self._connected()
        try:
            connection.exec_driver_sql(f"BEGIN ISOLATION LEVEL {transaction}; {_waiting(wait)}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self) -> Connection:
        def dialled() -> psycopg.Connection:
            connection = psycopg.connect(**self._parameters(), autocommit=True)
            # Statements kept by the server get lost behind a pooler, and each is used but once.
            connection.prepare_threshold = None
            return connection

        if self._engine is None:
            self._engine = create_engine(
                "claimtrack+postgres://",
                creator=dialled,
                poolclass=NullPool,
                hide_parameters=True,
                use_native_hstore=False,
            )
        return self._engine.connect()

    def _parameters(self) -> dict[str, Any]:
        """What the url says, and what is added to it."""
        given = conninfo_to_dict(self._url)
        if "PGCONNECT_TIMEOUT" not in os.environ:
            given.setdefault("connect_timeout", CONNECT_WAIT)
        given.setdefault("fallback_application_name", "claimtrack")
        return {**given, "client_encoding": "utf8"}

    def _checked(self) -> tuple[str, ...]:
        """The passwords that must not be shown; ``BadInput`` for a url that cannot be read.

        libpq reads a url whose password has a sign in it that ought to be encoded as one with
        another host, and would name that.
        """
        authority = re.split(r"[/?#]", self._url.partition("://")[2], maxsplit=1)[0]
        try:
            given = conninfo_to_dict(self._url)
        except psycopg.ProgrammingError:
            given = None
        ports = str((given or {}).get("port") or "").split(",")
        whole = bool(self._url) and self._url.count("@") == ("@" in authority)
        if given is None and whole and (unknown := _unknown_parameter(self._url)):
            raise BadInput(unknown)
        if given is None or not whole or not all(re.fullmatch("[0-9]*", p) for p in ports):
            raise BadInput(
                f"{self.location} cannot be read as a url: write postgresql://user@host/database, "
                "and in a password %40 for @, %3A for :, %2F for /, %3F for ?, %25 for %"
            )
        secrets = (given.get("password"), given.get("sslpassword"), os.environ.get("PGPASSWORD"))
        return tuple(str(secret) for secret in secrets if secret)

    def _said(self, error: BaseException | None) -> str:
        """The first line of what was said, without the words around it, and without a secret."""
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        said = lines[0] if lines else "the connection was lost"
        said = re.sub(r"^(connection (failed|is bad|timeout expired): )+", "", said)
        for secret in self._secrets:
            said = said.replace(secret, HIDDEN)
        return said


def _shows(connection: Connection, probe: Probe) -> bool:
    """Is the row as it was committed? Nothing is left of the asking."""
    table, values = probe.table, probe.values
    if probe.put:
        put = insert(table).values(values).on_conflict_do_nothing().returning(table.c.body)
        if connection.execute(put).first():
            return False
    named = [column for column in table.columns if column.name in values]
    same = (column.is_not_distinct_from(values[column.name]) for column in named)
    found = connection.execute(select(table.c.body).where(*same).with_for_update()).first()
    return (found is not None) == probe.put


def _waiting(seconds: float) -> str:
    """For so long others are waited for in a transaction; to the server 0 would be for ever."""
    return f"SET LOCAL lock_timeout = {max(1, int(seconds * 1000))}"


def _unknown_parameter(url: str) -> str | None:
    """What to say of the first parameter that libpq does not know; None where it knows all."""
    from difflib import get_close_matches

    known = {one.keyword.decode() for one in Conninfo.get_defaults()} | {"ssl"}
    for said in url.partition("?")[2].split("&"):
        name, equals, _ = said.partition("=")
        if equals and unquote(name) not in known:
            near = get_close_matches(unquote(name), known, n=1)
            hint = f"did you mean {near[0]}?" if near else "leave it out"
            return f"no parameter {unquote(name)!r} in the url of a database: {hint}"
    return None


def _libpq_url(location: str) -> str:
    """The url as libpq takes it; empty where it is none."""
    _, mark, rest = location.partition("://")
    return f"postgresql://{rest}" if mark else ""
