"""Disks, folders and files as they are in practice: full, read-only, mounted, linked."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from machine import Machine, Run, whole

NOBODY = 65534
LONG = "x" * 20_000


@pytest.fixture
def ledger(tmp_path: Path, machine: Machine) -> Path:
    """A ledger with one claim and one backup."""
    path = tmp_path / "desk" / "claims.json"
    path.parent.mkdir()
    machine.ok(path, "init")
    machine.ok(path, "add", "One")
    return path


@contextmanager
def mounted(*arguments: str, at: Path) -> Iterator[None]:
    """Something mounted there; skipped where that is not allowed."""
    done = subprocess.run(["mount", *arguments, str(at)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


@contextmanager
def open_to_all() -> Iterator[Path]:
    """A folder that every user can get to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def files(folder: Path) -> dict[str, bytes]:
    """What is there, the lock aside."""
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix != ".lock")
    return {str(path): path.read_bytes() for path in paths if path.is_file()}


def assert_refused(run: Run, *words: str) -> None:
    assert (run.code, run.out) == (4, ""), run
    assert run.err.startswith("claimtrack: ") and run.err.count("\n") == 1, run
    for word in words:
        assert word in run.err, run


def test_a_full_disk(tmp_path: Path, machine: Machine) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=64k", "none", at=disk):
        ledger = disk / "claims.json"
        machine.ok(ledger, "add", "One")
        machine.ok(ledger, "add", "Two")
        filling = disk / "filling"
        filling.write_bytes(b"x" * 40_000)
        before = files(disk)

        assert_refused(machine.run(ledger, "add", LONG), "No space left", "nothing changed")
        assert files(disk) == before
        assert machine.run(ledger, "list").code == 0

        filling.unlink()
        machine.ok(ledger, "add", "Three")
        assert sorted(whole(ledger) or ()) == ["One", "Three", "Two"]


def test_a_quota(ledger: Path, machine: Machine) -> None:
    """The system takes a part of what is written, and no more."""
    before = files(ledger.parent)
    run = machine.run(ledger, "add", LONG, straits={"file": 8_000})
    assert_refused(run, "File too large", "nothing changed")
    assert files(ledger.parent) == before
    machine.ok(ledger, "add", "Two")


def test_a_disk_that_is_mounted_read_only(ledger: Path, machine: Machine) -> None:
    folder = ledger.parent
    with mounted("--bind", str(folder), at=folder):
        done = subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], capture_output=True)
        if done.returncode:
            pytest.skip("nothing can be mounted read-only here")
        before = files(folder)
        for command in (("list",), ("restore",), ("log",)):
            assert machine.run(ledger, *command).code == 0
        assert_refused(machine.run(ledger, "add", "Two"), "Read-only file system")
        assert files(folder) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_folder_that_belongs_to_somebody_else(machine: Machine) -> None:
    with open_to_all() as folder:
        ledger = folder / "claims.json"
        machine.ok(ledger, "add", "One")
        ledger.with_name("claims.json.lock").chmod(0o666)
        before = files(folder)
        assert machine.run(ledger, "list", straits={"user": NOBODY}).code == 0
        run = machine.run(ledger, "add", "Two", straits={"user": NOBODY})
        assert_refused(run, "Permission denied")
        assert files(folder) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_file_that_is_read_only_is_not_replaced_by_another(machine: Machine) -> None:
    with open_to_all() as folder:
        ledger = folder / "claims.json"
        machine.ok(ledger, "add", "One")
        folder.chmod(0o777)
        ledger.chmod(0o444)
        before = files(folder)
        run = machine.run(ledger, "add", "Two", straits={"user": NOBODY})
        assert_refused(run, "read-only for you")
        assert files(folder) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_colleague_of_the_group_may_add_and_keeps_backups_too(machine: Machine) -> None:
    with open_to_all() as folder:
        os.chown(folder, 0, NOBODY)
        folder.chmod(0o2770)
        ledger = folder / "claims.json"
        machine.ok(ledger, "init")
        ledger.chmod(0o660)
        machine.ok(ledger, "add", "One")
        backups = folder / "claims.json.backups"
        assert stat.S_IMODE(backups.stat().st_mode) & 0o777 == 0o770
        ledger.with_name("claims.json.lock").chmod(0o660)
        run = machine.run(ledger, "add", "Two", straits={"user": NOBODY})
        assert run.code == 0, run
        assert len(list(backups.iterdir())) == 2
        assert stat.S_IMODE(ledger.stat().st_mode) == 0o660
        assert ledger.stat().st_gid == NOBODY


def test_a_file_that_is_mounted_by_itself(ledger: Path, tmp_path: Path, machine: Machine) -> None:
    """As containers do it: no other file can be put in its place."""
    place = tmp_path / "container" / "claims.json"
    place.parent.mkdir()
    place.touch()
    with mounted("--bind", str(ledger), at=place):
        before = ledger.read_bytes()
        assert_refused(machine.run(place, "add", "Two"), "mounted as a single file", "its folder")
        assert (place.read_bytes(), ledger.read_bytes()) == (before, before)
        assert {path.name for path in place.parent.iterdir()} == {"claims.json", "claims.json.lock"}
    machine.ok(ledger, "add", "Two")


def test_backups_on_another_disk_are_copies(ledger: Path, tmp_path: Path, machine: Machine) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with mounted("-t", "tmpfs", "none", at=elsewhere):
        backups = ledger.with_name("claims.json.backups")
        for path in backups.iterdir():
            path.unlink()
        backups.rmdir()
        backups.symlink_to(elsewhere)
        before = ledger.read_bytes()
        machine.ok(ledger, "add", "Two")
        (copy,) = elsewhere.iterdir()
        assert copy.read_bytes() == before
        machine.ok(ledger, "restore", copy.stem)
        assert whole(ledger) == ["One"]


def test_something_in_place_of_the_backup_folder(tmp_path: Path, machine: Machine) -> None:
    ledger = tmp_path / "claims.json"
    machine.ok(ledger, "init")
    blocked = tmp_path / "claims.json.backups"
    blocked.write_text("mine")
    before = files(tmp_path)
    assert_refused(machine.run(ledger, "add", "One"), "claims.json.backups", "backup.keep 0")
    assert files(tmp_path) == before
    machine.ok(ledger, "config", "backup.keep", "0")
    machine.ok(ledger, "add", "One")
    assert blocked.read_text() == "mine"


def test_a_link_into_another_folder(ledger: Path, tmp_path: Path, machine: Machine) -> None:
    """Everything stands beside the file itself, so that all ways to it share it."""
    link = tmp_path / "link.json"
    link.symlink_to(Path("desk") / "claims.json")
    machine.ok(link, "add", "Two")
    assert link.is_symlink()
    assert len(whole(ledger) or ()) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "link.json"}
    (newest, *_) = machine.ok(link, "restore", "--format", "ids").out.split()
    machine.ok(link, "restore", newest)
    assert link.is_symlink()
    assert whole(ledger) == ["One"]


def test_a_link_to_nothing(tmp_path: Path, machine: Machine) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "gone" / "claims.json")
    assert_refused(machine.run(link, "list"), "is not there")
    assert_refused(machine.run(link, "note", "abc23", "x"), "is not there")
    assert list(tmp_path.iterdir()) == [link]
    machine.ok(link, "add", "One")
    assert link.is_symlink()
    assert whole(tmp_path / "gone" / "claims.json") == ["One"]


def test_signals_all_the_time(ledger: Path, machine: Machine) -> None:
    for number in range(5):
        run = machine.run(ledger, "add", f"Claim {number}", straits={"interrupted": 5_000})
        assert run.code == 0, run
    assert len(whole(ledger) or ()) == 6


def test_a_file_that_no_memory_holds(ledger: Path, machine: Machine) -> None:
    os.truncate(ledger, 2**30)
    for command in (("list",), ("add", "Two")):
        run = machine.run(ledger, *command, straits={"memory": 2**28})
        assert_refused(run, "too large")
    assert ledger.stat().st_size == 2**30


def test_an_answer_that_cannot_be_written_is_no_silence(ledger: Path, machine: Machine) -> None:
    """The write was done before: docs/trust.md names this as the one case."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    done = subprocess.run(
        [sys.executable, "-m", "claimtrack", "--db", str(ledger), "add", "Two"],
        stdout=full.open("w"),
        stderr=subprocess.PIPE,
        text=True,
        env=machine.environment({}),
    )
    assert done.returncode == 4
    assert "the answer cannot be written" in done.stderr
    assert len(whole(ledger) or ()) == 2


KINDS: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, machine: Machine, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "claims.json"
    make(path)
    for command in (("list",), ("add", "One"), ("note", "abc23", "x"), ("config", "timezone")):
        assert_refused(machine.run(path, *command), "is not a file")
    assert list(tmp_path.iterdir()) == [path]
    assert not Path("/dev/zero.lock").exists()


META = '"meta": {"ledger": {"schema": 1}}'
LEDGER = f'{{{META}, "claims": {{}}}}'
DAMAGED: dict[str, tuple[bytes, str]] = {
    "UTF-16": (LEDGER.encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (LEDGER.encode("utf-16-le"), "not JSON"),
    "latin-1": ('{"meta": "é"}'.encode("latin-1"), "not UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf" + LEDGER.encode(), "byte order mark"),
    "NaN": (f'{{{META}, "later": {{"a": NaN}}}}'.encode(), "not JSON"),
    "infinity": (f'{{{META}, "later": {{"a": Infinity}}}}'.encode(), "not JSON"),
    "nested 100,000 deep": (b'{"meta":' * 100_000 + b"1" + b"}" * 100_000, "not JSON"),
    "lists 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, "not JSON"),
    "one string of 50 MB": (b'"' + b"x" * 50_000_000 + b'"', "not a claimtrack ledger"),
    "the TinyDB of another program": (b'{"_default": {"1": {"a": 1}}}', "not a claimtrack ledger"),
    "the TinyDB of another, with our names": (b'{"claims": {"1": {"a": 1}}}', "meta/ledger/schema"),
    "cut off": (LEDGER.encode()[:-9], "not JSON"),
    "of a later version": (b'{"meta": {"ledger": {"schema": 99}}}', "upgrade"),
}


@pytest.mark.parametrize(("content", "word"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_ledger_is_named_and_left_alone(
    tmp_path: Path, machine: Machine, content: bytes, word: str
) -> None:
    path = tmp_path / "claims.json"
    path.write_bytes(content)
    before = path.stat().st_mtime_ns
    for command in (("list",), ("add", "One"), ("config", "backup.keep", "3")):
        run = machine.run(path, *command)
        assert_refused(run, str(path), word)
        assert len(run.err) < 500
    assert path.stat().st_mtime_ns == before
    assert path.stat().st_size == len(content)


def test_a_key_that_stands_there_twice_is_read_as_the_last(
    tmp_path: Path, machine: Machine
) -> None:
    path = tmp_path / "claims.json"
    path.write_text(f'{{{META}, "later": {{"a": 1}}, "later": {{"b": 2}}}}')
    assert machine.run(path, "list").code == 0
