"""Files that are no desk's ledger: those that git hands to a merge driver."""

from pathlib import Path

from claimtrack.errors import DataError
from claimtrack.store.base import Tables
from claimtrack.store.files import read_bytes
from claimtrack.store.layout import dumped, parsed


def read_plain(path: str) -> Tables:
    """The tables in a file; none where the file is empty or not there, as a common ancestor is."""
    data = read_bytes(Path(path)).data
    return parsed(data, Path(path)) if data and data.strip() else {}


def write_plain(path: str, tables: Tables) -> None:
    """Write tables into a file as they are laid out in a ledger: no lock, no temporary file."""
    try:
        Path(path).write_bytes(dumped(tables))
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}") from None
