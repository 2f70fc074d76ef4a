"""What is measured: a command, on whose ledger, and what it has to print."""

from collections.abc import Callable
from dataclasses import dataclass, field

from few import FEW, RARE, claim_id
from timing import PROGRAM

ADD, REPORT, LIST, FILTER = "add", "report", "list --unconfirmed", f"list tag:{RARE}"
SHOW, STALE, STALE_FEW = "show", "stale", "stale flag:recheck"
STALE_TAG, SEARCH, EXPORT = f"stale tag:{RARE}", f"search {RARE}", "export jsonl"
COMMANDS = (ADD, REPORT, LIST, FILTER, SHOW, STALE, STALE_FEW, STALE_TAG, SEARCH, EXPORT)
"""The rows of the ladder, in their order."""

START, PARSE, PAUSED = "start-up", "orjson parse", "orjson parse, collector paused"
WRITE = "orjson dump, fsync, rename"
LIMITS = (START, PARSE, PAUSED, WRITE)

TINY, SQLITE, POSTGRES = "TinyDB", "SQLite", "PostgreSQL"
STORES = (TINY, SQLITE, POSTGRES)
LIMIT = "limit"


def nothing(turn: int) -> None:
    """Nothing has to be made ready."""


@dataclass(frozen=True)
class Case:
    """A command to measure."""

    what: str
    """What it does: one of the rows."""
    who: str
    """Whose command it is, or on which store ours works."""
    command: Callable[[int], list[str]]
    """The command of a round: what writes says something else each time."""
    before: Callable[[int], None] = nothing
    """Makes it ready for a round, out of time."""
    lines: int | None = None
    """How many lines it has to print; None: whatever it likes."""
    inner: bool = False
    """Whether it prints its own milliseconds, and these count."""
    env: dict[str, str] = field(default_factory=dict)


def program_cases(
    who: str,
    location: str,
    size: int,
    *,
    writing: str | None = None,
    before: Callable[[int], None] = nothing,
) -> list[Case]:
    """Our commands on one store.

    ``writing`` is the ledger that is written to, where that is another, and ``before`` puts it back
    as it was.
    """
    few = min(FEW, size // 2)
    work = writing or location

    def read(what: str, *arguments: str, lines: int | None = None) -> Case:
        return Case(what, who, lambda _: [PROGRAM, "--db", location, *arguments], lines=lines)

    def add(turn: int) -> list[str]:
        text = f"A bridge on the road was blown up, number {turn}"
        return [PROGRAM, "--db", work, "add", text, "--source", "source-007"]

    def report(turn: int) -> list[str]:
        url = f"https://daily-008.example.org/bench/{turn}"
        return [PROGRAM, "--db", work, "report", claim_id(turn % size), "--url", url]

    return [
        Case(ADD, who, add, before),
        Case(REPORT, who, report, before),
        read(LIST, "list", "--unconfirmed"),
        read(FILTER, "list", f"tag:{RARE}", lines=few),
        read(SHOW, "show", claim_id(size // 2)),
        read(STALE, "stale"),
        read(STALE_FEW, "stale", "flag:recheck", lines=few),
        read(STALE_TAG, "stale", f"tag:{RARE}", lines=few),
        read(SEARCH, "search", RARE, lines=few),
        read(EXPORT, "export", "--format", "jsonl"),
    ]
