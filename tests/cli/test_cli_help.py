"""What ``-h`` says of each command reads as sentences, whatever the terminal's width."""

import re
from pathlib import Path

import pytest
from within import Within

from claimtrack.cli.app import COMMANDS, GROUPS

NAMES = [
    *(name for name in COMMANDS if name not in GROUPS),
    *(f"{group} {name}" for group, table in GROUPS.items() for name in table),
]


@pytest.mark.parametrize("columns", ["60", "160"])
def test_no_sentence_has_holes_or_its_own_indent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ct = Within(tmp_path, monkeypatch)
    monkeypatch.setenv("COLUMNS", columns)
    for name in NAMES:
        told = ct.ok(*name.split(), "-h").out
        said = re.split(r"\n(?:Arguments|Options):\n", told)[0].split("\n\n", 1)[1]
        for line in filter(None, said.splitlines()):
            assert re.fullmatch(r"  \S+( \S+)*", line), (name, line)
