"""Whatever bytes are in the file: a ledger, or one sentence and exit 4; never a write."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimtrack.desk.desk import Desk
from claimtrack.desk.reading import listed, logged
from claimtrack.desk.undoing import undo
from claimtrack.desk.view import View
from claimtrack.errors import DataError
from claimtrack.show.card import claim_card, why_card
from claimtrack.show.claims import claims_sheet
from claimtrack.show.formats import as_csv, as_lines, card_lines
from claimtrack.show.log import log_sheet
from claimtrack.show.names import Names
from claimtrack.show.record import log_record, whole_record
from claimtrack.show.registry import (
    party_card,
    party_whole_record,
    source_card,
    source_whole_record,
)
from claimtrack.store import open_store

CORPUS = Path(__file__).parent / "corpus"
"""Ledgers that were once read badly, and some that are whole."""

LEDGERS = [path.read_bytes() for path in sorted(CORPUS.glob("*.json"))]
WHOLE = orjson.loads((CORPUS / "whole.json").read_bytes())

ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(
        [
            *("2025-06-01T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
            *("0001-01-01", "9999-12-31", "abc23", "opened", "withdrawn", "set", "none", ""),
            {"text": "x", "from": "2025-06-02", "to": "2025-06-01"},
            *([], {}, [[]], {"entries": []}, {"entries": [{}]}),
        ]
    ),
)
quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_all(path: Path) -> None:
    """Ask of the ledger all that the program's reading commands ask."""
    view = View(open_store(str(path)).read(), str(path), datetime(2025, 6, 1, 12, tzinfo=UTC))
    names = Names(view.registry, discreet=True)
    claims = listed(view, [], user="ann")
    as_csv(claims_sheet(view, claims, names, ""))
    for claim in claims:
        whole_record(view, claim, names)
        card_lines(claim_card(view, claim, names))
        card_lines(why_card(view, claim, names))
    log = logged(view, None)
    as_lines(log_sheet(view, log, names))
    for claim_id, entry in log:
        log_record(claim_id, entry, names)
    for source in view.registry.sources.values():
        source_whole_record(source, names)
        card_lines(source_card(view, source, names))
    for party in view.registry.parties.values():
        party_whole_record(party)
        card_lines(party_card(party))


def judged(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    before = path.stat().st_mtime_ns
    try:
        read_all(path)
    except DataError as error:
        assert "\n" not in str(error)
        assert str(path) in str(error)
    else:
        with Desk(open_store(str(path)), "nobody").change() as change:
            undo(change)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.json")), ids=lambda path: path.stem)
def test_what_was_once_read_badly(tmp_path: Path, path: Path) -> None:
    judged(tmp_path / "claims.json", path.read_bytes())


def test_withdrawals_of_withdrawals_three_thousand_deep(tmp_path: Path) -> None:
    tables = orjson.loads(orjson.dumps(WHOLE))
    entries = tables["claims"]["abd45"]["entries"]
    about = entries[0]["id"]
    for number in range(3000):
        withdrawal = {"id": f"{number:012x}", "type": "withdrawn", "entry": about, "reason": "x"}
        entries.append({name: entries[0][name] for name in ("on", "recorded", "by")} | withdrawal)
        about = withdrawal["id"]
    judged(tmp_path / "claims.json", orjson.dumps(tables))


@quick
@given(data=st.data())
def test_bytes_changed_at_random(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(LEDGERS)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        size = data.draw(st.integers(0, 8))
        content[at : at + size] = data.draw(st.binary(max_size=8))
    judged(tmp_path / "claims.json", bytes(content))


@quick
@given(data=st.data())
def test_values_changed_at_random(tmp_path: Path, data: st.DataObject) -> None:
    """JSON that is whole, with something else where something was."""
    tables = orjson.loads(orjson.dumps(WHOLE))
    for _ in range(data.draw(st.integers(1, 3))):
        _change_somewhere(tables, data)
    judged(tmp_path / "claims.json", orjson.dumps(tables))


@quick
@given(st.binary(max_size=40))
@example(b"")
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    judged(tmp_path / "claims.json", content)


def _change_somewhere(node: Any, data: st.DataObject) -> None:
    """Walk down to some place, and put something else there, or nothing."""
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        deeper = isinstance(node[key], (dict, list)) and node[key]
        if deeper and data.draw(st.integers(0, 9)):
            node = node[key]
            continue
        if data.draw(st.booleans()) and isinstance(node, dict):
            del node[key]
        else:
            node[key] = data.draw(ODD)
        return
