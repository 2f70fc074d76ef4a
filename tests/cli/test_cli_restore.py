"""``restore``: what is kept of a ledger, and how it comes back."""

import re
import stat
from pathlib import Path

import pytest
from program import Program

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
KEYS = {"generation", "written", "size", "claims"}
DAYS = ("2025-06-01T10:00:00Z", "2025-06-01T15:00:00Z", "2025-06-02T09:00:00Z")


@pytest.fixture
def kept(ct: Program) -> Program:
    """A ledger that was written to on three occasions: by ``init`` and by two claims."""
    for day, command in zip(DAYS, (["init"], ["add", "One"], ["add", "Two"]), strict=True):
        ct.ok(*command, env={"CLAIMTRACK_NOW": day})
    return ct


def names(program: Program) -> list[str]:
    return program.ids("restore")


def texts(program: Program) -> set[str]:
    return {claim["text"] for claim in program.json("list")}


def test_what_is_kept_in_every_format(kept: Program) -> None:
    before = kept.state()
    listed = kept.json("restore")
    assert [set(one) for one in listed] == [KEYS, KEYS]
    assert [one["claims"] for one in listed] == [1, 0]
    assert listed[0]["written"] == "2025-06-01T15:00:00.000000Z"
    assert listed[0]["size"] > listed[1]["size"] > 0
    assert all(NAME.fullmatch(one["generation"]) for one in listed)
    assert names(kept) == [one["generation"] for one in listed]
    assert len(kept.ok("restore", "--format", "jsonl").lines) == 2
    assert kept.ok("restore", "--format", "csv").lines[0] == "generation,written,size,claims"
    assert kept.ok("restore", "--format", "md").lines[0].startswith("| generation |")
    line = kept.ok("restore").lines[0]
    assert line.split("\t")[1:] == [
        "1 claim",
        f"{listed[0]['size']} bytes",
        "2025-06-01 15:00:00 UTC",
    ]
    assert kept.state() == before


def test_the_list_on_a_terminal(kept: Program) -> None:
    screen = kept.on_terminal("restore").out
    assert names(kept)[0] in screen and "1 claim" in screen


def test_one_comes_back_and_that_is_undone(kept: Program) -> None:
    run = kept.ok("restore", names(kept)[0])
    assert texts(kept) == {"One"}
    (line,) = run.lines
    assert re.match(rf"restored {names(kept)[1]}: 1 claim, written 2025-06-01 15:00:00 UTC; ", line)
    undo = line.partition("to undo: claimtrack ")[2].split()
    kept.ok(*undo)
    assert texts(kept) == {"One", "Two"}
    assert len(names(kept)) == 4


def test_what_scripts_are_told(kept: Program) -> None:
    newest = names(kept)[0]
    told = kept.json("restore", newest)
    assert told["restored"]["generation"] == newest
    assert told["restored"].keys() == KEYS
    assert told["undo"] == names(kept)[0] != newest
    again = kept.ok("restore", newest, "--json")
    assert again.json == {"restored": None, "undo": None}
    assert again.err.count("\n") == 1
    assert kept.ids("restore", told["undo"]) == [told["undo"]]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("20250601T15", {"One"}),
        ("20250601t15", {"One"}),
        ("20250601T10", set()),
        ("2025-06-01", {"One"}),
        ("2025-06-01T15:00:00Z", {"One"}),
        ("2025-06-01T14:59:59Z", set()),
        ("2025-06", {"One", "Two"}),
        ("2025-06-02T09:00:00Z", {"One", "Two"}),
        ("2025-06-02T08:59:59Z", {"One"}),
    ],
)
def test_a_name_or_a_moment(kept: Program, when: str, found: set[str]) -> None:
    """At a moment the ledger is what was written last by then, be that the present one."""
    run = kept.ok("restore", when)
    assert texts(kept) == found
    if found == {"One", "Two"}:
        assert run.out == ""
        *read, last = run.err.splitlines()
        assert last == "the ledger stands as it did then: nothing is brought back"
        assert read == (["restore: 2025-06 → 2025-06-30 23:59 UTC"] if when == "2025-06" else [])


def test_a_day_ends_in_the_time_zone_of_the_ledger(kept: Program) -> None:
    kept.ok("config", "timezone", "Pacific/Honolulu")
    kept.ok("restore", "2025-06-01")
    assert texts(kept) == {"One", "Two"}, "nine in the morning in UTC is the day before there"


@pytest.mark.parametrize("when", ["tomorrow", "2027", "2025-06-02T10:00:01Z", "next week", "23:00"])
def test_what_is_ahead_is_no_moment_to_go_back_to(kept: Program, when: str) -> None:
    """A bare time of day is the latest that has been."""
    before = kept.state()
    run = kept("restore", when, env={"CLAIMTRACK_NOW": "2025-06-02T10:00:00Z"})
    if when == "23:00":
        assert texts(kept) == {"One"}
        return
    assert (run.code, run.out) == (2, "")
    assert "is ahead" in run.err and run.err.count("\n") == 1
    assert kept.state() == before


@pytest.mark.parametrize("when", ["today", "this month", "2025", "until 2027"])
def test_what_has_begun_ends_now(kept: Program, when: str) -> None:
    run = kept.ok("restore", when, env={"CLAIMTRACK_NOW": "2025-06-02T10:00:00Z"})
    assert run.out == ""
    assert run.err.splitlines()[-1] == "the ledger stands as it did then: nothing is brought back"


@pytest.mark.parametrize("when", ["2025-05-31", "2024", "20250601T", "k7q2m", "..", "x y"])
def test_no_such_generation(kept: Program, when: str) -> None:
    before = kept.state()
    run = kept("restore", when)
    assert (run.code, run.out) == (3, "")
    assert run.err.startswith("claimtrack: no generation") and run.err.count("\n") == 1
    assert kept.state() == before


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[1]", None])
def test_a_damaged_ledger_or_none(kept: Program, damage: bytes | None) -> None:
    kept.ok("config", "backup.keep", "5")
    if damage is None:
        kept.ledger.unlink()
    else:
        kept.ledger.write_bytes(damage)
    assert len(kept.json("restore")) == 3
    run = kept.ok("restore", names(kept)[0])
    assert texts(kept) == {"One", "Two"}
    assert ("to undo" in run.out) == (damage is not None)
    kept.ok("note", kept.ids("list")[0], "and on it goes")


def test_whoever_finds_the_ledger_gone_or_damaged_is_told_of_the_backups(kept: Program) -> None:
    kept.ledger.write_text("{")
    run = kept("list")
    assert (run.code, run.err.count("\n")) == (4, 1)
    assert "claimtrack restore" in run.err
    kept.ledger.unlink()
    assert "backups of " in kept.ok("list").err
    named = kept("list", "--db", str(kept.ledger))
    assert named.code == 4
    assert f"claimtrack restore --db {kept.ledger}" in named.err


def test_a_path_in_advice_is_one_word_of_a_shell(ct: Program) -> None:
    assert "`claimtrack init --db 'my desk.json'`" in ct("list", "--db", "my desk.json").err


def test_by_day_of_a_ledger_that_is_gone(kept: Program) -> None:
    kept.ledger.unlink()
    kept.ok("restore", "2025-06-05", "--db", str(kept.ledger))
    assert texts(kept) == {"One"}


def test_a_damaged_generation_is_not_brought_back(kept: Program) -> None:
    newest = names(kept)[0]
    (kept.folder / "claims.json.backups" / f"{newest}.json").write_text("{")
    assert kept.json("restore")[0]["claims"] is None
    assert "damaged" in kept.ok("restore").lines[0]
    before = kept.state()
    run = kept("restore", newest)
    assert (run.code, run.err.count("\n")) == (4, 1)
    assert kept.state() == before


def test_where_nothing_is_kept_yet(ct: Program) -> None:
    assert ct("restore").code == 3
    assert ct("restore", "--db", "none.json").code == 4
    assert ct("restore", "2025", "--db", "none.json").code == 4
    assert ct("restore", "2025").code == 3
    ct.ok("init")
    run = ct.ok("restore")
    assert (run.out, run.err.count("\n")) == ("", 1)
    assert ct.json("restore") == []
    assert ct("restore", "20250601T100000.000000Z").code == 3


def test_how_many_are_kept_is_configured(ct: Program) -> None:
    ct.ok("config", "backup.keep", "2")
    for number in range(3):
        ct.ok("add", f"Claim {number}")
    assert [one["claims"] for one in ct.json("restore")] == [2, 1]
    ct.ok("config", "backup.keep", "0")
    assert not (ct.folder / "claims.json.backups").exists()
    ct.ok("config", "backup.keep", "default")
    assert len(names(ct)) == 1
    for wrong in ("-1", "many", "1.5", "10000"):
        assert ct("config", "backup.keep", "--", wrong).code == 2


@pytest.fixture
def named(ct: Program) -> Program:
    """The program with a ledger named that is not there yet."""
    ct.env["CLAIMTRACK_DB"] = str(ct.ledger)
    return ct


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(program: Program) -> dict[str, int]:
    return {path.name: mode(path) for path in (program.folder / "claims.json.backups").iterdir()}


SECRET = ("--source", "Deep Throat", "--confidential")


def test_a_ledger_that_begins_with_a_secret_is_for_the_owner_alone(named: Program) -> None:
    named.ok("add", "One", *SECRET)
    named.ok("add", "Two")
    assert mode(named.ledger) == 0o600
    assert set(modes(named).values()) == {0o600}
    assert mode(named.folder / "claims.json.backups") == 0o700


@pytest.mark.parametrize(
    "command",
    [
        ("add", "One", *SECRET),
        ("source", "add", "deep-throat", "--confidential"),
        ("source", "edit", "open", "--confidential"),
    ],
    ids=" ".join,
)
def test_a_ledger_that_gets_a_secret(named: Program, command: tuple[str, ...]) -> None:
    """The file keeps the mode that somebody gave it; what is new beside it is closed."""
    named.ok("source", "add", "open")
    named.ledger.chmod(0o644)
    named.ok(*command)
    named.ok("add", "Two")
    assert mode(named.ledger) == 0o644
    assert set(modes(named).values()) == {0o600}
    named.ledger.unlink()
    named.ok("restore", names(named)[0])
    assert mode(named.ledger) == 0o600


def test_going_back_behind_a_secret_keeps_it_for_the_owner_alone(named: Program) -> None:
    named.ok("add", "One")
    named.ledger.chmod(0o644)
    named.ok("add", "Two", *SECRET)
    named.ok("restore", names(named)[0])
    assert texts(named) == {"One"}
    assert modes(named)[f"{names(named)[0]}.json"] == 0o600


def test_no_name_and_no_message_tells_a_secret(named: Program) -> None:
    named.ok("add", "One", *SECRET)
    named.ok("add", "Two")
    told = [named.ok("restore", "--format", form) for form in ("table", "json", "csv", "md", "ids")]
    told.append(named.ok("restore", names(named)[0]))
    paths = [str(path) for path in named.folder.rglob("*")]
    lock = (named.folder / "claims.json.lock").read_text()
    assert "throat" not in f"{told}{paths}{lock}".lower()
