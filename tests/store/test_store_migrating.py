"""Moving a ledger between the stores, as it is done at the desk: with the program itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from claimtrack.store import open_store

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
