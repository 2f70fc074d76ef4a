"""A ledger in a folder of its own, and a look at that folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.store import open_store
from claimtrack.store.base import Store

LEDGER = """\
{
  "meta": {
    "ledger": {
      "schema": 1
    }
  },
  "claims": {
    "k7q2m": {
      "entries": [
        {
          "type": "opened",
          "text": "MNDAA will withdraw from Lashio in June"
        }
      ]
    }
  }
}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger goes; nothing is there yet."""
    return tmp_path / "claims.json"


@pytest.fixture
def filed(path: Path) -> Path:
    """A ledger that holds one claim, k7q2m."""
    path.write_text(LEDGER)
    return path


@pytest.fixture
def store(path: Path) -> Store:
    return open_store(str(path), lock_wait=0.2)


@pytest.fixture
def beside(tmp_path: Path) -> Callable[[], set[str]]:
    """The names in the ledger's folder, its lock and its backups aside."""

    def names() -> set[str]:
        there = {each.name for each in tmp_path.iterdir()}
        return {name for name in there if not name.endswith((".lock", ".backups"))}

    return names
