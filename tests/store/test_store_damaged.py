"""What cannot be read is said in one line, and left as it is."""

import os
from pathlib import Path

import pytest

from claimtrack.errors import DataError
from claimtrack.store import open_store
from claimtrack.store.base import Store

META = '"meta": {"ledger": {"schema": 1}}'

DAMAGED = {
    "nothing in it": (b"", "{path} is empty: "),
    "only spaces": (b" \n\n", "{path} is empty: "),
    "no JSON": (b"claims\n", "{path}:1:1: not JSON: "),
    "cut off": (b'{\n  "meta": {\n    "led', "{path}:3:9: not JSON: "),
    "a comma too many": (b'{"meta": {},\n "claims": {},\n}', "{path}:2:14: not JSON: "),
    "a mark of two versions": (b"{\n<<<<<<< ours\n", "{path}:2:1: not JSON: "),
    "not a number": (b'{"meta":\n  NaN}', "{path}:2:3: not JSON: "),
    "not UTF-8": (b'{"meta": "\xe9"}', "{path}:1: not JSON: it is not UTF-8"),
    "a byte order mark": (
        b"\xef\xbb\xbf{}",
        "{path}:1:1: not JSON: it is UTF-8 with a byte order mark, ",
    ),
    "zeroes after a crash": (b"\0" * 64, "{path}:1:1: not JSON: "),
    "nested without end": (b"[" * 5000 + b"]" * 5000, "{path}:1:"),
    "a list": (b"[]", "{path} is not a claimtrack ledger"),
    "a number": (b"7", "{path} is not a claimtrack ledger"),
    "null": (b"null", "{path} is not a claimtrack ledger"),
    "no tables": (b"{}", "{path} is not a claimtrack ledger"),
    "TinyDB of another": (b'{"_default": {"1": {"a": 1}}}', "{path} is not a claimtrack ledger"),
    "no schema": (b'{"meta": {"ledger": {}}}', "{path} is not a claimtrack ledger"),
    "a schema in words": (
        b'{"meta": {"ledger": {"schema": "1"}}}',
        "{path} is not a claimtrack ledger",
    ),
    "a schema that is true": (
        b'{"meta": {"ledger": {"schema": true}}}',
        "{path} is not a claimtrack ledger",
    ),
    "a newer schema": (
        b'{"meta": {"ledger": {"schema": 2}}}',
        "{path} was written by a newer claimtrack (schema 2, this one reads up to 1): upgrade",
    ),
    "a table that is a list": (f'{{{META}, "claims": []}}'.encode(), "{path}: claims is not"),
    "a document that is a list": (
        f'{{{META}, "claims": {{"k7q2m": []}}}}'.encode(),
        "{path}: claims/k7q2m is not",
    ),
    "a document without entries": (
        f'{{{META}, "sources": {{"irrawaddy": {{}}}}}}'.encode(),
        "{path}: sources/irrawaddy is not",
    ),
    "entries that are no list": (
        f'{{{META}, "parties": {{"mndaa": {{"entries": {{}}}}}}}}'.encode(),
        "{path}: parties/mndaa is not",
    ),
    "an entry that is no object": (
        f'{{{META}, "claims": {{"k7q2m": {{"entries": [{{}}, 7]}}}}}}'.encode(),
        "{path}: claims/k7q2m is not",
    ),
}


@pytest.mark.parametrize(("content", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_named_and_left_as_it_is(
    store: Store, path: Path, content: bytes, message: str
) -> None:
    path.write_bytes(content)
    before = path.stat().st_mtime_ns

    with pytest.raises(DataError) as reading:
        store.read()
    with pytest.raises(DataError) as writing, store.write() as unit:
        unit.append("claims", "aaaaa", [{"type": "opened"}])

    assert str(reading.value).startswith(message.format(path=path))
    assert str(writing.value) == str(reading.value)
    assert "\n" not in str(reading.value)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, before)


def test_a_folder_is_no_ledger(store: Store, path: Path) -> None:
    path.mkdir()
    with pytest.raises(DataError, match="is not a file"):
        store.read()


def test_a_pipe_is_refused_without_waiting_for_it(store: Store, path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(DataError, match="is not a file"):
        store.read()


def test_a_device_is_refused() -> None:
    with pytest.raises(DataError, match="/dev/zero is not a file"):
        open_store("/dev/zero").read()


def test_a_file_without_permission(
    store: Store, filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(DataError) as error:
        store.read()
    assert str(error.value) == f"{filed} cannot be read: Permission denied"


def test_a_file_in_place_of_a_folder(filed: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read: Not a directory"):
        open_store(str(filed / "claims.json")).read()


def test_a_symlink_that_leads_to_itself(path: Path, store: Store) -> None:
    path.symlink_to(path)
    with pytest.raises(DataError, match=str(path)):
        store.read()


@pytest.mark.parametrize("location", ["a\0b.json", "~nobody-of-that-name/claims.json"])
def test_what_is_no_path_at_all(location: str) -> None:
    with pytest.raises(DataError, match="leads to no file"):
        open_store(location).read()
