"""Snapshots of screens: plain text files beside the tests, compared exactly."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"
VARIABLE = "UPDATE_SNAPSHOTS"


@pytest.fixture
def matches() -> Callable[[str, str], None]:
    """Is a screen as it was? ``UPDATE_SNAPSHOTS=1 pytest tests/show`` takes it as it is now."""

    def compare(drawn: str, name: str) -> None:
        file = FOLDER / f"{name}.txt"
        if os.environ.get(VARIABLE):
            FOLDER.mkdir(exist_ok=True)
            file.write_text(drawn, encoding="utf-8")
        assert drawn == file.read_text(encoding="utf-8"), f"set {VARIABLE}=1 if it should be so"

    return compare
