"""Entries: what their ids are made of, and how they are written and read."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from newsroom import window

from claimtrack.model.entries import (
    ClaimChanges,
    Entry,
    Opened,
    Report,
    Revised,
    entry_id,
    instant,
    named,
    read_entries,
    type_of,
    whole,
    written,
)
from claimtrack.model.reading import NoEntry
from claimtrack.model.words import Kind, Stance

LOGGED = datetime(2025, 6, 1, 9, tzinfo=UTC)
STAMP: dict[str, Any] = {"on": window("2025-06"), "recorded": LOGGED, "by": "kim"}


def report(**said: Any) -> Report:
    return named(Report(**{"source": "daily", **STAMP, **said}))


def test_an_id_is_what_it_was_in_every_version() -> None:
    opened = Opened(text="MNDAA will withdraw from Lashio", **STAMP)
    assert [named(entry).id for entry in (opened, report(), report(stance=Stance.REFUTES))] == [
        "ec0d851796d1",
        "943041b59022",
        "b4b474954362",
    ]


def test_an_id_is_that_of_what_is_written() -> None:
    entry = report(quote="It is so.")
    assert entry_id(written(entry)) == entry.id
    assert entry_id({**written(entry), "by": "lee", "recorded": "2030-01-01T00:00:00Z"}) == entry.id
    assert entry_id(dict(reversed(written(entry).items()))) == entry.id


@pytest.mark.parametrize(
    "said",
    [
        {"on": window("2025-07")},
        {"on": window("2025-06-01..2025-06-30")},
        {"stance": Stance.REFUTES},
        {"source": "herald"},
        {"quote": "It is so."},
        {"credibility": 2},
        {"follows": "0123456789ab"},
    ],
    ids=lambda said: next(iter(said)),
)
def test_an_id_depends_on_everything_that_is_said(said: dict[str, Any]) -> None:
    assert report(**said).id != report().id


def test_what_has_its_default_value_is_not_written_and_changes_no_id() -> None:
    assert list(written(report())) == ["id", "type", "on", "recorded", "by", "source"]
    assert report(stance=Stance.SUPPORTS, credibility=6).id == report().id


def test_a_whole_entry_has_every_field() -> None:
    record = whole(report())
    assert list(record)[:5] == ["id", "type", "on", "recorded", "by"]
    assert record["stance"] == "supports"
    assert record["quote"] is None
    assert record["on"] == {"text": "2025-06", "from": "2025-06-01", "to": "2025-06-30"}


def test_a_moment_is_written_in_utc_to_the_microsecond() -> None:
    assert instant(LOGGED) == "2025-06-01T09:00:00.000000Z"
    yangon = timezone(timedelta(hours=6, minutes=30))
    assert instant(LOGGED.astimezone(yangon)) == "2025-06-01T09:00:00.000000Z"


def test_a_field_that_was_cleared_is_written_as_null() -> None:
    changes = ClaimChanges(claimant=None, kind=Kind.STATE)
    entry = named(Revised(changes=changes, **STAMP))
    assert written(entry)["changes"] == {"claimant": None, "kind": "state"}
    (loaded,) = read_entries([written(entry)])
    assert isinstance(loaded, Revised)
    assert loaded.changes == {"claimant": None, "kind": Kind.STATE}


def test_an_entry_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        report().by = "lee"  # type: ignore[misc]


HEAD = {"id": "x", "on": {"text": "", "from": None, "to": None}, "by": "kim"}
NO_ENTRIES = [
    {},
    {"type": "rumor"},
    {"type": "report"},
    {**HEAD, "type": "report", "recorded": "yesterday"},
    {**HEAD, "type": "report", "recorded": "2025-06-01T09:00:00Z", "stance": "agrees"},
    {**HEAD, "type": "report", "recorded": "2025-06-01T09:00:00Z", "credibility": 7},
    {**HEAD, "type": "report", "recorded": "2025-06-01T09:00:00Z", "credibility": 0},
    {**HEAD, "type": "position", "recorded": "2025-06-01T09:00:00Z", "party": "army"},
]


@pytest.mark.parametrize("record", NO_ENTRIES, ids=range(len(NO_ENTRIES)))
def test_what_is_no_entry_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(NoEntry):
        read_entries([record])


def test_every_entry_type_is_one_of_the_union() -> None:
    names = {type_of(cls) for cls in _leaves(Entry)}
    assert names >= {
        *("opened", "revised", "report", "position", "assessment", "retraction", "link"),
        *("verdict", "reopened", "note", "flag", "snooze", "withdrawn"),
    }


def _leaves(cls: type[Entry]) -> list[Any]:
    below = [leaf for sub in cls.__subclasses__() for leaf in _leaves(sub)]
    return below or [cls]
