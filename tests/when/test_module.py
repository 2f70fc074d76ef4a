"""The module itself: windows, tables of words, moments at the calendar's ends, and what is loaded."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from claimtrack.errors import BadInput
from claimtrack.when import Conventions, Reference, Window, edtf, printed, read_instant, read_window

NOON = datetime(2025, 6, 11, 12, tzinfo=UTC)
DAY = date(2025, 6, 11)
HERE = Reference(NOON, DAY)


def test_a_window_orders_by_its_ends_and_an_open_one_lies_outside_all_days() -> None:
    window = read_window("..2025-06-30", HERE)
    assert (window.begins, window.ends) == (date.min, date(2025, 6, 30))
    assert window.begun(date.min)
    window = read_window("2025-06-01..", HERE)
    assert (window.begins, window.ends) == (date(2025, 6, 1), date.max)
    assert not window.begun(date(2025, 5, 31))
    assert window.begun(date(2025, 6, 1))


def test_a_window_that_ends_before_it_begins_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Window(text="June", first=date(2025, 6, 30), last=date(2025, 6, 1))


@pytest.mark.parametrize(
    ("phrase", "people", "form"),
    [
        ("17 January 2025", "17 January 2025", "2025-01-17"),
        ("June 2025", "1–30 June 2025", "2025-06"),
        ("between 25 June and 3 July 2025", "25 June – 3 July 2025", "2025-06-25/2025-07-03"),
        ("28 Dec to 3 Jan 2025", "28 December 2024 – 3 January 2025", "2024-12-28/2025-01-03"),
        ("by the end of June 2025", "until 30 June 2025", "../2025-06-30"),
        ("after June 2025", "from 1 July 2025", "2025-07-01/.."),
        ("about June 2025", "about 1–30 June 2025", "2025-06~"),
        ("by about June 2025", "about until 30 June 2025", "../2025-06-30~"),
        ("2025", "1 January – 31 December 2025", "2025"),
        ("the year 2025", "1 January – 31 December 2025", "2025"),
        ("the 1990s", "1 January 1990 – 31 December 1999", "199X"),
        ("early 1990s", "1 January 1990 – 31 December 1993", "1990/1993"),
        ("spring 2025", "1 March – 31 May 2025", "2025-03/2025-05"),
        ("2025-21", "1 March – 31 May 2025", "2025-21"),
        ("about 3 to 7 June 2025", "about 3–7 June 2025", "2025-06-03~/2025-06-07~"),
        ("199x", "1 January 1990 – 31 December 1999", "199X"),
        ("2025-06?", "about 1–30 June 2025", "2025-06?"),
        ("2025-06/", "from 1 June 2025", "2025-06/"),
    ],
)
def test_a_window_is_written_for_people_and_in_edtf(phrase: str, people: str, form: str) -> None:
    window = read_window(phrase, HERE)
    assert (printed(window), edtf(window)) == (people, form)


def test_a_very_long_phrase_is_cut_in_the_message() -> None:
    with pytest.raises(BadInput) as refusal:
        read_window("9" * 10_000, HERE)
    assert len(str(refusal.value)) < 350


@pytest.mark.parametrize(
    "phrase", ["2025-06-01..", "after June", "25:00", "T", "now-ish", "last night", "by last night"]
)
def test_what_has_no_last_moment_is_refused(phrase: str) -> None:
    with pytest.raises(BadInput):
        read_instant(phrase, HERE)


@pytest.mark.parametrize("phrase", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_the_calendar_is_refused(phrase: str) -> None:
    with pytest.raises(BadInput, match="years 1 to 9999"):
        read_instant(phrase, HERE)


def test_the_last_day_of_all_is_refused_where_it_ends_outside_the_calendar() -> None:
    west = Reference(NOON, DAY, Conventions(zone=ZoneInfo("America/New_York")))
    with pytest.raises(BadInput):
        read_instant("9999-12-31", west)


def test_a_desk_adds_its_own_table_of_words(tmp_path: Path) -> None:
    table = tmp_path / "de.toml"
    table.write_text('name = "German"\n[month]\n6 = ["juni"]\n[side]\nuntil = ["bis"]\n', "utf-8")
    german = Reference(NOON, DAY, Conventions(languages=("en", str(table))))
    assert read_window("bis Juni 2025", german).last == date(2025, 6, 30)
    assert read_window("by June 2025", german).last == date(2025, 6, 30)
    with pytest.raises(BadInput):
        read_window("bis Juni 2025", HERE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "no such file"),
        ("[month\n", "cannot be read"),
        ("[moon]\n1 = ['full']\n", r"\[moon\] is no section"),
        ("[month]\n13 = ['undecimber']\n", "month has no '13'"),
        ("[month]\njune = ['juni']\n", "month.june is not a number"),
        ("[month]\n6 = 'juni'\n", "not a list of words"),
        ("month = 6\n", r"\[month\] is no section"),
        ('[month]\n6 = ["ju\\u202eni"]\n', "control or an invisible character"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(
    tmp_path: Path, text: str | None, problem: str
) -> None:
    table = tmp_path / "mine.toml"
    if text is not None:
        table.write_text(text, "utf-8")
    mine = Reference(NOON, DAY, Conventions(languages=(str(table),)))
    with pytest.raises(BadInput, match=problem) as refusal:
        read_window("June 2025", mine)
    assert str(table) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_iso_date_is_read_without_tables_and_parsers() -> None:
    program = """
import sys
from datetime import UTC, date, datetime
from claimtrack.when import Reference, read_instant, read_window
here = Reference(datetime(2025, 6, 11, tzinfo=UTC), date(2025, 6, 11))
for phrase in ("2025-06-01", "2025-06", "2025", "2025-06-01..2025-06-30"):
    read_window(phrase, here)
    read_instant(phrase, here)
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"dateutil", "tomllib"}), "claimtrack.when.words" in sys.modules)
read_window("June 2025", here)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"dateutil"}))
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[] False\n[]\n"
