"""A copy of the ledger beside it, before something is mended."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.errors import DataError

FOLDER = ".backups"
"""What the folder is called, after the ledger's own name."""


def backup(path: Path) -> Path:
    """Copy the file into its folder of backups, as it is on the disk; where the copy is.

    The copy can be read by those who can read the file, and no others.
    """
    folder = path.with_name(f"{path.name}{FOLDER}")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = folder / f"{stamp}{path.suffix}"
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DataError(f"{copy} cannot be written: {error.strerror}; nothing changed") from None
    return copy
