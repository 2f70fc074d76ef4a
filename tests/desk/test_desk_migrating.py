"""Moving a ledger: all of it comes, a move that broke off goes on, and nothing else is written over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest

from claimtrack.desk.migrating import migrate
from claimtrack.errors import BadInput, DataError
from claimtrack.store import open_store
from claimtrack.store.base import Store

RECORD = Path(__file__).parents[2] / "claims.json"


@pytest.fixture
def here(tmp_path: Path) -> Store:
    """The shipped record, with keys in it that no version of the program knows."""
    path = tmp_path / "claims.json"
    tables = orjson.loads(RECORD.read_bytes())
    tables["meta"]["desk"] = {"note": "ours", "entries": []}
    tables["shelves"] = {"a": {"of": "another program"}}
    tables["claims"][min(tables["claims"])] |= {"colour": "red"}
    path.write_bytes(orjson.dumps(tables))
    return open_store(str(path))


@pytest.fixture
def there(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "moved" / "desk.json"))


def test_all_of_it_comes_with_what_nobody_knows(here: Store, there: Store) -> None:
    migrated = migrate(here, there)
    assert there.read().whole() == here.read().whole()
    assert migrated.sealed.counts == {"entries": 111, "claims": 40, "sources": 5, "parties": 9}


def test_once_moved_there_is_nothing_left_to_do(here: Store, there: Store) -> None:
    before = migrate(here, there)
    again = migrate(here, there)
    assert (again.written, again.sealed) == (0, before.sealed)


def test_what_was_logged_after_the_first_move_comes_with_the_second(
    here: Store, there: Store
) -> None:
    migrate(here, there)
    note = {
        "id": "n1",
        "type": "note",
        "text": "later",
        "on": None,
        "recorded": "2026-01-01T00:00:00Z",
    }
    with here.write() as unit:
        unit.append("claims", min(unit.keys("claims")), [note])
    assert migrate(here, there).written == 1
    assert there.read().whole() == here.read().whole()


def test_it_tells_how_far_it_is(here: Store, there: Store) -> None:
    told: dict[str, list[int]] = {}

    @contextmanager
    def watch(what: str, total: int) -> Iterator[Callable[[int], None]]:
        told[what] = [total]
        yield told[what].append

    migrate(here, there, watch)
    assert list(told) == ["copying", "comparing"]
    assert all(sum(done) == total > 0 for total, *done in told.values())


def claim_more(there: Store) -> str:
    with there.write() as unit:
        unit.append("claims", "zzzzz", [{"id": "o", "type": "opened", "text": "another"}])
    return "on claim zzzzz"


def entry_more(there: Store) -> str:
    with there.write() as unit:
        claim = min(unit.keys("claims"))
        unit.append("claims", claim, [{"id": "n", "type": "note", "text": "only there"}])
    return f"on claim {claim}"


def source_more(there: Store) -> str:
    with there.write() as unit:
        unit.append("sources", "vexqor", [{"id": "e", "type": "entered", "confidential": True}])
    return "among its sources"


@pytest.mark.parametrize("changed", [claim_more, entry_more, source_more])
def test_what_holds_anything_else_is_left_as_it_is(here: Store, there: Store, changed) -> None:
    migrate(here, there)
    where = changed(there)
    before = Path(there.location).read_bytes()
    with pytest.raises(
        BadInput, match=f"holds what this ledger does not, {where}: .* merge"
    ) as said:
        migrate(here, there)
    assert "vexqor" not in str(said.value)
    assert Path(there.location).read_bytes() == before


def test_a_damaged_ledger_is_not_moved(tmp_path: Path, there: Store) -> None:
    path = tmp_path / "claims.json"
    path.write_bytes(RECORD.read_bytes()[:-40])
    with pytest.raises(DataError, match="not JSON"):
        migrate(open_store(str(path)), there)
    assert not there.exists()


def test_what_was_logged_while_it_was_moved_is_said(here: Store, there: Store) -> None:
    @contextmanager
    def watch(what: str, total: int) -> Iterator[Callable[[int], None]]:
        yield lambda _: None
        with here.write() as unit:
            unit.append("claims", "zzzzz", [{"id": what, "type": "opened", "text": "new"}])

    with pytest.raises(DataError, match="was written to meanwhile: .* the same command again"):
        migrate(here, there, watch)
