"""Putting new content in the place of the old: the steps of a write, in their order."""

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from claimtrack.errors import DataError
from claimtrack.store.files import (
    Content,
    Draft,
    clear_left_behind,
    flush_folder,
    refuse_replaced,
    stamp,
    stamp_time,
)
from claimtrack.store.generations import OWNER_ONLY, Generations, Kept


def replace(
    path: Path,
    data: bytes,
    old: Content,
    *,
    keep: int,
    private: bool,
    mode: int | None = None,
    spare: frozenset[str] = frozenset(),
) -> str | None:
    """Put new content in the place of the ``old``, which has to be there still.

    The caller holds the lock. Written beside the target; the old content kept as a generation, of
    which the last ``keep`` stay; both flushed to the disk; renamed over the target; the folder
    flushed too: only then is it done. ``DataError`` leaves everything as it was. A new file has
    ``mode``, unless it is ``private``; one that is there keeps its own. Returns the name of the
    generation.
    """
    generations = Generations(path)
    kept: Kept | None = None
    try:
        clear_left_behind(path.parent, re.escape(path.name))
        model = _status(path)
        if model is not None:
            mode = stat.S_IMODE(model.st_mode)
        elif private:
            mode = OWNER_ONLY
        with Draft(path, mode=mode, model=model) as draft:
            draft.write(data)
            stamp_time(draft.descriptor)
            refuse_replaced(path, old.stamp)
            if keep:
                kept = generations.keep(old, private=private)
            draft.flush()
            if kept:
                generations.flush()
            refuse_replaced(path, old.stamp)
            draft.put_in_place()
        _confirm(path, old, mode, model)
    except BaseException as error:
        if kept and not _replaced(path, old):
            generations.take_back(kept)
        if isinstance(error, OSError):
            raise DataError(f"{path} cannot be written: {_why(error)}") from None
        raise
    generations.prune(keep, spare | ({kept.name} if kept else set()))
    return kept.name if kept else None


def _confirm(path: Path, old: Content, mode: int | None, model: os.stat_result | None) -> None:
    """Make the rename itself durable. Where the disk refuses that, the old content is put back:
    a command that failed has changed nothing.
    """
    try:
        flush_folder(path.parent)
        if old.data is None:
            flush_folder(path.parent.parent)
    except OSError as error:
        try:
            _put_back(path, old, mode, model)
        except OSError:
            raise DataError(
                f"{path} holds what was entered, but the disk does not confirm it "
                f"({error.strerror}): see to the disk, then look whether it is there"
            ) from None
        raise


def _put_back(path: Path, old: Content, mode: int | None, model: os.stat_result | None) -> None:
    if old.data is None or old.stamp is None:
        path.unlink()
        return
    with Draft(path, mode=mode, model=model) as draft:
        draft.write(old.data)
        os.utime(draft.descriptor, ns=(old.stamp.changed, old.stamp.changed))
        draft.flush()
        draft.put_in_place()


def _replaced(path: Path, old: Content) -> bool:
    """Does the path hold something else than it did: is the generation all that is left of that?"""
    with suppress(OSError):
        return old.stamp is None or stamp(path.stat())[1:] != old.stamp[1:]
    return True


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _why(error: OSError) -> str:
    if error.errno == errno.EBUSY:
        return (
            f"{error.strerror}; nothing changed. It is mounted as a single file, in whose place no "
            "other can be put: mount its folder"
        )
    return f"{error.strerror or error}; nothing changed"
