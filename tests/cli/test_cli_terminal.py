"""The program on a terminal: colour, width, questions and the editor."""

import re

import pytest
from program import Program


def test_colour_is_there_and_goes_when_it_is_not_wanted(filed: Program) -> None:
    assert "\x1b[" in filed.on_terminal("list").out
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        for command in (("list",), ("show", "abc23")):
            run = filed.on_terminal(*command, env=env)
            assert run.code == 0 and "Lashio" in run.out
            colours = re.findall(r"\x1b\[[0-9;]*m", run.out)
            coloured = [c for c in colours if re.search(r"[34]\d|9\d", c)]
            assert not coloured, (env, coloured)
    dumb = filed.on_terminal("list", env={"TERM": "dumb"})
    assert "\x1b" not in dumb.out


@pytest.mark.parametrize("columns", [40, 60, 100, 160])
def test_the_width_of_the_terminal_and_of_columns_is_kept(filed: Program, columns: int) -> None:
    for command in (("list",), ("show", "abc23")):
        by_size = filed.on_terminal(*command, columns=columns, env={"TERM": "dumb"})
        by_name = filed.on_terminal(*command, env={"TERM": "dumb", "COLUMNS": str(columns)})
        for run in (by_size, by_name):
            assert run.code == 0
            words = " ".join(run.out.split())
            assert max(len(line.rstrip()) for line in run.out.splitlines()) <= columns
            assert "abc23" in words and "corroborated" in words
            assert "…" not in run.out


def test_a_status_is_a_word_and_a_sign(filed: Program) -> None:
    out = filed.on_terminal("list", columns=160, env={"TERM": "dumb"}).out
    for word in ("corroborated", "denied", "confirmed", "not-checkable"):
        assert re.search(rf"[^\w\s] {word}", out), word


def test_a_near_match_is_asked_about(filed: Program) -> None:
    run = filed.on_terminal("report", "abc23", "--source", "irrawady", keys="1\n")
    assert run.code == 0, run
    assert filed.claim("abc23")["entries"][-1]["source"] == "irrawaddy"
    run = filed.on_terminal("deny", "abc23", "--by", "mndab", keys="n\n")
    assert run.code == 0, run
    assert filed.claim("abc23")["denied_by"] == ["mndab"]


def test_an_answer_that_is_none_is_asked_for_again(filed: Program) -> None:
    run = filed.on_terminal("report", "abc23", "--source", "irrawady", keys="x\n1\n")
    assert run.code == 0, run
    assert "type a number or n" in run.err
    assert filed.claim("abc23")["entries"][-1]["source"] == "irrawaddy"


def test_a_question_that_is_broken_off_changes_nothing(filed: Program) -> None:
    before = filed.ledger.read_bytes()
    run = filed.on_terminal("deny", "abc23", "--by", "mndab", keys="\x04")
    assert filed.ledger.read_bytes() == before
    assert "Traceback" not in run.err
    assert run.code != 0


def test_add_without_a_text_opens_the_editor(ct: Program) -> None:
    ct.ok("init")
    editor = ct.home / "editor"
    editor.write_text('#!/bin/sh\ngrep -q "^#" "$1" && echo "From the editor" > "$1"\n')
    editor.chmod(0o755)
    env = {"EDITOR": str(editor)}
    run = ct.on_terminal("add", "--id", "abc23", "--tag", "x", env=env)
    assert run.code == 0, run
    assert ct.claim("abc23")["text"] == "From the editor"

    before = ct.ledger.read_bytes()
    for script, said in (("exit 1", "editor"), (': > "$1"', "empty")):
        editor.write_text(f"#!/bin/sh\n{script}\n")
        run = ct.on_terminal("add", env=env)
        assert run.code == 2 and said in run.err, run
    run = ct.on_terminal("add", env={"EDITOR": "/no/such/editor"})
    assert run.code == 2 and "/no/such/editor" in run.err
    assert ct.ledger.read_bytes() == before


def test_an_empty_list_says_how_to_start(ct: Program) -> None:
    run = ct.on_terminal("list")
    assert run.code == 0
    assert "claimtrack add" in run.err
