"""What every test can ask for."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsroom import Newsroom
from postgres import Server, server

STORES = ("file", "sqlite", "postgresql")
"""Where a ledger may be kept."""


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """An empty ledger and the commands to work on it."""
    return Newsroom(tmp_path / "claims.json")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL for all tests of a process, each of which has a database of its own in it."""
    with server(durable=False) as started:
        yield started


@pytest.fixture(scope="session")
def database(postgres: Server) -> Callable[[], str]:
    """Makes a new database, and says its url."""
    numbers = itertools.count()

    def made() -> str:
        name = f"desk{next(numbers)}"
        postgres.do(f"CREATE DATABASE {name}")
        return postgres.url(name)

    return made


@pytest.fixture(params=STORES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a ledger, where none is yet: in each sort of store."""
    if request.param == "postgresql":
        made: Callable[[], str] = request.getfixturevalue("database")
        return made()
    path = tmp_path / ("claims.json" if request.param == "file" else "claims.db")
    return str(path) if request.param == "file" else f"sqlite:///{path}"
