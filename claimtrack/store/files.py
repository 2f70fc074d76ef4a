"""Bytes in and out of one file, so that a reader sees the old content or the new, never half."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from claimtrack.errors import DataError, Locked


class Stamp(NamedTuple):
    """By what a file is known to be the one that was read."""

    inode: int
    size: int
    changed: int


class Content(NamedTuple):
    """What was read from a file, and from which; None, None where there was none."""

    data: bytes | None
    stamp: Stamp | None


def read_bytes(path: Path) -> Content:
    """The content of a regular file; ``DataError`` where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DataError(f"{path} is not a file: name the file that holds the ledger")
        with path.open("rb") as file:
            return Content(file.read(), _stamp(os.fstat(file.fileno())))
    except FileNotFoundError:
        return Content(None, None)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock beside ``path``; the system lets go of it when the process dies."""
    from filelock import FileLock, Timeout

    lock = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock, timeout=wait).acquire()
    except Timeout:
        raise Locked(f"{path} is locked by another writer ({lock}): try again") from None
    except OSError as error:
        raise DataError(f"{path} cannot be locked for writing: {error.strerror}") from None
    with held:
        yield


def replace_bytes(path: Path, data: bytes, seen: Stamp | None) -> None:
    """Put new content in the place of the old, which has to be the one that was ``seen``.

    The caller holds the lock. Written beside the target, flushed to the disk, renamed over it, and
    the folder flushed too: only then is it done. ``DataError`` leaves the old content as it was.
    """
    _clear_left_behind(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write_flushed(temporary, data, like=path)
        _refuse_replaced(path, seen)
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise DataError(f"{path} cannot be written: {error.strerror}; nothing changed") from None
    except BaseException:
        _remove(temporary)
        raise
    _flush_folder(path.parent)


def _write_flushed(temporary: Path, data: bytes, *, like: Path) -> None:
    """A new file with the mode and, as far as the system lets us, the owner of ``like``."""
    with temporary.open("xb") as file:
        with suppress(FileNotFoundError):
            model = like.stat()
            os.fchmod(file.fileno(), stat.S_IMODE(model.st_mode))
            with suppress(PermissionError):
                os.fchown(file.fileno(), model.st_uid, model.st_gid)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _refuse_replaced(path: Path, seen: Stamp | None) -> None:
    """A program that does not know our lock may have written meanwhile: its work is not undone."""
    try:
        now = _stamp(path.stat())
    except FileNotFoundError:
        now = None
    if now != seen:
        raise DataError(f"{path} was changed by another program meanwhile: nothing written, try again")


def _clear_left_behind(path: Path) -> None:
    """Temporary files of writers that died: we hold the lock, so nobody is using them."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        _remove(left)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)
