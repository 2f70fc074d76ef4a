"""What is kept of a claim as days says, on each later day, what judging it afresh would say."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import anything
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from newsroom import Newsroom

from claimtrack.desk.deriving import derived
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Flag
from claimtrack.query.conditions import DAYS, QUIET, VALUES, Row
from claimtrack.query.derived import Derived
from claimtrack.store.base import Snapshot
from claimtrack.store.held import Held

seeds = st.integers(0, 2**32)


def ledger_of(seed: int) -> Held:
    """A ledger in memory."""
    return Held(anything.ledger(Random(seed)))


def view_of(ledger: Snapshot, today: date) -> View:
    """A ledger as it is read on a day, without a day being asked for."""
    view = View(ledger, "a ledger", datetime.combine(today, time(12), UTC))
    days_apart = view.day - today  # where the ledger's zone is far from ours
    return view if not days_apart else View(ledger, "a ledger", view.now - days_apart)


def flags_on(kept: Derived, day: date) -> set[Flag]:
    """The flags that the kept days give on a day."""
    return {r.flag for r in kept.raisings if r.first <= day <= r.last}


def as_if_judged(kept: Derived, on: date) -> Derived:
    """What was kept, but for what it says about when it was worked out and until when it holds."""
    lasting = tuple(r for r in kept.raisings if r.last >= on)
    return replace(kept, judged=on, turns=on, raisings=lasting, attention=None)


def days_to_look_at(view: View, kept: Derived) -> set[date]:
    """The days for which it holds on which anything may come, and those beside them."""
    day = view.day
    last = min(kept.turns - timedelta(1), anything.MIDDLE + timedelta(3 * anything.REACH))
    claims = [claim for key in view.snapshot.keys("claims") if (claim := view.claim(key))]
    edges = {day, last, *(entry.on.begins for claim in claims for entry in claim.entries)}
    for raising in kept.raisings:
        edges |= {raising.first, raising.last}
    near = {edge + timedelta(n) for edge in edges for n in (-1, 0, 1) if date.min < edge < date.max}
    return {each for each in near if day <= each <= last}


@settings(deadline=None, max_examples=300)
@given(seeds, st.integers(-anything.REACH, anything.REACH))
def test_until_it_turns_what_is_kept_is_what_judging_afresh_gives(seed: int, off: int) -> None:
    today = anything.MIDDLE + timedelta(off)
    ledger = ledger_of(seed)
    view = view_of(ledger, today)
    later: dict[date, View] = {}
    for claim_id in view.snapshot.keys("claims"):
        claim = view.claim(claim_id)
        if claim is not None:
            check_each_day(view, claim, later)


def check_each_day(view: View, claim: Claim, views: dict[date, View]) -> None:
    """Compare what is kept with a fresh judgement on days until it turns."""
    kept = derived(view, claim)
    assert view.day < kept.turns
    for day in sorted(days_to_look_at(view, kept)):
        later = views.setdefault(day, view_of(view.snapshot, day))
        fresh = later.claim(claim.id)
        assert fresh is not None
        row, standing = Row(fresh, later), later.standing(fresh)
        assert flags_on(kept, day) == set(standing.flags), day
        calls = any(flag not in QUIET for flag in standing.flags)
        assert (kept.attention is not None and kept.attention <= day) == calls, day
        assert (kept.begun <= day) == fresh.begun(day), day
        heard = (kept.heard[0], min(kept.heard[1], day)) if kept.heard else None
        assert (kept.status, kept.open, heard) == (
            standing.status,
            standing.open,
            heard_of(row),
        )
        again = derived(later, fresh)
        assert same_days(again, kept, day), day
        assert as_if_judged(again, day) == as_if_judged(kept, day), day


def heard_of(row: Row) -> tuple[date, date] | None:
    """When a claim was heard of, as a filter sees it."""
    return DAYS["heard"](row)


def same_days(again: Derived, kept: Derived, day: date) -> bool:
    """What is derived later turns on the same day, and calls from the same day that is to come."""
    ahead = [d.attention for d in (again, kept) if d.attention is None or d.attention > day]
    return again.turns == kept.turns and len(ahead) in (0, 2) and len(set(ahead)) < 2


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_values_that_are_kept_are_those_that_a_filter_sees(seed: int) -> None:
    view = view_of(ledger_of(seed), anything.MIDDLE)
    for claim in view.claims():
        kept, row = derived(view, claim), Row(claim, view)
        for name, values in kept.values.items():
            assert set(values) == set(VALUES[name](row) or ("none",))


def test_a_claim_turns_when_one_that_contradicts_it_may_be_confirmed(newsroom: Newsroom) -> None:
    newsroom.cast("party army")
    for claim_id in ("here", "there"):
        newsroom.open(claim_id)
    newsroom.enter("here", "link contradicts there")
    newsroom.enter("there", "confirm army, on 2025-06-20")
    today = newsroom.view()
    ours, theirs = (derived(today, today.find(key)) for key in ("here", "there"))
    assert ours.turns == theirs.turns == date(2025, 6, 20)
    assert Flag.CONTRADICTED not in flags_on(ours, today.day)
    newsroom.now += timedelta(days=30)
    later = newsroom.view()
    assert Flag.CONTRADICTED in flags_on(derived(later, later.find("here")), later.day)
