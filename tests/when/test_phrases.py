"""Which date phrases are read, as which days, and which are refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import BadInput
from claimtrack.when import Window, read_instant, read_window

READ = [
    ("2025-06-01", "2025-06-01", "2025-06-01"),
    ("2025-06", "2025-06-01", "2025-06-30"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025-02", "2025-02-01", "2025-02-28"),
    ("2024-02-29", "2024-02-29", "2024-02-29"),
    ("2025-12", "2025-12-01", "2025-12-31"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999-12-31", "9999-12-31", "9999-12-31"),
    ("2025-06-01..2025-06-30", "2025-06-01", "2025-06-30"),
    ("2025-06-01 .. 2025-06-30", "2025-06-01", "2025-06-30"),
    ("2025-06-01..2025-06-01", "2025-06-01", "2025-06-01"),
    ("2025-01..2025-03", "2025-01-01", "2025-03-31"),
    ("2024..2025-06-15", "2024-01-01", "2025-06-15"),
    ("..2025-06-30", None, "2025-06-30"),
    ("2025-06-01..", "2025-06-01", None),
    ("  2025-06-01\n", "2025-06-01", "2025-06-01"),
]

REFUSED = [
    ("2025-02-30", "2025-02 has 28 days"),
    ("2025-02-29", "2025-02 has 28 days"),
    ("2025-04-31", "2025-04 has 30 days"),
    ("2025-06-00", "2025-06 has 30 days"),
    ("2025-13", "months run from 01 to 12"),
    ("2025-00-10", "months run from 01 to 12"),
    ("0000", "years from 0001"),
    ("2025-06-30..2025-06-01", "ends before it begins"),
    ("2025..2024", "ends before it begins"),
    ("2025-02-30..2025-03-01", "2025-02 has 28 days"),
    ("2025-06-01..2025-02-30", "2025-02 has 28 days"),
    ("..", "neither a first nor a last day"),
    (" .. ", "neither a first nor a last day"),
    ("2025-06-01..2025-07-01..2025-08-01", "cannot be read|can be read"),
    ("2025...2026", "can be read"),
    ("", "can be read"),
    ("   ", "can be read"),
    ("tomorrow-ish", "can be read"),
    ("1/2/2025", "can be read"),
    ("01.02.2025", "can be read"),
    ("2025-6-1", "can be read"),
    ("25-06-01", "can be read"),
    ("20250601", "can be read"),
    ("12025-06-01", "can be read"),
    ("-2025-06-01", "can be read"),
    ("2025-06-01T10:00", "can be read"),
    ("2025-06-01; rm", "can be read"),
    ("٢٠٢٥-٠٦-٠١", "can be read"),
    ("２０２５-０６-０１", "can be read"),
    ("2025-06-01\x00", "can be read"),
    ("2025\n-06", "can be read"),
]


@pytest.mark.parametrize(("phrase", "first", "last"), READ, ids=[row[0] for row in READ])
def test_a_phrase_is_read(phrase: str, first: str | None, last: str | None) -> None:
    window = read_window(phrase)
    assert window.to_json() == {"text": phrase.strip(), "from": first, "to": last}


@pytest.mark.parametrize(("phrase", "why"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_a_phrase_is_refused_in_one_line_that_says_why(phrase: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as refusal:
        read_window(phrase)
    assert "\n" not in str(refusal.value)


def test_a_phrase_that_is_refused_is_named() -> None:
    with pytest.raises(BadInput, match="'2025-02-30'"):
        read_window("2025-02-30")


def test_a_very_long_phrase_is_cut_in_the_message() -> None:
    with pytest.raises(BadInput) as refusal:
        read_window("9" * 10_000)
    assert len(str(refusal.value)) < 250


dates = st.dates().map(date.isoformat)
pieces = st.sampled_from(
    ("..", "-", "T", ":", "Z", "+14:00", "-12:00", " ", "0", "2025", "06", "31")
)
phrases = st.text() | st.lists(pieces | dates).map("".join)


@given(phrases)
def test_whatever_is_typed_gives_a_window_or_bad_input(phrase: str) -> None:
    try:
        window = read_window(phrase)
    except BadInput as error:
        assert "\n" not in str(error)
    else:
        assert window.begins <= window.ends
        assert window.text == phrase.strip()


@given(phrases)
def test_whatever_is_typed_gives_a_moment_or_bad_input(phrase: str) -> None:
    try:
        moment = read_instant(phrase, timezone(timedelta(hours=6, minutes=30)))
    except BadInput as error:
        assert "\n" not in str(error)
    else:
        assert moment.utcoffset() == timedelta(0)


@given(st.dates(), st.dates())
def test_two_days_are_a_window_if_they_are_in_order(first: date, last: date) -> None:
    phrase = f"{first}..{last}"
    if first <= last:
        window = read_window(phrase)
        assert (window.first, window.last) == (first, last)
    else:
        with pytest.raises(BadInput):
            read_window(phrase)


MOMENTS = [
    ("2025-06-01T14:30:00Z", datetime(2025, 6, 1, 14, 30, tzinfo=UTC)),
    ("2025-06-01T14:30:00+06:30", datetime(2025, 6, 1, 8, tzinfo=UTC)),
    ("2025-06-01 14:30", datetime(2025, 6, 1, 8, tzinfo=UTC)),
    ("2025-06-01", datetime(2025, 6, 1, 17, 29, 59, 999999, tzinfo=UTC)),
    ("2025-06", datetime(2025, 6, 30, 17, 29, 59, 999999, tzinfo=UTC)),
    ("..2025-06-30", datetime(2025, 6, 30, 17, 29, 59, 999999, tzinfo=UTC)),
]


@pytest.mark.parametrize(("phrase", "moment"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_a_moment_is_read_in_the_zone_of_the_ledger(phrase: str, moment: datetime) -> None:
    assert read_instant(phrase, ZoneInfo("Asia/Yangon")) == moment


@pytest.mark.parametrize(
    "phrase", ["2025-06-01..", "2025-02-30T10:00", "25:00", "T", "2025-06-01T10:61", "now-ish"]
)
def test_no_moment_is_refused(phrase: str) -> None:
    with pytest.raises(BadInput):
        read_instant(phrase, UTC)


@pytest.mark.parametrize("phrase", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_the_calendar_is_refused(phrase: str) -> None:
    with pytest.raises(BadInput):
        read_instant(phrase, UTC)


def test_the_last_day_of_all_is_refused_where_it_ends_outside_the_calendar() -> None:
    with pytest.raises(BadInput):
        read_instant("9999-12-31", ZoneInfo("America/New_York"))


def test_a_window_orders_by_its_ends_and_an_open_one_lies_outside_all_days() -> None:
    window = read_window("..2025-06-30")
    assert (window.begins, window.ends) == (date.min, date(2025, 6, 30))
    assert window.begun(date.min)
    window = read_window("2025-06-01..")
    assert (window.begins, window.ends) == (date(2025, 6, 1), date.max)
    assert not window.begun(date(2025, 5, 31))
    assert window.begun(date(2025, 6, 1))


def test_a_window_that_ends_before_it_begins_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Window(text="June", first=date(2025, 6, 30), last=date(2025, 6, 1))
