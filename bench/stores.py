"""The same ledger on each of the stores: made once and kept, and put back after each write."""

import os
import shutil
import traceback
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cases import TINY, Case, program_cases
from timing import ROOT


class Kept(NamedTuple):
    """Where ledgers are kept from run to run, and where they are worked on."""

    kept: Path
    work: Path


class Contestant(NamedTuple):
    """A store with a ledger on it."""

    cases: list[Case]
    size: int
    """The bytes that the ledger takes there."""


def mark(*parts: str) -> str:
    """What names a kept ledger: another generator, or another program, makes others."""
    digest = sha256()
    for part in parts:
        for path in sorted((ROOT / part).rglob("*.py")) or [ROOT / part]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def tiny(places: Kept, size: int, day: date) -> tuple[Path, Contestant]:
    """The ledger as one file; read where it is kept, and written to in a copy."""
    from ledgers import write_ledger

    path = places.kept / f"claims-{size}.json"
    if not path.exists():
        draft = path.with_suffix(".tmp")
        spawned(write_ledger, draft, size, day)
        draft.rename(path)
    copy = places.work / "claims.json"

    def restore(_: int) -> None:
        shutil.rmtree(places.work / "claims.json.backups", ignore_errors=True)
        copied(path, copy)

    cases = program_cases(TINY, str(path), size, writing=str(copy), before=restore)
    return path, Contestant(cases, path.stat().st_size)


def copied(path: Path, copy: Path) -> None:
    """Copy a file and wait until the disk has it: none of that falls into what follows."""
    shutil.copyfile(path, copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def spawned(work: Callable[..., object], *arguments: object) -> None:
    """Do it in a process of its own, so that ours stays small: what we start inherits our size."""
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise SystemExit(f"{work.__name__} failed")
