"""What the ledger asks of a database, whichever it is: connections, and what their errors mean."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import Table

from claimtrack.errors import ClaimtrackError, DataError

WAIT = 10.0
"""Seconds that a reader waits for whoever keeps it from reading, which takes moments; and a writer,
before it has read how long its ledger says that one waits."""


class Probe(NamedTuple):
    """A row that a unit of work put there, or took away, by which is seen whether it did."""

    table: Table
    values: dict[str, Any]
    """Its columns; of one that was taken away those of the key."""
    put: bool


class Database(Protocol):
    """A database that may hold a ledger."""

    @property
    def location(self) -> str:
        """The database as people name it, without a password."""

    @property
    def copies(self) -> str:
        """How it is copied and brought back, which is not ours to do."""

    def exists(self) -> bool:
        """May there be something to read? Asked before anything is opened."""

    def reading(self) -> Connection:
        """A connection within a transaction that only reads, all of it from one moment."""

    def writing(self) -> Connection:
        """A connection within a transaction that may write."""

    def creating(self, *, private: bool) -> Connection:
        """The same, in a database that is made if need be; ``private``: for its owner alone."""

    def flushing(self, connection: Connection, patience: float) -> None:
        """Writing begins: from here on others are waited for so many seconds."""

    def landed(self, error: DBAPIError, probe: Probe) -> bool:
        """Has a commit that ended in this error written all the same?

        ``DataError`` where the connection was lost and nobody can say.
        """

    def no_tables(self, error: DBAPIError) -> bool:
        """Does it only say that there are no tables of ours?"""

    def there(self, connection: Connection, names: Sequence[str]) -> set[str]:
        """Which of these tables are there, whatever they hold."""

    def failure(self, error: DBAPIError, *, writing: bool) -> ClaimtrackError:
        """The same error as one of ours, in a sentence; ``writing`` says that nothing changed."""

    def mode(self) -> int | None:
        """Who may read and write it, as permission bits; None where there are none."""


def not_ours(location: str, said: str) -> DataError:
    """What to say of tables that are called like ours, and in which what we ask for is missing."""
    return DataError(
        f"{location}: the tables claimtrack_... in it are not claimtrack's, or of another version: "
        f"name another database, or see what `claimtrack doctor` says ({said})"
    )
