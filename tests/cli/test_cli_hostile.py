"""Text that would act on a terminal, a spreadsheet or a page is shown and does nothing."""

import csv
import io
import json
import unicodedata

import pytest
from program import Program

LINK = "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\"
HOSTILE = f"\x1b[31mred\x1b[0m {LINK} \u202eevil\u202c [bold red]markup[/] [/] \x9b2J \x07 \r over"
FORMULA = '=HYPERLINK("https://evil.example")'
COMMANDS = (
    *(("list",), ("show", "abc23"), ("why", "abc23"), ("log",), ("search", "markup")),
    *(("source", "list"), ("source", "show", "evil"), ("party", "list"), ("party", "show", "evil")),
)


@pytest.fixture
def hostile(ct: Program) -> Program:
    """Such text in every field that takes text."""
    ct.ok("init")
    ct.ok(
        "source", "add", "evil", "--name", HOSTILE + "S", "--alias", HOSTILE, "--reliability", "A"
    )
    ct.ok("party", "add", "evil", "--name", HOSTILE + "P", "--alias", HOSTILE)
    written = ct.ok(
        *("add", HOSTILE, "--id", "abc23", "--source", "evil", "--quote", HOSTILE, "--reading"),
        *(HOSTILE, "--condition", HOSTILE, "--place", HOSTILE, "--tag", HOSTILE, "--assignee"),
        *(HOSTILE, "--party", "evil", "--by-user", HOSTILE),
    )
    assert_inert(written.out + written.err)
    ct.ok("note", "abc23", HOSTILE)
    ct.ok("deny", "abc23", "--by", "evil", "--speaker", HOSTILE, "--quote", HOSTILE)
    ct.ok("verdict", "abc23", "true", "--because", HOSTILE)
    return ct


def assert_inert(text: str) -> None:
    acting = {
        char for char in text if unicodedata.category(char) in ("Cc", "Cf") and char not in "\n\t"
    }
    assert not acting, acting


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_format_for_people_shows_it_as_marks(
    hostile: Program, command: tuple[str, ...]
) -> None:
    for name in ("table", "md", "csv", "ids"):
        run = hostile.ok(*command, "--format", name)
        assert_inert(run.out + run.err)
    assert "[bold red]markup[/]" in hostile.ok(*command).out or command[0] == "list"


def test_json_carries_it_as_it_is_escaped(hostile: Program) -> None:
    out = hostile.ok("show", "abc23", "--json").out
    assert "\x1b" not in out and "\x07" not in out
    claim = json.loads(out)
    assert claim["condition"].split() == HOSTILE.split()
    assert claim["entries"][1]["quote"].startswith("\x1b[31mred")


def test_on_a_terminal_nothing_of_it_acts(hostile: Program) -> None:
    for command in (("list",), ("show", "abc23"), ("source", "list"), ("party", "list"), ("log",)):
        run = hostile.on_terminal(*command, columns=120, env={"NO_COLOR": "1", "TERM": "dumb"})
        assert run.code == 0
        assert_inert(run.out)
        coloured = hostile.on_terminal(*command, columns=120)
        for acting in ("\x1b]8", "\x1b[31mred", "\u202e", "\x9b", "\x07"):
            assert acting not in coloured.out


def test_messages_show_it_as_marks(hostile: Program) -> None:
    for arguments in (
        ("show", HOSTILE),
        ("list", f"status:{HOSTILE}"),
        ("report", "abc23", "--source", "evil", "--on", HOSTILE),
        ("report", "abc23", "--source", "evil", "--url", f"javascript:{HOSTILE}"),
        ("list", "--db", f"{HOSTILE}.json"),
        ("source", "show", HOSTILE + "x"),
        (HOSTILE,),
        ("add", HOSTILE),
        ("list", f"--{HOSTILE}"),
    ):
        run = hostile(*arguments)
        assert run.code in (2, 3, 4), (arguments, run)
        assert_inert(run.err)
        assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "text", [FORMULA, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1", "|calc", "%0A=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(ct: Program, text: str) -> None:
    ct.ok("init")
    ct.ok("add", f"Claim {text}", "--id", "abc23", "--place", text, f"--tag={text}")
    ct.ok("edit", "abc23", f"--text={text}")
    (row,) = csv.DictReader(io.StringIO(ct.ok("list", "--format", "csv").out))
    for cell in row.values():
        assert cell.lstrip()[:1] not in tuple("=+-@＝") or cell == "", cell
    assert ct.claim("abc23")["place"] == text.strip()
