"""How long claimtrack takes to answer, beside a hello-world program on the same libraries.

    python bench/startup.py [--markdown]

What counts is the ratio to the hello program in the same run: bench/timing.py.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ledgers import write_ledger
from timing import (
    PROGRAM,
    RECORD,
    ROOT,
    SILENT_FILTER,
    Case,
    in_pipe,
    in_terminal,
    measure,
    options,
    show,
)

ROUNDS = 15
HELLO = "hello"
FEW = 20
"""The claims of a ledger in which nothing is stale."""


def cases(ledger: Path, quiet: Path) -> list[Case]:
    """What is measured; only ``add`` writes, and only to ``ledger``."""
    hello = [str(ROOT / "bench" / "hello.py")]
    record = [PROGRAM, "--db", str(RECORD)]
    unconfirmed = [*record, "list", "--unconfirmed"]
    nobodys = [*record, "stale", SILENT_FILTER]
    nothing = [PROGRAM, "--db", str(quiet), "stale"]
    add = [PROGRAM, "--db", str(ledger), "add", "A bridge on the road was blown up"]
    return [
        Case("bare Python", ["-c", "pass"], in_pipe, silent=True),
        Case(HELLO, hello, in_pipe),
        Case("hello, terminal", hello, in_terminal),
        Case("--help", [PROGRAM, "--help"], in_pipe, 0.9),
        Case("list --unconfirmed", unconfirmed, in_pipe, 1.25),
        Case("list --unconfirmed, terminal", unconfirmed, in_terminal, 1.25),
        Case(f"list {SILENT_FILTER}", [*record, "list", SILENT_FILTER], in_pipe, 1.1, silent=True),
        Case(f"stale {SILENT_FILTER}", nobodys, in_pipe, 1.1, silent=True),
        Case("stale, nothing is", nothing, in_pipe, 1.1, silent=True),
        Case("add --source URL", [*add, "--source", "https://t.me/example/123"], in_pipe, 1.4),
    ]


def main() -> None:
    """Measure and print."""
    asked = options("How long claimtrack takes to answer.", ROUNDS)
    with TemporaryDirectory() as folder:
        ledger, quiet = Path(folder) / "claims.json", Path(folder) / "quiet.json"
        write_ledger(quiet, FEW, datetime.now(UTC).date(), days=0)
        timings = measure(
            cases(ledger, quiet), asked.rounds, lambda: shutil.copyfile(RECORD, ledger)
        )
    show(timings, HELLO, asked)


if __name__ == "__main__":
    main()
