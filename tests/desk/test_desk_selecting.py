"""Which claims are chosen: the same ones, whether or not those that cannot be are read whole."""

from copy import deepcopy
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import anything
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.desk.agenda import agenda
from claimtrack.desk.attention import needing_attention
from claimtrack.desk.board import board_of
from claimtrack.desk.reading import listed
from claimtrack.desk.selecting import conditions_of, counted, worth_folding
from claimtrack.desk.view import View
from claimtrack.errors import DataError
from claimtrack.model.settings import DEFAULT_SCALE
from claimtrack.model.words import Flag, Kind, Priority, Status
from claimtrack.query.conditions import NONE, Row, State, hold
from claimtrack.store.held import Held

NOON = datetime.combine(anything.MIDDLE, time(12), UTC)

CLOSED_LISTS = {
    "is": tuple(State),
    "verdict": (NONE, *DEFAULT_SCALE),
    "flag": tuple(Flag),
    "status": tuple(Status),
    "kind": tuple(Kind),
    "priority": tuple(Priority),
}
OPEN_ONES = ("is:open", "is:unconfirmed", "-is:closed", "verdict:none", "flag:stale,overdue")
"""Filters that no closed claim fits."""

CLOSED_ONES = (
    "is:closed", "-is:open", "-is:unconfirmed", "is:closed,unconfirmed", "verdict:none,true",
    "-verdict:none", "flag:stale,recheck", "flag:contested", "-flag:stale", "status:unconfirmed",
    "bridge",
)  # fmt: skip
"""Filters that a closed one may fit."""


@st.composite
def filters(draw: st.DrawFn) -> str:
    """A term with one or two words of its list, perhaps negated."""
    key = draw(st.sampled_from(list(CLOSED_LISTS)))
    words = draw(st.lists(st.sampled_from(CLOSED_LISTS[key]), min_size=1, max_size=2))
    return f"{draw(st.sampled_from(('', '-')))}{key}:{','.join(words)}"


terms = st.lists(filters() | st.sampled_from((*OPEN_ONES, "bridge", "-tag:aid")), max_size=3)


def view_of(tables: Any, off: int) -> View:
    return View(Held(tables), "a ledger", NOON + timedelta(off))


def read_whole(view: View, terms: list[str]) -> list[Row]:
    """The claims that terms hold for, by their ids, each of them read before that is asked."""
    conditions = conditions_of(view, terms, user="Editor")
    rows = [Row(claim, view) for claim in view.claims()]
    return sorted((row for row in rows if hold(conditions, row)), key=lambda row: row.claim.id)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), off=st.integers(-50, 50), terms=terms)
def test_what_is_not_read_would_not_have_fitted(seed: int, off: int, terms: list[str]) -> None:
    tables = anything.ledger(Random(seed), 12)
    rows = read_whole(view_of(tables, off), terms)
    fitting = [row.claim.id for row in rows]
    view = view_of(tables, off)
    assert [claim.id for claim in listed(view, terms, user="Editor", sort="id")] == fitting
    census = counted(view_of(tables, off), conditions_of(view, terms, user="Editor"))
    assert sum(census.statuses.values()) == len(fitting)
    assert census.open == sum(row.standing.open for row in rows)
    assert census.unconfirmed == sum(row.standing.unconfirmed_rumor for row in rows)
    view = view_of(tables, off)
    board = board_of(view, terms, user="Editor")
    assert [claim.id for claim in board.claims()] == fitting
    needed = needing_attention(view, terms, user="Editor")
    owed = agenda(view, terms, user="Editor")
    assert {each.claim.id for each in [*needed, *owed]} <= set(fitting)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), off=st.integers(-50, 50), terms=terms)
@example(seed=0, off=0, terms=["is:open"])
def test_as_known_at_a_moment_every_claim_is_read(seed: int, off: int, terms: list[str]) -> None:
    tables = anything.ledger(Random(seed), 12)
    view = view_of(tables, 50).at(None, NOON + timedelta(off))
    conditions = conditions_of(view, terms, user="Editor")
    assert list(worth_folding(view, conditions)) == list(tables["claims"])
    fitting = [row.claim.id for row in read_whole(view.at(None, view.known_at), terms)]
    assert [claim.id for claim in listed(view, terms, user="Editor", sort="id")] == fitting


@pytest.fixture(scope="module")
def closed() -> tuple[Any, str]:
    """A ledger with a claim that a verdict closes, and its id."""
    tables = anything.ledger(Random(1), 12)
    view = view_of(tables, 60)
    conditions = conditions_of(view, ["is:open"], user="Editor")
    left_out = tables["claims"].keys() - set(worth_folding(view, conditions))
    return tables, min(left_out)


BROKEN = {
    "of another time": {"id": "x", "type": "of another time"},
    "half a report": {"id": "x", "type": "report"},
    "half a verdict": {"id": "x", "type": "verdict"},
    "a reason that is no text": {"id": "x", "type": "reopened", "reason": 7},
    "without an id": {"type": "report"},
}


@pytest.mark.parametrize("term", (*OPEN_ONES, *CLOSED_ONES))
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_closed_claim_is_told_whatever_is_asked(
    broken: dict[str, Any], term: str, closed: tuple[Any, str]
) -> None:
    tables, claim_id = deepcopy(closed)
    tables["claims"][claim_id]["entries"].append(broken)
    with pytest.raises(DataError, match=f"a ledger: claims/{claim_id}, entry"):
        listed(view_of(tables, 60), [term], user="Editor")
