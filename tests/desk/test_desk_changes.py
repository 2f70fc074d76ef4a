"""What moved: the same as reading the ledger anew before and after each command."""

from datetime import UTC, datetime

import pytest
from newsroom import Newsroom, set_keys

from claimtrack.desk.changes import Moved, moves
from claimtrack.desk.registering import edit_source, rate_source
from claimtrack.model.words import Reliability

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
