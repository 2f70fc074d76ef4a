"""A damaged file is read as far as it goes, and what could not be read is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import BadInput, DataError
from claimtrack.store.layout import dumped
from claimtrack.store.salvage import Salvaged, salvage, write_salvaged

TEXT = 'He said: "claims": {"x": {"entries": [ \\ é ☃'


def entries(*kinds: str) -> list[dict[str, Any]]:
    window = {"text": "2025", "from": "2025-01-01", "to": "2025-12-31"}
    return [
        {"id": f"{i}", "type": kind, "on": window, "text": TEXT} for i, kind in enumerate(kinds)
    ]


TABLES: dict[str, dict[str, dict[str, Any]]] = {
    "meta": {"ledger": {"schema": 1}, "settings": {"entries": entries("set")}},
    "sources": {
        key: {"entries": [{"id": "0", "type": "entered", "name": key, "kind": "social"}]}
        for key in ("alpha", "beta", "claims")
    },
    "parties": {"junta": {"entries": [{"id": "0", "type": "entered", "name": "junta"}]}},
    "claims": {
        key: {"colour": {"of": 1}, "entries": entries("opened", "report", "note")}
        for key in ("k2", "k3", "k4", "k5")
    },
    "extra": {"x": {"y": {"z": [1]}}},
}
WHOLE = dumped(TABLES)
DOCUMENTS = [(t, k) for t, documents in TABLES.items() for k in documents if t != "extra"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def salvaged(folder: Path, data: bytes) -> Salvaged:
    path = folder / "claims.json"
    path.write_bytes(data)
    return salvage(path)


def span(table: str, key: str) -> tuple[int, int]:
    """Where a document stands in the whole file."""
    start = WHOLE.index(f'\n  "{table}": {{'.encode())
    start = WHOLE.index(f'\n    "{key}": {{'.encode(), start) + 1
    return start, WHOLE.index(b"\n    }", start) + 6


def test_a_whole_file_is_read_whole(folder):
    found = salvaged(folder, WHOLE)
    assert found.tables == TABLES and not found.lost
    assert salvaged(folder, json.dumps(TABLES).encode()).tables == TABLES
    assert salvaged(folder, b"\xef\xbb\xbf" + WHOLE).tables == TABLES
    assert salvaged(folder, WHOLE.decode().encode("utf-16")).tables == TABLES


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(WHOLE) - 2))
def test_wherever_it_breaks_off_what_stands_before_is_saved(folder, cut):
    found = salvaged(folder, WHOLE[:cut])
    assert found.lost
    for table, key in DOCUMENTS:
        if span(table, key)[1] <= cut:
            assert found.tables[table][key] == TABLES[table][key]
    no_more_than_there_was(found)


garbage = st.binary(min_size=1, max_size=300) | st.sampled_from(
    [b"\x00" * 200, b"\xff\xfe", b"}" * 5, b'"', b"{", b"<<<<<<< HEAD\n", b'{"entries": [{}]}']
)


@settings(max_examples=250, deadline=None)
@given(at=st.integers(0, len(WHOLE)), taken=st.integers(0, 400), put=garbage)
def test_wherever_garbage_stands_what_is_untouched_is_saved(folder, at, taken, put):
    """Documents that the damage does not touch, in tables whose head it does not touch."""
    found = salvaged(folder, WHOLE[:at] + put + WHOLE[at + taken :])
    for table, key in DOCUMENTS:
        start, end = span(table, key)
        head = WHOLE.index(f'\n  "{table}": {{'.encode())
        untouched = end < at or start >= at + taken
        head_untouched = head + len(table) + 10 < at or head >= at + taken
        if untouched and head_untouched and not blurred(put, at, start):
            assert key in found.tables.get(table, {}), (table, key)


def blurred(put: bytes, at: int, start: int) -> bool:
    """Does what was put there open a string or an object that swallows what follows?"""
    return start > at and any(sign in put for sign in b'"\\{')


def no_more_than_there_was(found: Salvaged) -> None:
    for table, documents in found.tables.items():
        for key, document in documents.items():
            if "entries" in document:
                whole = TABLES[table][key]["entries"]
                assert document["entries"] == whole[: len(document["entries"])]


def test_of_a_claim_that_breaks_off_the_entries_before_are_saved(folder):
    start, _ = span("claims", "k3")
    cut = WHOLE.index(b'"type": "note"', start)
    found = salvaged(folder, WHOLE[:cut])
    assert found.tables["claims"]["k3"]["entries"] == entries("opened", "report")
    (lost,) = found.lost
    assert (lost.table, lost.key) == ("claims", "k3")
    assert lost.byte == WHOLE.index(b'"k3"') and lost.line == WHOLE[: lost.byte].count(b"\n") + 1


def test_garbage_in_one_claim_costs_no_other(folder):
    start, end = span("claims", "k3")
    found = salvaged(folder, WHOLE[: start + 60] + b"\xff\x00garbage" + WHOLE[end - 60 :])
    assert set(found.tables["claims"]) >= {"k2", "k4", "k5"}
    (lost,) = found.lost
    assert lost.key == "k3"
    assert lost.until == lost.byte + 60 - 4 + len(b"\xff\x00garbage") + 60 + len(b",\n    ")


def test_bytes_that_are_no_text_cost_the_entry_they_stand_in(folder):
    start, _ = span("claims", "k3")
    at = WHOLE.index(b"He said", WHOLE.index(b'"note"', start))
    found = salvaged(folder, WHOLE[:at] + b"\xff" + WHOLE[at + 1 :])
    assert found.tables["claims"]["k3"]["entries"] == entries("opened", "report")
    assert [lost.key for lost in found.lost] == ["k3"]
    assert found.tables["claims"]["k4"] == TABLES["claims"]["k4"]


def test_a_longer_old_file_left_behind_a_shorter_new_one_is_united(folder):
    new = {**TABLES, "claims": {"k2": TABLES["claims"]["k2"]}}
    new.pop("extra")
    data = dumped(new)
    found = salvaged(folder, data + WHOLE[len(data) :])
    assert set(found.tables["claims"]) >= {"k3", "k4", "k5"} - {"k3"}
    assert found.lost


def test_tables_whose_heads_are_gone_are_told_by_what_they_hold(folder):
    data = WHOLE.replace(b'"sources": {', b"#" * 9).replace(b'"claims": {\n    "k2"', b'###\n "k2"')
    found = salvaged(folder, data)
    assert set(found.tables["claims"]) == set(TABLES["claims"])
    assert set(found.tables["sources"]) == set(TABLES["sources"])
    assert found.lost


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 5000, b"[" * 100_000, b'{"a": ' * 5000, b"\xff\xfe"]
)
def test_what_holds_nothing_gives_an_empty_ledger_and_says_so(folder, data):
    found = salvaged(folder, data)
    assert found.lost
    assert json.loads(dumped(found.tables))["meta"] == {"ledger": {"schema": 1}}


@pytest.mark.parametrize("constant", ["NaN", "-Infinity", "1e999", "9" * 400])
def test_what_cannot_be_written_again_is_lost(folder, constant):
    data = WHOLE.replace(b'"of": 1', f'"of": {constant}'.encode(), 1)
    found = salvaged(folder, data)
    assert dumped(found.tables)
    assert found.tables["claims"]["k3"] == TABLES["claims"]["k3"]


def test_a_newer_ledger_and_no_file_are_refused(folder):
    with pytest.raises(DataError, match="newer"):
        salvaged(folder, WHOLE.replace(b'"schema": 1', b'"schema": 99'))
    with pytest.raises(DataError, match="not there"):
        salvage(folder / "none.json")


def test_what_is_there_is_not_written_over(tmp_path):
    out = tmp_path / "out.json"
    write_salvaged(TABLES, out, mode=0o600)
    assert out.read_bytes() == WHOLE and out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match="there already"):
        write_salvaged({}, out, mode=0o600)
    assert out.read_bytes() == WHOLE
