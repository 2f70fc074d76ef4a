"""What was decided on a claim, told by its records: just what the fold of them all says, or nothing."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import anything
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.model.claim import Claim, fold
from claimtrack.model.decisions import Decisions, decisions_among
from claimtrack.model.entries import (
    Entry,
    Note,
    Opened,
    Reopened,
    Report,
    Verdict,
    Withdrawn,
    named,
    read_entries,
    written,
)
from claimtrack.when import Window

Record = dict[str, Any]

DAY = date(2025, 6, 1)
BEFORE = date.min
AFTER = date.max


def stamp(day: int, minute: int) -> dict[str, Any]:
    logged = datetime(2025, 6, 1, 9, tzinfo=UTC) + timedelta(minutes=minute)
    return {"on": Window.day(DAY + timedelta(day)), "recorded": logged, "by": "kim"}


def opened() -> Record:
    return written(named(Opened(text="it is so", **stamp(0, 0))))


def verdict(rating: str, day: int = 1, minute: int = 1) -> Record:
    return written(named(Verdict(rating=rating, reason="seen", **stamp(day, minute))))


def reopened(day: int = 2, minute: int = 2) -> Record:
    return written(named(Reopened(reason="new light", **stamp(day, minute))))


def note(text: str = "ask") -> Record:
    return written(named(Note(text=text, **stamp(0, 1))))


def withdrawn(entry: Record) -> Record:
    return written(named(Withdrawn(entry=entry["id"], reason="no", **stamp(0, 9))))


def told(decided: Decisions | Claim, day: date) -> list[tuple[type[Entry], str, tuple[Any, ...]]]:
    """The decisions that have begun on a day, with their place in Order."""
    kinds = (Verdict, Reopened)
    return [(k, e.id, decided.order(e)) for k in kinds for e in decided.at(k, day)]  # type: ignore[type-var]


TOLD = {
    "a verdict": [opened(), note(), verdict("true")],
    "two, the later one logged first": [opened(), verdict("true", 3, 1), verdict("false", 2, 2)],
    "two of one day": [opened(), verdict("false", 1, 5), verdict("true", 1, 4)],
    "one that was taken off": [opened(), verdict("true"), reopened()],
    "taken off before it": [opened(), reopened(0, 1), verdict("true")],
    "a window that is open": [
        opened(),
        verdict("true"),
        verdict("false") | {"id": "f", "on": {"text": "by then", "from": None, "to": "2025-06-09"}},
    ],
}


@pytest.mark.parametrize("records", TOLD.values(), ids=TOLD)
def test_a_decision_is_told_by_the_records(records: list[Record]) -> None:
    decided = decisions_among(read_entries(records))
    claim = fold("here", read_entries(records))
    assert decided is not None
    assert claim is not None
    assert told(decided, BEFORE) == told(claim, BEFORE)
    for day in range(-1, 5):
        assert told(decided, DAY + timedelta(day)) == told(claim, DAY + timedelta(day))
    assert told(decided, AFTER) == told(claim, AFTER) != []


NOT_TOLD: dict[str, Sequence[Any]] = {
    "nothing": [],
    "no verdict": [opened(), note()],
    "only taken off": [opened(), reopened()],
    "a verdict that was withdrawn": [opened(), verdict("true"), withdrawn(verdict("true"))],
    "anything that was withdrawn": [opened(), note(), withdrawn(note()), verdict("true")],
    "a verdict logged twice": [opened(), verdict("true"), verdict("true", minute=9)],
    "an id that stands twice": [opened(), note() | {"id": "x"}, verdict("true") | {"id": "x"}],
}


@pytest.mark.parametrize("records", NOT_TOLD.values(), ids=NOT_TOLD)
def test_what_is_not_plain_is_left_to_who_reads_all(records: Sequence[Any]) -> None:
    assert decisions_among(read_entries(records)) is None


def _as_it_is(random: Random, records: list[Record]) -> list[Record]:
    return records


def _shuffled(random: Random, records: list[Record]) -> list[Record]:
    return random.sample(records, len(records))


def _said_again(random: Random, records: list[Record]) -> list[Record]:
    """Some entries were logged by another too, at another time."""
    again = random.choice(records)
    return [*records, {**again, "by": "another", "recorded": random.choice(records)["recorded"]}]


def _mixed_up(random: Random, records: list[Record]) -> list[Record]:
    """One entry has the id of another."""
    records = [dict(each) for each in records]
    random.choice(records)["id"] = random.choice(records)["id"]
    return records


def _without_withdrawals(random: Random, records: list[Record]) -> list[Record]:
    return [each for each in records if each["type"] != "withdrawn"]


HAPPENED: tuple[Callable[[Random, list[Record]], list[Record]], ...] = (
    _as_it_is, _shuffled, _said_again, _mixed_up, _without_withdrawals, _without_withdrawals,
)  # fmt: skip


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32), happened=st.lists(st.sampled_from(HAPPENED), max_size=3))
def test_what_is_told_is_what_the_fold_says(
    seed: int, happened: list[Callable[[Random, list[Record]], list[Record]]]
) -> None:
    random = Random(seed)
    records = [written(entry) for entry in anything.claim(random, "c0", ["c0", "c1"])]
    for change in happened:
        records = change(random, records)
    decided, claim = decisions_among(read_entries(records)), fold("c0", read_entries(records))
    if decided is None or claim is None:
        return
    for off in range(-anything.REACH - 1, anything.REACH + 2):
        day = anything.MIDDLE + timedelta(off)
        assert told(decided, day) == told(claim, day)


def test_a_correction_of_evidence_moves_no_decision() -> None:
    report = Report(corrects=verdict("true")["id"], **stamp(0, 0))
    records = [opened(), verdict("true"), verdict("false", 1, 0), written(named(report))]
    decided, claim = decisions_among(read_entries(records)), fold("here", read_entries(records))
    assert decided is not None
    assert claim is not None
    assert told(decided, AFTER) == told(claim, AFTER)
