"""How long ``stale`` takes on a large ledger, beside a process that only reads and parses it.

    python bench/stale.py [--markdown]

What counts is the ratio to that process in the same run: bench/timing.py.
"""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ledgers import write_ledger
from timing import PROGRAM, ROOT, SILENT_FILTER, Case, in_pipe, measure, options, show

ROUNDS = 7
CLAIMS = 10_000
PARSE = "read and parse"


def cases(ledger: Path) -> list[Case]:
    """What is measured; nothing of it writes."""
    stale = [PROGRAM, "--db", str(ledger), "stale"]
    return [
        Case(PARSE, [str(ROOT / "bench" / "parse.py"), str(ledger)], in_pipe, silent=True),
        Case("stale", stale, in_pipe),
        Case("stale priority:high", [*stale, "priority:high"], in_pipe),
        Case(f"stale {SILENT_FILTER}", [*stale, SILENT_FILTER], in_pipe, silent=True),
    ]


def main() -> None:
    """Measure and print."""
    asked = options("How long stale takes on a large ledger.", ROUNDS)
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "claims.json"
        write_ledger(ledger, CLAIMS, datetime.now(UTC).date())
        print(f"{CLAIMS} claims of {ledger.stat().st_size / CLAIMS:.0f} bytes each")
        timings = measure(cases(ledger), asked.rounds)
    show(timings, PARSE, asked)


if __name__ == "__main__":
    main()
