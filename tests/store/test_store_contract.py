"""What every store does, whichever it is: a file, SQLite or PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import DataError
from claimtrack.model.entries import entry_id
from claimtrack.model.union import identity
from claimtrack.store import open_store
from claimtrack.store.base import Store, Tables

RECORD = Path(__file__).parents[2] / "claims.json"


def entry(
    text: str, recorded: str = "2025-06-01T09:00:00.000000Z", by: str = "ann"
) -> dict[str, Any]:
    """A note as the program writes it."""
    said = {"type": "note", "text": text}
    return {"id": entry_id(said), **said, "recorded": recorded, "by": by}


FIRST, SECOND, THIRD = entry("first"), entry("second"), entry("third")

ODD: Tables = {
    "meta": {"ledger": {"schema": 1, "who": "somebody's"}, "other": {"entries": [], "x": 1}},
    "claims": {
        "k7q2m": {"note": "by hand", "entries": [SECOND, FIRST], "after": [None]},
        "empty": {"entries": []},
        "no-id": {"entries": [{"type": "opened"}, {"id": 7, "type": "note"}, {}]},
        "ünïcode \\ key": {"entries": [{"id": "x", "text": "\x00 \u2028 ☃ \U0001f600"}]},
        "": {"entries": [{"n": 2**64 - 1, "m": -(2**63), "f": 0.1, "e": 1e300, "deep": [[{}]]}]},
    },
    "parties": {},
    "unknown": {"a": {"entries": [{"id": "1"}]}, "b": 7, "c": None, "": "text"},
    "nothing": {},
}
"""What is more than entries that the program wrote: everything that a file may hold."""


@pytest.fixture
def store(location: str) -> Store:
    return open_store(location, lock_wait=0.2)


@pytest.fixture
def filed(store: Store) -> Store:
    """One that holds a claim with two entries, and a source."""
    with store.write() as unit:
        unit.append("claims", "k7q2m", [FIRST, SECOND])
        unit.append("sources", "daily", [entry("a source")])
    return store


def entries(store: Store, key: str = "k7q2m") -> Any:
    return store.read().entries("claims", key)


def test_where_nothing_was_written_there_is_nothing(store: Store) -> None:
    assert not store.exists()
    snapshot = store.read()
    assert not snapshot.exists
    assert list(snapshot.keys("claims")) == list(snapshot.keys("sources")) == []
    assert snapshot.entries("claims", "k7q2m") is None and snapshot.whole() == {}
    assert not store.exists()
    assert list(store.generations()) == []


def test_a_write_of_nothing_makes_no_ledger(store: Store) -> None:
    with store.write() as unit:
        unit.append("claims", "k7q2m", [])
    assert not store.exists()


def test_a_ledger_can_be_started_empty(store: Store) -> None:
    with store.write() as unit:
        assert not unit.exists
        unit.create()
    assert store.exists() and store.read().whole() == {"meta": {"ledger": {"schema": 1}}}


def test_what_was_appended_is_read(filed: Store) -> None:
    snapshot = filed.read()
    assert snapshot.exists and filed.exists()
    assert snapshot.entries("claims", "k7q2m") == [FIRST, SECOND]
    assert list(snapshot.keys("claims")) == ["k7q2m"] and "k7q2m" in snapshot.keys("claims")
    assert "nope" not in snapshot.keys("claims") and snapshot.entries("claims", "nope") is None
    assert snapshot.whole() == {
        "meta": {"ledger": {"schema": 1}},
        "sources": {"daily": {"entries": [entry("a source")]}},
        "claims": {"k7q2m": {"entries": [FIRST, SECOND]}},
    }


@pytest.mark.parametrize("recorded", ["2025-06-02T09:00:00", "20250602", "yesterday", 7, None])
def test_what_was_logged_at_no_moment_is_passed_over(store: Store, recorded: Any) -> None:
    with store.write() as unit:
        unit.append("claims", "k7q2m", [FIRST])
        unit.append("claims", "other", [{**SECOND, "recorded": recorded}])
    snapshot = store.read()
    assert snapshot.logged_since("claims", datetime(2025, 1, 1, tzinfo=UTC)) == ["k7q2m"]
    assert [logged.record for logged in snapshot.latest()] == [FIRST]


def test_it_comes_at_the_end(filed: Store) -> None:
    with filed.write() as unit:
        unit.append("claims", "k7q2m", [THIRD])
        unit.append("claims", "other", [FIRST])
    assert entries(filed) == [FIRST, SECOND, THIRD] and entries(filed, "other") == [FIRST]


def test_within_the_unit_it_is_seen_at_once(filed: Store) -> None:
    with filed.write() as unit:
        assert unit.entries("claims", "k7q2m") == [FIRST, SECOND]
        unit.append("claims", "k7q2m", [THIRD])
        unit.append("claims", "new", [FIRST])
        assert unit.entries("claims", "k7q2m") == [FIRST, SECOND, THIRD]
        assert set(unit.keys("claims")) == {"k7q2m", "new"} == unit.whole()["claims"].keys()
        unit.erase("claims", "k7q2m")
        assert unit.entries("claims", "k7q2m") is None and list(unit.keys("claims")) == ["new"]
        unit.append("claims", "k7q2m", [THIRD])
        assert unit.entries("claims", "k7q2m") == [THIRD]
    assert entries(filed) == [THIRD]


def test_after_an_error_nothing_has_changed(filed: Store) -> None:
    before = filed.read().whole()
    with pytest.raises(ZeroDivisionError), filed.write() as unit:
        unit.append("claims", "k7q2m", [THIRD])
        raise ZeroDivisionError
    assert filed.read().whole() == before
    with pytest.raises(DataError, match="nothing changed"), filed.write() as unit:
        unit.append("claims", "k7q2m", [{"id": "x", "text": "\ud800"}])
    assert filed.read().whole() == before


def test_what_is_erased_is_gone(filed: Store) -> None:
    with filed.write() as unit:
        unit.append("forgotten", "k7q2m", [THIRD])
        unit.erase("claims", "k7q2m")
        unit.erase("claims", "never-there")
    snapshot = filed.read()
    assert list(snapshot.keys("claims")) == [] and snapshot.entries("claims", "k7q2m") is None
    assert snapshot.entries("forgotten", "k7q2m") == [THIRD]


def test_all_of_it_can_be_replaced(filed: Store) -> None:
    tables: Tables = {
        "meta": {"ledger": {"schema": 1}},
        "claims": {"k7q2m": {"entries": [THIRD, FIRST]}, "new": {"entries": [SECOND]}},
    }
    with filed.write() as unit:
        unit.rewrite(tables)
        assert unit.whole() == tables and unit.entries("claims", "k7q2m") == [THIRD, FIRST]
        unit.append("claims", "new", [THIRD])
        assert set(unit.keys("claims")) == {"k7q2m", "new"} and not list(unit.keys("sources"))
    assert entries(filed) == [THIRD, FIRST] and entries(filed, "new") == [SECOND, THIRD]
    assert not filed.read().whole().get("sources")


def test_whatever_a_ledger_holds_comes_back_as_it_was(store: Store) -> None:
    with store.write() as unit:
        unit.rewrite(ODD)
    assert store.read().whole() == ODD
    with store.write() as unit:
        unit.append("claims", "k7q2m", [THIRD])
        unit.append("claims", "empty", [THIRD])
    now = store.read().whole()
    assert now["claims"]["k7q2m"] == {**ODD["claims"]["k7q2m"], "entries": [SECOND, FIRST, THIRD]}
    assert list(now["claims"]["k7q2m"]) == ["note", "entries", "after"]
    assert now["claims"]["empty"] == {"entries": [THIRD]}
    with store.write() as unit:
        unit.rewrite(ODD)
    assert store.read().whole() == ODD


def test_each_document_is_read_as_all_are_together(store: Store) -> None:
    with store.write() as unit:
        unit.rewrite(ODD)
    whole, one_by_one = store.read().whole(), store.read()
    for table in ("claims", "parties"):
        assert {key: one_by_one.entries(table, key) for key in one_by_one.keys(table)} == {
            key: document["entries"] for key, document in whole[table].items()
        }


def test_documents_may_be_loaded_together(store: Store) -> None:
    keys = [f"k{number:04}" for number in range(1200)]
    with store.write() as unit:
        for key in keys:
            unit.append("claims", key, [entry(key)])
    snapshot = store.read()
    snapshot.load("claims", [*keys, "nope"])
    assert [snapshot.entries("claims", key) for key in keys] == [[entry(key)] for key in keys]
    assert snapshot.entries("claims", "nope") is None
    assert sorted(snapshot.keys("claims")) == keys
    in_turn = store.read()
    assert [in_turn.entries("claims", key) for key in sorted(in_turn.keys("claims"))] == [
        [entry(key)] for key in keys
    ]


def test_the_record_comes_back_as_it_was(store: Store) -> None:
    tables = open_store(str(RECORD)).read().whole()
    with store.write() as unit:
        unit.rewrite(tables)
    assert store.read().whole() == tables


def test_a_newer_schema_is_refused(store: Store) -> None:
    with store.write() as unit:
        unit.rewrite({"meta": {"ledger": {"schema": 2}}, "claims": {}})
    with pytest.raises(DataError, match="newer claimtrack .schema 2"):
        store.read()
    with pytest.raises(DataError, match="upgrade claimtrack"), store.write():
        pass


def test_a_reading_is_of_one_moment_until_it_is_released(store: Store, filed: Store) -> None:
    snapshot = filed.read()
    assert snapshot.entries("claims", "k7q2m") == [FIRST, SECOND]
    snapshot.release()
    with store.write() as unit:
        unit.append("claims", "other", [FIRST])
    assert filed.read().entries("claims", "other") == [FIRST]
    snapshot.release()


keys = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text()
values = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
documents = st.dictionaries(
    keys,
    st.lists(
        st.dictionaries(st.text(), values, max_size=4),
        min_size=1,
        max_size=3,
        unique_by=lambda one: (identity(one), entry_id(one)),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def one_of_each(
    tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]
) -> list[Store]:
    """A ledger in each sort of store, for all examples: each is put in the place of the last."""
    folder = tmp_path_factory.mktemp("ledgers")
    places = (f"{folder}/a.json", f"sqlite:///{folder}/a.db", database())
    return [open_store(place) for place in places]


@settings(max_examples=25, deadline=None)
@given(claims=documents, sources=documents, more=documents)
def test_whatever_is_stored_is_the_same_in_each(
    one_of_each: list[Store],
    claims: dict[str, Any],
    sources: dict[str, Any],
    more: dict[str, Any],
) -> None:
    tables: Tables = {
        "meta": {"ledger": {"schema": 1}},
        "sources": {key: {"entries": learned} for key, learned in sources.items()},
        "claims": {key: {"entries": learned} for key, learned in claims.items()},
    }
    read = []
    for store in one_of_each:
        with store.write() as unit:
            unit.rewrite(tables)
        assert store.read().whole() == tables
        with store.write() as unit:
            for key, learned in more.items():
                if key not in claims:
                    unit.append("claims", key, learned)
        snapshot = store.read()
        read.append({key: snapshot.entries("claims", key) for key in snapshot.keys("claims")})
    assert read[0] == read[1] == read[2]
