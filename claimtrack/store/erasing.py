"""Erasing a document from the older states of a ledger that are kept beside it.

They lie in ``claims.json.backups/``, each a ledger of its own. What was erased from the ledger has
to be gone from them too, and they learn that it was, so that bringing one back brings back neither
the document nor the right to merge it in again.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimtrack.errors import DataError
from claimtrack.store.base import Table, Tables
from claimtrack.store.files import Draft, flush_folder, read_bytes
from claimtrack.store.generations import Generations
from claimtrack.store.layout import BACKUPS, dumped, parsed


def generations(path: Path) -> list[Path]:
    """The files in which older states of the ledger are kept; whatever else lies there is not
    ours.
    """
    kept = Generations(path)
    return [kept.file(name) for name in kept.names()]


def refuse_unreadable(path: Path) -> None:
    """``DataError`` that names the older state which cannot be read, so that nothing could be
    erased from it: before anything is written.
    """
    for generation in generations(path):
        try:
            _tables(generation)
        except DataError as error:
            raise DataError(
                f"{error}; nothing was erased: remove that copy, then give the same command again"
            ) from None


def erase_from_generations(
    path: Path, erased: Iterable[tuple[Table, str]], tombstones: Mapping[str, dict[str, Any]]
) -> None:
    """Take the documents out of every older state of the ledger at ``path``.

    The caller holds the ledger's lock. Each file is replaced as the ledger is: the old content or
    the new, never half. ``DataError`` where one cannot be read or written; the others are done
    all the same.
    """
    wanted = list(erased)
    failed: list[str] = []
    for generation in generations(path):
        try:
            _erase(generation, wanted, tombstones)
        except DataError as error:
            failed.append(str(error))
    for left_behind in path.with_name(f"{path.name}{BACKUPS}").glob(".*.tmp"):
        left_behind.unlink(missing_ok=True)
    if failed:
        raise DataError(
            f"erased from {path}, but not from every copy that is kept of it "
            f"({'; '.join(failed)}): remove that copy, then give the same command again"
        )


def _erase(
    generation: Path, erased: Iterable[tuple[Table, str]], tombstones: Mapping[str, dict[str, Any]]
) -> None:
    data, tables = _tables(generation)
    if not data:
        return
    for table, key in erased:
        tables.get(table, {}).pop(key, None)
        if key in tombstones:
            tables.setdefault("forgotten", {})[key] = tombstones[key]
    changed = dumped(tables)
    if changed == data:
        return
    try:
        model = generation.stat()
        with Draft(generation, mode=stat.S_IMODE(model.st_mode), model=model) as draft:
            draft.write(changed)
            os.utime(draft.descriptor, ns=(model.st_atime_ns, model.st_mtime_ns))
            draft.flush()
            draft.put_in_place()
        flush_folder(generation.parent)
    except OSError as error:
        raise DataError(f"{generation} cannot be written: {error.strerror}") from None


def _tables(generation: Path) -> tuple[bytes, Tables]:
    """A generation as it is on the disk, and what it holds; nothing of one that is gone by now."""
    data = read_bytes(generation).data
    return (data, parsed(data, generation)) if data is not None else (b"", {})
