"""Moving a ledger between the stores, as it is done at the desk: with the program itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest

from claimtrack.desk.migrating import migrate as move
from claimtrack.store import open_store
from claimtrack.store.base import Document
from claimtrack.store.held import Held
from claimtrack.store.sql.snapshot import SqlSnapshot

RECORD = Path(__file__).parents[2] / "claims.json"
PROGRAM = [sys.executable, "-m", "claimtrack"]
CLAIMS = 4000
"""So many that they are several writes to a database."""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CLAIMTRACK_USER": "ann"}
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, env=env, check=False
    )


def migrate(source: str, target: str) -> dict[str, object]:
    done = run("--db", source, "migrate", target, "--json")
    assert done.returncode == 0, done
    return orjson.loads(done.stdout)


def test_round_the_stores_and_back_it_is_the_same_file(
    database: Callable[[], str], tmp_path: Path
) -> None:
    places = [
        str(RECORD),
        database(),
        f"sqlite:///{tmp_path}/a.db",
        database(),
        f"sqlite:///{tmp_path}/b.db",
        str(tmp_path / "claims.json"),
    ]
    moves = [migrate(*pair) for pair in pairwise(places)]
    assert len({move["root"] for move in moves}) == 1
    assert all((move["claims"], move["entries"]) == (40, 111) for move in moves)
    assert Path(places[-1]).read_bytes() == RECORD.read_bytes()


def test_what_was_moved_is_found_by_what_it_says(location: str) -> None:
    migrate(str(RECORD), location)
    for command in (
        ["list", "--unconfirmed"],
        ["search", "Lashio"],
        ["stale"],
        ["list", "party:mndaa"],
    ):
        here, there = (run("--db", place, *command) for place in (str(RECORD), location))
        assert there.stdout == here.stdout != ""


def large(path: Path) -> str:
    """A ledger of many claims, each of one entry."""
    tables = orjson.loads(RECORD.read_bytes())
    opened = {"type": "opened", "on": {"text": "2025", "from": "2025-01-01", "to": "2025-12-31"}}
    stamp = {"recorded": "2025-06-01T09:00:00.000000Z", "by": "ann"}
    for number in range(CLAIMS):
        entry = {"id": f"o{number}", **opened, "text": f"It is so {number}", **stamp}
        tables["claims"][f"c{number:05}"] = {"entries": [entry]}
    path.write_bytes(orjson.dumps(tables))
    return str(path)


def claims_in(place: str) -> int:
    return len(open_store(place).read().keys("claims"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_move_that_was_killed_goes_on_where_it_was(
    kind: str, database: Callable[[], str], tmp_path: Path
) -> None:
    source = large(tmp_path / "claims.json")
    target = database() if kind == "postgresql" else f"sqlite:///{tmp_path}/claims.db"
    moving = subprocess.Popen(
        [*PROGRAM, "--db", source, "migrate", target], stdout=subprocess.DEVNULL
    )
    while not claims_in(target) and moving.poll() is None:
        time.sleep(0.01)
    moving.send_signal(signal.SIGKILL)
    moving.wait()
    assert 0 < claims_in(target) < CLAIMS, "it was not killed in the middle"
    assert "holds only a part" in run("--db", target, "list", "--format", "ids").stderr
    refused = run("--db", target, "add", "It is new")
    assert refused.returncode == 4 and "give the same `claimtrack migrate` again" in refused.stderr
    assert "a move of it to here was broken off" in run("--db", target, "doctor").stdout
    moved = migrate(source, target)
    assert moved["claims"] == claims_in(target) == CLAIMS + 40
    sealed = run("--db", target, "seal")
    assert (sealed.stdout, sealed.stderr) == (run("--db", source, "seal").stdout, "")
    assert run("--db", target, "add", "It is new").returncode == 0


def test_a_move_reads_the_ledger_once_to_copy_it_and_once_to_compare(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {**orjson.loads(RECORD.read_bytes()), "shelves": {"a": {"of": "another program"}}}
    (tmp_path / "from.json").write_bytes(orjson.dumps(whole))
    migrate(f"{tmp_path}/from.json", location)
    source, target = open_store(location), open_store(f"sqlite:///{tmp_path}/to.db")
    reads: list[str] = []
    bars: dict[str, tuple[int, list[int]]] = {}
    for kind in (Held, SqlSnapshot):
        monkeypatch.setattr(kind, "documents", noted(kind.documents, reads))

    @contextmanager
    def watch(what: str, total: int) -> Iterator[Callable[[int], None]]:
        bars[what] = (total, [])
        yield bars[what][1].append

    move(source, target, watch)
    assert sum("to.db" not in place for place in reads) == 2
    assert {what: total for what, (total, _) in bars.items()} == {
        "copying": sum(bars["copying"][1]),
        "comparing": 2 * sum(bars["copying"][1]),
    }


def noted(
    read: Callable[[Any], Iterator[Document]], reads: list[str]
) -> Callable[[Any], Iterator[Document]]:
    """A way of reading all documents that notes of which ledger it does so."""

    def documents(snapshot: Any) -> Iterator[Document]:
        reads.append(getattr(snapshot, "location", ""))
        return read(snapshot)

    return documents


def test_a_ledger_is_not_moved_onto_itself(location: str) -> None:
    migrate(str(RECORD), location)
    other_name = location.replace("/claims.", "/./claims.").replace("desk@", "desk:any@")
    done = run("--db", location, "migrate", other_name)
    assert done.returncode == 2 and "is the ledger that is to be moved" in done.stderr
    assert run("--db", location, "add", "It is new").returncode == 0


def test_a_password_is_not_printed(tmp_path: Path) -> None:
    url = "postgresql://desk:s3cret@localhost:1/none"
    done = run("--db", str(RECORD), "migrate", url)
    assert done.returncode == 4 and "s3cret" not in done.stdout + done.stderr
    assert "desk:***@localhost" in done.stderr
