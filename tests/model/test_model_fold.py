"""The fold: what a claim is after everything that was logged about it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace
from newsroom import window

from claimtrack.model.claim import fold, standing_entries
from claimtrack.model.entries import (
    ClaimChanges,
    ClaimEntry,
    Note,
    Opened,
    Report,
    Revised,
    Withdrawn,
    named,
)

LOGGED = datetime(2025, 6, 1, 9, tzinfo=UTC)


def stamp(on: str = "2025-01-01", minute: int = 0, by: str = "kim") -> dict[str, Any]:
    return {"on": window(on), "recorded": LOGGED + timedelta(minutes=minute), "by": by}


OPENED = named(Opened(text="it is so", tags=("war",), **stamp()))


def revised(minute: int, on: str = "2025-01-01", **changes: Any) -> ClaimEntry:
    return named(Revised(changes=ClaimChanges(**changes), **stamp(on, minute)))


def withdrawn(entry: ClaimEntry, minute: int, reason: str = "a mistake") -> ClaimEntry:
    return named(Withdrawn(entry=entry.id, reason=reason, **stamp(minute=minute)))


def note(text: str, minute: int, on: str = "2025-01-01") -> ClaimEntry:
    return named(Note(text=text, **stamp(on, minute)))


def test_a_claim_that_was_never_opened_is_none() -> None:
    assert fold("here", []) is None
    assert fold("here", [note("a", 1)]) is None


def test_a_claim_whose_opening_was_withdrawn_is_none_until_that_is_withdrawn() -> None:
    taken = withdrawn(OPENED, 1)
    assert fold("here", [OPENED, taken]) is None
    assert fold("here", [OPENED, taken, withdrawn(taken, 2)]) is not None


def test_changes_are_laid_over_what_was_first_written() -> None:
    claim = fold("here", [OPENED, revised(1, text="it was so"), revised(2, tags=("war", "oil"))])
    assert claim is not None
    assert claim.fields.text == "it was so"
    assert claim.fields.tags == ("war", "oil")


def test_a_field_that_was_cleared_is_empty() -> None:
    claim = fold("here", [OPENED, revised(1, place="Lashio"), revised(2, place=None)])
    assert claim is not None
    assert claim.fields.place is None


def test_of_two_changes_of_a_field_the_later_stands() -> None:
    later = revised(1, on="2025-02-01", text="later")
    earlier = revised(2, on="2025-01-15", text="earlier")
    claim = fold("here", [OPENED, later, earlier])
    assert claim is not None
    assert claim.fields.text == "later"


def test_a_change_that_was_withdrawn_changes_nothing() -> None:
    change = revised(1, text="it was so")
    claim = fold("here", [OPENED, change, withdrawn(change, 2)])
    assert claim is not None
    assert claim.fields.text == "it is so"


def test_a_withdrawal_holds_as_often_as_it_is_turned_over() -> None:
    entries: list[ClaimEntry] = [OPENED, note("a", 1)]
    for turn in range(5):
        claim = fold("here", entries)
        assert claim is not None
        assert (len(list(claim.all(Note))) == 1) == (turn % 2 == 0)
        entries.append(withdrawn(entries[-1], turn + 2))


def test_two_withdrawals_have_both_to_be_withdrawn() -> None:
    text = note("a", 1)
    first, second = withdrawn(text, 2, "a"), withdrawn(text, 2, "b")
    entries = [OPENED, text, first, second, withdrawn(first, 3)]
    claim = fold("here", entries)
    assert claim is not None
    assert claim.withdrawn[text.id] == second
    claim = fold("here", [*entries, withdrawn(second, 4)])
    assert claim is not None
    assert text in claim.entries


def test_the_earliest_logging_of_an_entry_stays() -> None:
    first, later = note("a", 1), replace(note("a", 5), by="lee")
    assert first.id == later.id
    for entries in ([OPENED, first, later], [OPENED, later, first]):
        claim = fold("here", entries)
        assert claim is not None
        assert [(e.by, e.recorded) for e in claim.all(Note)] == [("kim", first.recorded)]


def test_entries_stand_in_order_of_first_day_last_day_logging_and_id() -> None:
    rows = [
        note("open start", 9, "..2025-12-31"),
        note("day", 8, "2025-01-01"),
        note("month, logged first", 6, "2025-01"),
        note("month, logged last", 7, "2025-01"),
        note("open end", 1, "2025-01-01.."),
        note("next day", 2, "2025-01-02"),
    ]
    claim = fold("here", [OPENED, *reversed(rows)])
    assert claim is not None
    assert [e.text for e in claim.all(Note)] == [getattr(e, "text", "") for e in rows]


def test_what_was_logged_is_kept_in_the_order_of_logging() -> None:
    later, earlier = note("b", 1, "2025-03"), note("a", 2, "2025-02")
    gone = withdrawn(later, 3)
    claim = fold("here", [gone, earlier, later, OPENED])
    assert claim is not None
    assert claim.logged == (OPENED, later, earlier, gone)


def test_known_at_leaves_out_what_was_logged_later() -> None:
    text = note("a", 1)
    entries = [OPENED, text, withdrawn(text, 5)]
    assert fold("here", entries, LOGGED - timedelta(seconds=1)) is None
    claim = fold("here", entries, LOGGED + timedelta(minutes=1))
    assert claim is not None
    assert text in claim.entries
    claim = fold("here", entries, LOGGED + timedelta(minutes=5))
    assert claim is not None
    assert text not in claim.entries


def test_a_correction_has_the_place_of_what_it_corrects() -> None:
    old = named(Report(source="daily", quote="a", **stamp(minute=1)))
    new = named(Report(source="daily", quote="b", corrects=old.id, **stamp(minute=9)))
    between = named(Report(source="herald", **stamp(minute=5)))
    claim = fold("here", [OPENED, old, between, withdrawn(old, 9), new])
    assert claim is not None
    assert list(claim.all(Report)) == [new, between]
    assert claim.recorded(new) == old.recorded
    assert claim.entry(old.id) == new
    assert claim.resolve(old.id) == new.id


def test_when_anything_has_begun() -> None:
    claim = fold("here", [OPENED, note("a", 1, "2024-12")])
    assert claim is not None
    assert not claim.begun(date(2024, 11, 30))
    assert claim.begun(date(2024, 12, 1))
    assert [list(claim.at(Note, day)) for day in (date(2024, 11, 30),)] == [[]]


def test_a_list_of_entries_alone_stands_by_the_same_rules() -> None:
    first, second = note("a", 1), note("b", 2)
    assert standing_entries([second, first, withdrawn(first, 3)]) == [second]
