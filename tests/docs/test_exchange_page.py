"""The lines for cron in docs/exchange.md, each run by a shell as cron runs it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import docs

PAGE = (docs.ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"^```crontab\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
SCHEDULE = re.compile(r"(?:[\d*/,-]+ ){5}")
POSTMAN = '#!/bin/sh\ncat > "$HOME/mailed.txt"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a desk, a folder that is published, and a mailer."""
    for name in ("desk", "public", "bin"):
        (tmp_path / name).mkdir()
    mailer = tmp_path / "bin" / "mail"
    mailer.write_text(POSTMAN)
    mailer.chmod(0o755)
    ledger = str(tmp_path / "desk" / "claims.json")
    for arguments in (["init"], ["add", "A claim", "--due", "2030-05"]):
        run(tmp_path, [sys.executable, "-m", "claimtrack", "--db", ledger, *arguments])
    return tmp_path


def run(home: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(
        (str(home / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
    )
    environment = {"HOME": str(home), "PATH": path, "CLAIMTRACK_USER": "ann"}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done
    return done


def test_there_are_such_lines():
    assert len(LINES) >= 3


@pytest.mark.parametrize("line", LINES)
def test_a_line_does_what_the_page_says(line, home):
    schedule = SCHEDULE.match(line)
    assert schedule, line
    done = run(home, ["sh", "-c", line[schedule.end() :]])
    assert not done.stdout
    (made,) = [*(home / "public").iterdir(), *home.glob("mailed.txt")]
    assert "A claim" in made.read_text()
