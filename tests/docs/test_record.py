"""The Lashio record that comes with the program, on the days that it has to be right about."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from claimtrack.desk.view import View
from claimtrack.model.words import Flag, Stand, Status
from claimtrack.store import open_store

RECORD = Path(__file__).parents[2] / "claims.json"
WITHDRAWAL, RETREAT, EXCHANGE, ARREST = "jun25", "retrt", "swap7", "arest"


def as_of(day: str) -> View:
    now = datetime(2025, 12, 1, tzinfo=UTC)
    return View(open_store(str(RECORD)).read(), str(RECORD), now, date.fromisoformat(day))


def statuses(day: str) -> dict[str, Status]:
    view = as_of(day)
    return {claim.id: view.standing(claim).status for claim in view.claims()}


def test_at_the_end_of_2024_there_is_the_arrest_but_no_withdrawal_in_june() -> None:
    known = statuses("2024-12-31")
    assert known[ARREST] == Status.UNCONFIRMED
    assert WITHDRAWAL not in known


def test_at_the_end_of_february_the_withdrawal_is_unconfirmed_and_not_due() -> None:
    view = as_of("2025-02-28")
    standing = view.standing(view.find(WITHDRAWAL))
    assert standing.status == Status.UNCONFIRMED
    assert {party: p.position for party, p in standing.positions.items()} == {
        "regime": Stand.SILENT,
        "mndaa": Stand.SILENT,
    }
    assert not {Flag.OVERDUE, Flag.DUE_SOON} & set(standing.flags)


def test_the_exchange_rests_on_no_origin_of_weight_though_more_than_one_report_tells_it() -> None:
    view = as_of("2025-02-28")
    standing = view.standing(view.find(EXCHANGE))
    assert standing.status == Status.UNCONFIRMED
    assert standing.counts.supports == 0
    assert len(standing.tally.reports) > 1


def test_nothing_is_corroborated_and_nothing_is_decided() -> None:
    view = as_of("2025-02-28")
    standings = [view.standing(claim) for claim in view.claims()]
    assert Status.CORROBORATED not in {standing.status for standing in standings}
    assert not [standing for standing in standings if standing.verdict]


def test_in_the_middle_of_july_the_withdrawal_is_overdue_as_nobody_recorded_what_happened() -> None:
    view = as_of("2025-07-15")
    standing = view.standing(view.find(WITHDRAWAL))
    assert standing.status == Status.UNCONFIRMED
    assert standing.raised[0].said(view.day) == "overdue 15 days: no verdict"


@pytest.mark.parametrize(
    ("claim", "phrase", "first", "last"),
    [
        (WITHDRAWAL, "June 2025", "2025-06-01", "2025-06-30"),
        (ARREST, "late 2024", "2024-09-01", "2024-12-31"),
        ("cease", "mid-January 2025", "2025-01-11", "2025-01-20"),
    ],
)
def test_its_dates_are_kept_as_they_were_said(
    claim: str, phrase: str, first: str, last: str
) -> None:
    fields = as_of("2025-02-28").find(claim).fields
    window = fields.due or fields.when
    assert window is not None
    assert (window.text, str(window.first), str(window.last)) == (phrase, first, last)


def test_the_rumors_of_a_retreat_were_heard_from_late_2024_throughout_january() -> None:
    view = as_of("2025-02-28")
    reports = [entry.on.text for entry in view.find(RETREAT).entries if entry.type == "report"]
    assert reports == ["late 2024", "throughout January 2025"]
