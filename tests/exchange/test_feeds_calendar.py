"""iCalendar, read by icalendar."""

from datetime import date, timedelta

import pytest
from desks import export
from icalendar import Calendar, Event
from newsroom import Newsroom


def events(newsroom: Newsroom, *terms: str, **options) -> dict[str, Event]:
    """The events, by the ids that their urls end with."""
    calendar = Calendar.from_ical(export(newsroom, "ics", *terms, **options).data)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    found = list(calendar.walk("VEVENT"))
    assert not [event for event in found if event.errors]
    return {str(event["url"]).partition("#")[2]: event for event in found}


def days(event: Event) -> tuple[date, date]:
    return event.decoded("dtstart"), event.decoded("dtend")


def test_a_due_window_is_an_event_of_whole_days(desk):
    event = events(desk)["abc23"]
    assert days(event) == (date(2025, 6, 1), date(2025, 7, 1))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["summary"] == "Due: The rebels will leave the town in June"
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2025-06-10", (date(2025, 6, 10), date(2025, 6, 11))),
        ("..2025-06-30", (date(2025, 6, 30), date(2025, 7, 1))),
        ("2025-06-10..", (date(2025, 6, 10), date(2025, 6, 11))),
        ("2024-12-25..2025-01-05", (date(2024, 12, 25), date(2025, 1, 6))),
        ("9999-12-01..9999-12-31", (date(9999, 12, 1), date(9999, 12, 31))),
    ],
)
def test_the_end_is_the_day_after_and_an_open_end_is_one_day(desk, due, expected):
    desk.open("due99", due=due)
    assert days(events(desk)["due99"]) == expected


def test_a_reminder_comes_when_the_claim_is_due_soon(desk):
    (alarm,) = events(desk)["abc23"].walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm["trigger"].params["RELATED"] == "END"
    assert alarm.decoded("trigger") == timedelta(hours=9) - timedelta(days=7)


def test_what_has_no_last_day_has_no_reminder(desk):
    assert not list(events(desk)["qrs89"].walk("VALARM"))


def test_claims_without_a_due_window_are_not_in_it(desk):
    assert set(events(desk)) == {"abc23", "mnp67", "qrs89"}


def test_a_decided_claim_is_cancelled_and_reminds_nobody(desk):
    event = events(desk)["mnp67"]
    assert event["status"] == "CANCELLED"
    assert event["summary"].startswith("Mostly true: ")
    assert not list(event.walk("VALARM"))
    assert "status" not in events(desk)["qrs89"]


def test_a_change_keeps_the_uid_and_grows_the_sequence(desk):
    before = events(desk)["abc23"]
    desk.enter("abc23", "edit claim, text 'The rebels leave in July'")
    after = events(desk)["abc23"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    desk.enter("abc23", "withdraw last")
    again = events(desk)["abc23"]
    assert again["summary"] == before["summary"]
    assert again["sequence"] > after["sequence"]


def test_each_claim_has_a_uid_of_its_own(desk):
    assert len({event["uid"] for event in events(desk).values()}) == 3


def test_the_same_claim_in_another_file_has_the_same_uid(desk):
    assert events(desk, "tag:withdrawal")["abc23"] == events(desk)["abc23"]


def test_as_of_a_day_what_was_decided_then(desk):
    assert "status" not in events(desk, as_of="2025-05-01")["mnp67"]
