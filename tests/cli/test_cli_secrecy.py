"""No command, in no format, tells a pipe who a confidential source is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import Program
from secrecy import (
    CALLS,
    FILES,
    FORMATS,
    LATER,
    READING,
    SECRETS,
    TIMES,
    commands,
    told,
    write_record,
)
from within import Within


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        program = Within(tmp_path_factory.mktemp("secrecy"), patch)
        write_record(program)
    return program.ledger


@pytest.fixture
def secret(ct: Program, record: Path) -> Program:
    shutil.copy(record, ct.ledger)
    ct.env["CLAIMTRACK_NOW"] = LATER
    return ct


def test_every_command_is_called_here() -> None:
    assert sorted(CALLS) == sorted(commands())


@pytest.mark.parametrize("name", CALLS)
def test_no_pipe_and_no_format_gives_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Path, name: str
) -> None:
    ct = Within(tmp_path, monkeypatch)
    ct.at(LATER)
    shutil.copy(record, ct.ledger)
    for file, text in FILES.items():
        (tmp_path / file).write_text(text)
    for call in CALLS[name]:
        for at in TIMES if name in READING else ((),):
            for form in FORMATS:
                arguments = (*name.split(), *call, *at, "--format", form)
                run = ct(*arguments)
                assert run.code in (0, 2, 3), (arguments, run)
                assert not told(run.out + run.err, call), (arguments, run)
                if name not in READING:
                    shutil.copy(record, ct.ledger)


def test_the_secrets_are_on_file_and_the_desk_s_own_screen_shows_them(secret: Program) -> None:
    on_file = secret.ledger.read_text().lower()
    assert all(word in on_file for word in SECRETS)
    shown = secret.on_terminal("show", "abc23", columns=200).out
    assert "Vexqor Mumble" in shown and "(confidential)" in shown and "gribble" in shown
    revealed = secret.ok("show", "abc23", "--json", "--reveal").out
    assert "vexqorkey" in revealed and "gribble" in revealed


def test_on_a_terminal_nothing_but_the_table_names_it(secret: Program, record: Path) -> None:
    for call in (("show", "abc23"), ("log",), ("source", "list"), ("undo",)):
        assert not told(secret.on_terminal(*call, columns=200).err, call)
        shutil.copy(record, secret.ledger)
        run = secret.on_terminal(*call, "--format", "csv", columns=200)
        assert not told(run.out + run.err, call), run
        shutil.copy(record, secret.ledger)


def test_completion_does_not_offer_it(secret: Program) -> None:
    program = str(Path(sys.executable).with_name("claimtrack"))
    for words, offered in (("report abc23 --source ", "open1"), ("source show ", "open2")):
        line = f"claimtrack {words}"
        completing = {
            "_CLAIMTRACK_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split())),
        }
        run = subprocess.run(
            [program],
            cwd=secret.folder,
            env=secret.environment(completing),
            capture_output=True,
            text=True,
        )
        assert offered in run.stdout
        assert not told(run.stdout + run.stderr, ()), run
