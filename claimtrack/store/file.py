"""The ledger in one file: read as it is, changed under a lock.

Reading needs no TinyDB, and so does not import it: a list is what people wait for.
"""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import DataError, NotFound
from claimtrack.model.entries import Entry, Link
from claimtrack.store.base import Generation, Restored, Snapshot, Store, Table, Tables, Trace
from claimtrack.store.files import mode_of, read_bytes, refuse_other_kinds, size_of
from claimtrack.store.held import Held
from claimtrack.store.layout import parsed
from claimtrack.store.repeated import Repeated, repeated_keys
from claimtrack.store.whole import Meta, Models, read_whole

if TYPE_CHECKING:
    from claimtrack.store.tiny import TinyUnit


class FileSnapshot(Held):
    """One reading of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = read_bytes(path)
        super().__init__(self._begun())

    @property
    def exists(self) -> bool:
        """Was the file there?"""
        return self.content.data is not None

    def _begun(self) -> Tables | None:
        """What is read at once; None where the tables are parsed when they are asked for."""
        return self._parsed()

    def _parsed(self) -> Tables:
        data = self.content.data
        return parsed(data, self.path) if data is not None else {}

    def repeated(self) -> list[Repeated]:
        """The keys that stand more than once in one object of the file."""
        return repeated_keys(self.content.data or b"")

    def mode(self) -> int | None:
        """The file's permission bits, as they are now."""
        try:
            return stat.S_IMODE(self.path.stat().st_mode)
        except OSError:
            return None


class FileReading(FileSnapshot):
    """One reading of the file for who only reads: as entries where it is all in order.

    What is asked for as it stands on file is parsed when that is.
    """

    _models: Models | None

    def _begun(self) -> Tables | None:
        data = self.content.data
        self._models = read_whole(data) if data is not None else None
        return None if self._models else self._parsed()

    def models(self, table: Table, key: str) -> Sequence[Entry] | None:
        """The entries of a document; None where all have to be made of what stands on file."""
        if self._models is None:
            return None
        document = self._models[table].get(key)
        return document.entries if document else ()

    def _parsed(self) -> Tables:
        self._models = None  # to hold both would take the memory twice
        return super()._parsed()

    def keys(self, table: Table) -> Collection[str]:
        """The ids of a table's documents."""
        if self._models is None or table == "meta":
            return super().keys(table)
        return self._models[table].keys()

    def load(self, table: Table, keys: Iterable[str]) -> None:
        """Have what stands on file at hand: entries that are made of it share its texts."""
        _ = self.tables

    def document(self, table: str, key: str) -> Mapping[str, Any] | None:
        """A document as it stands. A file that is all in order has nothing unknown in ``meta``."""
        if self._models and table == "meta" and key not in Meta.__struct_fields__:
            return None
        return super().document(table, key)

    def _left(self, trace: Trace) -> Iterator[tuple[str, str]]:
        if self._models is None or trace is not Trace.LINK:
            yield from super()._left(trace)
            return
        for claim_id, document in self._models["claims"].items():
            for link in [entry for entry in document.entries if type(entry) is Link]:
                yield link.other, claim_id


class FileStore:
    """The ledger at a path. A symlink stays one: what it points to is read and replaced."""

    def __init__(
        self,
        location: str,
        *,
        lock_wait: Callable[[Store], float],
        keep: Callable[[Snapshot], int],
        private: Callable[[Snapshot], bool],
        writer: tuple[str, str],
    ) -> None:
        self.location = location
        self._lock_wait = lock_wait
        self._keep = keep
        self._private = private
        self._writer = writer

    @property
    def batch(self) -> None:
        """Any write writes the whole file."""
        return None

    def exists(self) -> bool:
        """Is there anything at the path? ``DataError`` where that may not be looked at."""
        path = self._path
        try:
            return path.exists()
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror}") from None

    def read(self) -> FileReading:
        """Read the file: no lock, and nothing is created or touched."""
        return FileReading(self._path)

    @contextmanager
    def write(self) -> Iterator["TinyUnit"]:
        """Lock the file, read it, and write it once at the end if anything was appended."""
        from claimtrack.store.tiny import TinyUnit

        with self._locked() as path:
            unit = TinyUnit(path)
            yield unit
            unit.commit(self._keep, self._private)

    def written(self) -> datetime | None:
        """When the file was last written; None where it is not there."""
        from claimtrack.store.generations import moment_of

        stamp = read_bytes(self._path).stamp
        return moment_of(stamp) if stamp else None

    def generations(self) -> Sequence[Generation]:
        """What is in the backup folder, the newest first."""
        from claimtrack.store.generations import Generations

        kept = Generations(self._path)
        found = (_generation(kept.file(name), name) for name in reversed(kept.names()))
        return [generation for generation in found if generation]

    def restore(self, name: str) -> Restored:
        """Put a generation in the place of the file, whatever that holds, which is kept too."""
        from claimtrack.store.generations import Generations
        from claimtrack.store.replacing import replace

        with self._locked() as path:
            there = read_bytes(path)
            generations = Generations(path)
            file = generations.file(name)
            chosen = _generation(file, name) if name in generations.names() else None
            if chosen is None:
                raise NotFound(f"no generation {name!r}: `claimtrack restore` lists them")
            snapshot = FileSnapshot(file)  # refused where it is damaged
            if snapshot.content.data == there.data:
                return Restored(chosen, kept=None, changed=False)
            kept = replace(
                path,
                snapshot.content.data or b"",
                there,
                keep=max(1, self._keep(snapshot)),
                private=self._private(snapshot) or self._may_hold_secrets(path),
                mode=mode_of(file),
                spare=frozenset({name}),
            )
            return Restored(chosen, kept=kept, changed=True)

    def _may_hold_secrets(self, path: Path) -> bool:
        """Is the present state one for its owner alone? Where nobody can read it, it may be."""
        try:
            return self._private(FileSnapshot(path))
        except DataError:
            return True

    @contextmanager
    def _locked(self) -> Iterator[Path]:
        """The path, with its lock held; what is no file gets no lock beside it."""
        from claimtrack.store.lock import Writer, locked

        path = self._path
        with suppress(OSError):  # not there yet, or it will be said when it is read
            refuse_other_kinds(path, path.stat())
            folder, file = (os.access(where, os.W_OK) for where in (path.parent, path))
            if folder and not file:  # a rename over it would not ask
                raise DataError(f"{path} is read-only for you: it is left as it is")
        with locked(path, lambda: self._lock_wait(self), Writer(*self._writer)):
            yield path

    @property
    def _path(self) -> Path:
        """The file itself, behind any symlinks; ``DataError`` where there is no telling."""
        try:
            return Path(self.location).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop, no such home, a NUL
            raise DataError(f"{self.location!r} leads to no file: {error}; name another") from None


def _generation(file: Path, name: str) -> Generation | None:
    """What there is to tell about a generation; None where it is gone by now."""
    from claimtrack.store.generations import written_at

    try:
        snapshot = FileSnapshot(file)
        if not snapshot.exists:
            return None
        claims = len(snapshot.keys("claims"))
        size = len(snapshot.content.data or b"")
    except DataError:
        claims, size = None, size_of(file)
    return Generation(name, written_at(name), size, claims)
