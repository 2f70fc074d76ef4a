"""What every test can ask for."""

from pathlib import Path

import pytest
from newsroom import Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """An empty ledger and the commands to work on it."""
    return Newsroom(tmp_path / "claims.json")
