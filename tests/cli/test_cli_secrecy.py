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
    renewed,
    told,
    write_record,
)
from within import Within

EXPECTED = {
    "doctor": (0, 1, 2),
    "verify": (0, 1, 2),
    "merge": (0, 2, 4),
    "merge-driver": (0, 1, 4),
    "migrate": (0, 2, 4),
}
"""How a command may end, where that is not as others do."""


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
    renewed(ct, record)
    if name == "git-setup":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for file, text in FILES.items():
        (tmp_path / file).write_text(text)
    for call in CALLS[name]:
        for at in TIMES if name in READING else ((),):
            for form in FORMATS:
                arguments = (*name.split(), *call, *at, "--format", form)
                run = ct(*arguments)
                assert run.code in EXPECTED.get(name, (0, 2, 3)), (arguments, run)
                assert not told(run.out + run.err, call), (arguments, run)
                assert not told(written_beside(ct, name), call), arguments
                if name not in READING:
                    renewed(ct, record)


def written_beside(ct: Within, name: str) -> str:
    """What a command writes for others to read."""
    made = ("new.seal",) if name == "seal" else (".gitattributes", ".gitignore")
    files = (ct.folder / file for file in made)
    return "".join(file.read_text() for file in files if file.is_file())


def test_the_secrets_are_on_file_and_the_desk_s_own_screen_shows_them(
    secret: Program, record: Path
) -> None:
    on_file = (secret.ledger.read_text() + (record.parent / "other.json").read_text()).lower()
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
