"""A text from the user's own editor."""

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from claimtrack.config import personal
from claimtrack.errors import BadInput

HELP = "\n# Write the claim above, on one line. Lines that begin with # are left out.\n"


def written_in_editor() -> str:
    """What the user wrote in their editor; ``BadInput`` where that cannot be started."""
    command = str(
        personal().get("editor") or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claim.txt"
        path.write_text(HELP, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(command), str(path)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError):
            raise BadInput(f"the editor {command!r} failed: nothing was added") from None
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
