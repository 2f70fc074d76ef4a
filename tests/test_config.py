"""Where things are, for those who have no home or may not look everywhere."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import platformdirs  # noqa: F401 - imported here, as another user may not read our environment
import pytest

from claimtrack import config
from claimtrack.errors import DataError
from claimtrack.store import open_store

SOMEBODY = 54321
"""A user who owns nothing here."""


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A user with a number and nothing else, as in some containers."""

    def nobody_of_that_number(uid: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    xdg = [name for name in os.environ if name.startswith("XDG_")]
    for name in ("HOME", "LOGNAME", "USER", "LNAME", "USERNAME", *xdg):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody_of_that_number)
    config.personal.cache_clear()
    yield
    config.personal.cache_clear()


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder whose upper folder lets nobody but its owner look inside."""
    if os.geteuid() != 0:
        pytest.skip("only root may become somebody else")
    folder = tmp_path / "closed" / "open"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    os.seteuid(SOMEBODY)
    yield folder
    os.seteuid(0)


def test_without_a_home_a_ledger_has_to_be_named(
    homeless: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMTRACK_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"no home folder .*--db or CLAIMTRACK_DB"):
        config.locate(None)
    assert config.locate("claims.json").named
    (tmp_path / "claims.json").touch()
    assert config.locate(None).where == str(tmp_path / "claims.json")


def test_without_a_home_there_is_no_file_of_ones_own(
    homeless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMTRACK_USER", raising=False)
    monkeypatch.delenv("CLAIMTRACK_CONFIG", raising=False)
    assert config.personal() == {}
    assert config.user(None) == "unknown"


def test_a_folder_that_may_not_be_looked_into_holds_no_ledger_of_ours(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMTRACK_DB", raising=False)
    assert config.locate(None).tried


def test_a_ledger_that_may_not_be_looked_for_is_said_to_be_so(closed: Path) -> None:
    with pytest.raises(DataError, match=r"claims\.json cannot be read: Permission denied"):
        open_store(str(closed / "claims.json")).exists()
