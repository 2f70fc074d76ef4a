"""Entries read without the validator: the same models as pydantic's, and never where it refuses."""

from functools import partial
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from claimtrack.model.entries import CLAIM_ENTRIES, ClaimEntry, Entry, read_entries, written
from claimtrack.model.reading import NoEntry, read_records, read_thoroughly
from claimtrack.model.registry import PARTY_ENTRIES, SOURCE_ENTRIES
from claimtrack.model.settings import SETTING_ENTRIES

by_pydantic = partial(read_thoroughly, CLAIM_ENTRIES)
JUNE = {"text": "June", "from": "2025-06-01", "to": "2025-06-30"}
HEAD: dict[str, Any] = {
    "id": "0123456789ab",
    "on": {"text": "2025-06-01", "from": "2025-06-01", "to": "2025-06-01"},
    "recorded": "2025-06-01T09:00:00.123456Z",
    "by": "kim",
}
OPENED = {
    **HEAD,
    "type": "opened",
    "text": "MNDAA will withdraw",
    "kind": "forecast",
    "due": JUNE,
    "tags": ["lashio", "လားရှိုး"],
    "priority": "high",
    "parties": ["mndaa"],
}
REPORT = {
    **HEAD,
    "type": "report",
    "source": "daily",
    "stance": "refutes",
    "quote": "သတင်း",
    "credibility": 2,
    "medium": "post",
}
PLAIN: list[dict[str, Any]] = [
    OPENED,
    REPORT,
    {**HEAD, "type": "position", "party": "mndaa", "position": "asked", "answer_by": JUNE},
    {**HEAD, "type": "assessment", "entry": "ab", "note": "filmed elsewhere", "credibility": 5},
    {**HEAD, "type": "retraction", "entry": "ab", "reason": "an error"},
    {**HEAD, "type": "link", "relation": "contradicts", "other": "k7q2m"},
    {**HEAD, "type": "verdict", "rating": "false", "reason": "so it is", "rests_on": ["ab"]},
    {**HEAD, "type": "reopened", "reason": "news"},
    {**HEAD, "type": "note", "text": "call again", "follows": "ab"},
    {**HEAD, "type": "flag", "flag": "stale", "reason": "nothing new"},
    {**HEAD, "type": "snooze", "until": JUNE},
    {**HEAD, "type": "withdrawn", "entry": "ab", "reason": "a mistake"},
    {**HEAD, "type": "withdrawn", "entry": "ab", "reason": "undo", "undoes": HEAD["recorded"]},
    {**HEAD, "type": "revised", "changes": {"text": "so", "claimant": None, "due": JUNE}},
    {**HEAD, "type": "revised", "changes": {"tags": ["lashio"], "kind": "state"}, "reason": "x"},
    {**HEAD, "type": "note", "text": "about June", "on": {**JUNE, "approximate": True}},
]
ODD = [
    *(None, True, False, 0, 1, 3, 3.0, "3", "", "\ud800", [], ["a", 1], ["\udfff"], {}, [[]], "on"),
    *("2025-06-01", "2025-6-1", "20250601", "2025-W05-3", "2025-06-01T00:00:00", "0000-01-01"),
    *("2025-06-01T09:00:00.123456", "2025-06-01 09:00:00.123456Z", "2025-06-01T09:00:00Z"),
    *("2025-06-01T24:00:00.000000Z", "2025-06-01T09:00:60.000000Z", "0001-01-01T00:00:00.000000Z"),
    *("9999-12-31T00:00:00.000000Z", "2025-02-29T09:00:00.000000Z", "2025-06-01T09:00:00,123456Z"),
    *("2025-W05-3T09:00:00.123456Z", "2025-06-01T090000.12345678Z", "2025-06-01T09:00:00.12+01:0Z"),
    *({"text": "x", "from": None, "to": None}, {"text": "x", "from": 0, "to": 0}),
    *({"text": "x", "from": False, "to": 0}, {"text": "x", "from": "2025-06-02", "to": "2025-06-01"}),
    *({**JUNE, "approximate": True}, {**JUNE, "approximate": "yes"}, {**JUNE, "more": 1}),
    *({"text": "x", "from": None}, {"text": "x", "first": None, "to": None}, {"text": "\ud800"}),
]  # fmt: skip
"""Values that a file edited by hand might hold somewhere."""


def told(read: Any, records: list[Any]) -> Any:
    """What reading gives: the models in every detail, or what is said against the records."""
    try:
        entries = read(records)
    except NoEntry as error:
        return vars(error)
    return [(type(e), e, written(e)) for e in entries]


@pytest.mark.parametrize("record", PLAIN, ids=lambda record: record["type"])
def test_what_the_program_writes_is_read_plainly_and_just_as_pydantic_reads_it(
    record: dict[str, Any],
) -> None:
    model: type[Entry] = CLAIM_ENTRIES[record["type"]]
    assert isinstance(convert(record, model), model)
    assert told(read_entries, [record]) == told(by_pydantic, [record])


def test_every_type_of_entry_is_among_them() -> None:
    assert {*CLAIM_ENTRIES} == {record["type"] for record in PLAIN}
    assert len(CLAIM_ENTRIES) == len(get_args(ClaimEntry))


OTHERS: list[tuple[Any, dict[str, Any]]] = [
    (SOURCE_ENTRIES, {"type": "entered", "name": "Daily", "aliases": ["The Daily"], "kind": "official",
                      "reliability": "B", "owner": "mndaa", "confidential": True}),
    (SOURCE_ENTRIES, {"type": "revised", "changes": {"reliability": "A", "owner": None}}),
    (SOURCE_ENTRIES, {"type": "revised", "changes": {"confidential": False, "name": "Daily"}}),
    (SOURCE_ENTRIES, {"type": "merged", "into": "wire", "reason": "one and the same"}),
    (PARTY_ENTRIES, {"type": "entered", "name": "MNDAA"}),
    (SETTING_ENTRIES, {"type": "set", "key": "stale.high", "value": "3"}),
    (SETTING_ENTRIES, {"type": "set", "key": "stale.high", "value": None}),
]  # fmt: skip


@pytest.mark.parametrize(("models", "said"), OTHERS, ids=lambda value: str(value.get("type")))
def test_sources_parties_and_settings_are_read_so_too(models: Any, said: dict[str, Any]) -> None:
    record = {**HEAD, **said}
    assert convert(record, models[record["type"]])
    assert read_records(models, [record]) == read_thoroughly(models, [record])
    assert [written(entry) for entry in read_records(models, [record])] == [record]


@pytest.mark.parametrize("odd", ODD, ids=map(repr, ODD))
def test_an_odd_value_anywhere_is_read_or_refused_as_by_pydantic(odd: Any) -> None:
    for record in PLAIN:
        for name in (*record, "unknown"):
            changed = [REPORT, {**record, name: odd}]
            assert told(read_entries, changed) == told(by_pydantic, changed), name
        for name in ("text", "from", "to"):
            changed = [{**record, "on": {**record["on"], name: odd}}]
            assert told(read_entries, changed) == told(by_pydantic, changed), name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
MOMENTS = st.from_regex(r"\A[0-9]{4}[-0-9W][0-9-]{4,5}.?[0-9:.,Z+-]{10,16}Z?\Z") | st.lists(
    st.tuples(st.integers(0, 26), st.sampled_from("0123456789-:.,TtWZ+ x")), max_size=3
).map(lambda edits: _edited(HEAD["recorded"], edits))


def _edited(text: str, edits: list[tuple[int, str]]) -> str:
    for place, sign in edits:
        text = text[:place] + sign + text[place + 1 :]
    return text


@given(st.sampled_from(PLAIN), st.data())
def test_whatever_stands_in_an_entry_is_read_or_refused_as_by_pydantic(
    record: dict[str, Any], data: st.DataObject
) -> None:
    for name in data.draw(st.lists(st.sampled_from([*record, "unknown"]), max_size=3)):
        record = {**record, name: data.draw(JSON)}
    record = {name: record[name] for name in data.draw(st.permutations([*record]))}
    for name in data.draw(st.sets(st.sampled_from([*record]), max_size=2)):
        del record[name]
    assert told(read_entries, [record]) == told(by_pydantic, [record])


@given(MOMENTS)
def test_a_moment_is_read_or_refused_as_by_pydantic(moment: str) -> None:
    changed = [{**REPORT, "recorded": moment}]
    assert told(read_entries, changed) == told(by_pydantic, changed)
