"""Many writers at once, real processes all: nobody's work is lost."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import Locked
from claimtrack.store import open_store
from claimtrack.store.base import Store

HOLD = """
import sys
from claimtrack.store import open_store
with open_store(sys.argv[1], user="bea", command="claimtrack import").write() as unit:
    unit.append("claims", "held", [{"type": "opened"}])
    print("held", flush=True)
    sys.stdin.read()
"""

APPEND = """
import sys
from claimtrack.store import open_store
path, who = sys.argv[1:]
store = open_store(path, lock_wait=60)
for number in range(50):
    with store.write() as unit:
        unit.append("claims", f"{who}-{number}", [{"type": "opened", "by": who}])
        unit.append("sources", "shared", [{"claim": f"{who}-{number}"}])
"""


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def holding(path: Path) -> subprocess.Popen[str]:
    """A process that has the lock and an append that it has not written yet."""
    process = started(HOLD, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_writer_that_waits_too_long_is_told_who_is_in_the_way(store: Store, filed: Path) -> None:
    with holding(filed) as other:
        with pytest.raises(Locked) as error, store.write():
            pass
        assert store.read().exists
        other.communicate("")

    told = rf"{filed} is locked by bea \(pid {other.pid}, claimtrack import, since .+Z\): try again"
    assert re.fullmatch(told, str(error.value))
    assert "held" in store.read().keys("claims")
    assert lock_of(filed).read_bytes() == b"", "who is done takes his name out"


STALE = {
    "nothing": lambda text: "",
    "no JSON": lambda text: text[:50],
    "other JSON": lambda text: "[1, 2]",
    "of a process that is dead": lambda text: text.replace('"pid":', '"pid":9999999, "was":'),
    "of an earlier process of that number": lambda text: text.replace(
        '"started":"', '"started":"1'
    ),
    "of another machine": lambda text: text.replace('"host":"', '"host":"another-'),
    "of no number": lambda text: text.replace('"pid":', '"pid":"x", "was":'),
}


@pytest.mark.parametrize("stale", STALE.values(), ids=STALE)
def test_nobody_is_named_by_what_an_earlier_writer_left(
    store: Store, filed: Path, stale: Callable[[str], str]
) -> None:
    """So it stands between taking the lock and writing one's name, after somebody was killed."""
    with holding(filed) as other:
        lock_of(filed).write_text(stale(lock_of(filed).read_text()))
        with pytest.raises(Locked) as error, store.write():
            pass
        other.communicate("")
    assert str(error.value) == f"{filed} is locked by another writer ({filed}.lock): try again"


def test_a_writer_that_was_killed_is_not_named(store: Store, filed: Path) -> None:
    with holding(filed) as dead:
        name = lock_of(filed).read_text()
        dead.kill()
        dead.wait()
        assert lock_of(filed).read_text() == name, "the killed leave their name"
        with holding(filed) as other:
            lock_of(filed).write_text(name)
            with pytest.raises(Locked, match="another writer"), store.write():
                pass
            other.communicate("")


@pytest.mark.parametrize("text", ["my notes", '{"mine": 1}'])
def test_a_file_of_somebody_elses_in_place_of_the_lock_keeps_its_content(
    store: Store, filed: Path, text: str
) -> None:
    lock_of(filed).write_text(text)
    with store.write() as unit:
        unit.append("claims", "aaaaa", [{"type": "opened"}])
    assert lock_of(filed).read_text() == text


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def test_the_lock_is_shared_by_every_path_to_the_file(tmp_path: Path, filed: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(filed)
    with holding(filed) as other:
        with pytest.raises(Locked), open_store(str(link), lock_wait=0.1).write():
            pass
        other.communicate("")


def test_a_writer_that_is_killed_leaves_no_lock_and_no_change(store: Store, filed: Path) -> None:
    before = filed.read_bytes()
    with holding(filed) as other:
        other.kill()
    assert filed.read_bytes() == before

    with store.write() as unit:
        unit.append("claims", "aaaaa", [{"type": "opened"}])
    assert set(store.read().keys("claims")) == {"k7q2m", "aaaaa"}


def test_eight_processes_append_fifty_claims_each(store: Store, path: Path) -> None:
    writers = [started(APPEND, str(path), f"w{number}") for number in range(8)]
    for writer in writers:
        writer.communicate("")

    expected = {f"w{who}-{number}" for who in range(8) for number in range(50)}
    snapshot = store.read()
    shared = snapshot.entries("sources", "shared") or []
    assert [writer.returncode for writer in writers] == [0] * 8
    assert set(snapshot.keys("claims")) == expected
    assert len(shared) == 400
    assert {entry["claim"] for entry in shared} == expected
