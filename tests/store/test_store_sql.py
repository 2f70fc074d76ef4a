"""What is so of databases alone: entries are rows, reading touches nothing, errors are ours."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgres import Server
from test_store_contract import FIRST, SECOND, THIRD, entry

from claimtrack.errors import BadInput, Conflict, DataError, Locked
from claimtrack.store import open_store
from claimtrack.store.base import Store
from claimtrack.store.salvage import salvage

EARLIER = entry("first", recorded="2025-05-01T09:00:00.000000Z", by="bea")
LATER = entry("first", recorded="2025-07-01T09:00:00.000000Z", by="cy")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with no ledger in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'claims.db'}"
    return request.getfixturevalue("database")()


@pytest.fixture
def filed(place: str) -> Store:
    store = open_store(place, lock_wait=0.2)
    with store.write() as unit:
        unit.append("claims", "k7q2m", [FIRST, SECOND])
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An SQLite file with a claim in it."""
    path = tmp_path / "claims.db"
    with open_store(f"sqlite:///{path}").write() as unit:
        unit.append("claims", "k7q2m", [FIRST, SECOND])
    return path


def rows(location: str, sql: str) -> list[Any]:
    """What the database itself says."""
    if location.startswith("sqlite"):
        with sqlite3.connect(location.removeprefix("sqlite:///")) as connection:
            return connection.execute(sql).fetchall()
    with psycopg.connect(location) as server:
        return server.execute(sql.encode()).fetchall()


def do(location: str, sql: str) -> None:
    """Change something in the database itself."""
    if location.startswith("sqlite"):
        with sqlite3.connect(location.removeprefix("sqlite:///")) as connection:
            connection.execute(sql)
    else:
        with psycopg.connect(location) as server:
            server.execute(sql.encode())


@pytest.mark.parametrize(
    ("again", "stays"),
    [(FIRST, FIRST), (EARLIER, EARLIER), (LATER, FIRST)],
    ids=["same", "earlier", "later"],
)
def test_writing_twice_is_writing_once_and_the_earliest_logging_stays(
    filed: Store, again: dict[str, Any], stays: dict[str, Any]
) -> None:
    with filed.write() as unit:
        unit.append("claims", "k7q2m", [again])
    assert filed.read().entries("claims", "k7q2m") == [stays, SECOND]


def test_what_differs_under_one_id_is_not_lost(filed: Store) -> None:
    by_hand = {**FIRST, "text": "changed by hand"}
    with filed.write() as unit:
        unit.append("claims", "k7q2m", [by_hand, by_hand])
    assert filed.read().entries("claims", "k7q2m") == [FIRST, SECOND, by_hand]


def test_an_entry_is_a_row(filed: Store, place: str) -> None:
    with filed.write() as unit:
        unit.append("claims", "k7q2m", [entry("odd", recorded="2025-06-01T11:00:00+02:00")])
        unit.append("claims", "k7q2m", [entry("none", recorded="some day")])
    columns = 'SELECT place, type, recorded, "by" FROM claimtrack_entries ORDER BY place'
    nine = "2025-06-01T09:00:00.000000Z"
    assert rows(place, columns) == [
        (0, "note", nine, "ann"),
        (1, "note", nine, "ann"),
        (2, "note", nine, "ann"),
        (3, "note", None, "ann"),
    ]


def test_only_what_differs_is_written(filed: Store, place: str) -> None:
    with filed.write() as unit:
        unit.append("claims", "other", [FIRST])
    versions = (
        "SELECT doc, id, xmin::text FROM claimtrack_entries ORDER BY 1, 2"
        if place.startswith("postgresql")
        else "SELECT doc, id, 0 FROM claimtrack_entries ORDER BY 1, 2"
    )
    before = rows(place, versions)
    with filed.write() as unit:
        tables = unit.whole()
        changed = {**tables["claims"], "other": {"entries": [FIRST, THIRD]}}
        unit.rewrite({**tables, "claims": changed})
    after = rows(place, versions)
    assert set(before) < set(after) and len(after) == len(before) + 1


def test_ids_are_ordered_by_their_bytes(place: str) -> None:
    keys = ["B", "a", "b", "é", "z", "ÿ", "\uffff", "\U0001f600"]
    store = open_store(place)
    with store.write() as unit:
        for key in reversed(keys):
            unit.append("claims", key, [FIRST])
    assert list(store.read().keys("claims")) == sorted(keys)
    ordered = "SELECT doc FROM claimtrack_entries ORDER BY doc"
    assert [key for (key,) in rows(place, ordered)] == sorted(keys)


def test_tables_of_others_are_left_alone(place: str) -> None:
    store = open_store(place)
    do(place, "CREATE TABLE entries (x INTEGER)")
    assert not store.exists() and not store.read().exists
    with store.write() as unit:
        unit.append("claims", "k7q2m", [FIRST])
    assert store.read().entries("claims", "k7q2m") == [FIRST]
    assert rows(place, "SELECT count(*) FROM entries") == [(0,)]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE claimtrack_entries (a INTEGER)"],
        ["CREATE TABLE claimtrack_extras (a INTEGER)"],
        ["CREATE TABLE claimtrack_claims (a INTEGER)"],
        ["CREATE TABLE claimtrack_extras (kind TEXT, tbl TEXT, doc TEXT, body TEXT)",
         "CREATE TABLE claimtrack_entries (a INTEGER)"],
        ["CREATE TABLE claimtrack_extras (kind TEXT, tbl TEXT, doc TEXT, body TEXT)",
         """INSERT INTO claimtrack_extras VALUES ('document', 'meta', 'ledger', '{"schema": 1}')"""],
    ],
    ids=["entries", "extras", "claims", "both", "extras alone"],
)  # fmt: skip
def test_tables_that_are_called_like_ours_are_said_to_be_none(
    place: str, statements: list[str]
) -> None:
    if place.startswith("sqlite"):
        with closing(sqlite3.connect(place.removeprefix("sqlite:///"))) as connection:
            connection.executescript(";".join(statements) + ";")
    else:
        with psycopg.connect(place) as server:
            for statement in statements:
                server.execute(statement.encode())
    said = "not claimtrack's, or of another version: name another database"

    def written() -> None:
        with open_store(place).write() as unit:
            unit.append("claims", "k7q2m", [FIRST])

    store = open_store(place)
    asked: list[Callable[[], object]] = [
        lambda: store.read().keys("claims"),
        lambda: store.read().index,
        written,
    ]
    if len(statements) == 1 or "INSERT" not in statements[1]:
        asked.append(store.exists)
    for each in asked:
        with pytest.raises(DataError, match=said):
            each()


def test_there_is_nothing_to_restore(filed: Store) -> None:
    with pytest.raises(BadInput, match="keeps no earlier states"):
        filed.restore("20250601T000000.000000Z")
    assert list(filed.generations()) == []


def test_a_broken_row_is_said_with_its_place(filed: Store, place: str) -> None:
    with filed.write() as unit:
        unit.append("claims", "other", [FIRST])
    do(place, "UPDATE claimtrack_entries SET body = '{' WHERE doc = 'k7q2m'")
    assert filed.read().entries("claims", "other") == [FIRST]
    with pytest.raises(DataError, match="claims/k7q2m is not a list of entries"):
        filed.read().entries("claims", "k7q2m")
    with pytest.raises(DataError, match="claims/k7q2m"):
        filed.read().whole()


class TestSqlite:
    def test_reading_makes_nothing(self, tmp_path: Path) -> None:
        store = open_store(f"sqlite:///{tmp_path}/claims.db")
        assert not store.exists() and not store.read().exists
        assert list(tmp_path.iterdir()) == []

    def test_reading_touches_nothing(self, file: Path) -> None:
        before = file.stat(), file.parent.stat().st_mtime_ns, file.read_bytes()
        snapshot = open_store(f"sqlite:///{file}").read()
        assert snapshot.entries("claims", "k7q2m") == [FIRST, SECOND] and snapshot.whole()
        assert list(file.parent.iterdir()) == [file]
        after = file.stat(), file.parent.stat().st_mtime_ns, file.read_bytes()
        assert (before[0].st_mtime_ns, *before[1:]) == (after[0].st_mtime_ns, *after[1:])

    def test_a_file_that_may_only_be_read_is_read(self, file: Path) -> None:
        file.chmod(0o400)
        file.parent.chmod(0o500)
        try:
            assert open_store(f"sqlite:///{file}").read().entries("claims", "k7q2m")
        finally:
            file.parent.chmod(0o700)

    @pytest.mark.parametrize("private", [True, False])
    def test_a_new_file_is_for_its_owner_alone_where_that_is_asked(
        self, tmp_path: Path, private: bool
    ) -> None:
        path = tmp_path / "new" / "claims.db"
        was = os.umask(0o022)
        try:
            with open_store(f"sqlite:///{path}", private=private).write() as unit:
                unit.create()
        finally:
            os.umask(was)
        assert stat.S_IMODE(path.stat().st_mode) == (0o600 if private else 0o644)
        assert open_store(f"sqlite:///{path}").read().mode() == (0o600 if private else 0o644)

    def test_there_is_no_log_beside_it(self, file: Path) -> None:
        assert file.read_bytes()[18:20] == b"\x01\x01"  # 2 would be the write-ahead log
        assert rows(f"sqlite:///{file}", "PRAGMA journal_mode") == [("delete",)]

    def test_what_another_program_put_into_a_log_is_read_without_a_trace(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as other:
            assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        before = file.read_bytes(), file.stat().st_mtime_ns
        for empty in (False, True):
            if empty:
                file.with_name("claims.db-wal").touch()
            there = set(file.parent.iterdir())
            store = open_store(f"sqlite:///{file}")
            assert store.exists() and store.read().entries("claims", "k7q2m") == [FIRST, SECOND]
            assert set(file.parent.iterdir()) == there
        assert (file.read_bytes(), file.stat().st_mtime_ns) == before

    def test_a_log_with_something_in_it_is_not_passed_over(self, file: Path) -> None:
        store = open_store(f"sqlite:///{file}", lock_wait=0.1)
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA journal_mode = WAL")
            other.execute("UPDATE claimtrack_entries SET doc = 'abc23'")
            other.commit()
            there = set(file.parent.iterdir())
            with pytest.raises(DataError, match=r"claims.db-wal: close the program"):
                store.read()
            assert set(file.parent.iterdir()) == there
            with pytest.raises(Locked, match="write-ahead log.*try again"), store.write():
                pass
            wal = file.with_name("claims.db-wal").read_bytes()
            content = file.read_bytes()
        file.write_bytes(content)  # as that program leaves it when it is killed
        file.with_name("claims.db-wal").write_bytes(wal)
        with pytest.raises(DataError, match="write-ahead log"):
            store.read()
        with store.write() as unit:
            unit.append("claims", "abc23", [THIRD])
        assert store.read().entries("claims", "abc23") == [FIRST, SECOND, THIRD]
        assert [each.name for each in file.parent.iterdir()] == ["claims.db"]

    def test_who_writes_puts_it_back(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA journal_mode = WAL")
        with open_store(f"sqlite:///{file}").write() as unit:
            unit.append("claims", "k7q2m", [THIRD])
        self.test_there_is_no_log_beside_it(file)

    def test_who_reads_ends_no_lock_of_its_own_process(self, file: Path) -> None:
        code = "import sqlite3, sys\nsqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')\n"
        store = open_store(f"sqlite:///{file}")
        with store.write() as unit:
            assert unit.exists and store.read().keys("claims")
            tried = subprocess.run([sys.executable, "-c", code, file], capture_output=True)
            assert b"database is locked" in tried.stderr

    def test_what_was_erased_is_not_in_the_file(self, file: Path) -> None:
        with open_store(f"sqlite:///{file}").write() as unit:
            unit.append("claims", "gone2", [entry("Vexqor said so")])
        assert b"Vexqor" in file.read_bytes()
        with open_store(f"sqlite:///{file}").write() as unit:
            unit.erase("claims", "gone2")
        assert b"Vexqor" not in file.read_bytes()

    def test_one_writer_at_a_time(self, file: Path) -> None:
        store = open_store(f"sqlite:///{file}", lock_wait=0.1)
        with store.write() as unit, pytest.raises(Locked, match="try again"):
            unit.append("claims", "k7q2m", [THIRD])
            with open_store(f"sqlite:///{file}", lock_wait=0.1).write():
                pass
        assert store.read().entries("claims", "k7q2m") == [FIRST, SECOND, THIRD]

    def test_asking_how_long_to_wait_is_part_of_the_wait(self, file: Path) -> None:
        """The other writer ends within the time, but not within what the asking left of it."""
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        ending = threading.Timer(0.4, lambda: other.execute("COMMIT"))

        def asked(_: Store) -> float:
            time.sleep(0.5)
            ending.start()
            return 0.5

        with pytest.raises(Locked), open_store(f"sqlite:///{file}", lock_wait=asked).write():
            pass
        ending.join()
        other.close()

    def test_two_may_start_the_same_ledger(self, tmp_path: Path) -> None:
        store = open_store(f"sqlite:///{tmp_path}/claims.db")
        with pytest.raises(Conflict), store.write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
            with open_store(f"sqlite:///{tmp_path}/claims.db").write() as other:
                other.append("claims", "abc23", [SECOND])
        assert list(store.read().keys("claims")) == ["abc23"]

    def test_what_a_killed_writer_left_is_rolled_back(self, file: Path) -> None:
        code = (
            "import os, sqlite3, sys\n"
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "connection.execute('PRAGMA cache_size = 1')\n"
            "connection.execute('BEGIN IMMEDIATE')\n"
            "row = \"INSERT INTO claimtrack_entries (tbl, doc, id, place, body) VALUES ('claims', 'x', ?, 0, '{}')\"\n"
            "connection.executemany(row, [(str(n) * 50,) for n in range(20000)])\n"
            "os.kill(os.getpid(), 9)\n"
        )
        subprocess.run([sys.executable, "-c", code, file])
        assert file.with_name("claims.db-journal").exists()
        store = open_store(f"sqlite:///{file}")
        assert list(store.read().keys("claims")) == ["k7q2m"]
        with store.write() as unit:
            unit.append("claims", "k7q2m", [THIRD])
        assert store.read().entries("claims", "k7q2m") == [FIRST, SECOND, THIRD]

    def test_what_is_no_database_is_said(self, tmp_path: Path) -> None:
        path = tmp_path / "claims.db"
        for content, said in (
            (b"x" * 4096, "no SQLite database"),
            (b"SQLite format 3\0" * 9, "claims.db"),
        ):
            path.write_bytes(content)
            with pytest.raises(DataError, match=said):
                open_store(f"sqlite:///{path}").read()
            with pytest.raises(DataError), open_store(f"sqlite:///{path}").write() as unit:
                unit.create()
            assert path.read_bytes() == content
        with pytest.raises(DataError, match="is not a file"):
            open_store(f"sqlite:///{tmp_path}").read()

    @pytest.mark.parametrize(
        "location", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://x.db"]
    )
    def test_a_url_names_a_file(self, location: str) -> None:
        with pytest.raises(BadInput, match="names no file"):
            open_store(location)

    def test_a_url_takes_no_parameters(self, file: Path) -> None:
        with pytest.raises(BadInput, match="has parameters") as refused:
            open_store(f"sqlite:///{file}?mode=ro")
        assert str(refused.value).endswith(f"write sqlite:///{file}")

    def test_a_path_that_holds_one_is_told_its_url(self, file: Path) -> None:
        before = file.read_bytes()
        for attempt in (
            lambda: open_store(str(file)).read().whole(),
            lambda: open_store(str(file)).write().__enter__(),
            lambda: salvage(file),
        ):
            with pytest.raises(DataError, match="is an SQLite database") as refused:
                attempt()
            assert str(refused.value).endswith(f"write sqlite:///{file}")
        assert file.read_bytes() == before

    def test_a_path_may_begin_at_home_or_here(self, monkeypatch: Any, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        for location, path in (
            ("sqlite:///a b#%.db", "a b#%.db"),
            ("sqlite:///~/c.db", "home/c.db"),
        ):
            with open_store(location).write() as unit:
                unit.create()
            assert (tmp_path / path).is_file() and open_store(location).exists()


class TestPostgres:
    @pytest.mark.parametrize(
        "scheme", ["postgres", "postgresql", "postgresql+psycopg", "PostgreSQL"]
    )
    def test_a_url_may_name_it_in_each_of_its_ways(
        self, database: Callable[[], str], scheme: str
    ) -> None:
        store = open_store(f"{scheme}{database().removeprefix('postgresql')}")
        with store.write() as unit:
            unit.create()
        assert store.exists()

    def test_a_schema_can_be_named_in_the_url(
        self, database: Callable[[], str], postgres: Server
    ) -> None:
        url = database()
        with psycopg.connect(url) as server:
            server.execute("CREATE SCHEMA politics")
        named = open_store(f"{url}&options=-csearch_path%3Dpolitics")
        with named.write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        assert named.exists() and not open_store(url).exists()

    def test_two_that_contradict_each_other_are_not_both_let_through(
        self, database: Callable[[], str]
    ) -> None:
        store = open_store(database())
        with store.write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        with pytest.raises(Conflict, match="try again"), store.write() as unit:
            assert unit.entries("claims", "k7q2m") == [FIRST]
            unit.append("claims", "k7q2m", [SECOND])
            other = open_store(store.location)
            with other.write() as between:
                assert between.entries("claims", "k7q2m") == [FIRST]
                between.append("claims", "k7q2m", [THIRD])
        assert store.read().entries("claims", "k7q2m") == [FIRST, THIRD]

    def test_a_reading_is_of_one_moment(self, database: Callable[[], str]) -> None:
        store = open_store(database())
        with store.write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        snapshot = open_store(store.location).read()
        _ = snapshot.keys("sources")
        with psycopg.connect(store.location) as server:
            server.execute("DELETE FROM claimtrack_entries")
        assert snapshot.entries("claims", "k7q2m") == [FIRST]
        snapshot.release()
        assert open_store(store.location).read().entries("claims", "k7q2m") is None

    def test_reading_may_be_all_that_one_may(
        self, database: Callable[[], str], postgres: Server
    ) -> None:
        url = database()
        name = url.partition("@/")[2].partition("?")[0]
        with open_store(url).write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        postgres.do(
            f"CREATE ROLE reader_{name} LOGIN",
            f"GRANT SELECT ON claimtrack_entries, claimtrack_extras TO reader_{name}",
            database=name,
        )
        reader = open_store(postgres.url(name, user=f"reader_{name}"))
        assert reader.read().entries("claims", "k7q2m") == [FIRST]
        refused = pytest.raises(DataError, match="permission denied.*nothing changed")
        with refused, reader.write() as unit:
            unit.append("claims", "k7q2m", [SECOND])

    def test_a_database_that_is_set_to_be_read_only_stays_as_it_is(
        self, database: Callable[[], str], postgres: Server
    ) -> None:
        url = database()
        with open_store(url).write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        empty = database()
        for each in (url, empty):
            named = each.partition("@/")[2].partition("?")[0]
            postgres.do(f"ALTER DATABASE {named} SET default_transaction_read_only = on")
            refused = pytest.raises(DataError, match="read-only transaction.*nothing changed")
            with refused, open_store(each).write() as unit:
                unit.append("claims", "k7q2m", [SECOND])
        assert open_store(url).read().entries("claims", "k7q2m") == [FIRST]
        assert not open_store(empty).exists()

    def test_nobody_waits_for_ever_for_a_table(
        self, database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("claimtrack.store.sql.postgres.WAIT", 0.1)
        url = database()
        with open_store(url).write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        with psycopg.connect(url) as server:
            server.execute("LOCK TABLE claimtrack_extras IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(Locked, match="try again"):
                open_store(url).read()
            with pytest.raises(Locked, match="try again"), open_store(url).write():
                pass
            server.rollback()
            server.execute("LOCK TABLE claimtrack_derivation IN ACCESS EXCLUSIVE MODE")
            store = open_store(url, lock_wait=0.2)
            with pytest.raises(Locked, match="try again"), store.write() as unit:
                unit.append("claims", "k7q2m", [SECOND])
        assert open_store(url).read().entries("claims", "k7q2m") == [FIRST]

    def test_a_connection_that_is_cut_has_changed_nothing(
        self, database: Callable[[], str]
    ) -> None:
        store = open_store(database())
        with store.write() as unit:
            unit.append("claims", "k7q2m", [FIRST])
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        with pytest.raises(DataError, match="nothing changed"), store.write() as unit:
            unit.append("claims", "k7q2m", [SECOND])
            with psycopg.connect(store.location) as server:
                server.execute(cut)
        assert store.read().entries("claims", "k7q2m") == [FIRST]

    def test_an_engine_that_orders_by_bytes_is_told_no_collation(self) -> None:
        from sqlalchemy.schema import CreateTable

        from claimtrack.store.sql.dialect import Postgres
        from claimtrack.store.sql.schema import entries

        dialect = Postgres()
        assert 'doc TEXT COLLATE "C" NOT NULL' in str(CreateTable(entries).compile(dialect=dialect))
        dialect.ordered_by_bytes = True
        assert "COLLATE" not in str(CreateTable(entries).compile(dialect=dialect))
