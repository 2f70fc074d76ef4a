"""stale, due, changes, board, timeline and snooze: what a desk and its cron job are told."""

import json
import os
import subprocess

import pytest
from program import Program

JULY = {"CLAIMTRACK_NOW": "2025-07-15T09:00:00Z"}
MARCH = {"CLAIMTRACK_NOW": "2025-03-05T09:00:00Z"}


def at(day: str, clock: str = "09:00:00") -> dict[str, str]:
    """The environment of a desk on that day."""
    return {"CLAIMTRACK_NOW": f"{day}T{clock}Z"}


@pytest.fixture
def desk(ct: Program) -> Program:
    """A forecast due in June that was logged in March, on which the regime was asked."""
    ct.env.update(MARCH)
    ct.ok("init")
    ct.ok("party", "add", "regime")
    ct.ok("add", "It will withdraw", "--id", "june2", "--due", "2025-06", "--party", "regime")
    ct.ok("add", "The road is open", "--id", "path2", "--kind", "state", "--tag", "roads")
    ct.env.clear()
    return ct


# --- stale


def test_nothing_is_said_where_nothing_needs_attention(desk: Program) -> None:
    run = desk("stale", "--exit-code", env=MARCH)
    assert (run.code, run.out, run.err) == (0, "", "")


def test_one_line_a_claim_with_why_the_most_urgent_first(desk: Program) -> None:
    run = desk.ok("stale", env=JULY)
    assert run.err == ""
    assert run.lines == [
        "june2\toverdue 15 days: no verdict; stale 132 days: nothing new\t\tIt will withdraw",
        "path2\tstale 132 days: nothing new\t\tThe road is open",
    ]


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_on_a_terminal_too_each_claim_has_one_line(desk: Program, columns: int) -> None:
    long = "A claim whose words are so many that no screen has room for them on one line " * 3
    desk.ok("add", long, "--id", "wrd22", "--assignee", "ann", "--due", "2025-06", env=MARCH)
    drawn = plain(desk.on_terminal("stale", columns=columns, env=JULY).out).splitlines()
    rows = [line for line in drawn if line.strip() and not set(line) <= set(" ─")]
    assert [row.split()[0] for row in rows[1:]] == ["id", "june2", "wrd22", "path2"]
    assert max(map(len, drawn)) <= columns
    assert rows[3].endswith("…")
    whole = "overdue 15 days: no verdict; stale 132 days: nothing new"
    assert (whole in rows[2]) == (columns >= 100)


def test_exit_code_says_whether_something_was_found(desk: Program) -> None:
    assert desk("stale", "--exit-code", env=JULY).code == 1
    assert desk("stale", "--exit-code", "tag:nobody", env=JULY).code == 0
    assert desk("stale", env=JULY).code == 0


def test_filters_and_days_as_in_list(desk: Program) -> None:
    assert desk.ok("stale", "tag:roads", "--format", "ids", env=JULY).lines == ["path2"]
    assert desk.ok("stale", "-tag:roads", "--format", "ids", env=JULY).lines == ["june2"]
    assert desk.ok("stale", "--as-of", "2025-03-19", env=JULY).lines == []
    assert desk.ok("stale", "--as-of", "2025-03-20", "--format", "ids", env=JULY).lines == [
        "june2",
        "path2",
    ]
    assert desk("stale", "stats:overdue", env=JULY).code == 2


def test_json_holds_the_claims_with_their_reasons(desk: Program) -> None:
    first, _ = desk.json("stale", env=JULY)
    assert first["id"] == "june2"
    assert first["flags"] == ["overdue", "stale", "unsourced"]
    assert first["attention"][0] == {
        "flag": "overdue",
        "why": "no verdict",
        "since": "2025-06-30",
        "days": 15,
        "said": "overdue 15 days: no verdict",
    }
    assert desk.json("stale", env=MARCH) == []


def test_the_subject_of_a_mail(desk: Program) -> None:
    run = desk.ok("stale", "--mail-subject", env=JULY)
    assert run.lines == ["claimtrack: 2 claims need attention (1 overdue, 2 stale)"]
    assert desk.ok("stale", "--mail-subject", env=MARCH).out == ""


@pytest.mark.parametrize("options", [["--json"], ["--format", "csv"]])
def test_the_subject_of_a_mail_is_no_other_format(desk: Program, options: list[str]) -> None:
    run = desk("stale", "--mail-subject", *options, env=JULY)
    assert (run.code, run.out) == (2, "")
    assert "--mail-subject" in run.err


def test_the_editors_list_is_asked_for_as_in_list(desk: Program) -> None:
    desk.ok("confirm", "june2", "--by", "regime", env=MARCH)
    ids = ("--unconfirmed", "--format", "ids")
    assert desk.ok("stale", *ids, env=JULY).lines == ["path2"]
    assert desk.ok("due", *ids, env=JULY).lines == []
    assert desk.ok("due", "2025-06", *ids, env=JULY).lines == []
    assert desk.ok("board", *ids, env=JULY).lines == ["path2"]


def test_a_flag_is_written_once_for_each_reason_until_evidence_comes(desk: Program) -> None:
    def flags() -> list[tuple[str, str]]:
        log = desk.json("log", "june2", env=JULY)
        return [(e["flag"], e["recorded"][:10]) for e in log if e["type"] == "flag"]

    desk.ok("stale", "--flag", env=at("2025-07-01"))
    assert flags() == [("overdue", "2025-07-01"), ("stale", "2025-07-01")]
    before = desk.ledger.read_bytes()
    desk.ok("stale", "--flag", env=at("2025-07-02"))
    assert desk.ledger.read_bytes() == before

    desk.ok("note", "june2", "Still waiting.", env=at("2025-07-03"))
    desk.ok("stale", "--flag", env=at("2025-07-04"))
    assert len(flags()) == 2  # a note is no evidence

    desk.ok("report", "june2", "--source", "daily", "--new", env=at("2025-07-05"))
    desk.ok("stale", "--flag", env=at("2025-07-06"))
    assert flags()[2:] == [("overdue", "2025-07-06")]
    desk.ok("stale", "--flag", env=at("2025-07-25"))
    assert flags()[3:] == [("stale", "2025-07-25")]


def test_evidence_of_the_day_of_a_flag_has_it_raised_anew_once(desk: Program) -> None:
    def overdue() -> list[str]:
        log = desk.json("log", "june2", env=JULY)
        return [e["recorded"][11:16] for e in log if e.get("flag") == "overdue"]

    runs = [desk.ok("stale", "--flag", "june2", env=at("2025-07-15", "09:00:00"))]
    desk.ok("report", "june2", "--source", "daily", "--new", env=at("2025-07-15", "10:00:00"))
    for clock in ("11:00:00", "12:00:00", "13:00:00"):
        runs.append(desk.ok("stale", "--flag", "june2", env=at("2025-07-15", clock)))
    assert overdue() == ["09:00", "11:00"]
    assert [run.err for run in runs] == [""] * 4


def test_evidence_that_a_wrong_clock_dated_ahead_raises_no_flag_again(desk: Program) -> None:
    desk.ok("report", "june2", "--source", "daily", "--new", env=at("2026-01-01"))
    for clock in ("09:00:00", "10:00:00"):
        desk.ok("stale", "--flag", "flag:overdue", env=at("2025-07-15", clock))
    flags = [e for e in desk.json("log", "june2", env=at("2026-01-01")) if e["type"] == "flag"]
    assert [e["recorded"][11:16] for e in flags if e["flag"] == "overdue"] == ["09:00"]


def test_a_due_date_that_was_moved_is_another_reason(desk: Program) -> None:
    desk.ok("stale", "--flag", env=at("2025-07-01"))
    desk.ok("edit", "june2", "--due", "2025-07-10", env=at("2025-07-02"))
    desk.ok("stale", "--flag", "flag:overdue", env=at("2025-07-11"))
    log = desk.json("log", "june2", env=JULY)
    assert [e["reason"] for e in log if e.get("flag") == "overdue"] == [
        "no verdict, 2025-06-30",
        "no verdict, 2025-07-10",
    ]


def test_a_flag_does_not_count_as_news(desk: Program) -> None:
    desk.ok("stale", "--flag", env=at("2025-07-01"))
    assert "stale 132 days" in desk.ok("stale", env=JULY).out


def test_two_crons_at_once_write_each_flag_once(desk: Program) -> None:
    crons = [
        subprocess.Popen(
            desk.command(("stale", "--flag", "--by-user", f"cron{number}")),
            cwd=desk.folder,
            env=desk.environment(JULY),
            stdout=subprocess.DEVNULL,
        )
        for number in range(4)
    ]
    assert [cron.wait(timeout=60) for cron in crons] == [0] * 4
    flags = [e["flag"] for e in desk.json("log", env=JULY) if e["type"] == "flag"]
    assert sorted(flags) == ["overdue", "stale", "stale"]


def test_flags_are_not_written_for_another_day(desk: Program) -> None:
    run = desk("stale", "--flag", "--as-of", "2025-07-15", env=MARCH)
    assert run.code == 2
    assert "--as-of" in run.err


def test_a_mistyped_path_in_a_crontab_is_noticed(ct: Program) -> None:
    assert ct("stale", "--db", "nowhere.json").code == 4
    assert ct("stale").code == 0


def test_stale_reads_a_ledger_that_nobody_may_write(desk: Program) -> None:
    desk.ledger.chmod(0o400)
    before = desk.state()
    desk.ok("stale", env=JULY)
    assert desk.state() == before


def test_people_read_who_contests_a_verdict_scripts_the_entry(desk: Program) -> None:
    desk.ok("verdict", "june2", "true", "--because", "It left.", env=at("2025-07-01"))
    desk.ok("deny", "june2", "--by", "regime", env=at("2025-07-02"))
    [claim] = desk.json("stale", "flag:contested", env=JULY)
    entry = desk.json("log", "june2", env=JULY)[-1]["id"]
    assert claim["attention"][0]["why"] == f"position {entry} came after the verdict"
    for command in (["stale"], ["board"], ["show", "june2"]):
        said = f"contested: regime denies ({entry[:4]}) came after the verdict"
        assert said in desk.ok(*command, env=JULY).out
    desk.ok("retract", "june2", entry, "--because", "Misquoted.", env=at("2025-07-03"))
    desk.ok("report", "june2", "--source", "daily", "--new", env=at("2025-07-04"))
    report = desk.json("log", "june2", env=JULY)[-1]["id"]
    rests = ("--because", "It did.", "--rests-on", report)
    desk.ok("verdict", "june2", "true", *rests, env=at("2025-07-05"))
    desk.ok("retract", "june2", report, "--because", "Wrong.", env=at("2025-07-06"))
    said = f"daily supports ({report[:4]}) was retracted, and the verdict rests on it"
    assert said in desk.ok("stale", env=JULY).out


# --- snooze, recheck, right of reply


def test_snoozed_until_a_day(desk: Program) -> None:
    run = desk.ok("snooze", "path2", "2025-08-01", env=JULY)
    assert run.lines[0].startswith("path2")
    assert desk.ok("stale", "--format", "ids", env=JULY).lines == ["june2"]
    assert "snoozed" in desk.ok("show", "path2", env=JULY).out
    assert "path2" in desk.ok("stale", "--format", "ids", env=at("2025-08-01")).lines


def test_what_is_over_is_no_day_to_look_again_on(desk: Program) -> None:
    before = desk.state()
    run = desk("snooze", "path2", "yesterday", env=JULY)
    assert (run.code, run.out) == (2, "")
    assert "snooze: yesterday is over" in run.err
    because = ("--because", "It was seen open.")
    run = desk("verdict", "path2", "true", *because, "--recheck", "2025-07-01", env=JULY)
    assert run.code == 2
    assert "recheck: 2025-07-01 is over" in run.err
    assert desk.state() == before


def test_snoozed_until_the_week_that_runs_is_over(desk: Program) -> None:
    """The fifteenth of July 2025 is a Tuesday."""
    desk.ok("snooze", "path2", "this week", env=JULY)
    assert "snoozed: until 2025-07-21" in desk.ok("show", "path2", env=JULY).out
    assert "path2" not in desk.ok("stale", env=at("2025-07-20")).out
    assert "path2" in desk.ok("stale", env=at("2025-07-21")).out


def test_the_agenda_has_a_recheck_on_the_day_on_which_it_comes_back(desk: Program) -> None:
    because = ("--because", "It was seen open.", "--recheck", "July")
    desk.ok("verdict", "path2", "true", *because, env=JULY)
    [item] = desk.json("due", "kind:state", env=JULY)
    assert item["falls_due"]["day"] == "2025-08-01"


def test_a_snooze_said_again_says_that_it_stands(desk: Program) -> None:
    desk.ok("snooze", "path2", "2025-08-01", env=JULY)
    run = desk.ok("snooze", "path2", "2025-08-01", env=JULY)
    assert run.lines == ["path2  unconfirmed  The road is open"]
    assert run.err == "path2 is snoozed until 1 August 2025 already: nothing added\n"


def test_the_log_says_until_which_day(desk: Program) -> None:
    desk.ok("snooze", "path2", "in 3 days", env=JULY)
    assert "snooze until in 3 days (2025-07-18)" in desk.ok("log", "path2", env=JULY).out
    recheck = ("--because", "Seen.", "--recheck", "next month")
    desk.ok("verdict", "path2", "true", *recheck, env=JULY)
    said = "verdict: true: Seen. (look again next month (2025-08))"
    assert said in desk.ok("log", "path2", env=JULY).out
    assert said in desk.ok("show", "path2", env=JULY).out


def test_a_settled_claim_comes_back_on_its_day(desk: Program) -> None:
    because = ("--because", "It was seen open.", "--recheck", "2025-09-01")
    desk.ok("verdict", "path2", "true", *because, env=JULY)
    assert "path2" not in desk.ok("stale", env=at("2025-08-31")).out
    assert (
        "path2\trecheck today: to be looked at again" in desk.ok("stale", env=at("2025-09-01")).out
    )


def test_who_was_asked_stands_on_show_due_and_board(desk: Program) -> None:
    desk.ok("deny", "june2", "--by", "regime", env=at("2025-06-10"))
    desk.ok(
        *("position", "june2", "asked", "--by", "regime", "--answer-by", "2025-06-20"),
        env=at("2025-06-12"),
    )
    day = at("2025-06-19")
    assert "answer due 2025-06-20" in desk.ok("show", "june2", env=day).out
    assert "2025-06-20\tin 1 day\tjune2\tregime to answer 2025-06-20" in desk.ok("due", env=day).out
    assert "regime to answer 2025-06-20" in desk.ok("board", env=day).out
    late = desk.ok("stale", env=at("2025-06-23")).out
    assert "unanswered 3 days: regime was asked" in late


# --- due


def test_the_agenda_has_the_earliest_first(desk: Program) -> None:
    desk.ok("add", "It rains", "--id", "wet22", "--due", "2025-07-20", env=MARCH)
    lines = desk.ok("due", env=JULY).lines
    assert [line.split("\t")[:3] for line in lines] == [
        ["2025-06-30", "15 days ago", "june2"],
        ["2025-07-20", "in 5 days", "wet22"],
    ]


def test_a_date_keeps_what_falls_due_in_it_and_filters_come_after(desk: Program) -> None:
    desk.ok("add", "It rains", "--id", "wet22", "--due", "2025-07-20", "--tag", "sky", env=MARCH)
    due = ("due", "--format", "ids")
    assert desk.ok(*due, "2025-07", env=JULY).lines == ["wet22"]
    assert desk.ok(*due, "2025-07", "-tag:sky", env=JULY).lines == []
    assert desk.ok(*due, "tag:sky", env=JULY).lines == ["wet22"]
    assert desk("due", "sat on it", env=JULY).code == 2
    for words in ([""], [" "], ["2025-07", ""]):
        run = desk("due", *words, env=JULY)
        assert (run.code, run.out) == (2, "")
        assert "a filter is empty" in run.err


def test_a_date_and_filters_in_one_argument_are_told_apart(desk: Program) -> None:
    desk.ok("add", "It rains", "--id", "wet22", "--due", "2025-07-20", "--tag", "sky", env=MARCH)
    due = ("due", "--format", "ids")
    assert desk.ok(*due, "this week tag:sky", env=JULY).lines == ["wet22"]
    assert desk.ok(*due, "this week tag:sea", env=JULY).lines == []
    assert desk.ok(*due, "due:this week", env=JULY).lines == ["wet22"]


def test_a_word_that_is_no_date_is_told_where_filters_stand(desk: Program) -> None:
    run = desk("due", "lashio", env=JULY)
    assert run.code == 2
    assert "filters come after a date, or as key:value" in run.err


def test_what_is_decided_is_not_due(desk: Program) -> None:
    desk.ok("verdict", "june2", "false", "--because", "It stayed.", env=JULY)
    assert desk.ok("due", env=JULY).out == ""


def test_the_agenda_as_json(desk: Program) -> None:
    [item] = desk.json("due", env=JULY)
    assert item["id"] == "june2"
    assert item["falls_due"] == {
        "what": "due",
        "day": "2025-06-30",
        "window": {"text": "2025-06", "from": "2025-06-01", "to": "2025-06-30"},
        "party": None,
    }


# --- changes


def test_what_moved_with_the_evidence_and_by_whom(desk: Program) -> None:
    by = ("--by-user", "bo")
    desk.ok("confirm", "june2", "--by", "regime", *by, env=at("2025-03-06", "10:00:00"))
    desk.ok("deny", "june2", "--by", "regime", *by, env=at("2025-03-06", "11:00:00"))
    desk.ok("note", "june2", "Odd.", *by, env=at("2025-03-06", "12:00:00"))
    desk.ok("verdict", "path2", "true", "--because", "Seen.", env=at("2025-03-07", "08:00:00"))
    moved = desk.json("changes", "--since", "2025-03-06", env=at("2025-03-07"))
    assert [(m["claim"], m["what"], m["before"], m["after"], m["by"]) for m in moved] == [
        ("june2", "status", "unconfirmed", "confirmed", "bo"),
        ("june2", "status", "confirmed", "denied", "bo"),
        ("path2", "verdict", None, None, "ann"),
    ]
    assert "regime confirms" in moved[0]["said"]
    assert len(moved[0]["entries"]) == 1


def test_since_a_moment_of_the_day(desk: Program) -> None:
    desk.ok("confirm", "june2", "--by", "regime", env=at("2025-03-06", "10:00:00"))
    desk.ok("deny", "june2", "--by", "regime", env=at("2025-03-06", "11:00:00"))
    since = ("changes", "--since", "2025-03-06T10:30Z")
    assert [m["after"] for m in desk.json(*since, env=at("2025-03-07"))] == ["denied"]


def test_a_grade_moves_a_status_without_an_entry_of_the_claim(desk: Program) -> None:
    for name in ("daily", "herald"):
        desk.ok("report", "path2", "--source", name, "--new", env=at("2025-03-06"))
        desk.ok("source", "rate", name, "B", env=at("2025-03-08"))
    [move] = desk.json("changes", "--since", "2025-03-07", env=at("2025-03-09"))
    assert (move["before"], move["after"], move["entries"]) == ("unconfirmed", "corroborated", [])


def test_new_claims_and_flags_moved_too(desk: Program) -> None:
    desk.ok("stale", "--flag", env=JULY)
    desk.ok("add", "Another thing", "--id", "new22", env=JULY)
    moved = desk.json("changes", "--since", "2025-07-15", env=JULY)
    assert sorted((m["claim"], m["what"]) for m in moved) == [
        ("june2", "flag"),
        ("june2", "flag"),
        ("new22", "opened"),
        ("path2", "flag"),
    ]


def test_known_at_ends_what_moved(desk: Program) -> None:
    desk.ok("confirm", "june2", "--by", "regime", env=at("2025-03-06"))
    desk.ok("deny", "june2", "--by", "regime", env=at("2025-03-08"))
    since = ("changes", "--since", "2025-03-06", "--known-at", "2025-03-07")
    assert [m["after"] for m in desk.json(*since, env=JULY)] == ["confirmed"]


# --- board and timeline


def test_the_board_says_what_the_meeting_asks(desk: Program) -> None:
    board = desk.json("board", env=JULY)
    assert board["as_of"] == "2025-07-15"
    assert board["counts"] == {"unconfirmed": 2}
    assert (board["open"], board["unconfirmed"]) == (2, 2)
    assert board["due"] == [
        {
            "claim": "june2",
            "what": "due",
            "day": "2025-06-30",
            "window": {"text": "2025-06", "from": "2025-06-01", "to": "2025-06-30"},
            "party": None,
            "text": "It will withdraw",
        }
    ]
    assert [claim["id"] for claim in board["stale"]] == ["june2", "path2"]
    assert (board["contested"], board["moved"]) == ([], [])


def test_the_board_takes_filters(desk: Program) -> None:
    assert desk.json("board", "tag:roads", env=JULY)["counts"] == {"unconfirmed": 1}


def test_the_board_fits_on_one_screen(desk: Program) -> None:
    rows = "".join(f"Claim number {number} of many that went stale\n" for number in range(40))
    desk.ok("import", "-", "--from", "csv", stdin=f"text\n{rows}", env=MARCH)
    for columns, lines in ((60, 24), (80, 24), (100, 24), (160, 50)):
        run = desk.on_terminal("board", columns=columns, env={**JULY, "LINES": str(lines)})
        assert run.code == 0
        assert len(run.lines) < lines
        assert max(len(line) for line in plain(run.out).splitlines()) <= columns
        assert "Moved since yesterday" in run.out
        assert "more" in run.out


def test_what_moved_names_the_claim_on_the_board(desk: Program) -> None:
    desk.ok("deny", "june2", "--by", "regime", env=at("2025-07-14"))
    [move] = desk.json("board", env=JULY)["moved"]
    assert (move["claim"], move["text"]) == ("june2", "It will withdraw")
    drawn = plain(desk.on_terminal("board", columns=80, env=JULY).out)
    assert "june2  unconfirmed → denied · It will withdraw · position: regime denies" in drawn
    assert "unconfirmed → denied · It will withdraw" in desk.ok("board", env=JULY).out


@pytest.mark.parametrize("columns", [60, 80])
def test_the_board_says_all_its_counts_the_unconfirmed_rumors_first(
    desk: Program, columns: int
) -> None:
    desk.ok("party", "add", "mndaa", env=MARCH)
    for number, stances in enumerate(["confirm", "deny", "confirm deny", ""]):
        claim = f"cnt{number + 2}"
        desk.ok("add", f"Claim {number} of a few", "--id", claim, env=MARCH)
        for stance, party in zip(stances.split(), ("regime", "mndaa"), strict=False):
            desk.ok(stance, claim, "--by", party, env=MARCH)
    desk.ok("add", "It is good", "--kind", "opinion", env=MARCH)
    env = {**JULY, "LINES": "24"}
    drawn = plain(desk.on_terminal("board", columns=columns, env=env).out).splitlines()
    assert len(drawn) < 24
    assert drawn[1].split("  ")[-1].startswith("5 unconfirmed rumors")
    head = "\n".join(drawn[: drawn.index("")])
    assert "7 without a verdict that settles it" in head
    for count in ("unconfirmed 3", "confirmed 1", "denied 1", "disputed 1", "not-checkable 1"):
        assert count in head


def test_the_timeline_draws_reports_positions_the_due_window_and_today(desk: Program) -> None:
    desk.ok("report", "june2", "--source", "daily", "--new", "--on", "2025-03-01", env=MARCH)
    desk.ok("deny", "june2", "--by", "regime", "--on", "2025-04-01", env=JULY)
    drawn = plain(desk.on_terminal("timeline", "june2", columns=80, env=JULY).out).splitlines()
    rows = {line.split()[0]: line for line in drawn if line.strip()}
    assert "●" in rows["reports"]
    assert "✗" in rows["positions"]
    assert rows["due"].count("━") > 10
    assert rows["positions"].index("✗") < rows["due"].index("━")
    assert any("2025-07-15 ▲" in line for line in drawn)


def test_the_timeline_in_a_pipe_has_one_event_a_line(desk: Program) -> None:
    desk.ok("deny", "june2", "--by", "regime", "--on", "2025-04-01", env=JULY)
    lines = desk.ok("timeline", "june2", env=JULY).lines
    assert lines[0] == "june2: It will withdraw"
    assert "2025-04-01 · ✗ position: regime denies" in lines[1]
    assert "2025-06 · ━ due" in lines[2]
    record = desk.json("timeline", "june2", env=JULY)
    assert [event["track"] for event in record["events"]] == ["positions", "due"]


def test_a_retraction_stands_with_what_it_takes_back(desk: Program) -> None:
    desk.ok("report", "june2", "--source", "daily", "--new", env=MARCH)
    desk.ok("retract", "june2", "last", "--because", "It was wrong.", env=at("2025-03-06"))
    desk.ok("deny", "june2", "--by", "regime", "--on", "2025-04-01", env=JULY)
    desk.ok("retract", "june2", "last", "--because", "It was misquoted.", env=JULY)
    events = desk.json("timeline", "june2", env=JULY)["events"]
    tracks = [e["track"] for e in events if "retraction" in e["said"]]
    assert tracks == ["reports", "positions"]


def test_commands_that_notice_change_nothing(desk: Program) -> None:
    before = desk.state()
    for command in (
        ["stale"],
        ["due"],
        ["board"],
        ["timeline", "june2"],
        ["changes", "--since", "2025-01-01"],
    ):
        for form in ("table", "json", "jsonl", "csv", "md", "ids"):
            desk.ok(*command, "--format", form, env=JULY)
    assert desk.state() == before


def test_json_lines_are_one_object_a_line(desk: Program) -> None:
    for command in (["stale"], ["due"], ["changes", "--since", "2025-01-01"]):
        for line in desk.ok(*command, "--format", "jsonl", env=JULY).lines:
            assert isinstance(json.loads(line), dict)


def test_a_board_without_a_terminal_or_an_environment(desk: Program) -> None:
    only = {"PATH": os.environ["PATH"], **JULY}
    run = desk.fresh("board", "--db", str(desk.ledger), only=only)
    assert run.code == 0
    assert run.lines[0].startswith("board: Tuesday 2025-07-15")


def plain(text: str) -> str:
    """What a terminal shows, without its colours."""
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)
