"""The program at an empty desk, and at one with a few claims on file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import Program, Splitter

SEED = """\
init
party add mndaa --name MNDAA --alias kokang
party add regime --name|The military regime --alias junta
source add irrawaddy --name|The Irrawaddy --url https://www.irrawaddy.com --reliability B
source add khit-thit --name|Khit Thit --reliability C
source add gossip --kind social --url https://t.me/gossip
add|MNDAA will withdraw from Lashio --id abc23 --due 2025-06 --party mndaa --place Lashio \
--tag withdrawal --priority high --source irrawaddy --url https://www.irrawaddy.com/news/1 \
--quote|They will leave. --on 2025-01-10
report abc23 --source khit-thit --on 2025-01-20
add|Fuel ran out in Lashio --id abd45 --when 2025-02 --tag fuel --assignee ann --party regime \
--url https://t.me/gossip/7 --on 2025-02-01
deny abd45 --by regime --on 2025-02-10
add|The talks were a success --id mnp67 --kind opinion --on 2025-03-01
add|The regime holds an election --id qrs89 --due 2025-12 --priority low --on 2025-03-02
confirm qrs89 --by regime --on 2025-03-03
verdict qrs89 true --because|It was held. --on 2025-12-28
"""
"""A line a command; a ``|`` stands before an argument that has spaces in it."""


def desk(folder: Path, splitter: Splitter) -> Program:
    (folder / "desk").mkdir(parents=True)
    (folder / "home").mkdir()
    return Program(folder / "desk", folder / "home", splitter)


@pytest.fixture(scope="session")
def splitter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Splitter]:
    started = Splitter(tmp_path_factory.mktemp("home"))
    yield started
    started.close()


@pytest.fixture
def ct(tmp_path: Path, splitter: Splitter) -> Program:
    """The program in an empty folder, with no ledger anywhere."""
    return desk(tmp_path, splitter)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, splitter: Splitter) -> Path:
    """A ledger that was entered through the program."""
    program = desk(tmp_path_factory.mktemp("seeded"), splitter)
    for line in SEED.splitlines():
        program.ok(*_words(line))
    return program.ledger


@pytest.fixture
def filed(ct: Program, seeded: Path) -> Program:
    """The program in a folder with such a ledger: abc23 is corroborated, abd45 denied, mnp67 an
    opinion, and qrs89 confirmed and decided.
    """
    shutil.copy(seeded, ct.ledger)
    return ct


def _words(line: str) -> list[str]:
    words: list[str] = []
    for number, part in enumerate(line.split("|")):
        if number == 0:
            words += part.split()
            continue
        text, dashes, rest = part.partition(" --")
        words += [text, *(dashes.strip() + rest).split()]
    return words
