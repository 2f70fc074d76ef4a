"""Bytes in and out of one file, so that a reader sees the old content or the new, never half.

Every step is a call of :mod:`os`, by way of :mod:`pathlib` or not: the tests in ``tests/faults``
make each of them fail in turn.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

from claimtrack import clock
from claimtrack.errors import BadInput, DataError

UNFLUSHABLE = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF)
"""How systems say that a folder cannot be flushed, or not by us: which is no failure."""


class Stamp(NamedTuple):
    """By what a file is known to be the one that was read."""

    inode: int
    size: int
    changed: int
    """When its content was written, in nanoseconds."""


class Content(NamedTuple):
    """What was read from a file, and from which; None, None where there was none."""

    data: bytes | None
    stamp: Stamp | None


def read_bytes(path: Path) -> Content:
    """The content of a regular file; ``DataError`` where it cannot be read."""
    try:
        refuse_other_kinds(path, path.stat())  # before a device or a pipe is opened
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())  # first, so that a later change shows
            refuse_other_kinds(path, status)
            return Content(file.read(), stamp(status))
    except FileNotFoundError:
        return Content(None, None)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in the name
        raise DataError(f"{path} cannot be read: {error}") from None
    except (MemoryError, OverflowError):
        raise DataError(f"{path} is too large to be read into memory") from None


def refuse_other_kinds(path: Path, status: os.stat_result) -> None:
    """``DataError`` for folders, pipes, devices and sockets."""
    if not stat.S_ISREG(status.st_mode):
        raise DataError(f"{path} is not a file: name the file that holds the ledger")


def write_new(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file that is not there yet, and flush it to the disk.

    ``mode`` is narrowed by the user's umask. ``BadInput`` where there is one already, ``DataError``
    where it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BadInput(f"{path} is there already: it is left as it is, name another") from None
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}") from None
    except ValueError as error:  # a NUL in the name
        raise DataError(f"{path} cannot be written: {error}") from None


class Draft:
    """A new file that is being written beside its place, under a name that no reader looks at.

    ``mode`` None is the one that the system gives to new files; owner and group are those of
    ``model``, as far as the system lets us. Leaving it removes what was not put in place.
    """

    def __init__(
        self, place: Path, *, mode: int | None, model: os.stat_result | None = None
    ) -> None:
        self.place = place
        self.path = place.with_name(f".{place.name}.{os.getpid()}.tmp")
        self._mode = mode
        self._model = model
        self._open = False

    def __enter__(self) -> Self:
        # Open to us alone until owner and mode are set: who opened it before could go on reading.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self.descriptor = os.open(self.path, flags, 0o666 if self._mode is None else 0o600)
        self._open = True
        try:
            if self._model is not None:
                give(self.descriptor, self._model)
            if self._mode is not None:
                os.fchmod(self.descriptor, self._mode)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            with suppress(OSError):
                os.close(self.descriptor)
        remove(self.path)

    def write(self, data: bytes) -> None:
        """Write all of it: a system may take less at a time."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def flush(self) -> None:
        """Have it on the disk; what comes after this can fail without half a file."""
        os.fsync(self.descriptor)
        self._open = False
        os.close(self.descriptor)

    def put_in_place(self) -> None:
        """Rename it over what is there: the one step at which readers see the new content."""
        self.path.replace(self.place)


def stamp_time(descriptor: int, moment: datetime | None) -> None:
    """Date a file by the moment of the command that writes it, which is that of the entries in it,
    or by the clock; where the system will not have it, its own date does.
    """
    moment = moment or clock.now()
    seconds = int(moment.timestamp())
    nanoseconds = (seconds * 1_000_000 + moment.microsecond) * 1000
    with suppress(OSError):
        os.utime(descriptor, ns=(nanoseconds, nanoseconds))


def give(descriptor: int, model: os.stat_result) -> None:
    """Group and owner one by one: a member of the group may keep it, though not the owner."""
    new = os.fstat(descriptor)
    with suppress(OSError):
        if new.st_gid != model.st_gid:
            os.fchown(descriptor, -1, model.st_gid)
    with suppress(OSError):
        if new.st_uid != model.st_uid:
            os.fchown(descriptor, model.st_uid, -1)


def refuse_replaced(path: Path, seen: Stamp | None) -> None:
    """A program that does not know our lock may have written meanwhile: its work is not undone."""
    try:
        now = stamp(path.stat())
    except FileNotFoundError:
        now = None
    if now != seen:
        raise DataError(f"{path} was changed by another program: nothing was written, try again")


def clear_left_behind(folder: Path, name: str) -> None:
    """Temporary files of writers that died: we hold the lock, so nobody is using them.

    ``name`` is a regular expression for the names that are written in the folder, and only what
    we would call a temporary file of those is removed: ``.claims.json.bak.7.tmp`` belongs to
    another ledger's writer.
    """
    ours = re.compile(rf"\.{name}\.[0-9]+\.tmp")
    for beside in os.listdir(folder):  # noqa: PTH208 (names are all we need)
        if ours.fullmatch(beside):
            remove(folder / beside)


def remove(path: Path) -> None:
    """Remove a file, if it is there and can be removed."""
    with suppress(OSError):
        path.unlink()


def flush_folder(folder: Path) -> None:
    """Make what was linked, renamed and removed in a folder durable, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in UNFLUSHABLE:
            raise


def mode_of(path: Path) -> int:
    """The mode of a file that is there."""
    return stat.S_IMODE(_looked_at(path).st_mode)


def size_of(path: Path) -> int:
    """The size of a file that is there."""
    return _looked_at(path).st_size


def _looked_at(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def stamp(status: os.stat_result) -> Stamp:
    """By what the file is known later."""
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)
