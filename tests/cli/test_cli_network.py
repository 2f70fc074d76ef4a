"""No command fetches anything from the network."""

import subprocess
import sys
from pathlib import Path

from program import clean_environment

WATCHED = """
import shutil, sys

touched = []
sys.addaudithook(
    lambda event, args: touched.append((event, args))
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser."))
    or event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system")
    else None
)
from secrecy import CALLS, write_record
from within import Within
import pytest
from pathlib import Path

here = Path.cwd()
with pytest.MonkeyPatch.context() as patch:
    ct = Within(here, patch)
    write_record(ct)
    record = ct.ledger.read_bytes()
    for name, calls in CALLS.items():
        for call in calls:
            ct(*name.split(), *call)
            ct.ledger.write_bytes(record)
assert not touched, touched
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    pass
assert touched  # the hook does see a connection
print("nothing was fetched")
"""


def test_every_command_leaves_the_network_alone(tmp_path: Path) -> None:
    """Urls and archives are on file, and stay there: no socket, no look-up, no other program."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=tmp_path,
        env={**clean_environment(tmp_path), "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout == "nothing was fetched\n"
