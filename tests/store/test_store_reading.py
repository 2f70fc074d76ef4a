"""Reading: what is there, as it stands, and nothing is touched for it."""

import gc
import os
import sys
from pathlib import Path

import pytest

from claimtrack.errors import BadInput, DataError
from claimtrack.store import open_store
from claimtrack.store.base import TABLES, Store


def test_no_file_is_an_empty_ledger_that_does_not_exist(store: Store, path: Path) -> None:
    snapshot = store.read()

    assert not snapshot.exists
    assert all(not snapshot.keys(table) for table in TABLES)
    assert snapshot.entries("claims", "k7q2m") is None
    assert list(path.parent.iterdir()) == []


def test_entries_come_as_they_stand_in_the_file(store: Store, filed: Path) -> None:
    snapshot = store.read()

    assert snapshot.exists
    assert list(snapshot.keys("claims")) == ["k7q2m"]
    assert snapshot.entries("claims", "k7q2m") == [
        {"type": "opened", "text": "MNDAA will withdraw from Lashio in June"}
    ]
    assert snapshot.entries("claims", "zzzzz") is None
    assert snapshot.entries("parties", "mndaa") is None


def test_a_read_creates_and_touches_nothing(store: Store, filed: Path) -> None:
    filed.chmod(0o444)
    filed.parent.chmod(0o555)
    before = filed.stat(), filed.parent.stat(), list(filed.parent.iterdir())
    try:
        assert store.read().exists
        after = filed.stat(), filed.parent.stat(), list(filed.parent.iterdir())
    finally:
        filed.parent.chmod(0o755)

    assert after[2] == before[2] == [filed]
    assert [each.st_mtime_ns for each in after[:2]] == [each.st_mtime_ns for each in before[:2]]


def test_a_reader_needs_no_lock(store: Store, filed: Path) -> None:
    with store.write():
        assert store.read().exists


def test_a_reading_stays_what_it_was_while_others_write(store: Store, filed: Path) -> None:
    snapshot = store.read()
    with store.write() as unit:
        unit.append("claims", "aaaaa", [{"type": "opened"}])

    assert list(snapshot.keys("claims")) == ["k7q2m"]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(store: Store, filed: Path, enabled: bool) -> None:
    was = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        store.read()
        filed.write_text("{")
        with pytest.raises(DataError):
            store.read()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_the_ledger_is_known_by_the_name_it_was_opened_with() -> None:
    assert open_store("desk/claims.json").location == "desk/claims.json"


@pytest.mark.parametrize("location", ["mysql://desk@db/claims", "https://desk.example/claims"])
def test_other_databases_are_refused(location: str) -> None:
    with pytest.raises(BadInput, match="not supported: name a path"):
        open_store(location)


def test_only_a_writer_pays_for_the_lock() -> None:
    code = (
        "import sys, claimtrack.store as s; assert not {'tinydb', 'sqlalchemy'} & {*sys.modules};"
        "s.open_store('nowhere.json').read(); assert 'filelock' not in sys.modules"
    )
    assert os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-c", code) == 0
