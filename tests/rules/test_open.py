"""What leaves a claim open, and what closes it."""

from datetime import UTC, datetime

import pytest

from claimtrack.model.entries import Verdict
from claimtrack.model.settings import DEFAULT_SCALE
from claimtrack.rules.standing import leaves_open
from claimtrack.when import Window

LOGGED = datetime(2025, 6, 1, 9, tzinfo=UTC)


def verdict(rating: str) -> Verdict:
    on = Window.day(LOGGED.date())
    return Verdict(rating=rating, reason="seen", on=on, recorded=LOGGED, by="kim")


def test_a_claim_without_a_verdict_is_open() -> None:
    assert leaves_open(None, None)


@pytest.mark.parametrize("rating", DEFAULT_SCALE)
def test_a_verdict_closes_it_unless_it_settles_nothing(rating: str) -> None:
    assert leaves_open(verdict(rating), DEFAULT_SCALE[rating]) is (rating == "unproven")


def test_so_does_one_whose_word_left_the_scale() -> None:
    assert not leaves_open(verdict("gone"), DEFAULT_SCALE.get("gone"))
