"""What is erased is gone from the file and from every older state of it that is kept."""

import os
from pathlib import Path

import pytest

from claimtrack.errors import DataError
from claimtrack.store import open_store
from claimtrack.store.base import Store
from claimtrack.store.erasing import generations

SECRET = {"id": "0" * 12, "type": "note", "text": "a secret"}
TOMBSTONE = {"id": "1" * 12, "type": "forgotten", "reason": "the law"}


@pytest.fixture
def kept(store: Store, path: Path) -> list[Path]:
    """A ledger with two claims, and two older states of it: one a copy, one a hard link."""
    with store.write() as unit:
        unit.append("claims", "abc23", [SECRET])
        unit.append("claims", "abd45", [{"id": "2" * 12}])
    folder = path.with_name(f"{path.name}.backups")
    folder.mkdir()
    (folder / "20250101T000000.000000Z.json").write_bytes(path.read_bytes())
    os.link(path, folder / "20250102T000000.000000Z.json")
    for generation in generations(path):
        os.utime(generation, ns=(10**18, 10**18))
    return generations(path)


def erase(store: Store) -> None:
    with store.write() as unit:
        unit.append("forgotten", "abc23", [TOMBSTONE])
        unit.erase("claims", "abc23")


def test_it_is_gone_everywhere_and_the_tombstone_is_there(
    store: Store, path: Path, kept: list[Path]
) -> None:
    assert len(kept) == 2
    erase(store)
    for file in (path, *kept):
        ledger = open_store(str(file)).read()
        assert list(ledger.keys("claims")) == ["abd45"]
        assert ledger.entries("forgotten", "abc23") == [TOMBSTONE]
        assert b"a secret" not in file.read_bytes()
    assert [file.stat().st_mtime_ns for file in kept] == [10**18] * 2


def test_nothing_else_of_a_generation_changes(store: Store, kept: list[Path]) -> None:
    before = open_store(str(kept[0])).read()
    erase(store)
    after = open_store(str(kept[0])).read()
    for table in ("meta", "sources", "parties"):
        assert after.tables.get(table) == before.tables.get(table)  # type: ignore[attr-defined]
    assert after.entries("claims", "abd45") == before.entries("claims", "abd45")


def test_one_that_cannot_be_read_is_named_and_nothing_is_erased(
    store: Store, path: Path, kept: list[Path]
) -> None:
    kept[0].write_bytes(b'{"claims": {"abc23"')
    before = [file.read_bytes() for file in (path, *kept)]
    with pytest.raises(DataError, match=r"20250101T.*nothing was erased: remove that copy"):
        erase(store)
    assert [file.read_bytes() for file in (path, *kept)] == before
    assert generations(path) == kept
    kept[0].unlink()
    erase(store)
    for file in (path, kept[1]):
        assert b"a secret" not in file.read_bytes()


def test_what_is_no_generation_is_left_alone(store: Store, path: Path, kept: list[Path]) -> None:
    strangers = [kept[0].with_name(name) for name in ("README.txt", "2025.json", "of mine.json")]
    for stranger in strangers:
        stranger.write_text("Kept by the night desk.")
    assert generations(path) == kept
    erase(store)
    assert b"a secret" not in path.read_bytes()
    assert {stranger.read_text() for stranger in strangers} == {"Kept by the night desk."}


def test_what_a_writer_that_died_left_there_is_removed(store: Store, kept: list[Path]) -> None:
    left = kept[0].with_name(".2025-01-03.json.77.tmp")
    left.write_bytes(b"a secret")
    erase(store)
    assert not left.exists()


def test_an_erasure_that_is_broken_off_erases_nothing(
    store: Store, path: Path, kept: list[Path]
) -> None:
    before = path.read_bytes()
    with pytest.raises(KeyError), store.write() as unit:
        unit.erase("claims", "abc23")
        raise KeyError
    assert [file.read_bytes() for file in (path, *kept)] == [before] * 3


def test_no_backups_no_matter(store: Store, path: Path) -> None:
    with store.write() as unit:
        unit.append("claims", "abc23", [SECRET])
    erase(store)
    assert b"a secret" not in path.read_bytes()
