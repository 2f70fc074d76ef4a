"""What a write replaces is kept, the last few times, in a folder beside the ledger."""

import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claimtrack.errors import DataError, NotFound
from claimtrack.store import open_store
from claimtrack.store.base import Store

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z")


@pytest.fixture
def backups(path: Path) -> Path:
    return path.with_name("claims.json.backups")


def add(store: Store, *keys: str) -> None:
    """One write for each."""
    for key in keys:
        with store.write() as unit:
            unit.append("claims", key, [{"type": "opened"}])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def claims(store: Store) -> set[str]:
    return set(store.read().keys("claims"))


def test_the_first_write_replaces_nothing(store: Store, backups: Path) -> None:
    add(store, "aaaaa")
    assert not backups.exists()
    assert store.generations() == []


def test_what_a_write_replaces_is_kept_by_a_link(store: Store, filed: Path, backups: Path) -> None:
    inode, content = filed.stat().st_ino, filed.read_bytes()
    add(store, "aaaaa")
    (kept,) = backups.iterdir()
    assert (kept.stat().st_ino, kept.read_bytes()) == (inode, content)
    assert NAME.fullmatch(kept.stem) and kept.suffix == ".json"


def test_they_are_listed_with_the_newest_first(store: Store, filed: Path, backups: Path) -> None:
    begun = datetime.now(UTC)
    add(store, "aaaaa", "bbbbb", "ccccc")
    listed = store.generations()
    assert [one.claims for one in listed] == [3, 2, 1]
    assert [one.size for one in listed] == sorted((one.size for one in listed), reverse=True)
    assert [one.name for one in listed] == sorted((p.stem for p in backups.iterdir()), reverse=True)
    assert begun <= listed[1].written <= listed[0].written <= datetime.now(UTC)
    written = store.written()
    assert written is not None and written > listed[0].written


def test_a_read_makes_none(store: Store, filed: Path, backups: Path) -> None:
    store.read()
    store.generations()
    with store.write():
        pass
    assert not backups.exists()


def test_the_last_ten_stay_unless_told_otherwise(filed: Path) -> None:
    store = open_store(str(filed))
    add(store, *(f"c{number}" for number in range(12)))
    assert [one.claims for one in store.generations()] == [*range(12, 2, -1)]


def test_the_last_ones_stay(filed: Path, backups: Path) -> None:
    store = open_store(str(filed), keep=3)
    add(store, *(f"c{number}" for number in range(7)))
    assert [one.claims for one in store.generations()] == [7, 6, 5]


def test_fewer_are_kept_from_the_next_write_on(filed: Path, backups: Path) -> None:
    add(open_store(str(filed), keep=5), "a", "b", "c", "d")
    add(open_store(str(filed), keep=2), "e")
    assert len(list(backups.iterdir())) == 2
    add(open_store(str(filed), keep=0), "f")
    assert not backups.exists()


def test_how_many_is_asked_of_the_ledger_as_it_will_be(filed: Path, backups: Path) -> None:
    store = open_store(str(filed), keep=lambda ledger: len(ledger.keys("parties")))
    with store.write() as unit:
        unit.append("parties", "mndaa", [{"type": "entered"}])
    assert len(list(backups.iterdir())) == 1


def test_only_generations_are_counted_and_removed(filed: Path, backups: Path) -> None:
    backups.mkdir()
    mine = {"notes.txt", "claims.json", "20250101T000000.000000Z.json.gz"}
    for name in mine:
        (backups / name).write_text("mine")
    (backups / ".20250101T000000.000000Z.json.99999.tmp").write_text("half")
    store = open_store(str(filed), keep=1)
    add(store, "a", "b", "c")
    left = {path.name for path in backups.iterdir()}
    assert mine < left and len(left) == 4
    assert len(store.generations()) == 1


def test_an_editor_that_writes_in_place_changes_no_generation(
    store: Store, filed: Path, backups: Path
) -> None:
    add(store, "aaaaa")
    (kept,) = backups.iterdir()
    before = kept.read_bytes()
    filed.write_text(filed.read_text().replace("aaaaa", "bbbbb"))
    assert kept.read_bytes() == before
    add(store, "ccccc")
    assert [one.claims for one in store.generations()] == [2, 1]


def test_they_stand_in_the_order_in_which_they_were_made(
    filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that stands still and a file with an old date change nothing."""
    store = open_store(str(filed), keep=3)
    monkeypatch.setenv("CLAIMTRACK_NOW", "2025-06-01T09:00:00Z")
    add(store, "c1", "c2", "c3", "c4", "c5")
    assert [one.claims for one in store.generations()] == [5, 4, 3]
    os.utime(filed, (0, 0))
    add(store, "c9")
    assert [one.claims for one in store.generations()] == [6, 5, 4]


def test_a_clock_that_was_far_ahead_for_once_does_not_stay_the_latest(
    filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(filed), keep=2)
    monkeypatch.setenv("CLAIMTRACK_NOW", "2099-01-01T00:00:00Z")
    add(store, "aaaaa", "bbbbb")
    monkeypatch.delenv("CLAIMTRACK_NOW")
    add(store, "ccccc", "ddddd", "eeeee")
    assert [one.claims for one in store.generations()] == [5, 4]
    assert store.generations()[0].written.year < 2099


def test_where_nothing_can_be_linked_the_content_is_copied(
    store: Store, filed: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_here(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    filed.chmod(0o640)
    before = filed.read_bytes()
    monkeypatch.setattr(os, "link", not_here)
    add(store, "aaaaa", "bbbbb")
    first, _ = sorted(backups.iterdir())
    assert (first.read_bytes(), mode(first)) == (before, 0o640)


@pytest.mark.parametrize(
    ("ledger", "folder"), [(0o600, 0o700), (0o640, 0o750), (0o664, 0o775), (0o660, 0o770)]
)
def test_backups_are_open_to_whom_the_ledger_is(
    store: Store, filed: Path, backups: Path, ledger: int, folder: int
) -> None:
    filed.chmod(ledger)
    add(store, "aaaaa", "bbbbb")
    assert mode(backups) == folder
    assert {mode(path) for path in backups.iterdir()} == {ledger}


def test_the_backups_of_a_ledger_with_secrets_are_for_the_owner_alone(
    filed: Path, backups: Path
) -> None:
    filed.chmod(0o644)
    add(open_store(str(filed), private=True), "aaaaa", "bbbbb")
    assert mode(backups) == 0o700
    assert {mode(path) for path in backups.iterdir()} == {0o600}
    assert mode(filed) == 0o644, "a file that is there keeps its mode"


def test_a_new_ledger_with_secrets_is_for_the_owner_alone(path: Path) -> None:
    add(open_store(str(path), private=True), "aaaaa")
    assert mode(path) == 0o600


def test_bringing_one_back_keeps_what_was_there(store: Store, filed: Path, backups: Path) -> None:
    add(store, "aaaaa", "bbbbb")
    oldest = store.generations()[-1]
    filed.chmod(0o640)
    done = store.restore(oldest.name)
    assert (done.generation, done.changed) == (oldest, True)
    assert claims(store) == {"k7q2m"}
    assert mode(filed) == 0o640
    assert done.kept is not None
    store.restore(done.kept)
    assert claims(store) == {"k7q2m", "aaaaa", "bbbbb"}
    assert backups.joinpath(f"{oldest.name}.json").stat().st_ino != filed.stat().st_ino


@pytest.mark.parametrize("damage", ["", "{", '{"meta": 7}', "\ufeff{}"])
def test_a_damaged_ledger_is_kept_too(store: Store, filed: Path, damage: str) -> None:
    add(store, "aaaaa")
    filed.write_text(damage)
    kept = store.restore(store.generations()[0].name).kept
    assert claims(store) == {"k7q2m"}
    assert kept == store.generations()[0].name
    assert store.generations()[0].claims is None
    with pytest.raises(DataError):
        store.restore(kept)
    assert claims(store) == {"k7q2m"}, "what is damaged is not brought back"


def test_a_ledger_that_is_gone_is_brought_back(store: Store, filed: Path) -> None:
    filed.chmod(0o600)
    add(store, "aaaaa")
    filed.unlink()
    done = store.restore(store.generations()[0].name)
    assert (done.kept, claims(store)) == (None, {"k7q2m"})
    assert mode(filed) == 0o600


def test_bringing_back_what_is_there_changes_nothing(store: Store, filed: Path) -> None:
    add(store, "aaaaa", "bbbbb")
    name = store.generations()[-1].name
    store.restore(name)
    before = filed.stat(), store.generations()
    assert store.restore(name).changed is False
    assert (filed.stat(), store.generations()) == before


def test_the_one_that_is_brought_back_stays(filed: Path) -> None:
    store = open_store(str(filed), keep=1)
    add(store, "aaaaa")
    name = store.generations()[0].name
    kept = store.restore(name).kept
    assert {one.name for one in store.generations()} == {name, kept}


@pytest.mark.parametrize("name", ["", "x", "../claims", "20250101T000000.000000Z"])
def test_none_of_that_name(store: Store, filed: Path, name: str) -> None:
    with pytest.raises(NotFound):
        store.restore(name)


def test_a_file_that_only_looks_like_one_is_passed_over(
    store: Store, filed: Path, backups: Path
) -> None:
    backups.mkdir()
    (backups / "20259999T999999.000000Z.json").write_text("{}")
    assert store.generations() == []
    add(store, "aaaaa")
    assert len(store.generations()) == 1


def test_a_day_is_told_by_the_time_of_writing(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACK_NOW", "2025-06-01T09:00:00.000007Z")
    store = open_store(str(filed))
    add(store, "aaaaa", "bbbbb")
    assert store.written() == datetime(2025, 6, 1, 9, tzinfo=UTC) + timedelta(microseconds=7)
    assert store.generations()[0].name.startswith("20250601T090000.00000")
