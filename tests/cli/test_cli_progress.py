"""Bars while something takes long: where they are drawn, and where nothing is."""

import os
import pty
import re
import subprocess

import pytest
from program import Program

IMPORT = ("import", "rows.csv", "--new", "--dry-run")


@pytest.fixture
def many(ct: Program) -> Program:
    """More rows than one would wait for in silence."""
    lines = "".join(f"Claim {n} is so,Daily\n" for n in range(2500))
    (ct.folder / "rows.csv").write_text(f"text,source\n{lines}")
    return ct


def with_errors_on_a_terminal(ct: Program, *arguments: str, **env: str) -> tuple[str, str]:
    """Standard output into a file and standard error on a terminal: what came out on each."""
    ours, its = pty.openpty()
    answer = ct.folder / "answer"
    with answer.open("wb") as out:
        process = subprocess.Popen(
            ct.command(arguments),
            cwd=ct.folder,
            env=ct.environment({"TERM": "xterm-256color", **env}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=its,
        )
    os.close(its)
    said = bytearray()
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0, said.decode()
    return answer.read_text(), said.decode()


def test_an_import_shows_how_far_it_is_and_clears_that_away(many: Program) -> None:
    _, said = with_errors_on_a_terminal(many, *IMPORT, "--format", "ids")
    assert "reading" in said
    assert "filing" in said
    cleared = said[max(said.rindex("reading"), said.rindex("filing")) :]
    assert "\x1b[2K" in cleared
    assert "nothing was written" in said


def test_a_database_that_is_written_to_shows_how_far_that_is(many: Program) -> None:
    into = ("import", "rows.csv", "--new", "--db", "sqlite:///claims.db")
    _, said = with_errors_on_a_terminal(many, *into)
    assert "writing" in said and "\x1b[2K" in said[said.rindex("writing") :]
    assert "writing" not in many.ok(*into[:3], "--db", "sqlite:///other.db").err
    assert len(many.ids("list", "--db", "sqlite:///claims.db")) == 2500


def test_a_bar_is_without_colour_where_none_is_wanted(many: Program) -> None:
    _, said = with_errors_on_a_terminal(many, *IMPORT, NO_COLOR="1")
    assert "reading" in said
    assert not re.findall(r"\x1b\[[0-9;]*(?:3[0-7]|38;[0-9;]*)m", said)


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_no_bar_where_the_cursor_cannot_be_moved(many: Program, term: str) -> None:
    _, said = with_errors_on_a_terminal(many, *IMPORT, TERM=term)
    assert "reading" not in said
    assert "\x1b" not in said
    assert "nothing was written" in said


def test_no_bar_in_a_pipe(many: Program) -> None:
    said = many.ok(*IMPORT).err
    assert "reading" not in said
    assert "\x1b" not in said


def test_no_bar_for_a_few_rows(many: Program) -> None:
    (many.folder / "rows.csv").write_text("text,source\nThe bridge was sold,Daily\n")
    _, said = with_errors_on_a_terminal(many, *IMPORT)
    assert "reading" not in said


def test_the_answer_is_the_same_with_a_bar(many: Program) -> None:
    out, _ = with_errors_on_a_terminal(many, *IMPORT, "--format", "jsonl")
    assert re.sub(r'"claim":"\w+"', "", out) == re.sub(
        r'"claim":"\w+"', "", many.ok(*IMPORT, "--format", "jsonl").out
    )
