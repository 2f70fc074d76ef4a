"""The same ledger on each of the stores: made once and kept, and put back after each write."""

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cases import POSTGRES, SQLITE, TINY, Case, program_cases
from timing import ROOT

BATCH = 1_000
"""The claims of one unit of work, when a ledger is loaded."""
AS_IT_COMES = "shared_buffers = 128MB\nlog_min_messages = fatal\n"
"""PostgreSQL's own default, where the tests' server has less."""


class Server(Protocol):
    """A PostgreSQL at work."""

    def url(self, database: str = ...) -> str:
        """The url of one of its databases."""

    def do(self, *statements: str, database: str = ...) -> None:
        """Run statements as its owner."""

    def ask(self, question: str) -> Any:
        """The only value of the answer."""


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


def sqlite(places: Kept, size: int, day: date) -> Contestant:
    """The ledger in SQLite: worked on in a copy, which keeps the little that each round adds."""
    path = places.kept / f"claims-{size}-{mark('claimtrack')}.db"
    if not path.exists():
        draft = path.with_suffix(".tmp")
        draft.unlink(missing_ok=True)
        spawned(load, f"sqlite:///{draft}", size, day)
        draft.rename(path)
    copy = places.work / "claims.db"
    copied(path, copy)
    cases = program_cases(SQLITE, f"sqlite:///{copy}", size)
    return Contestant(cases, path.stat().st_size)


def postgres(server: Server, size: int, day: date) -> Contestant:
    """The ledger in PostgreSQL, likewise; the server is as it comes, and flushes what is written.

    What its autovacuum would do in a quiet hour is done once after the ledger was loaded.
    """
    kept = f"ledger_{size}_{mark('bench/ledgers.py', 'bench/few.py', 'claimtrack')}"
    if not server.ask(f"SELECT 1 FROM pg_database WHERE datname = '{kept}'"):
        server.do("DROP DATABASE IF EXISTS draft", "CREATE DATABASE draft")
        spawned(load, server.url("draft"), size, day)
        server.do("VACUUM ANALYZE", database="draft")
        server.do(f"ALTER DATABASE draft RENAME TO {kept}")
    server.do(
        "DROP DATABASE IF EXISTS work",
        f"CREATE DATABASE work TEMPLATE {kept} STRATEGY FILE_COPY",
        "CHECKPOINT",
    )
    cases = program_cases(POSTGRES, server.url("work"), size)
    taken = f"SELECT pg_database_size('{kept}') - pg_database_size('template1')"
    return Contestant(cases, server.ask(taken))


@contextmanager
def kept_server(folder: Path) -> Iterator[Server]:
    """A PostgreSQL whose databases are kept in the folder from run to run."""
    sys.path.append(str(ROOT / "tests"))
    import postgres as tested  # type: ignore[import-not-found]
    import psycopg

    class Asked(tested.Server):  # type: ignore[misc]
        """One that also answers."""

        def ask(self, question: str) -> Any:
            """The only value of the answer; None where there is none."""
            with psycopg.connect(self.url(), autocommit=True) as connection:
                row = connection.execute(question.encode()).fetchone()
            return row[0] if row else None

    folder.mkdir(parents=True, exist_ok=True)
    server = Asked(folder, more=AS_IT_COMES)
    server.start()
    try:
        yield server
    finally:
        server.stop(signal.SIGINT)


def noon(day: date) -> str:
    """The moment at which all commands run, as CLAIMTRACK_NOW takes it."""
    return f"{day}T12:00:00Z"


def load(location: str, size: int, day: date) -> None:
    """Put the ledger in a database, through the desk's store, so many claims in a unit of work.

    On the day that is measured: what is derived is kept as it stood when it was written.
    """
    os.environ["CLAIMTRACK_NOW"] = noon(day)
    from ledgers import ledger_claims, registries

    from claimtrack.desk.desk import open_desk
    from claimtrack.show.progress import progress

    store = open_desk(location, "bench", "bench").store
    tables = registries(day - timedelta(365))
    with store.write() as unit:
        for table in ("sources", "parties"):
            for key, document in tables[table].items():
                unit.append(table, key, document["entries"])
    claims = ledger_claims(size, day)
    with progress(f"{size:,} claims into {store.location}", size) as advance:
        while batch := list(islice(claims, BATCH)):
            with store.write() as unit:
                for claim, entries in batch:
                    unit.append("claims", claim, entries)
            advance(len(batch))


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
