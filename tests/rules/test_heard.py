"""When a claim was first and last heard of."""

from datetime import UTC, date

import pytest
from newsroom import Newsroom

from claimtrack.rules.activity import first_heard, last_heard, last_news, updated


@pytest.fixture
def heard(newsroom: Newsroom) -> Newsroom:
    """A claim that was reported in January, over March and on one day of April."""
    newsroom.cast("daily B", "herald B", "party army")
    newsroom.open("here", on="2025-02-01")
    newsroom.enter(
        "here",
        "report daily, on 2025-03",
        "report herald, on 2025-01",
        "report daily, on 2025-04-10",
        "report herald, on 2025-04-20, logged 2025-06-20",
        "withdraw 4",
        "confirm army, on 2025-05-01",
    )
    return newsroom


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2024-12-31", None, None),
        ("2025-01-10", "2025-01-01", "2025-01-10"),
        ("2025-02-10", "2025-01-01", "2025-01-31"),
        ("2025-03-10", "2025-01-01", "2025-03-10"),
        ("2025-04-05", "2025-01-01", "2025-03-31"),
        ("2025-12-31", "2025-01-01", "2025-04-10"),
    ],
)
def test_first_and_last_heard_are_days_of_reports(
    heard: Newsroom, as_of: str, first: str | None, last: str | None
) -> None:
    claim, day = heard.claim("here"), date.fromisoformat(as_of)
    assert first_heard(claim, day) == (first and date.fromisoformat(first))
    assert last_heard(claim, day) == (last and date.fromisoformat(last))


def test_a_claim_without_reports_was_never_heard(newsroom: Newsroom) -> None:
    newsroom.open("here", on="2025-02-01")
    newsroom.enter("here", "confirm army, on 2025-02-01")
    assert first_heard(newsroom.claim("here"), date(2025, 12, 31)) is None
    assert last_heard(newsroom.claim("here"), date(2025, 12, 31)) is None


def test_updated_is_when_the_latest_entry_was_logged_that_has_begun(newsroom: Newsroom) -> None:
    newsroom.cast("daily B")
    newsroom.open("here", on="2025-02-01")
    newsroom.enter("here", "report daily, on 2025-03-01, logged 2025-06-10")
    newsroom.enter("here", "confirm army, on 2025-08-01, logged 2025-06-15")
    claim = newsroom.claim("here")
    assert updated(claim, date(2025, 7, 31)).date() == date(2025, 6, 10)
    assert updated(claim, date(2025, 8, 1)).date() == date(2025, 6, 15)


def test_the_latest_report_is_the_one_that_began_last(newsroom: Newsroom) -> None:
    newsroom.cast("daily B")
    newsroom.open("here", on="2025-02-01")
    newsroom.enter("here", "report daily, on 2025-03", "report daily, on 2025-03-10")
    assert last_heard(newsroom.claim("here"), date(2025, 12, 31)) == date(2025, 3, 10)


@pytest.mark.parametrize(
    ("as_of", "news"),
    [
        ("2025-02-20", "2025-02-01"),
        ("2025-03-10", "2025-03-10"),
        ("2025-04-05", "2025-03-31"),
        ("2025-06-19", "2025-06-15"),
        ("2025-12-31", "2025-06-20"),
    ],
)
def test_news_is_of_the_day_on_which_it_ends_or_is_logged_but_of_no_later_one(
    newsroom: Newsroom, as_of: str, news: str
) -> None:
    newsroom.cast("daily B", "herald B", "party army")
    newsroom.open("here", on="2025-02-01")
    newsroom.enter("here", "report daily, on 2025-03, logged 2025-06-15")
    newsroom.enter("here", "report herald, on 2025-03-05, logged 2025-06-20")
    claim, day = newsroom.claim("here"), date.fromisoformat(as_of)
    assert last_news(claim, day, UTC) == date.fromisoformat(news)
