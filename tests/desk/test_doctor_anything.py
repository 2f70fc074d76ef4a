"""Whatever somebody made of a ledger by hand, it is examined, mended, sealed, united and salvaged,
or refused in a sentence.
"""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import Newsroom

from claimtrack.desk.doctor import examine, fix
from claimtrack.desk.merging import unite
from claimtrack.desk.sealing import seal
from claimtrack.desk.view import View
from claimtrack.errors import ClaimtrackError
from claimtrack.show.findings import message
from claimtrack.store import open_store
from claimtrack.store.salvage import salvage

NOW = datetime(2030, 1, 1, tzinfo=UTC)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["2025-06-01", "2025-13-99", "daily", "army", "here", "{key0}", "merged", "set"])
    | st.sampled_from([{"from": "2", "to": "1"}, {"text": "x", "from": "2025-06-02", "to": "2025-06-01"}]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    newsroom = Newsroom(tmp_path_factory.mktemp("whole") / "claims.json")
    newsroom.cast("daily B", "weekly C of daily", "party army", "radio C of army")
    newsroom.open("here", parties=["army"], when="2025-05")
    newsroom.enter("here", "report daily", "report weekly repeats 1", "deny army source radio")
    newsroom.enter("here", "verdict false rests-on 1", "note x", "withdraw 5", "rate daily A")
    return json.loads(newsroom.path.read_text())


def nodes(value: Any, path: tuple = ()) -> list[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, each in inner:
        found.append((*path, key))
        if isinstance(each, (dict, list)):
            found += nodes(each, (*path, key))
    return found


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_it_never_breaks(whole: dict[str, Any], tmp_path_factory: Any, data: st.DataObject) -> None:
    tables = deepcopy(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(nodes(tables)))
        where = tables
        for key in path[:-1]:
            where = where[key]
        if data.draw(st.booleans()):
            where[path[-1]] = deepcopy(data.draw(values))
        elif isinstance(where, dict):
            where[data.draw(st.text(max_size=4))] = deepcopy(data.draw(values))
        else:
            where.append(deepcopy(where[path[-1]]))
    path = tmp_path_factory.getbasetemp() / "anything.json"
    path.write_text(json.dumps(tables))
    try_all(path, whole)


def try_all(path: Path, whole: dict[str, Any]) -> None:
    store = open_store(str(path))
    try:
        salvage(path)
        snapshot = store.read()
    except ClaimtrackError:
        return
    examined = examine(snapshot, NOW)
    for finding in examined.findings:
        assert message(finding, examined.confidential)
    seal(View(snapshot, "x", lambda zone: NOW.date())).listed()
    before = path.read_bytes()
    done = fix(store, NOW)
    assert bool(done.mended) == any(each.fixable for each in examined.findings) or done.blocked
    assert not any(each.fixable for each in done.findings) or done.blocked
    assert done.mended or path.read_bytes() == before
    other = path.with_name("whole.json")
    other.write_text(json.dumps(whole))
    try:
        unite(store.read(), open_store(str(other)).read(), "a", "b")
    except ClaimtrackError:
        return
