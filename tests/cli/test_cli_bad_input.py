"""What bad input gets: one line on standard error, the exit code of the design, nothing written."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import Program

WRONG_USAGE, NOT_FOUND, NO_DATA, LOCKED = 2, 3, 4, 5
REPORT = ("report", "abc23", "--source", "gossip")
VERDICT = ("verdict", "abc23")
NEAR = ("--source", "irrawady")

REFUSED = [
    # ids
    (("show", "zzz"), NOT_FOUND, "zzz"),
    (("show", "ab"), NOT_FOUND, "abc23, abd45"),
    (("note", "ab", "x"), NOT_FOUND, "abc23, abd45"),
    (("show", ""), NOT_FOUND, "''"),
    (("link", "abc23", "contradicts", "zzz"), NOT_FOUND, "zzz"),
    (("deny", "abc23", "--by", "mndaa", "--also", "zzz"), NOT_FOUND, "zzz"),
    (("move", "abc23", "last", "zzz"), NOT_FOUND, "zzz"),
    (("add", "x", "--id", "abc23"), WRONG_USAGE, "abc23"),
    (("add", "x", "--id", "A B"), WRONG_USAGE, "A B"),
    # entries
    (("assess", "abc23", "zzzz", "--note", "x"), NOT_FOUND, "zzzz"),
    (("retract", "abc23", "gossip", "--because", "x"), NOT_FOUND, "gossip"),
    (("withdraw", "abc23", "zzzz", "--because", "x"), NOT_FOUND, "zzzz"),
    (("edit", "abc23", "zzzz", "--quote", "x"), NOT_FOUND, "zzzz"),
    ((*REPORT, "--repeats", "zzzz"), NOT_FOUND, "zzzz"),
    ((*VERDICT, "true", "--because", "x", "--rests-on", "zzzz"), NOT_FOUND, "zzzz"),
    (("edit", "mnp67", "last", "--quote", "x"), WRONG_USAGE, "opened"),
    # sources and parties that are looked up
    (("source", "show", "nope"), NOT_FOUND, "nope"),
    (("source", "show", ""), NOT_FOUND, "''"),
    (("source", "edit", "nope", "--name", "x"), NOT_FOUND, "nope"),
    (("source", "rate", "nope", "A"), NOT_FOUND, "nope"),
    (("source", "alias", "nope", "x"), NOT_FOUND, "nope"),
    (("party", "show", "nope"), NOT_FOUND, "nope"),
    (("party", "edit", "nope", "--name", "x"), NOT_FOUND, "nope"),
    (("party", "alias", "nope", "x"), NOT_FOUND, "nope"),
    (("edit", "abc23", "--no-party", "nope"), NOT_FOUND, "nope"),
    # names that are taken, or nearly known
    (("source", "add", "irrawaddy"), WRONG_USAGE, "irrawaddy"),
    (("source", "add", "x", "--url", "https://irrawaddy.com"), WRONG_USAGE, "irrawaddy"),
    (("source", "alias", "gossip", "The Irrawaddy"), WRONG_USAGE, "irrawaddy"),
    (("party", "add", "x", "--alias", "Junta"), WRONG_USAGE, "regime"),
    (("report", "abc23", "--source", "irrawady"), WRONG_USAGE, "irrawaddy"),
    (("deny", "abc23", "--by", "the military regimes"), WRONG_USAGE, "regime"),
    # words of a closed list
    ((*REPORT, "--stance", "maybe"), WRONG_USAGE, "supports"),
    ((*REPORT, "--medium", "smoke"), WRONG_USAGE, "article"),
    ((*REPORT, "--attribution", "x"), WRONG_USAGE, "on-record"),
    ((*REPORT, "--credibility", "9"), WRONG_USAGE, "9"),
    ((*REPORT, "--credibility", "0"), WRONG_USAGE, "0"),
    ((*REPORT, "--credibility", "high"), WRONG_USAGE, "high"),
    (("position", "abc23", "shouts", "--by", "mndaa"), WRONG_USAGE, "silent"),
    (("link", "abc23", "loves", "abd45"), WRONG_USAGE, "contradicts"),
    ((*VERDICT, "bad", "--because", "x"), WRONG_USAGE, "mostly-true"),
    (("source", "rate", "gossip", "G"), WRONG_USAGE, "A, B, C, D, E, F"),
    (("add", "x", "--kind", "gossip"), WRONG_USAGE, "forecast"),
    (("add", "x", "--priority", "urgent"), WRONG_USAGE, "high"),
    # filters
    (("list", "foo:bar"), WRONG_USAGE, "status"),
    (("list", "-foo:bar"), WRONG_USAGE, "status"),
    (("list", "status:maybe"), WRONG_USAGE, "corroborated"),
    (("list", "flag:maybe"), WRONG_USAGE, "contested"),
    (("list", "kind:maybe"), WRONG_USAGE, "forecast"),
    (("list", "priority:maybe"), WRONG_USAGE, "high"),
    (("list", "verdict:maybe"), WRONG_USAGE, "mostly-true"),
    (("list", "is:maybe"), WRONG_USAGE, "open"),
    (("list", "source:nope"), WRONG_USAGE, "khit-thit"),
    (("list", "party:nope"), WRONG_USAGE, "mndaa"),
    (("list", "tag:"), WRONG_USAGE, "tag"),
    (("list", "due:soon"), WRONG_USAGE, "soon"),
    (("list", "-Status:maybe"), WRONG_USAGE, "corroborated"),
    (("list", "Status:maybe"), WRONG_USAGE, "corroborated"),
    (("list", "-st4tus:denied"), WRONG_USAGE, "status"),
    (("list", "-flag :maybe"), WRONG_USAGE, "contested"),
    (("list", "first-heard:2025"), WRONG_USAGE, "heard"),
    (("list", ""), WRONG_USAGE, "empty"),
    (("list", " "), WRONG_USAGE, "empty"),
    (("search", ""), WRONG_USAGE, "empty"),
    (("search", " "), WRONG_USAGE, "empty"),
    (("list", "--sort", "beauty"), WRONG_USAGE, "priority"),
    # the output, which is looked at before anything is written
    (("list", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("add", "x", "--format", "xml"), WRONG_USAGE, "jsonl"),
    ((*REPORT, "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("note", "abc23", "x", "--format", "xml"), WRONG_USAGE, "jsonl"),
    ((*VERDICT, "true", "--because", "x", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("source", "rate", "gossip", "B", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("party", "alias", "regime", "SAC", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("config", "lock.wait", "3", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("init", "new.json", "--format", "xml"), WRONG_USAGE, "jsonl"),
    (("list", "--format", "csv", "--json"), WRONG_USAGE, "--json is --format json"),
    (("--format", "csv", "--json", "list"), WRONG_USAGE, "--json is --format json"),
    # texts
    (("add", ""), WRONG_USAGE, "empty"),
    (("add", " \t\n"), WRONG_USAGE, "empty"),
    (("add", "\x1b\x07\u200b\u202e"), WRONG_USAGE, "empty"),
    (("add", "-"), WRONG_USAGE, "empty"),
    (("add",), WRONG_USAGE, "add"),
    (("note", "abc23", "\u2066"), WRONG_USAGE, "empty"),
    (("edit", "abc23", "--text", " "), WRONG_USAGE, "empty"),
    ((*REPORT, "--quote", "\x01"), WRONG_USAGE, "empty"),
    (("party", "add", "!!!"), WRONG_USAGE, "!!!"),
    (("source", "add", "!!!"), WRONG_USAGE, "!!!"),
    (("assign", "abc23", ""), WRONG_USAGE, "empty"),
    (("add", "x", "--assignee", ""), WRONG_USAGE, "empty"),
    # bytes that are no UTF-8
    (("add", "x", "--assignee", "\udcff"), WRONG_USAGE, "UTF-8"),
    (("config", "verdict.\udcff", "3 neither open"), WRONG_USAGE, "UTF-8"),
    (("config", "verdict.odd", "3 neither open \udcff"), WRONG_USAGE, "UTF-8"),
    (("note", "abc23", "x", "--by-user", "\udcff"), WRONG_USAGE, "UTF-8"),
    (("note", "abc23", "x", "--by-user", " "), WRONG_USAGE, "empty"),
    # dates
    ((*REPORT, "--on", "2025-02-30"), WRONG_USAGE, "2025-02-30"),
    ((*REPORT, "--on", "2025-13"), WRONG_USAGE, "2025-13"),
    ((*REPORT, "--on", "1/2/2025"), WRONG_USAGE, "1/2/2025"),
    (("add", "x", "--due", "2025-06-30..2025-06-01"), WRONG_USAGE, "ends before it begins"),
    (("add", "x", "--when", ""), WRONG_USAGE, "''"),
    (("list", "--as-of", "2025-02-30"), WRONG_USAGE, "2025-02-30"),
    (("list", "--known-at", "2025-02-30T10:00"), WRONG_USAGE, "2025-02-30"),
    (("list", "due:<2025-02-30"), WRONG_USAGE, "2025-02-30"),
    # reasons
    ((*VERDICT, "true"), WRONG_USAGE, "--because"),
    ((*VERDICT, "true", "--because", ""), WRONG_USAGE, "empty"),
    ((*VERDICT, "true", "--because", "\x1b"), WRONG_USAGE, "empty"),
    (("retract", "abc23", "irrawaddy", "--because", " "), WRONG_USAGE, "empty"),
    (("withdraw", "abc23", "irrawaddy"), WRONG_USAGE, "--because"),
    (("reopen", "qrs89", "--because", ""), WRONG_USAGE, "empty"),
    (("reopen", "abc23", "--because", "x"), WRONG_USAGE, "abc23"),
    # circles
    (("link", "abc23", "contradicts", "abc23"), WRONG_USAGE, "itself"),
    (("move", "abc23", "irrawaddy", "abc23"), WRONG_USAGE, "abc23"),
    (("edit", "abc23", "irrawaddy", "--repeats", "irrawaddy"), WRONG_USAGE, "circle"),
    (("source", "edit", "gossip", "--owner", "gossip"), WRONG_USAGE, "circle"),
    # urls and files
    ((*REPORT, "--url", "javascript:alert(1)"), WRONG_USAGE, "javascript:alert(1)"),
    ((*REPORT, "--url", "https://"), WRONG_USAGE, "https://"),
    ((*REPORT, "--archive", "ftp://x"), WRONG_USAGE, "ftp://x"),
    (("source", "add", "x", "--url", "data:text/html,x"), WRONG_USAGE, "data:text/html,x"),
    ((*REPORT, "--file", "nowhere.html"), WRONG_USAGE, "nowhere.html"),
    ((*REPORT, "--file", "."), WRONG_USAGE, "."),
    # usage
    (("list", "--nope"), WRONG_USAGE, "--nope"),
    (("list", "--db"), WRONG_USAGE, "--db"),
    (("lst",), WRONG_USAGE, "list"),
    (("source", "lst"), WRONG_USAGE, "list"),
    (("show",), WRONG_USAGE, "ID"),
    (("show", "abc23", "abd45"), WRONG_USAGE, "abd45"),
    (("deny", "abc23"), WRONG_USAGE, "--by"),
    (("report", "abc23"), WRONG_USAGE, "--source"),
    (("edit", "abc23"), WRONG_USAGE, "edit"),
    (("init",), WRONG_USAGE, "claims.json"),
    (("config", "nope"), WRONG_USAGE, "weight.grades"),
    (("config", "nope", "1"), WRONG_USAGE, "weight.grades"),
    (("config", "weight.grades", "Q"), WRONG_USAGE, "Q"),
    (("config", "timezone", "Moon"), WRONG_USAGE, "Moon"),
    (("config", "lock.wait", "-1"), WRONG_USAGE, "-1"),
    (("config", "verdict.odd", "many"), WRONG_USAGE, "many"),
    (("list", "--db", "mysql://desk@db/x"), WRONG_USAGE, "mysql"),
    (("init", "--db", "mysql://desk@db/x"), WRONG_USAGE, "mysql"),
    (("init", "mysql://desk@db/x"), WRONG_USAGE, "mysql"),
    (("list", "--db", ""), WRONG_USAGE, "--db"),
    (("--db", " ", "note", "abc23", "x"), WRONG_USAGE, "--db"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED)
def test_refused(filed: Program, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = filed.state()
    run = filed(*arguments)
    assert run.code == code, run
    assert run.out == ""
    assert_one_sentence(run.err, said)
    assert filed.state() == before


def assert_one_sentence(err: str, said: str) -> None:
    assert "Traceback" not in err
    assert err.startswith("claimtrack: "), err
    assert err.count("\n") == 1 and err.endswith("\n"), err
    assert said in err


def test_repeats_and_owners_that_would_close_a_longer_circle(filed: Program) -> None:
    filed.ok("report", "abc23", "--source", "gossip", "--repeats", "irrawaddy")
    filed.ok("source", "edit", "gossip", "--owner", "khit-thit")
    filed.ok("source", "edit", "khit-thit", "--owner", "irrawaddy")
    before = filed.state()
    for arguments in (
        ("edit", "abc23", "irrawaddy", "--repeats", "gossip"),
        ("source", "edit", "irrawaddy", "--owner", "gossip"),
        ("source", "edit", "khit-thit", "--owner", "Gossip"),
    ):
        run = filed(*arguments)
        assert run.code == WRONG_USAGE
        assert_one_sentence(run.err, "circle")
    assert filed.state() == before


def _not_json(data: bytes) -> bytes:
    return data.replace(b'"meta": {', b'"meta" {', 1)


def _newer(data: bytes) -> bytes:
    return data.replace(b'"schema": 1', b'"schema": 99')


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


DAMAGED = {
    "not JSON": (_not_json, "claims.json:2:"),
    "truncated": (_truncated, "not JSON"),
    "empty": (lambda _: b"", "empty"),
    "not ours": (lambda _: b'{"dependencies": {}}', "not a claimtrack ledger"),
    "a list": (lambda _: b"[1, 2]", "not a claimtrack ledger"),
    "newer": (_newer, "newer"),
    "bytes": (lambda _: b"\xff\xfe\x00", "not JSON"),
    "older than any": (lambda data: data.replace(b'"schema": 1', b'"schema": 0'), "schema 0"),
    "no number of a schema": (
        lambda data: data.replace(b'"schema": 1', b'"schema": -1'),
        "schema -1",
    ),
    "an unknown entry": (
        lambda data: data.replace(b'"type": "position"', b'"type": "shout"'),
        "claims/abd45, entry 2: type 'shout' is not known",
    ),
    "a wrong date": (
        lambda data: data.replace(b'"from": "2025-02-10"', b'"from": "2025-02-30"'),
        "abd45",
    ),
    "entries that are no list": (
        lambda data: data.replace(b'"entries": [', b'"entries": 7, "x": ['),
        "entries",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_file_that_cannot_be_read_is_left_as_it_is(filed: Program, damage: str) -> None:
    change, said = DAMAGED[damage]
    filed.ledger.write_bytes(change(filed.ledger.read_bytes()))
    before = filed.state()
    for arguments in (("list",), ("show", "abd45"), ("note", "abd45", "x")):
        run = filed(*arguments)
        assert run.code == NO_DATA, (arguments, run)
        assert run.out == ""
        assert_one_sentence(run.err, said)
    assert filed.state() == before


def test_a_setting_on_file_that_cannot_be_read_is_named(filed: Program) -> None:
    filed.ok("config", "lock.wait", "3")
    data = filed.ledger.read_bytes()
    filed.ledger.write_bytes(data.replace(b'"value": "3"', b'"value": "soon"'))
    before = filed.state()
    for arguments in (("list",), ("note", "abd45", "x"), ("config",)):
        run = filed(*arguments)
        assert (run.code, run.out) == (NO_DATA, "")
        assert_one_sentence(run.err, "lock.wait is 'soon'")
    assert filed.state() == before


def test_a_damaged_source_or_party_is_noticed_before_anything_is_written(filed: Program) -> None:
    data = filed.ledger.read_bytes()
    filed.ledger.write_bytes(data.replace(b'"kind": "social"', b'"kind": "rumour mill"'))
    before = filed.state()
    for arguments in (("list",), ("add", "New"), ("note", "mnp67", "x"), ("source", "list")):
        run = filed(*arguments)
        assert run.code == NO_DATA, (arguments, run)
        assert filed.state() == before, arguments


def test_a_folder_is_no_ledger(filed: Program) -> None:
    before = filed.state()
    for arguments in (("list",), ("add", "x"), ("config",)):
        run = filed("--db", str(filed.folder), *arguments)
        assert run.code == NO_DATA
        assert_one_sentence(run.err, "not a file")
    assert filed.state() == before


def test_a_place_that_cannot_be_written(ct: Program) -> None:
    (ct.folder / "file").write_text("")
    run = ct("add", "x", "--db", "file/claims.json")
    assert run.code == NO_DATA
    assert_one_sentence(run.err, "file/claims.json")


def test_a_mistyped_path_leaves_nothing_behind(ct: Program) -> None:
    for path in ("nowhere/claims.json", "typo.json"):
        run = ct("note", "abc23", "x", "--db", path)
        assert run.code in (NOT_FOUND, NO_DATA)
    assert list(ct.folder.iterdir()) == []


HOLD = """
import sys, time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_that_another_holds(filed: Program) -> None:
    filed.ok("config", "lock.wait", "0.2")
    before = filed.state()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, f"{filed.ledger}.lock"], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert filed.ok("list").lines
        started = time.monotonic()
        run = filed("note", "abc23", "x")
        waited = time.monotonic() - started
    finally:
        holder.kill()
        holder.communicate()
    assert run.code == LOCKED
    assert_one_sentence(run.err, "try again")
    assert filed.state() == before
    assert waited < 5
    filed.ok("note", "abc23", "x")


def test_an_output_that_is_full(filed: Program) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    with full.open("w") as target:
        done = subprocess.run(
            filed.command(["list"]),
            cwd=filed.folder,
            env=filed.environment(),
            stdout=target,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == NO_DATA
    assert_one_sentence(done.stderr.decode(), "No space left")


def test_a_folder_that_is_gone(ct: Program) -> None:
    gone = ct.folder / "gone"
    gone.mkdir()
    script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *ct.command(["list"])], env=ct.environment(), capture_output=True
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, NO_DATA)


@pytest.mark.parametrize("arguments", [("list",), ("note", "abc23", "x"), ("init", "shut/x.json")])
def test_a_folder_without_permission_is_named(ct: Program, arguments: tuple[str, ...]) -> None:
    shut = ct.folder / "shut"
    shut.mkdir(mode=0)
    if os.access(shut, os.X_OK):
        pytest.skip("root may enter every folder")
    try:
        run = ct(*arguments, env={"CLAIMTRACK_DB": "shut/claims.json"})
    finally:
        shut.chmod(0o700)
    assert run.code == NO_DATA
    assert_one_sentence(run.err, "shut/")


def test_a_working_folder_that_cannot_be_looked_into_holds_nothing(ct: Program) -> None:
    script = 'chmod 0 . && "$@"; code=$?; chmod 700 "$PWD"; exit $code'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *ct.command(["list"])],
        cwd=ct.folder,
        env=ct.environment(),
        capture_output=True,
    )
    ct.folder.chmod(0o700)
    assert (done.returncode, done.stdout) == (0, b""), done
    assert b"no ledger yet" in done.stderr


@pytest.mark.parametrize("arguments", [("add", "-"), ("add",), ("report", "abc23", *NEAR)])
def test_a_closed_standard_input_is_an_empty_one(
    filed: Program, arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *filed.command(arguments)],
        cwd=filed.folder,
        env=filed.environment(),
        capture_output=True,
    )
    assert done.returncode == WRONG_USAGE
    assert_one_sentence(done.stderr.decode(), "claimtrack: ")


def test_standard_input_that_is_no_utf8(ct: Program) -> None:
    run = ct.fresh("add", "-", stdin=b"abc \xff", env={"PYTHONIOENCODING": "utf-8:strict"})
    assert run.code == WRONG_USAGE
    assert_one_sentence(run.err, "UTF-8")


def test_a_file_of_settings_that_is_named_has_to_be_there(filed: Program) -> None:
    run = filed("config", "name", env={"CLAIMTRACK_CONFIG": "nowhere.toml"})
    assert run.code == NO_DATA
    assert_one_sentence(run.err, "nowhere.toml")
    filed.ok("config", "name", env={"CLAIMTRACK_CONFIG": os.devnull})


def test_the_example_is_kept_apart(filed: Program, tmp_path: Path) -> None:
    shutil.copy(filed.ledger, tmp_path / "copy.json")
    run = filed("init", "--example", "--db", str(tmp_path / "copy.json"))
    assert run.code == WRONG_USAGE
    assert (tmp_path / "copy.json").read_bytes() == filed.ledger.read_bytes()
