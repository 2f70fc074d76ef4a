"""A ledger in a git checkout: branches of it merge by what they say, not by their lines."""

import shlex
import sys
from pathlib import Path

from claimtrack.desk.merging import Outcome, unite
from claimtrack.errors import BadInput, DataError
from claimtrack.store.file import FileSnapshot
from claimtrack.store.plain import read_plain, write_plain

DRIVER = "merge.claimtrack.driver"


def merge_driver(base: str, ours: str, theirs: str, path: str | None) -> Outcome:
    """Unite what two branches made of a ledger, into the file of ours; with conflicts it is left.

    ``base`` is what both grew from, ``path`` what people know the file by.
    """
    here, there = path or ours, f"{path} of the other branch" if path else theirs
    sides = (FileSnapshot(Path(ours)), FileSnapshot(Path(theirs)))
    outcome = unite(*sides, here, there, base=read_plain(base))
    if not outcome.conflicts:
        write_plain(ours, outcome.union.tables)
    return outcome


def git_setup(ledger: Path) -> list[str]:
    """Have git merge the ledger with this program, and leave its lock and backups alone.

    Attributes and what is ignored are written beside the ledger, the driver into the
    configuration of the checkout. What was done, a line each; what is so already is left.
    """
    folder = ledger.parent
    checkout = _git(folder, "rev-parse", "--show-toplevel", or_else=None)
    if checkout is None:
        raise BadInput(
            f"{folder} is in no git checkout: run git init there, or name a ledger in one"
        )
    done = []
    name = ledger.name
    if _added(folder / ".gitattributes", [f"{_pattern(name)} merge=claimtrack"]):
        done.append(f"{folder / '.gitattributes'}: {name} is merged by claimtrack")
    ignored = [f"{_escaped(name)}.lock", f"{_escaped(name)}.backups/", f".{_escaped(name)}.*.tmp"]
    if _added(folder / ".gitignore", ignored):
        done.append(f"{folder / '.gitignore'}: its lock, backups and temporary files")
    command = f"{program()} merge-driver %O %A %B %P"
    if _git(folder, "config", "--get", DRIVER, or_else="") != command:
        _git(folder, "config", "merge.claimtrack.name", "claimtrack, by what the ledgers say")
        _git(folder, "config", DRIVER, command)
        done.append(f"{checkout}: git config {DRIVER} {command}")
    return done


def program() -> str:
    """How this program is run from anywhere, for a shell; git takes a percent sign as its own."""
    beside = Path(sys.executable).with_name("claimtrack")
    words = [str(beside)] if beside.is_file() else [sys.executable, "-P", "-m", "claimtrack"]
    return shlex.join(words).replace("%", "%%")


def _git(folder: Path, *arguments: str, or_else: str | None = "") -> str | None:
    """What git answers; ``or_else`` where it has none."""
    import subprocess

    try:
        run = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise DataError(f"git cannot be run in {folder}: {error.strerror}") from None
    return run.stdout.strip() if run.returncode == 0 else or_else


def _added(path: Path, lines: list[str]) -> bool:
    """Append the lines that a file has not; was there any?"""
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        missing = [line for line in lines if line not in text.splitlines()]
        if missing:
            gap = "" if not text or text.endswith("\n") else "\n"
            path.write_text(text + gap + "\n".join(missing) + "\n", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be written: {error}") from None
    return bool(missing)


def _pattern(name: str) -> str:
    """A file's name as a pattern of git's attributes."""
    escaped = _escaped(name)
    if not any(sign in name for sign in ' \t"'):
        return escaped
    quoted = escaped.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{quoted}"'


def _escaped(name: str) -> str:
    """A file's name with what git would take for a pattern made plain."""
    plain = "".join(f"\\{sign}" if sign in "\\*?[" else sign for sign in name)
    return f"\\{plain}" if plain[:1] in "#!" else plain
