"""What scripts can rely on: shapes, formats, streams, exit codes, and what is left untouched."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from program import Program

CLAIM_KEYS = {
    *("id", "text", "kind", "status", "verdict", "flags", "claimant", "when", "due", "condition"),
    *("place", "tags", "priority", "assignee", "parties", "positions", "confirmed_by"),
    *("denied_by", "sources", "first_heard", "last_heard", "opened", "updated", "links"),
}
REPORT_KEYS = {
    *("id", "type", "on", "recorded", "by", "source", "stance", "url", "quote", "reading"),
    *("medium", "attribution", "credibility", "repeats", "via", "archive", "sha256"),
}
FORMATS = ("table", "json", "jsonl", "csv", "md", "ids")

READING = [
    ("list",),
    ("list", "--unconfirmed"),
    ("show", "abc23"),
    ("why", "abc23"),
    ("log",),
    ("log", "abc23"),
    ("search", "Lashio"),
    ("source", "list"),
    ("source", "show", "gossip"),
    ("party", "list"),
    ("party", "show", "mndaa"),
    ("config",),
    ("config", "weight.grades"),
]

EVERY_COMMAND = """\
init
add First --id abc23 --source daily
add Second --id abd45
report abc23 --source weekly
confirm abc23 --by kia
deny abc23 --by kia
position abc23 hedges --by kia
assess abc23 daily --note Seen.
retract abc23 weekly --because Corrected.
note abc23 Noted.
link abc23 in-tension abd45
verdict abc23 false --because So.
reopen abc23 --because Not.
edit abc23 --place Here
edit abc23 daily --quote Said.
move abc23 daily abd45
withdraw abc23 last --because Wrong.
assign abc23 bea
take abc23
source add monthly
source rate monthly B
source edit monthly --name Monthly
source alias monthly MM
party add regime
party edit regime --name Regime
party alias regime junta
source add weekly2
source merge weekly2 monthly
party merge junta sac --new
seal
config weight.grades A
list
show abc23
why abc23
log
search First
source list
source show monthly
party list
party show regime
config
"""


def test_every_command_from_a_fresh_start(ct: Program) -> None:
    for line in EVERY_COMMAND.splitlines():
        run = ct.fresh(*line.split())
        assert run.code == 0, (line, run)
        assert run.out, line
        assert "Traceback" not in run.err


def test_a_claim_has_the_keys_of_the_design(filed: Program) -> None:
    claims = filed.json("list")
    assert len(claims) == 4
    for claim in claims:
        assert set(claim) >= CLAIM_KEYS, CLAIM_KEYS - set(claim)
        assert set(claim["sources"]) >= {"independent", "against", "total"}
        for window in (claim["when"], claim["due"]):
            assert window is None or set(window) >= {"text", "from", "to"}
    claim = next(claim for claim in claims if claim["id"] == "abc23")
    assert claim["sources"] == {"independent": 2, "against": 0, "total": 2}
    assert (claim["first_heard"], claim["last_heard"]) == ("2025-01-10", "2025-01-20")
    assert (claim["status"], claim["kind"], claim["verdict"]) == ("corroborated", "forecast", None)
    decided = next(claim for claim in claims if claim["id"] == "qrs89")
    assert set(decided["verdict"]) >= {"rating", "value", "reason", "on", "by"}
    assert (decided["verdict"]["rating"], decided["verdict"]["value"]) == ("true", 5)


def test_show_adds_entries_and_why_and_log_has_the_claim_of_each(filed: Program) -> None:
    claim = filed.claim("abc23")
    assert set(claim) >= {*CLAIM_KEYS, "entries", "why"}
    opened, report, _ = claim["entries"]
    assert opened["type"] == "opened"
    assert set(report) >= REPORT_KEYS
    assert (report["stance"], report["credibility"], report["via"]) == ("supports", 6, None)
    assert set(claim["why"]) >= {"rule", "counts"}
    log = filed.json("log")
    assert all({"claim", "id", "type", "on", "recorded", "by"} <= set(entry) for entry in log)
    listed = next(c for c in filed.json("list") if c["id"] == "abc23")
    assert {key: claim[key] for key in listed} == listed


def test_commands_that_write_give_the_claim_and_the_entries_added(filed: Program) -> None:
    for arguments in (
        ("add", "New one"),
        ("report", "abc23", "--source", "gossip"),
        ("confirm", "abc23", "--by", "mndaa"),
        ("deny", "abc23", "--by", "mndaa"),
        ("position", "abc23", "hedges", "--by", "mndaa"),
        ("assess", "abc23", "gossip", "--note", "x"),
        ("retract", "abc23", "gossip", "--because", "x"),
        ("note", "abc23", "x"),
        ("link", "abc23", "stems-from", "abd45"),
        ("verdict", "abc23", "true", "--because", "x"),
        ("reopen", "abc23", "--because", "x"),
        ("edit", "abc23", "--place", "x"),
        ("withdraw", "abc23", "last", "--because", "x"),
        ("assign", "abc23", "bea"),
        ("take", "abc23"),
    ):
        written = filed.json(*arguments)
        assert set(written) == {"claim", "entries"}, arguments
        assert set(written["claim"]) >= CLAIM_KEYS, arguments
        assert len(written["entries"]) == 1, arguments
        assert written["entries"][0] == filed.json("log", written["claim"]["id"])[-1]["id"]
    assert filed.ids("note", "abc23", "y") == ["abc23"]
    written = filed.json("add", "With a report", "--source", "gossip")
    types = [entry["type"] for entry in filed.json("log", written["claim"]["id"])]
    assert (len(written["entries"]), types) == (2, ["opened", "report"])
    assert filed.json("source", "rate", "gossip", "B").keys() == {"source", "entries"}
    assert filed.json("party", "alias", "mndaa", "kk").keys() == {"party", "entries"}


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_every_format_of_what_lists_or_shows(filed: Program, command: tuple[str, ...]) -> None:
    answers = {name: filed.ok(*command, "--format", name) for name in FORMATS}
    assert all(run.out for run in answers.values())
    assert all(run.err == "" for run in answers.values())
    assert answers["table"].out == filed.ok(*command).out
    assert "\x1b" not in answers["table"].out
    whole = answers["json"].json
    by_line = [json.loads(line) for line in answers["jsonl"].lines]
    assert by_line == (whole if isinstance(whole, list) else [whole])
    rows = list(csv.DictReader(io.StringIO(answers["csv"].out)))
    assert len(rows) == len(answers["ids"].lines)
    if isinstance(whole, list):
        assert len(rows) == len(whole) == len(answers["table"].lines)
    assert filed.ok(*command, "--json").out == answers["json"].out
    assert filed.ok("--json", *command).out == answers["json"].out


def test_the_csv_of_claims(filed: Program) -> None:
    rows = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(filed.ok("list", "--format", "csv").out))
    }
    row = rows["abc23"]
    assert (row["status"], row["due"]) == ("corroborated", "2025-06")
    assert (row["due_from"], row["due_to"]) == ("2025-06-01", "2025-06-30")
    assert (row["independent"], row["against"], row["total"]) == ("2", "0", "2")
    assert rows["qrs89"]["verdict"] == "true"
    assert rows["abd45"]["denied_by"] == "regime"


def test_common_options_stand_before_and_after_the_verb(filed: Program) -> None:
    filed.ledger.rename(filed.folder / "moved.json")
    for arguments in (
        ("--db", "moved.json", "--format", "ids", "list", "tag:fuel"),
        ("list", "tag:fuel", "--db", "moved.json", "--format", "ids"),
        ("--db", "nowhere.json", "list", "tag:fuel", "--db", "moved.json", "--format", "ids"),
        ("--format", "json", "list", "tag:fuel", "--format", "ids", "--db", "moved.json"),
    ):
        assert filed.ok(*arguments).out == "abd45\n", arguments
    filed.ok("--by-user", "bea", "--db", "moved.json", "note", "abc23", "one")
    filed.ok("note", "abc23", "two", "--db", "moved.json", "--by-user", "carl")
    filed.ok("--db", "moved.json", "note", "abc23", "three")
    filed.ok("--db", "moved.json", "note", "abc23", "four", env={"CLAIMTRACK_USER": "dora"})
    log = filed.json("--db", "moved.json", "log", "abc23")
    assert [entry["by"] for entry in log[-4:]] == ["bea", "carl", "ann", "dora"]
    assert filed.ok("--db", "moved.json", "source", "list", "--json").json
    assert filed.ok("--json", "--db", "moved.json", "source", "list").json


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (("--json", "list", "--format", "ids"), "qrs89\n"),
        (("--format", "ids", "list", "--json"), "[\n"),
        (("source", "--json", "list"), "[\n"),
        (("--json", "source", "--format", "ids", "list"), "gossip\n"),
        (("source", "--json", "list", "--format", "ids"), "gossip\n"),
        (("--format", "json", "list", "--json"), "[\n"),
    ],
)
def test_the_nearest_of_two_formats_wins(
    filed: Program, arguments: tuple[str, ...], starts: str
) -> None:
    assert filed.ok(*arguments).out.startswith(starts)


def test_the_ledger_may_be_named_between_group_and_command(filed: Program) -> None:
    filed.ledger.rename(filed.folder / "other.json")
    assert filed.ids("source", "--db", "other.json", "list")
    assert filed("--db", "nowhere.json", "party", "--db", "other.json", "list").code == 0


def test_help_works_everywhere(ct: Program) -> None:
    names = {line.split()[0] for line in EVERY_COMMAND.splitlines()}
    whole = ct.fresh("-h")
    assert (whole.code, whole.err) == (0, "")
    assert all(name in whole.out for name in names)
    for name in sorted(names):
        run = ct.ok(name, "-h")
        assert "Usage:" in run.out and run.err == ""
        assert ct.ok(name, "--help").out == run.out
    for group, subcommands in (
        ("source", ("add", "list", "show", "edit", "rate", "alias")),
        ("party", ("add", "list", "show", "edit", "alias")),
    ):
        for subcommand in subcommands:
            assert "Usage:" in ct.ok(group, subcommand, "-h").out
    assert not list(ct.folder.iterdir())


def test_the_editors_list_says_in_help_that_it_holds_the_denied_too(ct: Program) -> None:
    out = " ".join(ct.ok("list", "-h").out.split())
    assert "denied" in out and "refuted" in out and "status:unconfirmed" in out


def test_the_version(ct: Program) -> None:
    run = ct("--version")
    assert run.code == 0
    assert run.out.startswith("claimtrack ")


def test_without_a_command_comes_the_help(ct: Program) -> None:
    for arguments in ((), ("source",)):
        run = ct(*arguments)
        said = run.out + run.err
        assert "Usage:" in said
        assert said.count("\n") > 5, "the help is folded into one line"


def test_reading_never_creates_or_touches_anything(filed: Program) -> None:
    filed.ledger.chmod(0o444)
    filed.folder.chmod(0o555)
    before, folder = filed.state(), filed.folder.stat().st_mtime_ns
    for command in READING:
        filed.ok(*command)
        filed.ok(*command, "--json", "--as-of", "2025-02-15")
    filed("list", "status:nonsense")
    filed("show", "zzz")
    assert filed.state() == before
    assert filed.folder.stat().st_mtime_ns == folder
    assert [path.name for path in filed.folder.iterdir()] == ["claims.json"]
    assert list(filed.home.iterdir()) == []
    filed.folder.chmod(0o755)


def test_a_ledger_that_is_named_has_to_be_there_to_be_read(ct: Program) -> None:
    for command in READING:
        for run in (
            ct(*command, "--db", "typo.json"),
            ct(*command, env={"CLAIMTRACK_DB": "no/such/typo.json"}),
        ):
            assert (run.code, run.out) == (4, ""), command
            assert "typo.json" in run.err and run.err.count("\n") == 1
    assert list(ct.folder.iterdir()) == []


FILTERED = (("list",), ("stale",), ("due",), ("board",), ("export", "--format", "csv"))
NO_FILTERS = ("nope:1", "-nope:1", "due:2025 nope:1", "nope://x", ":x", "tag:", "")


@pytest.mark.parametrize("terms", NO_FILTERS)
def test_a_filter_that_is_none_is_wrong_usage_also_where_no_ledger_is(
    ct: Program, terms: str
) -> None:
    for command in FILTERED:
        for at in ((), ("--db", "typo.json"), ("--known-at", "2025")):
            run = ct(*command, *(terms.split(" ") if terms else [""]), *at)
            assert (run.code, run.out) == (2, ""), (command, at, run)
            assert "filter" in run.err.splitlines()[-1]
    assert list(ct.folder.iterdir()) == []


def test_a_complaint_that_cannot_be_written_keeps_its_exit_code(ct: Program) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            ct.command(("list", "nope:1")),
            cwd=ct.folder,
            env=ct.environment(),
            stdout=full,
            stderr=full,
        )
    assert done.returncode == 2


def test_with_none_named_and_none_found_the_ledger_is_empty(ct: Program) -> None:
    for command in (("list",), ("log",), ("search", "x"), ("source", "list"), ("party", "list")):
        run = ct.ok(*command)
        assert run.out == ""
        assert str(ct.folder) in run.err and "claimtrack add" in run.err
        assert ct.ok(*command, "--json").json == []
    assert ct("show", "abc23").code == 3
    assert list(ct.folder.iterdir()) == list(ct.home.iterdir()) == []


def test_the_first_add_makes_the_file_and_says_where(ct: Program) -> None:
    run = ct.ok("add", "First", "--id", "abc23")
    (made,) = ct.home.rglob("claims.json")
    assert f"new ledger: {made}" in run.err
    assert ct.ids("list") == ["abc23"]


def test_the_nearest_ledger_upward_is_found(filed: Program) -> None:
    below = filed.folder / "a" / "b"
    below.mkdir(parents=True)
    assert len(filed.ok("list", folder=below).lines) == 4
    filed.ok("note", "abc23", "From below.", folder=below)
    assert not list(below.iterdir())
    filed.ok("init", folder=below)
    assert filed.ok("list", folder=below).out == ""
    env: dict[str, str | None] = {"CLAIMTRACK_DB": str(filed.ledger)}
    assert len(filed.ok("list", folder=below, env=env).lines) == 4
    option = ("--db", str(below / "claims.json"))
    assert filed.ok("list", *option, env=env).out == ""


def test_a_symlink_stays_one(filed: Program) -> None:
    real = filed.home / "real.json"
    filed.ledger.rename(real)
    real.chmod(0o640)
    filed.ledger.symlink_to(real)
    filed.ok("note", "abc23", "x")
    assert filed.ledger.is_symlink()
    assert filed.json("log", "abc23")[-1]["text"] == "x"
    assert real.stat().st_mode & 0o777 == 0o640


def test_the_answer_is_on_standard_output_and_messages_on_standard_error(filed: Program) -> None:
    run = filed.ok("report", "abc23", "--source", "Newcomer")
    assert run.out == "abc23  corroborated → corroborated  MNDAA will withdraw from Lashio\n"
    assert run.err.startswith("new source:")
    run = filed.ok("list", "tag:nobody")
    assert run.out == "" and run.err
    assert filed.ok("list", "tag:nobody", "--json").json == []
    assert filed.ok("list", "tag:nobody", "--format", "csv").out.count("\n") == 1


def test_in_a_pipe_a_record_is_a_line_and_nothing_is_cut(filed: Program) -> None:
    long = "word " * 200 + "end"
    filed.ok("add", long, "--id", "xyz23", "--source", "gossip", "--quote", "first\nsecond " * 50)
    out = filed.ok("list", env={"COLUMNS": "40"}).out
    assert len(out.splitlines()) == 5 and long in out
    log = filed.ok("log", env={"COLUMNS": "40"}).lines
    assert len(log) == len(filed.json("log"))
    shown = filed.ok("show", "xyz23", env={"COLUMNS": "40"}).out
    assert long in shown and "second " * 2 not in shown
    assert not set(out) & set("│┃━╭╮╰╯")


def test_with_an_empty_environment(filed: Program) -> None:
    bare = {name: value for name, value in filed.environment().items() if name == "PYTHONPATH"}
    run = filed.fresh("list", "--format", "ids", only=bare)
    assert (run.code, len(run.lines), run.err) == (0, 4, "")
    run = filed.fresh("note", "abc23", "x", only=bare)
    assert run.code == 0, run


def test_under_an_ascii_locale(filed: Program) -> None:
    filed.ok("edit", "abc23", "--text", "ကချင် 中文 🙂 “quoted”")
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in (("list",), ("show", "abc23"), ("list", "--json"), ("show", "zzz…")):
        run = filed.fresh(*command, env=ascii_only)
        assert "Traceback" not in run.err and "UnicodeEncodeError" not in run.err
        assert run.code == (3 if "zzz…" in command else 0), run
    run = filed.fresh("list", "--json", env=ascii_only)
    assert run.out.isascii()


def test_json_under_an_ascii_locale_can_be_read(filed: Program) -> None:
    filed.ok("edit", "abc23", "--text", "Rumor 🙂 café")
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = filed.fresh("show", "abc23", "--json", env=ascii_only)
    assert run.json["text"] == "Rumor 🙂 café"


def test_a_reader_that_has_seen_enough(filed: Program) -> None:
    filed.ok("note", "abc23", "long " * 100_000)
    process = subprocess.Popen(
        filed.command(["log", "--json"]),
        cwd=filed.folder,
        env=filed.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"[\n"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_closed_standard_output(filed: Program) -> None:
    """As under a daemon that closes its streams: what was asked for is done."""
    script = 'exec "$@" >&-'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *filed.command(["note", "abc23", "From a daemon"])],
        cwd=filed.folder,
        env=filed.environment(),
        stderr=subprocess.PIPE,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0
    assert filed.json("log", "abc23")[-1]["text"] == "From a daemon"


CROWD = """
import os, sys
from claimtrack.cli import main
who, db = sys.argv[1:]
sys.stdout = open(os.devnull, "w")
for number in range(50):
    try:
        main(["add", f"Claim {number} of writer {who}", "--tag", who, "--db", db])
    except SystemExit as left:
        if left.code:
            sys.exit(f"{who} {number}: {left.code}")
"""


def test_eight_processes_adding_fifty_claims_each(ct: Program) -> None:
    ct.ok("init")
    ct.ok("config", "lock.wait", "60")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", CROWD, str(who), str(ct.ledger)],
            env=ct.environment(),
            cwd=ct.folder,
            stderr=subprocess.PIPE,
        )
        for who in range(8)
    ]
    complaints = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 8, complaints
    claims = ct.json("list")
    assert len({claim["text"] for claim in claims}) == len(claims) == 400
    assert len(ct.ids("list", "tag:3")) == 50
    assert {path.name for path in ct.folder.iterdir()} == {
        "claims.json",
        "claims.json.lock",
        "claims.json.backups",
    }
