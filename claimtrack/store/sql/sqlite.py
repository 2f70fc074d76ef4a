"""A ledger in an SQLite file.

It is kept in SQLite's rollback journal, not in its write-ahead log: reading a database with a log
makes files beside it, and here reading touches nothing. One that another program has put into a
log is read where all of it is in the file, and put back by who writes next.
"""

import os
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from claimtrack.errors import BadInput, ClaimtrackError, DataError, Locked
from claimtrack.place import file_of
from claimtrack.store.files import refuse_other_kinds
from claimtrack.store.sql.database import WAIT, Probe, not_ours

SETTINGS = (
    "synchronous = EXTRA",  # the folder is flushed too
    "secure_delete = ON",  # what is erased is gone
    "cache_size = -65536",  # KiB; pages that do not fit lock readers out before the commit
)
"""How a ledger is written to."""

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
OTHER_TABLES = re.compile("no such (table|column)|has no column named")
"""What SQLite says of tables that are not as we make them; it has no codes for that."""

PRIMARY = 0xFF
"""The part of an error code that says what it is, without the details."""


def path_of(location: str) -> str:
    """The path in ``sqlite:///relative.db`` or ``sqlite:////absolute.db``; else ``BadInput``."""
    path = file_of(location)
    if path is None or not path.strip() or path.startswith(":memory:"):
        raise BadInput(
            f"{location} names no file: write sqlite:///desk.db, or sqlite:////home/desk.db for a "
            "path from the root"
        )
    if "?" in path:
        raise BadInput(
            f"{location} has parameters, which a ledger in SQLite takes none of: write "
            f"{location.partition('?')[0]}"
        )
    return path


class Sqlite:
    """An SQLite file."""

    copies = "copy the file while nobody writes, and put a copy in its place"
    """What to do instead of `restore`."""

    def __init__(self, location: str, patience: Callable[[], float]) -> None:
        self.location = location
        self._given = path_of(location)
        self._patience = patience
        self._engines: dict[str, Engine] = {}

    def exists(self) -> bool:
        """Is there a file? ``DataError`` where that may not be looked at."""
        try:
            return self._path.exists()
        except OSError as error:
            raise DataError(f"{self.location} cannot be read: {error.strerror}") from None

    def reading(self) -> Connection:
        """Opened read-only. Only where a killed writer left its journal is that rolled back
        first, without which nobody could read it.
        """
        self._refuse_other_kinds()
        if self._is_logged():
            self._refuse_unread_log()
            return self._begun("ro&immutable=1", "BEGIN", WAIT)
        try:
            return self._begun("ro", "BEGIN", WAIT)
        except DBAPIError as error:
            if _code(error) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
        return self._begun("rw", "BEGIN", WAIT)

    def writing(self) -> Connection:
        """Locked against other writers."""
        self._refuse_other_kinds()
        if not os.access(self._path, os.W_OK):
            raise DataError(f"{self.location} is read-only for you: it is left as it is")
        return self._locked("rw")

    def creating(self, *, private: bool) -> Connection:
        """Locked, in a file that is made if need be."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            with suppress(FileExistsError):
                os.close(os.open(self._path, flags, 0o600 if private else 0o666))
        except OSError as error:
            raise DataError(f"{self.location} cannot be written: {error.strerror}") from None
        return self._locked("rw")

    def flushing(self, connection: Connection, patience: float) -> None:
        """Other writers are locked out already; readers who are at it will be waited for."""
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def landed(self, error: DBAPIError, probe: Probe) -> bool:
        """A commit that failed has written nothing."""
        return False

    def no_tables(self, error: DBAPIError) -> bool:
        """Does it say that there are none of ours?"""
        return _code(error) == sqlite3.SQLITE_ERROR and "no such table" in str(error.orig)

    def there(self, connection: Connection, names: Sequence[str]) -> set[str]:
        """Which of these tables are there?"""
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master")
        return {row.name for row in found} & set(names)

    def failure(self, error: DBAPIError, *, writing: bool) -> ClaimtrackError:
        """What SQLite says, as one of ours."""
        code = _code(error) & PRIMARY
        if code in BUSY and self._log_size() is not None:
            return Locked(
                f"{self.location} is in SQLite's write-ahead log, and another program has it open: "
                "close that and try again"
            )
        if code in BUSY:
            return Locked(f"{self.location} is locked by another writer: try again")
        verb = "written" if writing else "read"
        end = "; nothing changed" if writing else ""
        if code == sqlite3.SQLITE_ERROR and OTHER_TABLES.search(str(error.orig)):
            return not_ours(self.location, f"{error.orig}{end}")
        if code == sqlite3.SQLITE_NOTADB:
            return DataError(f"{self.location} is no SQLite database: name another file")
        return DataError(f"{self.location} cannot be {verb}: {error.orig}{end}")

    def mode(self) -> int | None:
        """The file's permission bits."""
        try:
            return stat.S_IMODE(self._path.stat().st_mode)
        except OSError:
            return None

    def _locked(self, mode: str) -> Connection:
        """A connection that holds the lock.

        How long to wait is asked only where it is taken: an answer that has to wait for the same
        writer is part of the wait.
        """
        try:
            return self._begun(mode, "BEGIN IMMEDIATE", 0)
        except DBAPIError as error:
            if _code(error) & PRIMARY not in BUSY:
                raise
        asked = time.monotonic()
        deadline = self._patience() + asked
        return self._begun(mode, "BEGIN IMMEDIATE", max(0.0, deadline - time.monotonic()))

    def _begun(self, mode: str, begin: str, wait: float) -> Connection:
        engine = self._engines.get(mode) or self._made(mode)
        connection = engine.connect()
        try:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wait * 1000)}")
            if begin != "BEGIN":
                for setting in SETTINGS:
                    connection.exec_driver_sql(f"PRAGMA {setting}")
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
                    connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
            connection.exec_driver_sql(begin)
            if begin == "BEGIN":
                connection.exec_driver_sql("SELECT 1 FROM sqlite_master").close()  # from now on
        except BaseException:
            connection.close()
            raise
        return connection

    def _made(self, mode: str) -> Engine:
        uri = self._uri(mode)
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri, uri=True, isolation_level=None),
            poolclass=NullPool,
            hide_parameters=True,
        )
        self._engines[mode] = engine
        return engine

    def _uri(self, mode: str) -> str:
        return f"file:{quote(str(self._path))}?mode={mode}"

    def _is_logged(self) -> bool:
        """Is it kept in a write-ahead log? One that is SQLite does not read without locks, and says
        so before it makes anything.

        To read the file ourselves would end every lock that this process has on it.
        """
        try:
            connection = sqlite3.connect(self._uri("ro&nolock=1"), uri=True)
        except sqlite3.Error:
            return False  # why it cannot be opened is said by who reads it
        try:
            connection.execute("PRAGMA schema_version").close()
        except sqlite3.Error as error:
            return error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_CANTOPEN
        finally:
            connection.close()
        return False

    def _refuse_unread_log(self) -> None:
        if self._log_size():
            raise DataError(
                f"{self.location} is in SQLite's write-ahead log, part of it in "
                f"{self._path.name}-wal: close the program that has it open, or put it back with "
                "`sqlite3 FILE 'PRAGMA journal_mode = DELETE'`, as the next write here does"
            )

    def _log_size(self) -> int | None:
        """Bytes in the log beside the file; None where there is none."""
        try:
            return self._path.with_name(f"{self._path.name}-wal").stat().st_size
        except OSError:
            return None

    def _refuse_other_kinds(self) -> None:
        with suppress(OSError):  # not there yet, or it will be said when it is read
            refuse_other_kinds(self._path, self._path.stat())

    @property
    def _path(self) -> Path:
        """The file itself, behind any symlinks; ``DataError`` where there is no telling."""
        try:
            return Path(self._given).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop, no such home, a NUL
            raise DataError(f"{self.location!r} leads to no file: {error}; name another") from None


def _code(error: DBAPIError) -> int:
    """SQLite's own error code; 0 where there is none."""
    return getattr(error.orig, "sqlite_errorcode", 0)
