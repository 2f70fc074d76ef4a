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
    ct.ok("source", "add", "Deep Throat", "--confidential", "--url", "https://secret.example")
    first = ct.ok(
        *("add", "Convoy left", "--id", "abc23", "--source", "Deep Throat"),
        *("--url", "https://secret.example/1", "--quote", "words of the source"),
        *("--reading", "what we read in it"),
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


def test_one_that_became_confidential_later_is_not_named_for_the_time_before(ct: Program) -> None:
    ct.ok("source", "add", "whistle", env={"CLAIMTRACK_NOW": "2025-01-01T09:00:00Z"})
    ct.ok("source", "edit", "whistle", "--confidential")
    early = ("--known-at", "2025-02-01")
    for arguments in (("list", "source:xyz"), ("source", "show", "whistl"), ("source", "list")):
        run = ct(*arguments, *early)
        told = (run.out + run.err).replace("'whistl'", "")
        assert "whistle" not in told, run
    ct.ok("source", "edit", "whistle", "--not-confidential")
    assert "whistle" in ct.ok("source", "list").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Z", "--claimant", "Deep Throet"),
        ("edit", "abc23", "--claimant", "Deep Throet"),
        ("add", "Z", "--party", "Deep Throet"),
        ("confirm", "abc23", "--by", "Deep Throet"),
        ("confirm", "abc23", "--by", "deep throat"),
        ("source", "edit", "open1", "--owner", "Deep Throet"),
        ("source", "add", "radio", "--owner", "Deep Throet"),
    ],
)
def test_a_slip_of_the_pen_does_not_enter_it_anew_and_open(
    desk: Program, arguments: tuple[str, ...]
) -> None:
    before = desk.state()
    run = desk(*arguments)
    assert (run.code, run.out) == (2, "")
    assert "a confidential source" in run.err
    assert_nothing_told(run.err.replace(repr(arguments[-1]), ""))
    assert desk.state() == before


def test_a_party_may_be_called_nearly_so_where_that_is_meant(desk: Program) -> None:
    desk.ok("confirm", "abc23", "--by", "Deep Throet", "--new")
    assert desk.claim("abc23")["confirmed_by"] == ["deep-throet"]


def test_whose_it_is_is_not_told(ct: Program) -> None:
    ct.ok("party", "add", "mndaa")
    ct.ok("add", "Z", "--id", "abc23")
    run = ct.ok("report", "abc23", "--source", "mndaa", "--confidential", "--stance", "refutes")
    assert run.err.splitlines()[0] == "new source: a confidential source, outlet, graded F"


def test_one_that_is_on_file_openly_is_not_made_confidential_in_passing(desk: Program) -> None:
    desk.ok("source", "edit", "open1", "--url", "https://open.example")
    before = desk.state()
    for named in (("--source", "open1"), ("--url", "https://open.example/9")):
        run = desk("report", "abc23", *named, "--confidential")
        assert run.code == 2
        assert "claimtrack source edit open1 --confidential" in run.err
    assert desk.state() == before
    desk.ok("report", "abc23", "--source", "Deep Throat", "--confidential", "--on", "2025-01-01")


@pytest.mark.parametrize(
    "words", ["words of the source", "what we read", "Throat", "spokesman", "secret.example/1"]
)
def test_what_is_withheld_is_not_found_by_it(desk: Program, words: str) -> None:
    words = f"https://{words}" if "/" in words else words
    assert desk.ids("search", words) == []
    assert desk.json("search", words) == []
    assert [claim["id"] for claim in desk.json("search", words, "--reveal")] == ["abc23"]
    assert "abc23" in desk.on_terminal("search", words).out
    assert desk.ids("search", "Convoy") == ["abc23"]
