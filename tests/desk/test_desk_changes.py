"""What moved: the same as reading the ledger anew before and after each command."""

from datetime import UTC, datetime, timedelta

import pytest
from newsroom import Newsroom, set_keys

from claimtrack.desk.board import board_of
from claimtrack.desk.changes import Moved, moves
from claimtrack.desk.registering import edit_source, rate_source
from claimtrack.desk.undoing import redo, undo
from claimtrack.model.words import Reliability
from claimtrack.show.names import Names
from claimtrack.show.noticing import move_text
from claimtrack.show.sheet import plain

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def moved(newsroom: Newsroom) -> Newsroom:
    """Statuses that moved by reports, by grades, by an owner and by a setting."""
    newsroom.cast("daily B", "weekly F", "paper B", "radio B", "party army")
    newsroom.open("abc23", on="2025-01-01")
    newsroom.enter(
        "abc23",
        "report daily, on 2025-01-02",
        "report weekly, on 2025-01-03",
        "rate weekly B",
        "own weekly paper",
        "own paper daily",
        "withdraw 2",
        "report radio refutes, on 2025-01-04",
        "own radio army",
    )
    with newsroom.change() as change:
        set_keys(change, {"weight.grades": "A"})
    newsroom.enter("abc23", "rate daily A", "confirm army, on 2025-01-05")
    return newsroom


def seen(newsroom: Newsroom) -> list[tuple[datetime, str, str]]:
    """Each change of status, by reading the ledger as it was known at every moment there is."""
    now = newsroom.view()
    registered = (
        [s.logged for s in now.registry.sources.values()]
        + [p.logged for p in now.registry.parties.values()]
        + [now.setting_entries()]
    )
    moments = {e.recorded for c in now.claims() for e in c.logged}
    moments |= {e.recorded for logged in registered for e in logged}
    found, before = [], None
    for moment in sorted(moments):
        view = now.at(now.day, moment)
        claim = view.claim("abc23")
        after = view.status(claim) if claim else None
        if before and after and before != after:
            found.append((moment, before, after))
        before = after
    return found


def told(newsroom: Newsroom, since: datetime = BEGINNING) -> list[tuple[datetime, str, str]]:
    return [
        (move.recorded, move.before, move.after)
        for move in moves(newsroom.view(), since)
        if move.what == Moved.STATUS and move.claim.id == "abc23"
    ]


def test_every_status_that_moved_is_told(moved):
    assert len(seen(moved)) >= 5
    assert told(moved) == seen(moved)


def test_since_any_moment_what_moved_after_it(moved):
    for moment, _, _ in seen(moved):
        assert told(moved, moment) == [row for row in seen(moved) if row[0] >= moment]


def test_of_some_claims_only_what_moved_on_those(moved):
    moved.open("abd45")
    view = moved.view()
    some = moves(view, BEGINNING, [view.find("abd45")])
    assert [(move.claim.id, move.what) for move in some] == [("abd45", Moved.OPENED)]


def test_a_source_that_belonged_to_another_once_still_counts_among_what_moved(moved):
    with moved.change() as change:
        edit_source(change, "weekly", owner="none")
    with moved.change() as change:
        rate_source(change, "paper", Reliability.E)
    assert told(moved) == seen(moved)


def told_in_words(newsroom: Newsroom, claim_id: str) -> list[tuple[str, str]]:
    view = newsroom.view()
    names = Names(view.registry, discreet=False)
    return [
        (move.what, plain(move_text(move, names)))
        for move in moves(view, BEGINNING)
        if move.claim.id == claim_id
    ]


def test_what_is_taken_back_moved_and_what_is_brought_back_too(newsroom):
    newsroom.open("abc23", "The road is open")
    newsroom.enter("abc23", "verdict true because seen")
    newsroom.enter("abc23", "withdraw 1 because 'the wrong road'")
    newsroom.enter("abc23", "withdraw 2 because 'the right one'")
    newsroom.enter("abc23", "withdraw 3 because 'no, wrong'")
    assert told_in_words(newsroom, "abc23") == [
        ("opened", "new claim"),
        ("verdict", "verdict: true: seen"),
        ("withdrawn", "verdict taken back: the wrong road"),
        ("restored", "verdict brought back: the right one"),
        ("withdrawn", "verdict taken back: no, wrong"),
    ]


def test_a_claim_that_was_taken_back_is_still_told(newsroom):
    newsroom.open("abc23", "The road is open")
    with newsroom.change() as change:
        undo(change)
    assert told_in_words(newsroom, "abc23") == [
        ("opened", "new claim"),
        ("withdrawn", "claim taken back: undo"),
    ]
    with newsroom.change() as change:
        redo(change)
    assert told_in_words(newsroom, "abc23")[2:] == [("restored", "claim brought back: redo")]


def test_evidence_that_is_taken_back_moves_by_the_status_alone(newsroom):
    newsroom.cast("party army")
    newsroom.open("abc23", on="2025-01-01")
    newsroom.enter("abc23", "confirm army, on 2025-01-02")
    newsroom.enter("abc23", "withdraw 1")
    assert [what for what, _ in told_in_words(newsroom, "abc23")] == ["opened", "status", "status"]


def test_the_board_tells_of_two_days_and_no_more(newsroom):
    newsroom.open("abc23", on="2025-01-01")
    newsroom.now += timedelta(days=10)
    newsroom.open("abd45", on="2025-01-01")
    with newsroom.change() as change:
        undo(change)
    board = board_of(newsroom.view("2025-06-02"), [], user="")
    assert [move.claim.id for move in board.moved] == ["abc23"]
    board = board_of(newsroom.view(), [], user="")
    assert [move.claim.id for move in board.moved] == ["abd45", "abd45"]


def test_the_board_has_what_has_to_be_done_by_sunday_and_no_more(newsroom):
    """The second of June 2025 is a Monday."""
    newsroom.open("year2", due="2025")
    newsroom.open("week2", due="2025-06-01..2025-06-08")
    newsroom.open("next2", due="2025-06-09")
    newsroom.open("past2", due="2025-05")
    board = board_of(newsroom.view("2025-06-02"), [], user="")
    assert [item.claim.id for item in board.due] == ["past2", "week2"]
