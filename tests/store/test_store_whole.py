"""A file read as entries at once: the same as each document by itself, or not at all."""

from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import anything
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.desk.documents import READERS
from claimtrack.errors import DataError
from claimtrack.store import open_store
from claimtrack.store.base import TABLES, Tables, Trace
from claimtrack.store.file import FileReading, FileSnapshot
from claimtrack.store.whole import read_whole


def ledger(seed: int = 1) -> Tables:
    return anything.ledger(Random(seed), 8)


def filed(tables: Any, folder: Path) -> Path:
    path = folder / "claims.json"
    path.write_bytes(orjson.dumps(tables))
    return path


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_every_document_is_what_it_is_by_itself(seed: int) -> None:
    tables = ledger(seed)
    models = read_whole(orjson.dumps(tables))
    assert models is not None
    for table in TABLES:
        documents = {k: d for k, d in tables.get(table, {}).items() if "entries" in d}
        assert {key: each.entries for key, each in models[table].items()} == {
            key: READERS[table](document["entries"]) for key, document in documents.items()
        }


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_a_reading_answers_as_one_that_was_parsed(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = filed(ledger(seed), tmp_path_factory.mktemp("whole"))
    reading, parsed = FileReading(path), FileSnapshot(path)
    ids = list(parsed.keys("claims"))
    for table in TABLES:
        assert list(reading.keys(table)) == list(parsed.keys(table))
    assert reading.traced(Trace.LINK, ids) == parsed.traced(Trace.LINK, ids)
    assert reading.traced(Trace.NAMED, ids) == parsed.traced(Trace.NAMED, ids)
    assert [reading.has("claims", key) for key in (*ids, "none")] == [True] * len(ids) + [False]
    assert reading.beginning("claims", "c") == parsed.beginning("claims", "c")
    for key in ("ledger", "settings", "moving"):
        assert reading.document("meta", key) == parsed.document("meta", key)
    assert list(reading.documents()) == list(parsed.documents())


def at(tables: Any, *path: Any, value: Any) -> Any:
    """The tables with another value in one place."""
    changed = inner = deepcopy(tables)
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


LEDGER = ledger()
CLAIM = next(iter(LEDGER["claims"]))
FIRST = ("claims", CLAIM, "entries", 0)
NOT_AT_ONCE = {
    "a table that nobody knows": at(LEDGER, "rumors", value={}),
    "a mark that nobody knows": at(LEDGER, "meta", "moving", value={"to": "x"}),
    "a type that nobody knows": at(LEDGER, *FIRST, "type", value="rumor"),
    "a moment without an offset": at(LEDGER, *FIRST, "recorded", value="2025-06-01T09:00:00"),
    "a moment that no zone can tell": at(LEDGER, *FIRST, "recorded", value="0001-01-01T00:00:00Z"),
    "a window that ends before it begins": at(
        LEDGER, *FIRST, "on", value={"text": "x", "from": "2025-06-02", "to": "2025-06-01"}
    ),
    "a day as pydantic reads it": at(
        LEDGER, *FIRST, "on", value={"text": "x", "from": "2025-06-01T00:00:00", "to": None}
    ),
    "no list of entries": at(LEDGER, "claims", CLAIM, value={}),
    "a schema of another time": at(LEDGER, "meta", "ledger", "schema", value=0),
    "no mark": at(LEDGER, "meta", value={}),
    "no ledger": [],
}


@pytest.mark.parametrize("tables", NOT_AT_ONCE.values(), ids=NOT_AT_ONCE)
def test_what_is_not_plainly_in_order_is_left_to_who_says_what_is_wrong(tables: Any) -> None:
    assert read_whole(orjson.dumps(LEDGER)) is not None
    assert read_whole(orjson.dumps(tables)) is None


@pytest.mark.parametrize("data", [b"", b"{", b"\xef\xbb\xbf{}", b'{"meta": "\xff"}', b"[" * 10_000])
def test_what_is_no_json_is_none(data: bytes, tmp_path: Path) -> None:
    assert read_whole(data) is None
    path = tmp_path / "claims.json"
    path.write_bytes(data)
    with pytest.raises(DataError, match="claims.json"):
        open_store(str(path)).read()


def test_keys_that_nobody_knows_stay_on_file(tmp_path: Path) -> None:
    path = filed(at(LEDGER, *FIRST, "x_seen", value=[1]), tmp_path)
    reading = FileReading(path)
    assert reading.models("claims", CLAIM) == FileReading(filed(LEDGER, tmp_path)).models(
        "claims", CLAIM
    )
    entries = reading.entries("claims", CLAIM)
    assert entries is not None
    assert entries[0]["x_seen"] == [1]
