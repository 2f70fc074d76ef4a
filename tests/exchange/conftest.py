import os
from collections.abc import Callable
from pathlib import Path

import pytest
from desks import busy
from newsroom import Newsroom

GOLDEN = Path(__file__).parent / "golden"
VARIABLE = "UPDATE_SNAPSHOTS"


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """A desk that has something to tell in every format."""
    return busy(newsroom)


@pytest.fixture
def golden() -> Callable[[bytes, str], None]:
    """Are these the bytes of the file? ``UPDATE_SNAPSHOTS=1`` takes them as they are now."""

    def compare(data: bytes, name: str) -> None:
        file = GOLDEN / name
        if os.environ.get(VARIABLE):
            GOLDEN.mkdir(exist_ok=True)
            file.write_bytes(data)
        assert data == file.read_bytes(), f"set {VARIABLE}=1 if it should be so"

    return compare
