"""The ledger behind a small interface: read it, or change it as one unit of work."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from claimtrack.errors import BadInput, DataError
from claimtrack.place import as_meant, is_pairs, is_readable, is_url, scheme_of, shown
from claimtrack.store.base import Snapshot, Store

if TYPE_CHECKING:
    from claimtrack.store.sql.unit import Derive

T = TypeVar("T")
A = TypeVar("A")

LOCK_WAIT = 10.0
"""Seconds that a writer waits for another."""

SQL = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")
"""The schemes of the databases that a ledger may be kept in."""

KEEP = 10
"""How many earlier generations of the ledger stay."""


def open_store(
    location: str,
    *,
    lock_wait: float | Callable[[Store], float] = LOCK_WAIT,
    keep: int | Callable[[Snapshot], int] = KEEP,
    private: bool | Callable[[Snapshot], bool] = False,
    derive: "Derive | None" = None,
    user: str = "somebody",
    command: str = "claimtrack",
) -> Store:
    """The store at a path or url; nothing is opened or created yet.

    ``lock_wait`` is how many seconds a writer waits for another: only asked where there is one.
    ``keep`` is how many earlier generations stay, and ``private`` whether new files are for their
    owner alone: both are asked of the ledger as it is about to be written. So is ``derive``, where
    a database keeps what is derived of claims: given what is written, what is derived of those that
    this touches, and given None of all. ``user`` and
    ``command`` are what those who wait are told of us.
    """
    if is_url(location):
        return _database(as_meant(location), _asked(lock_wait), _asked(private), derive)
    from claimtrack.store.file import FileStore

    return FileStore(
        location,
        lock_wait=_asked(lock_wait),
        keep=_asked(keep),
        private=_asked(private),
        writer=(user, command),
    )


def _database(
    location: str,
    lock_wait: Callable[[Store], float],
    private: Callable[[Snapshot], bool],
    derive: "Derive | None",
) -> Store:
    """The store in a database; what speaks to databases is an extra of the installation."""
    if is_pairs(location):
        raise BadInput(
            f"{shown(location)} is a connection string: write it as a url, such as "
            "postgresql://user@host/database or postgresql:///?service=NAME, and a path as ./PATH"
        )
    if not is_readable(location):
        raise BadInput(
            f"{shown(location)} cannot be read as a url: write postgresql://user@host/database or "
            "sqlite:///desk.db, without quotes, and a path without ://"
        )
    if scheme_of(location) not in SQL:
        raise BadInput(
            f"a ledger on {scheme_of(location)} is not supported: name a path, such as "
            "claims.json, or sqlite:///desk.db, or postgresql://host/database"
        )
    try:
        from claimtrack.store.sql.store import SqlStore

        return SqlStore(location, lock_wait=lock_wait, private=private, derive=derive)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sqlalchemy", "psycopg"):
            raise
        raise DataError(
            f"{shown(location)} is a database, and this installation speaks to none: "
            "pip install 'claimtrack[sql]'"
        ) from None


def _asked(answer: T | Callable[[A], T]) -> Callable[[A], T]:
    """A question that always has the same answer, where no question was given."""
    return answer if callable(answer) else lambda _: answer
