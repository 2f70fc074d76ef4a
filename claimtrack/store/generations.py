"""Earlier generations of the ledger, in a folder beside it.

Each is the file that a write replaced, kept by a hard link: nothing is copied, and a link is there
or is not. Only where links cannot be made, or would show a confidential source to more people than
may see it, the content is copied, under a temporary name until it is whole.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from claimtrack import clock
from claimtrack.errors import DataError
from claimtrack.store.files import (
    Content,
    Draft,
    Stamp,
    clear_left_behind,
    flush_folder,
    remove,
    stamp,
)
from claimtrack.store.layout import BACKUPS

FORM = "%Y%m%dT%H%M%S.%fZ"
"""How a generation is named: when it was written, so that names sort by time; nothing else."""

NAME = r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z"
SUFFIX = ".json"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OWNER_ONLY = 0o600
UNLINKABLE = (errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EACCES)
"""How systems say that there can be no hard link here."""


class Kept(NamedTuple):
    """A generation that holds the content which is about to be replaced."""

    name: str
    made: bool
    """Was it made just now? One that a killed writer made is there already."""


class Generations:
    """The backup folder of the ledger at ``path``; it need not be there."""

    def __init__(self, path: Path) -> None:
        self.ledger = path
        self.folder = path.with_name(f"{path.name}{BACKUPS}")

    def names(self) -> list[str]:
        """The generations, the oldest first."""
        try:
            there = os.listdir(self.folder)  # noqa: PTH208 (names are all we need)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise DataError(f"{self.folder} cannot be read: {error.strerror}") from None
        return sorted(name.removesuffix(SUFFIX) for name in there if _is_ours(name))

    def file(self, name: str) -> Path:
        """Where a generation is."""
        return self.folder / f"{name}{SUFFIX}"

    def keep(self, old: Content, *, private: bool) -> Kept | None:
        """Make a generation of the ledger as it was read; None where there was nothing to read.

        One that a writer made before it was killed is not made again. Nothing is flushed yet.
        """
        if old.data is None or old.stamp is None:
            return None
        try:
            status = self.ledger.stat()
            self._make_folder(status, private=private)
            clear_left_behind(self.folder, NAME + re.escape(SUFFIX))
            names = self.names()
            if names and self._holds(names[-1], old.data, old.stamp):
                return Kept(names[-1], made=False)
            name = _name(old.stamp, names)
            if private and stat.S_IMODE(status.st_mode) & ~OWNER_ONLY:
                self._copy(name, old.data, mode=OWNER_ONLY)
            else:
                self._link(name, old.data, old.stamp, status)
        except OSError as error:
            self._remove_if_empty()
            raise DataError(
                f"{self.ledger} cannot be written: its backup in {self.folder.name} cannot be "
                f"kept: {error.strerror}; nothing changed (`claimtrack config backup.keep 0` "
                "goes without)"
            ) from None
        return Kept(name, made=True)

    def take_back(self, kept: Kept) -> None:
        """The write failed: what it made goes again."""
        if kept.made:
            remove(self.file(kept.name))
            self._remove_if_empty()

    def prune(self, most: int, spare: frozenset[str] = frozenset()) -> None:
        """Remove all but the last ``most`` generations; the write is done, so nothing here fails.

        Names in the future, from a clock that was wrong, go first: they would never be the oldest.
        """
        with suppress(OSError, DataError):
            latest = _latest()
            names = sorted(self.names(), key=lambda name: (name <= latest, name))
            for name in names[: max(0, len(names) - most)]:
                if name not in spare:
                    remove(self.file(name))
            if most == 0:
                self._remove_if_empty()

    def flush(self) -> None:
        """Have the folder on the disk."""
        flush_folder(self.folder)

    def _remove_if_empty(self) -> None:
        with suppress(OSError):
            self.folder.rmdir()

    def _make_folder(self, status: os.stat_result, *, private: bool) -> None:
        """The folder lets in whom the ledger lets in: who may read it may look, who may write it
        may add. One that is there keeps its mode.
        """
        if self.folder.is_dir():
            return
        mode = stat.S_IMODE(status.st_mode) & (OWNER_ONLY if private else 0o666)
        self.folder.mkdir(0o700)
        self.folder.chmod(0o700 | mode | (mode & 0o444) >> 2)
        with suppress(OSError):
            os.chown(self.folder, -1, status.st_gid)
        with suppress(OSError):
            os.chown(self.folder, status.st_uid, -1)

    def _holds(self, name: str, data: bytes, seen: Stamp) -> bool:
        """Is this generation the content itself? So it is after a kill between link and rename."""
        try:
            status = self.file(name).stat()
        except FileNotFoundError:
            return False
        if status.st_ino == seen.inode:
            return True
        same = status.st_size == seen.size and name == moment_of(seen).strftime(FORM)
        return same and self.file(name).read_bytes() == data

    def _link(self, name: str, data: bytes, seen: Stamp, status: os.stat_result) -> None:
        try:
            os.link(self.ledger, self.file(name))
        except OSError as error:
            if error.errno not in UNLINKABLE:
                raise
            self._copy(name, data, mode=stat.S_IMODE(status.st_mode))
            return
        try:
            ours = stamp(self.file(name).stat()) == seen
        except BaseException:
            remove(self.file(name))
            raise
        if not ours:
            remove(self.file(name))
            raise DataError(
                f"{self.ledger} was changed by another program: nothing was written, try again"
            )

    def _copy(self, name: str, data: bytes, *, mode: int) -> None:
        with Draft(self.file(name), mode=mode) as draft:
            draft.write(data)
            draft.flush()
            draft.put_in_place()


def _is_ours(file: str) -> bool:
    """Is it the name of a generation's file: is it a moment, and is that in the calendar?"""
    if not re.fullmatch(NAME + re.escape(SUFFIX), file):
        return False
    with suppress(ValueError):
        return bool(written_at(file.removesuffix(SUFFIX)))
    return False


def written_at(name: str) -> datetime:
    """When a generation was written, from its name."""
    return datetime.fromisoformat(name)


def _name(seen: Stamp, names: list[str]) -> str:
    """When the content was written; but always after those that are there, as it was made later.

    Only those with a name in the future are no measure: a clock was wrong then.
    """
    past = [name for name in names if name <= _latest()]
    moment = min(moment_of(seen), max(clock.now(), EPOCH))
    if past:
        moment = max(moment, written_at(past[-1]) + timedelta(microseconds=1))
    while (name := moment.strftime(FORM)) in names:
        moment += timedelta(microseconds=1)
    return name


def _latest() -> str:
    """A name beyond this is in the future; not one that was counted on, while the clock stood."""
    return (clock.now() + timedelta(days=1)).strftime(FORM)


def moment_of(seen: Stamp) -> datetime:
    """When the file was written, to the microsecond; what no calendar holds counts as now."""
    try:
        return max(EPOCH, EPOCH + timedelta(microseconds=seen.changed // 1000))
    except OverflowError:
        return clock.now()
