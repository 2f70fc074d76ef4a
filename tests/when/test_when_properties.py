"""What holds for every phrase and window: order, round trips, moving with the day, no traceback."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import TypeAdapter

from claimtrack.errors import BadInput
from claimtrack.when import (
    Conventions,
    Lean,
    Reference,
    Window,
    edtf,
    printed,
    read_instant,
    read_since,
    read_window,
)

WORDS = Path(__file__).parents[2] / "claimtrack" / "when" / "words"


def reference_on(day: date, languages: tuple[str, ...] = ("en",)) -> Reference:
    return Reference(datetime.combine(day, time(12), UTC), day, Conventions(languages=languages))


def spellings(language: str) -> list[str]:
    table = tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))
    sections = [section for section in table.values() if isinstance(section, dict)]
    return [word for section in sections for words in section.values() for word in words]


leans = st.sampled_from(Lean)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
COMMON = [
    "of",
    "the",
    "to",
    "and",
    "by",
    "June",
    "9999",
    "1990s",
    "2025",
    "17",
    "31",
    "2025-06",
    "2025-06-17",
    "1/2/2025",
    "22:00",
    "..",
]
SIGNS = [*"0123456789-/.,:'~?%[]{}+TZX", " ", " "]
pieces = st.sampled_from([*spellings("en"), *spellings("my"), *COMMON, *SIGNS])
phrases = (
    st.text()
    | st.lists(pieces, max_size=8).map(" ".join)
    | st.lists(pieces, max_size=8).map("".join)
)

JUNK = [
    "", " ", "\t", "\n", ".", "..", "...", "/", "//", "-", "--", ",", ":", "::", "'", "~", "?", "%", "+",
    "[]", "[..]", "[/]", "{}", "{..}", "../..", "/..", "../", "~/~", "X", "XX", "XXXX", "XXXX-XX-XX",
    "of", "the", "of the", "by", "by by", "by by June", "by until June", "since", "from to", "from June to",
    "to June", "between", "between June", "between and", "between June and", "and", "June and", "late", "late late",
    "late early June", "mid", "the end of", "the end of the end of June", "first", "first first", "first half",
    "the last", "next", "next next week", "last last week", "this", "ago", "days ago", "0 days ago", "-1 days ago",
    "1e9 days ago", "in", "in in 3 days", "in 0 days", "within", "within within 3 days", "within 0 days", "over",
    "Q", "Q0", "Q2 Q3", "QQ2", "H3", "W0", "W99 2025", "week", "week 0", "week of", "2025-W00", "2025-W23-0",
    "2025-W23-8", "FY", "FY0000", "FY9999", "FY2025-24", "0000-01-01", "0000s", "9999s", "9990s", "99999",
    "winter 9999", "summer 0000", "after 9999", "before 0001", "by 0001-01-01", "in 8000 years", "9000 years ago",
    "in 999999999999 hours", "January", "January January", "17 17 January", "17 January January", "0 January",
    "00 January 2025", "January 0", "January 32", "32 January", "1st", "2nd of", "the 31st of next month", "th",
    "1 / 2 / 2025", "1//2/2025", "1/2/2025/3", "0/0/0000", "00/00/2025", "99/99/9999", "2025-06-17-18", "2025-6",
    "2025-06-1", "2025-06-01T", "2025-06-01T99:99", "T12:00", "12:00:00:00", "12:60", "24:00", "-1:00", "1:2",
    "22:00 +99:99", "22:00 +15:00", "22:00 Mars/Phobos", "22:00 ../..", "22:00 /etc/passwd", "10pm 10pm", "0am", "13pm",
    "noon noon", "noon June", "today today", "today of June", "yesterday's tomorrow", "Friday Friday", "Friday 2025",
    "Friday the 13th", "Fri 31 Feb", "week of Friday", "week ending", "weekend 2025", "null", "None", "NaN", "true",
    "$(date)", "`date`", "; rm -rf /", "' OR 1=1 --", "../../etc/passwd", "%s%s%s", "{0}", "\\", "\\x00", "<b>June</b>",
    "June\x00", "\x1b[31mJune", "June\u202e", "\ud800", "\U0010ffff", "²⁰²⁵", "½ year ago", "Ⅻ", "①", "💣", "日本語",
    "ß", "İ", "ŉ", "ﬁrst half of June", "јune", "Jun\u00ade", "ဇ", "ိ", "ဇွန်ဇွန်", "၂၀၂၅ခုနှစ်ခုနှစ်", "ရက်", "၁၇", "မှ", "အထိ",
    "9" * 10_000, "June " * 2_000, "the " * 2_000, "(" * 5_000, "-" * 5_000, "about " * 500 + "June", "[" * 3_000,
    "early " * 30 + "June", "the end of " * 12 + "June", "the week of " * 12 + "June", "3 days after " * 12 + "June 1",
]  # fmt: skip


def check(phrase: str, reference: Reference) -> None:
    """A window or a refusal of one line; a moment in UTC or such a refusal."""
    for lean in Lean:
        try:
            window = read_window(phrase, reference, lean)
        except BadInput as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 900
        else:
            assert window.begins <= window.ends
            assert window.text == phrase.strip()
            assert phrase.strip(" ").isprintable() or not phrase.isascii()
    for read in (read_instant, read_since):
        try:
            assert read(phrase, reference).utcoffset() == timedelta(0)
        except BadInput as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("phrase", JUNK, ids=lambda phrase: ascii(phrase[:30]))
@pytest.mark.parametrize("day", [date.min, date(2024, 2, 29), date.max], ids=str)
def test_junk_gives_no_traceback(phrase: str, day: date) -> None:
    check(phrase, reference_on(day, ("en", "my")))


@given(phrases, st.dates())
def test_no_phrase_gives_a_traceback(phrase: str, day: date) -> None:
    check(phrase, reference_on(day, ("en", "my")))


@given(st.dates(), st.dates())
def test_two_days_are_a_window_if_they_are_in_order(first: date, last: date) -> None:
    phrase = f"{first}..{last}"
    if first <= last:
        window = read_window(phrase, reference_on(first))
        assert (window.first, window.last) == (first, last)
    else:
        with pytest.raises(BadInput):
            read_window(phrase, reference_on(first))


ends = st.none() | st.dates()
whole = st.builds(
    lambda year, first, months: (
        date(year + first // 12, first % 12 + 1, 1),
        date(year + (first + months) // 12, (first + months) % 12 + 1, 1) - timedelta(days=1),
    ),
    st.integers(1, 9900), st.integers(0, 11), st.integers(1, 600),
)  # fmt: skip
windows = st.builds(
    lambda days, about: Window(text="as told", first=days[0], last=days[1], approximate=about),
    whole | st.tuples(ends, ends).filter(lambda e: any(e) and (not all(e) or e[0] <= e[1])),
    st.booleans(),
)


@given(windows, days, leans)
def test_what_is_printed_is_read_as_the_same_window(window: Window, day: date, lean: Lean) -> None:
    again = read_window(printed(window), reference_on(day), lean)
    assert again == replace(window, text=printed(window))


@given(windows, days, leans)
def test_edtf_is_read_as_the_same_window(window: Window, day: date, lean: Lean) -> None:
    again = read_window(edtf(window), reference_on(day), lean)
    assert again == replace(window, text=edtf(window))


@given(windows)
def test_json_holds_approximate_only_where_it_is(window: Window) -> None:
    record = window.to_json()
    assert list(record) == ["text", "from", "to"] + ["approximate"] * window.approximate
    assert TypeAdapter(Window).validate_python(record) == window


WEEKLY = ["today", "yesterday", "this week", "next week", "last week", "Friday", "by Friday", "since Monday", "next Monday",
          "3 days ago", "in two weeks", "within 10 days", "the past 3 weeks", "the weekend", "Monday to Wednesday",
          "the week before last", "early next week", "by now"]  # fmt: skip


@given(st.sampled_from(WEEKLY), days, st.integers(-500, 500), leans)
def test_a_window_of_the_week_moves_with_the_reference_day(
    phrase: str, day: date, weeks: int, lean: Lean
) -> None:
    step = timedelta(weeks=weeks)
    try:
        here = read_window(phrase, reference_on(day), lean)
    except BadInput:
        with pytest.raises(BadInput):
            read_window(phrase, reference_on(day + step), lean)
        return
    there = read_window(phrase, reference_on(day + step), lean)
    for before, after in ((here.first, there.first), (here.last, there.last)):
        assert after == (before and before + step)


NAMED = ["June", "17 January", "29 February", "Q2", "H2", "winter", "Friday", "week 23", "17 to 19 January",
         "November to February", "Christmas Day", "the weekend", "Monday to Wednesday"]  # fmt: skip


@given(st.sampled_from(NAMED), days)
def test_a_name_is_the_nearest_in_the_direction_of_the_lean(phrase: str, day: date) -> None:
    ahead = read_window(phrase, reference_on(day), Lean.AHEAD)
    behind = read_window(phrase, reference_on(day), Lean.BEHIND)
    assert ahead.ends >= day >= behind.begins
    if behind.ends >= day or ahead.begins <= day:
        assert (ahead.first, ahead.last) == (behind.first, behind.last)
    else:
        assert behind.ends < day < ahead.begins
