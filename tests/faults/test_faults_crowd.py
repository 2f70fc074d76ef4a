"""Sixteen processes at one ledger, some of them killed: the soak of bench/, but short."""

import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parents[2] / "bench" / "soak.py"


def test_a_crowd_loses_nothing(tmp_path: Path) -> None:
    options = ["--minutes", "0", "--workers", "16", "--commands", "8", "--folder", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(SOAK), *options], capture_output=True, text=True, timeout=150
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert (told["commands"], told["lost"], told["wrong"]) == ("128", "0", "0")
    assert int(told["killed"].split()[0]) > 0
    assert int(told["refused"].split()[0]) > 0
