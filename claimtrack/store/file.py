"""The ledger in one file: read as it is, changed under a lock.

Reading needs no TinyDB, and so does not import it: a list is what people wait for.
"""

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.errors import DataError
from claimtrack.store.base import Store
from claimtrack.store.files import locked, read_bytes
from claimtrack.store.held import Held
from claimtrack.store.layout import parsed
from claimtrack.store.repeated import Repeated, repeated_keys

if TYPE_CHECKING:
    from claimtrack.store.tiny import TinyUnit


class FileSnapshot(Held):
    """One reading of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = read_bytes(path)
        data = self.content.data
        super().__init__(parsed(data, path) if data is not None else {})

    @property
    def exists(self) -> bool:
        """Was the file there?"""
        return self.content.data is not None

    def repeated(self) -> list[Repeated]:
        """The keys that stand more than once in one object of the file."""
        return repeated_keys(self.content.data or b"")

    def mode(self) -> int | None:
        """The file's permission bits, as they are now."""
        try:
            return stat.S_IMODE(self.path.stat().st_mode)
        except OSError:
            return None


class FileStore:
    """The ledger at a path. A symlink stays one: what it points to is read and replaced."""

    def __init__(self, location: str, *, lock_wait: float | Callable[[Store], float]) -> None:
        self.location = location
        self._lock_wait = lock_wait

    def exists(self) -> bool:
        """Is there anything at the path?"""
        return self._path.exists()

    def read(self) -> FileSnapshot:
        """Read the file: no lock, and nothing is created or touched."""
        return FileSnapshot(self._path)

    @contextmanager
    def write(self) -> Iterator["TinyUnit"]:
        """Lock the file, read it, and write it once at the end if anything was appended."""
        from claimtrack.store.tiny import TinyUnit

        path = self._path
        with locked(path, self._wait):
            unit = TinyUnit(path)
            yield unit
            unit.commit()

    def _wait(self) -> float:
        return self._lock_wait(self) if callable(self._lock_wait) else self._lock_wait

    @property
    def _path(self) -> Path:
        """The file itself, behind any symlinks; ``DataError`` where there is no telling."""
        try:
            return Path(self.location).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop, no such home, a NUL
            raise DataError(f"{self.location!r} leads to no file: {error}; name another") from None
