"""Many writers at once, real processes all: nobody's work is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.errors import Locked
from claimtrack.store import open_store
from claimtrack.store.base import Store

HOLD = """
import sys
from claimtrack.store import open_store
with open_store(sys.argv[1]).write() as unit:
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

    assert str(error.value) == (f"{filed} is locked by another writer ({filed}.lock): try again")
    assert "held" in store.read().keys("claims")


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
