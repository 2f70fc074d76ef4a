"""Many writers at once on a database, real processes all, and a server that dies under them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from postgres import Server, server

from claimtrack.store import open_store

CLAIMS = ("abc23", "abd45", "mnp67")

CROWD = """
import json, os, sys, time
from claimtrack.desk.decide import note
from claimtrack.desk.desk import open_desk
from claimtrack.desk.opening import NewClaim, open_claim
from claimtrack.errors import ClaimtrackError
url, folder, writers, times = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
claims = sys.argv[5:]
open_desk(url, "desk").written(lambda change: [
    open_claim(change, NewClaim(text=f"It is so: {claim}", id=claim)) for claim in claims])
print("ready", flush=True)
children = []
for writer in range(writers):
    child = os.fork()
    if child:
        children.append(child)
        continue
    out = os.open(f"{folder}/{writer}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    desk = open_desk(url, f"w{writer}")
    number = 0
    while number < times if times else not os.path.exists(f"{folder}/stop"):
        text, claim = f"w{writer} {number}", claims[number % len(claims)]
        try:
            desk.written(lambda change: note(change, claim, text))
            said = "done"
        except ClaimtrackError as error:
            said = str(error)
            time.sleep(0.05)
        os.write(out, (json.dumps([text, said]) + "\\n").encode())
        number += 1
    os._exit(0)
for child in children:
    assert os.waitpid(child, 0)[1] == 0
"""


@contextmanager
def crowd(url: str, folder: Path, *, writers: int, times: int = 0) -> Iterator[None]:
    """Writers at three claims, so many times each; without a number until it is over."""
    command = [sys.executable, "-c", CROWD, url, str(folder), str(writers), str(times), *CLAIMS]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    try:
        yield
        if not times:
            (folder / "stop").touch()
        assert process.wait(60) == 0
    finally:
        process.kill()


def told(folder: Path) -> dict[str, str]:
    """What each writer was told of each of its writes."""
    lines = (line for file in folder.glob("[0-9]*") for line in file.read_text().splitlines())
    return dict(json.loads(line) for line in lines)


def on_file(url: str) -> Counter[str]:
    """The texts of the notes on file, with their numbers."""
    snapshot = open_store(url).read()
    return Counter(
        entry["text"]
        for claim in CLAIMS
        for entry in snapshot.entries("claims", claim) or ()
        if entry["type"] == "note"
    )


def test_sixteen_writers_at_three_claims_on_postgresql(
    database: Callable[[], str], tmp_path: Path
) -> None:
    url = database()
    with crowd(url, tmp_path, writers=16, times=6):
        pass
    answers = told(tmp_path)
    assert len(answers) == 16 * 6
    assert on_file(url) == {text: 1 for text, said in answers.items() if said == "done"}
    assert {said for said in answers.values() if said != "done"} <= {
        f"{open_store(url).location} is busy: others are writing to it: try again"
    }


def test_eight_writers_at_three_claims_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/claims.db"
    with crowd(url, tmp_path, writers=8, times=6):
        pass
    answers = told(tmp_path)
    assert len(answers) == 8 * 6 and set(answers.values()) == {"done"}
    assert on_file(url) == dict.fromkeys(answers, 1)


@pytest.fixture
def durable() -> Iterator[Server]:
    """A server that has on its disk what it says is written."""
    with server() as started:
        yield started


def test_a_server_that_dies_loses_nothing_that_was_acknowledged(
    durable: Server, tmp_path: Path
) -> None:
    durable.do("CREATE DATABASE desk")
    url = durable.url("desk")
    with crowd(url, tmp_path, writers=6):
        time.sleep(0.7)
        for _ in range(3):
            _kill_one(durable)
            _written_again(tmp_path)
        durable.stop(signal.SIGKILL)
        time.sleep(0.2)
        durable.start()
        _written_again(tmp_path)
    answers, there = told(tmp_path), on_file(url)
    done = {text for text, said in answers.items() if said == "done"}
    refused = {text: said for text, said in answers.items() if said != "done"}
    unknown = {text for text, said in refused.items() if "does not say whether" in said}
    assert done <= there.keys() and max(there.values()) == 1
    assert there.keys() <= done | unknown
    assert refused and all(
        "nothing changed" in said or "try again" in said
        for text, said in refused.items()
        if text not in unknown
    ), refused


def _kill_one(durable: Server) -> None:
    """Kill a process that works for a writer: the server then starts itself anew."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            pids = durable.backends()
        except psycopg.OperationalError:
            pids = []
        for pid in pids:
            try:
                return os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.01)
    raise AssertionError("nobody was at work")


def _written_again(folder: Path) -> None:
    """Wait until something is acknowledged anew."""
    before = sum(said == "done" for said in told(folder).values())
    deadline = time.monotonic() + 20
    while sum(said == "done" for said in told(folder).values()) < before + 3:
        assert time.monotonic() < deadline
        time.sleep(0.05)
