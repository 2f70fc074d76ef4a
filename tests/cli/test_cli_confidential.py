"""A confidential source is named on the desk's own screen and nowhere else."""

import pytest
from program import Program

SECRETS = (
    *("throat", "secret.example", "archived", "words of the source", "what we read in it"),
    *("the spokesman", "position words", "old nick"),
)
COMMANDS = (
    *(("list",), ("show", "abc23"), ("why", "abc23"), ("log",), ("log", "abc23")),
    *(
        ("source", "list"),
        ("source", "show", "deep-throat"),
        ("search", "Convoy"),
        ("party", "list"),
    ),
)
FORMATS = ("table", "json", "jsonl", "csv", "md", "ids")
WITHHELD = "a source known to the desk"


@pytest.fixture
def desk(ct: Program) -> Program:
    """A claim that a confidential source reported, and a position that was read in it."""
    ct.ok("init")
    first = ct.ok(
        *("add", "Convoy left", "--id", "abc23", "--source", "Deep Throat", "--confidential"),
        *("--url", "https://secret.example/1", "--quote", "words of the source"),
        *("--reading", "what we read in it", "--reliability", "B"),
        *("--archive", "https://web.archive.org/web/2025/https://secret.example/archived"),
    )
    assert_nothing_told(first.out + first.err)
    assert "a confidential source" in first.err
    said = ct.ok(
        *("deny", "abc23", "--by", "mndaa", "--source", "deep-throat", "--speaker"),
        *("the spokesman", "--quote", "position words", "--url", "https://secret.example/2"),
    )
    assert_nothing_told(said.out + said.err)
    ct.ok("report", "abc23", "--source", "open1", "--via", "deep-throat", "--quote", "via it")
    return ct


def assert_nothing_told(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text.lower(), secret


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_pipe_and_no_format_names_it(desk: Program, command: tuple[str, ...]) -> None:
    for name in FORMATS:
        run = desk.ok(*command, "--format", name)
        assert_nothing_told(run.out + run.err)
    table = desk.ok(*command)
    assert_nothing_told(table.out + table.err)


def test_it_says_that_there_is_one(desk: Program) -> None:
    for command in (("show", "abc23"), ("why", "abc23"), ("log",), ("source", "list")):
        assert WITHHELD in desk.ok(*command).out
    (source,) = [s for s in desk.json("source", "list") if s["confidential"]]
    assert (source["key"], source["url"], source["aliases"]) == (WITHHELD, None, [])
    claim = desk.claim("abc23")
    report, position, through = claim["entries"][1:]
    assert report["source"] == position["source"] == through["via"] == WITHHELD
    assert (report["quote"], report["url"], report["reading"], report["archive"]) == (None,) * 4
    assert (position["speaker"], position["quote"], position["url"]) == (None,) * 3
    assert (through["quote"], through["source"]) == (None, "open1")


def test_reveal_names_it(desk: Program) -> None:
    for command in (("show", "abc23"), ("--reveal", "show", "abc23", "--json")):
        out = desk.ok(*command, *(() if "--reveal" in command else ("--reveal",))).out.lower()
        for secret in ("throat", "secret.example", "words of the source", "the spokesman"):
            assert secret in out
    assert "Deep Throat" in desk.ok("source", "list", "--reveal").out


def test_on_a_terminal_it_is_named_with_a_mark(desk: Program) -> None:
    shown = desk.on_terminal("show", "abc23", columns=120, env={"NO_COLOR": "1"})
    assert shown.code == 0
    assert "Deep Throat" in shown.out and "confidential" in shown.out
    assert "words of the source" in shown.out
    listed = desk.on_terminal("source", "list", columns=120, env={"NO_COLOR": "1"})
    assert "Deep Throat" in listed.out and "confidential" in listed.out
    assert_nothing_told(desk.on_terminal("show", "abc23", "--json").out)


def test_messages_do_not_name_it(desk: Program) -> None:
    desk.ok("source", "alias", "deep-throat", "old nick")
    for code, arguments in (
        (2, ("source", "add", "x", "--url", "https://secret.example")),
        (2, ("list", "source:nope")),
        (2, ("report", "abc23", "--source", "Deep Throa")),
        (0, ("report", "abc23", "--url", "https://secret.example/1")),
        (0, ("report", "abc23", "--url", "https://secret.example/3")),
        (0, ("retract", "abc23", "deep-throat", "--because", "x")),
        (0, ("source", "edit", "deep-throat", "--url", "https://secret.example/home")),
        (0, ("source", "rate", "deep-throat", "F")),
        (0, ("report", "abc23", "--source", "deep-throat", "--on", "2025-01-01")),
        (0, ("source", "edit", "deep-throat", "--owner", "mndaa")),
        (0, ("report", "abc23", "--source", "deep-throat", "--on", "2025-01-02")),
        (0, ("add", "It moved", "--claimant", "deep-throat")),
        (0, ("edit", "abc23", "--claimant", "deep-throat")),
        (2, ("source", "edit", "open1", "--owner", "open1")),
        (0, ("source", "edit", "open1", "--owner", "deep-throat")),
        (0, ("source", "edit", "deep-throat", "--name", "Throat Two")),
        (3, ("source", "show", "nope")),
        (0, ("log",)),
        (0, ("log", "--json")),
        (0, ("source", "show", "open1", "--json")),
        (0, ("source", "show", "deep-throat", "--json")),
    ):
        run = desk(*arguments)
        assert run.code == code, (arguments, run)
        told = run.err if code == 0 else run.err.replace(arguments[-1], "")
        assert_nothing_told(told + run.out)
