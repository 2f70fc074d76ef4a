"""The lock beside the ledger: one writer at a time, and a word on who it is.

The system holds the lock and lets go of it when the process dies, so nothing rests on what the file
says. The writer's name in it is only for the message of those who waited in vain.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from claimtrack import clock
from claimtrack.errors import DataError, Locked

if TYPE_CHECKING:
    from filelock import BaseFileLock

SIGNED = b'{"claimtrack":'
"""How a lock file begins that a writer has put its name in."""

MOST = 4096
"""How much of a lock file is read; a name is cut so that it fits."""


class Writer(NamedTuple):
    """Who writes: the user and the command, without its arguments, which may name a source."""

    user: str
    command: str


@contextmanager
def locked(path: Path, wait: Callable[[], float], writer: Writer) -> Iterator[None]:
    """Hold the lock beside ``path``; the system lets go of it when the process dies.

    Whoever may write in the folder may lock, whatever the umask of the one who came first.
    """
    from filelock import FileLock, Timeout

    file = path.with_name(f"{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shared = path.parent.stat().st_mode & stat.S_IWGRP
        lock = FileLock(file, mode=0o660 if shared else 0o600)
        _acquire(lock, wait)
    except Timeout:
        raise Locked(f"{path} is locked by {_holder(file)}: try again") from None
    except OSError as error:
        raise DataError(f"{path} cannot be locked for writing: {error.strerror}") from None
    except NotImplementedError:  # how older releases of filelock say that there are no locks here
        raise DataError(f"{path} cannot be locked: its file system knows no locks") from None
    try:
        _sign(file, _signature(writer))
        yield
    finally:
        _sign(file, b"")
        with suppress(OSError):  # what was written stays written; the system lets go at the end
            lock.release()


def _acquire(lock: "BaseFileLock", wait: Callable[[], float]) -> None:
    """Take the lock once it is free; how long to wait is asked only where it is not."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        lock.acquire(timeout=wait())


def _signature(writer: Writer) -> bytes:
    pid = os.getpid()
    said = {
        "claimtrack": "this file only says who is writing; the system holds the lock",
        "pid": pid,
        "host": os.uname().nodename,
        "started": _started(pid),
        "user": writer.user[:100],
        "command": writer.command[:100],
        "since": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
    }
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _sign(file: Path, text: bytes) -> None:
    """Write it into the lock file that we hold, unless that holds something else of somebody's."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            there = os.read(descriptor, len(SIGNED))
            if os.fstat(descriptor).st_nlink == 1 and there in (b"", SIGNED):
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, text, 0)
        finally:
            os.close(descriptor)


def _holder(file: Path) -> str:
    """Who holds the lock, where that is certain.

    A writer that was killed leaves its name behind, and whoever has the lock next may not have
    put another there yet: so a name counts only while the very process that wrote it is running.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            said = orjson.loads(os.read(descriptor, MOST))
        finally:
            os.close(descriptor)
        pid, started = int(said["pid"]), said["started"]
        here = said["host"] == os.uname().nodename
        name = f"{said['user']} (pid {pid}, {said['command']}, since {said['since']})"
    except (OSError, ValueError, TypeError, KeyError):
        return f"another writer ({file})"
    return name if here and _started(pid) == started else f"another writer ({file})"


def _started(pid: int) -> str | None:
    """By what a process is told from a later one of the same number; None where it is dead."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None if Path("/proc/self").exists() else _alive(pid)
    return None if fields[0] in "ZX" else fields[19]


def _alive(pid: int) -> str | None:
    """Where the system tells no more: is there a process of that number?"""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return ""
    except (OSError, OverflowError):
        return None
    return ""
