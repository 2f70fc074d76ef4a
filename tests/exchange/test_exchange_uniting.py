"""JSON Lines into a ledger that has something: as in a merge, and what was forgotten stays so."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hub import sealed, tables, taken_in, written_out
from newsroom import Newsroom

from claimtrack.desk.forgetting import forget
from claimtrack.desk.registering import merge_source

YEAR = {"text": "2025", "from": "2025-01-01", "to": "2025-12-31"}


def line(kind: str, key: str, **entry: Any) -> str:
    """A line with one entry."""
    name = "id" if kind == "claim" else "key"
    return orjson.dumps({"type": kind, name: key, "entries": [{"on": YEAR, **entry}]}).decode()


def lines(backup: bytes) -> list[Any]:
    return [orjson.loads(each) for each in backup.splitlines()]


def test_what_was_forgotten_is_not_brought_back(newsroom: Newsroom) -> None:
    newsroom.open("abc", "It is so")
    newsroom.open("bcd", "It is not so")
    backup = written_out(newsroom.path, "jsonl")
    with newsroom.change() as change:
        forget(change, "abc", "A court said so.")
    done = taken_in(newsroom.path, "jsonl", backup)
    assert (done.entries, done.withdrawn, done.refused) == (0, 1, [])
    assert list(tables(newsroom.path)["claims"]) == ["bcd"]
    rows = taken_in(newsroom.path, "csv", "id,text\nabc,It is so\n")
    assert (rows.opened, rows.withdrawn) == ([], 1)
    assert list(tables(newsroom.path)["claims"]) == ["bcd"]


def test_a_tombstone_goes_out_and_comes_in(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.open("abc", "It is so")
    newsroom.open("bcd", "It is not so")
    with newsroom.change() as change:
        forget(change, "abc", "A court said so.")
    backup = written_out(newsroom.path, "jsonl")
    assert [(x["type"], x.get("id")) for x in lines(backup)] == [
        ("claim", "bcd"),
        ("forgotten", "abc"),
        ("settings", None),
    ]
    there = tmp_path / "there.json"
    taken_in(there, "jsonl", backup)
    assert tables(there) == tables(newsroom.path)


def test_of_a_ledger_that_lists_a_claim_and_its_tombstone_the_claim_is_left_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "claims.json"
    opened = line("claim", "abc", type="opened", text="It is so")
    gone = line("claim", "abc", type="forgotten", reason="x").replace('"claim"', '"forgotten"')
    done = taken_in(path, "jsonl", f"{gone}\n{opened}\n")
    assert (done.opened, done.withdrawn) == ([], 1)
    assert "claims" not in tables(path) or not tables(path)["claims"]


CONFLICTS = [
    (line("claim", "abc", type="opened", text="Another"), "is one claim here and another there"),
    (
        line("source", "paper", type="entered", name="The Rag", url="https://a.example"),
        "is one source here and another there: 'The Daily' and 'The Rag'",
    ),
    (
        line("source", "other", type="entered", name="The Daily"),
        "'The Daily' leads to two sources: other and paper",
    ),
]


@pytest.mark.parametrize(("text", "said"), CONFLICTS, ids=["claim", "key", "name"])
def test_a_conflict_is_refused_with_its_line(newsroom: Newsroom, text: str, said: str) -> None:
    newsroom.open("abc", "It is so")
    on_file = line("source", "paper", type="entered", name="The Daily")
    taken_in(newsroom.path, "jsonl", on_file)
    before = newsroom.path.read_bytes()
    good = line("claim", "bcd", type="opened", text="It is not so")
    done = taken_in(newsroom.path, "jsonl", f"{good}\n{text}\n")
    assert [(one.place, said in one.reason) for one in done.refused] == [("line 2", True)]
    assert newsroom.path.read_bytes() == before
    kept = taken_in(newsroom.path, "jsonl", f"{good}\n{text}\n", keep_bad=True)
    assert (kept.opened, len(kept.refused)) == (["bcd"], 1)


def test_after_a_merge_of_sources_what_goes_out_is_what_is_on_file(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.cast("daily B", "weekly C", "rag D")
    newsroom.open("abc", "It is so")
    newsroom.enter("abc", "report daily, on 2025-02-01")
    with newsroom.change() as change:
        merge_source(change, "daily", "weekly", reason=None, new=True)
    backup = written_out(newsroom.path, "jsonl")
    report = lines(backup)[0]["entries"][1]
    assert report["source"] == "daily"
    there = tmp_path / "there.json"
    taken_in(there, "jsonl", backup)
    assert sealed(there) == sealed(newsroom.path)
    some = lines(written_out(newsroom.path, "jsonl", "source:weekly"))
    assert [x["key"] for x in some if x["type"] == "source"] == ["daily", "weekly"]
    row = "id,text,source,on\nabc,It is so,daily,2025-02-01\n"
    assert taken_in(newsroom.path, "csv", row).on_file == 1
