"""What goes out as JSON Lines comes in again: the same ledger, and the same file."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hub import sealed, tables, taken_in, written_out
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import Newsroom

from claimtrack.model.entries import (
    Assessment,
    ClaimChanges,
    Forgotten,
    Link,
    Note,
    Opened,
    Position,
    Report,
    Retraction,
    Revised,
    Snooze,
    Verdict,
    Withdrawn,
    named,
    written,
)
from claimtrack.model.registry import Amended, Changes, Merged, PartyEntered, SourceEntered
from claimtrack.model.settings import SettingChanged
from claimtrack.model.words import (
    Attribution,
    Kind,
    Medium,
    Relation,
    Reliability,
    SourceKind,
    Stance,
    Stand,
)
from claimtrack.when import Window

RECORD = Path(__file__).parents[2] / "claims.json"

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
maybe = st.none() | texts
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
windows = days.map(Window.day) | st.builds(
    lambda text, day, far: Window(text=text, first=day, last=None if far else day, approximate=far),
    *(texts, days, st.booleans()),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))
keys = st.text("abcdefg-", min_size=3, max_size=8).filter(lambda key: key.strip("-") == key)
HEX = st.text("0123456789abcdef", min_size=12, max_size=12)
HEAD = {"on": windows, "recorded": moments, "by": texts}
unknown = st.dictionaries(
    st.just("x_seen") | st.just("x_more"), st.integers(0, 9) | texts | st.lists(texts, max_size=2)
)


def some(model: Any, word: str, /, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Entries of a type as they stand on file, some with keys that nobody here knows."""
    made = st.builds(model, **HEAD, **fields)
    return st.tuples(made, unknown).map(lambda pair: written(named(pair[0])) | pair[1])


opened = some(
    Opened,
    "opened",
    text=texts,
    kind=st.sampled_from(Kind),
    claimant=st.none() | keys,
    when=st.none() | windows,
    due=st.none() | windows,
    place=maybe,
    tags=st.lists(texts, max_size=2).map(tuple),
    external_id=maybe,
    parties=st.lists(keys, max_size=2).map(tuple),
)
entries = st.one_of(
    some(
        Report,
        "report",
        source=st.none() | keys,
        stance=st.sampled_from(Stance),
        url=maybe,
        quote=maybe,
        reading=maybe,
        medium=st.none() | st.sampled_from(Medium),
        attribution=st.none() | st.sampled_from(Attribution),
        credibility=st.integers(1, 6),
        via=st.none() | keys,
        follows=st.none() | HEX,
        corrects=st.none() | HEX,
    ),
    some(Position, "position", party=keys, position=st.sampled_from(Stand), answer_by=windows),
    some(Assessment, "assessment", entry=HEX, note=texts, credibility=st.none() | st.just(2)),
    some(Retraction, "retraction", entry=HEX, reason=texts),
    some(Link, "link", relation=st.sampled_from(Relation), other=keys, reason=maybe),
    some(Verdict, "verdict", rating=st.just("false"), reason=texts, recheck=st.none() | windows),
    some(Note, "note", text=texts),
    some(Snooze, "snooze", until=windows),
    some(Withdrawn, "withdrawn", entry=HEX, reason=texts),
    some(
        Revised,
        "revised",
        changes=st.builds(ClaimChanges, text=texts)
        | st.builds(ClaimChanges, due=st.none() | windows, place=st.none()),
        reason=maybe,
    ),
)
source_entries = st.lists(
    some(
        SourceEntered,
        "entered",
        name=texts,
        kind=st.sampled_from(SourceKind),
        reliability=st.sampled_from(Reliability),
        owner=st.none() | keys,
        aliases=st.lists(texts, max_size=2).map(tuple),
        confidential=st.booleans(),
    )
    | some(Merged, "merged", into=keys, reason=maybe)
    | some(Amended, "revised", changes=st.builds(Changes, url=st.none(), name=texts)),
    min_size=1,
    max_size=3,
)
party_entries = st.lists(some(PartyEntered, "entered", name=texts), min_size=1, max_size=2)
setting_entries = st.lists(
    some(SettingChanged, "set", key=st.just("due.soon"), value=st.none() | st.just("9")), max_size=2
)
tombstones = st.dictionaries(keys, some(Forgotten, "forgotten", reason=texts), max_size=2)
claims = st.tuples(opened, st.lists(entries, max_size=5)).map(lambda pair: [pair[0], *pair[1]])


def unique(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each entry once: an import brings none twice."""
    return list({record["id"]: record for record in records}.values())


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Any]:
    """The tables of a ledger."""
    names = {"claims": claims, "sources": source_entries, "parties": party_entries}
    found: dict[str, Any] = {"meta": {"ledger": {"schema": 1}}}
    if forgotten := draw(tombstones):
        found["forgotten"] = {key: {"entries": [entry]} for key, entry in forgotten.items()}
    if records := draw(setting_entries):
        found["meta"]["settings"] = {"entries": unique(records)}
    for table, lists in names.items():
        free = keys.filter(lambda key, gone=forgotten if table == "claims" else (): key not in gone)
        documents = draw(st.dictionaries(free, lists.map(unique), max_size=3))
        if documents:
            found[table] = {key: {"entries": rows} for key, rows in documents.items()}
    return found


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_the_whole_ledger_comes_back(ledger: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        here, there = Path(folder) / "here.json", Path(folder) / "there.json"
        here.write_bytes(orjson.dumps(ledger))
        backup = written_out(here, "jsonl")
        assert backup == written_out(here, "jsonl")
        done = taken_in(there, "jsonl", backup)
        assert not done.refused
        if there.exists() or len(ledger) > 1 or "settings" in ledger["meta"]:
            assert tables(there) == tables(here)
            assert sealed(there) == sealed(here)
            before = there.read_bytes()
            assert written_out(there, "jsonl") == backup
            assert taken_in(there, "jsonl", backup).entries == 0
            assert there.read_bytes() == before


def test_the_example_comes_back_byte_for_byte(tmp_path: Path) -> None:
    there = tmp_path / "claims.json"
    taken_in(there, "jsonl", written_out(RECORD, "jsonl"))
    assert there.read_bytes() == RECORD.read_bytes()


def test_of_an_entry_on_both_sides_the_earlier_logging_stays(newsroom: Newsroom) -> None:
    newsroom.cast("daily B")
    newsroom.open("abc", "It is so")
    newsroom.enter("abc", "report daily, on 2025-02-01")
    backup = written_out(newsroom.path, "jsonl")
    earlier = backup.replace(b"2025-06-01T09", b"2025-06-01T07").replace(b'"desk"', b'"bea"')
    assert taken_in(newsroom.path, "jsonl", earlier).entries == 2
    assert {(e.recorded.hour, e.by) for e in newsroom.claim("abc").logged} == {(7, "bea")}
    assert taken_in(newsroom.path, "jsonl", earlier).entries == 0
    assert taken_in(newsroom.path, "jsonl", backup).entries == 0


def test_what_was_withdrawn_here_is_not_brought_back(newsroom: Newsroom) -> None:
    newsroom.cast("daily B")
    newsroom.open("abc", "It is so")
    newsroom.enter("abc", "report daily, on 2025-02-01")
    backup = written_out(newsroom.path, "jsonl")
    newsroom.enter("abc", "withdraw 1")
    assert taken_in(newsroom.path, "jsonl", backup).entries == 0
    assert [e.type for e in newsroom.claim("abc").entries] == ["opened"]


def test_filters_take_along_what_is_cited_and_nothing_else(newsroom: Newsroom) -> None:
    newsroom.cast("party army", "group B", "daily B of group", "radio C of army", "rag D")
    newsroom.open("abc", "It is so")
    newsroom.open("bcd", "It is not so")
    newsroom.enter("abc", "report daily", "deny army")
    newsroom.enter("bcd", "report rag")
    lines = [
        orjson.loads(line)
        for line in written_out(newsroom.path, "jsonl", "party:army").splitlines()
    ]
    named = [(line["type"], line.get("id") or line.get("key")) for line in lines]
    assert named == [
        ("claim", "abc"),
        ("source", "daily"),
        ("source", "group"),
        ("party", "army"),
        ("settings", None),
    ]


BAD_LINES = [
    ("{", "line 1:2: not JSON"),
    ("[]", "line 1: not an object whose type is one of"),
    ('{"type":"claim","id":"A B","entries":[]}', "line 1: $.id: 'A B' is no id"),
    ('{"type":"claim","id":"abc","entries":{}}', "line 1: $.entries: not a list"),
    ('{"type":"claim","id":"abc","entries":[]}', "line 1: $.entries: the claim is not on file"),
    ('{"type":"settings","schema":9,"entries":[]}', "line 1: $.schema: 9 is of a newer"),
    (
        '{"type":"claim","id":"abc","entries":[{"type":"opened","text":"x"}]}',
        "line 1: $.entries[0].opened.on: Field required",
    ),
    (
        '{"type":"settings","entries":[{"type":"set","key":"due.soon","value":"x","on":'
        '{"text":"2025","from":"2025-01-01","to":"2025-12-31"}}]}',
        "line 1: due.soon is 'x'",
    ),
]


@pytest.mark.parametrize(("line", "said"), BAD_LINES, ids=[said for _, said in BAD_LINES])
def test_a_line_that_is_none_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "claims.json"
    done = taken_in(path, "jsonl", line)
    assert next(f"{one.where}: {one.reason}" for one in done.refused).startswith(said)
    assert not path.exists()
