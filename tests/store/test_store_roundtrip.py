"""Whatever JSON is stored comes back as it was."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.store import open_store

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
entries = st.dictionaries(st.text(), values, max_size=4)
documents = st.dictionaries(st.text(), st.lists(entries, min_size=1, max_size=3), max_size=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledgers")


@settings(max_examples=30, deadline=None)
@given(claims=documents, sources=documents)
def test_store_and_load_is_identity(
    folder: Path, claims: dict[str, list[Any]], sources: dict[str, list[Any]]
) -> None:
    path = folder / "claims.json"
    path.unlink(missing_ok=True)
    store = open_store(str(path))
    with store.write() as unit:
        unit.create()
        for key, learned in claims.items():
            unit.append("claims", key, learned)
        for key, learned in sources.items():
            unit.append("sources", key, learned)

    snapshot = store.read()
    assert {key: snapshot.entries("claims", key) for key in snapshot.keys("claims")} == claims
    assert {key: snapshot.entries("sources", key) for key in snapshot.keys("sources")} == sources

    written = path.read_bytes()
    with store.write() as unit:
        unit.append("parties", "one-more", [{"type": "entered"}])
    assert_only_added(written, path.read_bytes())


def assert_only_added(before: bytes, after: bytes) -> None:
    """Every line of before stands in after, in its order, a comma at its end aside."""
    lines = iter(line.rstrip(b",") for line in after.split(b"\n"))
    assert all(line.rstrip(b",") in lines for line in before.split(b"\n"))
