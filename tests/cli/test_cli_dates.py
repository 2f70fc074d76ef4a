"""Dates as they are typed: `when`, the echo of every command, filters, moments and the settings."""

import re

import pytest
from program import Program

APRIL = {"CLAIMTRACK_NOW": "2025-04-16T09:30:00Z"}
"""A Wednesday."""


@pytest.fixture
def desk(filed: Program) -> Program:
    filed.env.update(APRIL)
    return filed


def test_when_shows_days_edtf_and_lean(ct: Program) -> None:
    ct.env.update(APRIL)
    assert ct.json("when", "mid-January 2025") == {
        "text": "mid-January 2025",
        "from": "2025-01-11",
        "to": "2025-01-20",
        "approximate": False,
        "lean": "ahead",
        "edtf": "2025-01-11/2025-01-20",
    }
    assert ct.ok("when", "mid-January 2025").lines[1] == "days: 11–20 January 2025"


@pytest.mark.parametrize(
    ("options", "first", "lean"),
    [
        ((), "2026-02-01", "ahead"),
        (("--future",), "2026-02-01", "ahead"),
        (("--past",), "2025-02-01", "behind"),
        (("--as-of", "2025-01-10"), "2025-02-01", "ahead"),
        (("--past", "--as-of", "2025-01-10"), "2024-02-01", "behind"),
    ],
)
def test_a_bare_month_leans(ct: Program, options: tuple[str, ...], first: str, lean: str) -> None:
    ct.env.update(APRIL)
    read = ct.json("when", "February", *options)
    assert (read["from"], read["lean"]) == (first, lean)


def test_when_needs_no_ledger_and_makes_none(ct: Program) -> None:
    run = ct.ok("when", "next", "month", env=APRIL)
    assert "1–31 May 2025" in run.out
    assert run.err == ""
    assert not ct.ledger.exists()
    assert ct("when", "June", "--db", "nowhere.json").code == 4


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md", "ids"])
def test_when_in_every_format(ct: Program, form: str) -> None:
    assert "2025-06" in ct.ok("when", "June 2025", "--format", form).out


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("1/2/2025", "1 February 2025 or 2 January 2025"),
        ("June 31", "30 days"),
        ("soon", "too vague"),
        ("12", "'12'"),
        ("sat on it", "'sat on it'"),
        ("before the 2026 election", "--condition"),
        ("FY2025", "dates.fiscal"),
        ("next Friday", "18 April"),
        ("", "'' is not a date"),
        ("Juni", "June"),
    ],
)
def test_a_refusal_is_one_line_with_the_way_out(ct: Program, phrase: str, told: str) -> None:
    run = ct("when", phrase, env=APRIL)
    assert (run.code, run.out) == (2, "")
    assert told in run.err
    assert run.err.count("\n") == 1


def test_every_date_is_said_back_as_it_was_read(desk: Program) -> None:
    echoes = {
        ("add", "A new thing", "--due", "June", "--when", "in March"): [
            "when: in March → 1–31 March 2025",
            "due: June → 1–30 June 2025",
        ],
        ("note", "abc23", "x", "--on", "yesterday"): ["on: yesterday → 15 April 2025"],
        ("edit", "abc23", "--due", "by Friday"): ["due: by Friday → until 18 April 2025"],
        ("snooze", "abc23", "next month"): ["snooze: next month → 1–31 May 2025"],
        ("list", "due:this month"): ["due: this month → 1–30 April 2025"],
        ("list", "--as-of", "end of March 2025"): ["as of: end of March 2025 → 2025-03-31"],
        ("due", "next", "week"): ["due: next week → 21–27 April 2025"],
        (
            *("position", "abc23", "asked", "--by", "mndaa"),
            *("--answer-by", "tomorrow"),
        ): ["answer by: tomorrow → 17 April 2025"],
        ("verdict", "abc23", "true", "--because", "y", "--recheck", "in two weeks"): [
            "recheck: in two weeks → 30 April 2025"
        ],
    }
    for command, lines in echoes.items():
        assert desk.ok(*command).err.splitlines()[: len(lines)] == lines, command


def test_a_full_day_is_not_said_back(desk: Program) -> None:
    assert desk.ok("note", "abc23", "x", "--on", "2025-04-01").err == ""
    assert desk.ok("list", "--as-of", "2025-04-01").err == ""


def test_the_phrase_is_kept_with_its_days(desk: Program) -> None:
    desk.ok("edit", "abc23", "--due", "the end of May")
    assert desk.claim("abc23")["due"] == {
        "text": "the end of May",
        "from": "2025-05-21",
        "to": "2025-05-31",
    }


def test_an_approximate_date_says_so(desk: Program) -> None:
    desk.ok("edit", "abc23", "--due", "around 1 June")
    due = desk.claim("abc23")["due"]
    assert (due["from"], due["approximate"]) == ("2025-06-01", True)


def test_a_refused_date_writes_nothing(desk: Program) -> None:
    before = desk.state()
    for command in (
        ("add", "Another thing", "--due", "soon"),
        ("report", "abc23", "--source", "gossip", "--on", "1/2/2025"),
        ("snooze", "abc23", "some time"),
        ("list", "due:soon"),
        ("list", "--as-of", "after June"),
        ("changes", "--since", "until June"),
    ):
        assert desk(*command).code == 2, command
    assert desk.state() == before


@pytest.mark.parametrize(
    ("terms", "ids"),
    [
        ("due:June", "abc23"),
        ("due:this year", "abc23 qrs89"),
        ("due:<July", "abc23"),
        ("heard:last month", ""),
        ("heard:January", "abc23"),
        ("heard:>=mid-January 2025", "abc23 abd45"),
    ],
)
def test_filters_read_the_same_phrases(desk: Program, terms: str, ids: str) -> None:
    assert set(desk.ids("list", terms)) == set(ids.split())


def test_a_moment_for_known_at(desk: Program) -> None:
    desk.ok("note", "abc23", "early", env={"CLAIMTRACK_NOW": "2030-01-02T06:00:00Z"})
    desk.ok("note", "abc23", "late", env={"CLAIMTRACK_NOW": "2030-01-02T18:00:00Z"})
    evening = {"CLAIMTRACK_NOW": "2030-01-02T20:00:00Z"}

    def notes(moment: str) -> list[str]:
        log = desk.json("log", "abc23", "--known-at", moment, env=evening)
        return [entry["text"] for entry in log if entry["type"] == "note"]

    assert notes("8 hours ago") == ["early"]
    assert notes("12:00") == ["early"]
    assert notes("today") == ["early", "late"]
    assert notes("yesterday") == []
    assert notes("2030-01-02T06:00:00+06:00") == []


def test_how_a_moment_was_read_is_said_unless_it_was_written_out(desk: Program) -> None:
    desk.ok("config", "timezone", "Asia/Yangon")
    desk.ok("note", "abc23", "early", env={"CLAIMTRACK_NOW": "2030-01-02T06:00:00Z"})
    evening = {"CLAIMTRACK_NOW": "2030-01-02T16:00:00Z"}

    def said(moment: str) -> str:
        return desk.ok("list", "--known-at", moment, env=evening).err

    assert said("12:00") == "known at: 12:00 → 2030-01-02 12:00 +0630\n"
    assert said("today") == "known at: today → 2030-01-02 23:59 +0630\n"
    assert said("2030-01-02") == ""
    assert said("2030-01-02T12:00") == ""
    run = desk.ok("restore", "today", env=evening)
    assert run.err.startswith("restore: today → 2030-01-02 23:59 +0630\n")


def test_people_read_moments_in_the_ledgers_zone_scripts_in_utc(desk: Program) -> None:
    late = {"CLAIMTRACK_NOW": "2030-01-02T06:00:00Z"}
    desk.ok("config", "timezone", "Asia/Yangon", env=late)
    desk.ok("add", "One", "--id", "qqq22", env=late)
    local, utc = "2030-01-02 12:30 +0630", "2030-01-02T06:00:00"
    for command in (["log", "qqq22"], ["changes", "--since", "2030-01-01"], ["show", "qqq22"]):
        assert local in desk.ok(*command, env=late).out
    for form in ("json", "csv"):
        assert utc in desk.ok("log", "qqq22", "--format", form, env=late).out
    assert "as known at 2030-01-02 12:30 +0630" in plain(
        desk.on_terminal("list", "--known-at", "2030-01-02T06:00Z", env=late).out
    )
    assert "+0630" in desk.ok("restore", env=late).lines[0]


def plain(text: str) -> str:
    """What a terminal shows, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_the_order_of_day_and_month_is_the_ledgers(desk: Program) -> None:
    desk.ok("config", "dates.order", "day-first")
    assert desk.json("when", "1/2/2025")["from"] == "2025-02-01"
    desk.ok("config", "dates.order", "month-first")
    assert desk.json("when", "1/2/2025")["from"] == "2025-01-02"
    assert desk("config", "dates.order", "sideways").code == 2


def test_fiscal_year_hemisphere_and_zone_are_the_ledgers(desk: Program) -> None:
    desk.ok("config", "dates.fiscal", "4")
    assert desk.json("when", "FY2025")["from"] == "2024-04-01"
    desk.ok("config", "dates.hemisphere", "southern")
    assert desk.json("when", "summer 2025")["from"] == "2025-12-01"
    desk.ok("config", "timezone", "Asia/Yangon")
    assert desk.json("when", "today", env={"CLAIMTRACK_NOW": "2025-04-16T20:00:00Z"})["from"] == (
        "2025-04-17"
    )


def test_burmese_is_read(desk: Program) -> None:
    assert desk.json("when", "၂၀၂၅ ခုနှစ် ဇွန်လ")["from"] == "2025-06-01"
    desk.ok("config", "dates.languages", "en")
    assert desk("when", "၂၀၂၅ ခုနှစ် ဇွန်လ").code == 2
    assert desk.json("when", "၂၀၂၅-၀၆-၁၇")["from"] == "2025-06-17"


def test_a_table_of_words_of_ones_own(desk: Program) -> None:
    table = desk.folder / "de.toml"
    table.write_text('[month]\n6 = ["juni"]\n', encoding="utf-8")
    desk.ok("config", "dates.languages", f"en,{table}")
    assert desk.json("when", "Juni 2025")["to"] == "2025-06-30"
    run = desk("config", "dates.languages", "en,nowhere.toml")
    assert run.code == 2
    assert "nowhere.toml" in run.err
