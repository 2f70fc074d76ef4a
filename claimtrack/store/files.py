"""Bytes in and out of one file, so that a reader sees the old content or the new, never half."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.errors import DataError, Locked

if TYPE_CHECKING:
    from filelock import BaseFileLock


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
            stamp = _stamp(os.fstat(file.fileno()))  # first, so that a later change shows
            return Content(file.read(), stamp)
    except FileNotFoundError:
        return Content(None, None)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


@contextmanager
def locked(path: Path, wait: Callable[[], float]) -> Iterator[None]:
    """Hold the lock beside ``path``; the system lets go of it when the process dies.

    Whoever may write in the folder may lock, whatever the umask of the one who came first.
    """
    from filelock import FileLock, Timeout

    lock = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shared = path.parent.stat().st_mode & stat.S_IWGRP
        held = _acquired(FileLock(lock, mode=0o660 if shared else 0o600), wait)
    except Timeout:
        raise Locked(f"{path} is locked by another writer ({lock}): try again") from None
    except OSError as error:
        raise DataError(f"{path} cannot be locked for writing: {error.strerror}") from None
    except NotImplementedError:  # how older releases of filelock say that there are no locks here
        raise DataError(f"{path} cannot be locked: its file system knows no locks") from None
    with held:
        yield


def _acquired(lock: "BaseFileLock", wait: Callable[[], float]) -> AbstractContextManager[object]:
    """The lock, once it is free; how long to wait is asked only where it is not."""
    from filelock import Timeout

    try:
        return lock.acquire(timeout=0)
    except Timeout:
        return lock.acquire(timeout=wait())


def replace_bytes(path: Path, data: bytes, seen: Stamp | None) -> None:
    """Put new content in the place of the old, which has to be the one that was ``seen``.

    The caller holds the lock. Written beside the target, flushed to the disk, renamed over it, and
    the folder flushed too: only then is it done. ``DataError`` leaves the old content as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _clear_left_behind(path)
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
            _give(file.fileno(), model)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _give(descriptor: int, model: os.stat_result) -> None:
    """Group and owner one by one: a member of the group may keep it, though not the owner."""
    new = os.fstat(descriptor)
    with suppress(OSError):
        if new.st_gid != model.st_gid:
            os.fchown(descriptor, -1, model.st_gid)
    with suppress(OSError):
        if new.st_uid != model.st_uid:
            os.fchown(descriptor, model.st_uid, -1)


def _refuse_replaced(path: Path, seen: Stamp | None) -> None:
    """A program that does not know our lock may have written meanwhile: its work is not undone."""
    try:
        now = _stamp(path.stat())
    except FileNotFoundError:
        now = None
    if now != seen:
        raise DataError(f"{path} was changed by another program: nothing was written, try again")


def _clear_left_behind(path: Path) -> None:
    """Temporary files of writers that died: we hold the lock, so nobody is using them.

    Only names that we give: ``.claims.json.bak.7.tmp`` belongs to another ledger's writer.
    """
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9]+\.tmp")
    for beside in path.parent.iterdir():
        if ours.fullmatch(beside.name):
            _remove(beside)


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
