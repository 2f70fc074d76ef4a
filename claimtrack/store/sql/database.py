"""What the ledger asks of a database, whichever it is: connections, and what their errors mean."""

from typing import Protocol

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import ClaimtrackError


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

    def flushing(self, connection: Connection) -> None:
        """Writing begins: from here on others may have to be waited for."""

    def commit(self, connection: Connection, patience: float) -> None:
        """End the transaction, waiting so many seconds for others; what it wrote is on the disk."""

    def lost(self, error: DBAPIError) -> bool:
        """Is the connection gone, so that nobody can say what became of a commit?"""

    def no_tables(self, error: DBAPIError) -> bool:
        """Does it only say that there are no tables of ours?"""

    def failure(self, error: DBAPIError, *, writing: bool) -> ClaimtrackError:
        """The same error as one of ours, in a sentence; ``writing`` says that nothing changed."""

    def mode(self) -> int | None:
        """Who may read and write it, as permission bits; None where there are none."""
