"""How long an import of 100,000 rows and their export take, beside sqlite-utils' insert.

    python bench/exchange.py [--rows N] [--rounds N]

All run in turn, round after round; what counts are the ratios to sqlite-utils in the same run, by
the clock and by the processor's time. It is installed by the extra `bench` (pip install -e
'.[bench]'); without it only our own times are printed. The rows are those of
examples/emergent_sample.py, only more: five reports a claim.
"""

import argparse
import csv
import importlib.util
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples"))

import emergent_sample  # noqa: E402

ROWS, ROUNDS, A_CLAIM, OUTLETS = 100_000, 3, 5, 500
MAPPING = (
    "key=claimId,text=claimHeadline,quote=articleHeadline,stance=articleStance,source=outlet,"
    "on=articleDate"
)
WORDS = "for=supports,against=refutes,observing=mentions"
OTHER = "sqlite-utils insert"


class Taken(NamedTuple):
    """Seconds by the clock, and seconds that the processor worked."""

    clock: float
    processor: float


def processor() -> float:
    """The seconds that our child processes worked so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def middle(taken: list[Taken]) -> Taken:
    """The medians."""
    return Taken(*(statistics.median(column) for column in zip(*taken, strict=True)))


def write_rows(path: Path, count: int) -> None:
    """A file of that many rows."""
    generator = random.Random(1027)
    claim = ""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(emergent_sample.HEADER)
        for number in range(count):
            claim_id = number // A_CLAIM
            if number % A_CLAIM == 0:
                firm = generator.choice(emergent_sample.FIRMS)
                town = generator.choice(emergent_sample.TOWNS)
                claim = f"{firm} will close plant number {claim_id} in {town}"
            stance = generator.choice(("for", "against", "observing"))
            day = f"2015-{generator.randint(1, 12):02}-{generator.randint(1, 28):02}"
            outlet = f"Outlet {generator.randint(1, OUTLETS)}"
            row = [claim_id, claim, "unknown", number, f"Article {number}: {claim}", stance, day]
            writer.writerow([*row, outlet])


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, in the order in which it runs."""
    rows, ledger = str(folder / "rows.csv"), str(folder / "claims.json")
    ours = [str(Path(sys.executable).with_name("claimtrack")), "--db", ledger]
    taking = ["import", rows, "--map", MAPPING, "--stance-words", WORDS, "--source", "Emergent"]
    found = {
        "import, all new": [*ours, *taking, "--new"],
        "import, all on file": [*ours, *taking, "--new"],
        "export, CSV": [*ours, "export", "--out", str(folder / "out.csv")],
        "export, JSON Lines": [*ours, "export", "--out", str(folder / "out.jsonl")],
    }
    if importlib.util.find_spec("sqlite_utils") is not None:
        other = [sys.executable, "-m", "sqlite_utils", "insert", str(folder / "rows.db"), "rows"]
        found = {OTHER: [*other, rows, "--csv"], **found}
    return found


def measure(folder: Path, rounds: int) -> dict[str, list[Taken]]:
    """What each took, round after round."""
    times: dict[str, list[Taken]] = {}
    env = {name: text for name, text in os.environ.items() if not name.startswith("CLAIMTRACK_")}
    env["CLAIMTRACK_CONFIG"] = os.devnull
    for _ in range(rounds):
        for made in ("claims.json", "rows.db"):
            (folder / made).unlink(missing_ok=True)
        for name, command in commands(folder).items():
            worked, begun = processor(), time.perf_counter()
            done = subprocess.run(command, env=env, capture_output=True, check=False)
            if done.returncode:
                sys.exit(f"{name}: exit {done.returncode}\n{done.stderr.decode()}")
            taken = time.perf_counter() - begun
            times.setdefault(name, []).append(Taken(taken, processor() - worked))
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long import and export take.")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default {ROWS}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default {ROUNDS}")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "rows.csv", options.rows)
        times = measure(folder, options.rounds)
    if OTHER not in times:
        print("sqlite-utils is not installed: no ratios (pip install -e '.[bench]')")
    base = middle(times[OTHER]) if OTHER in times else None
    print(f"{options.rows} rows, median of {options.rounds}")
    for row, taken in times.items():
        clock, worked = median = middle(taken)
        line = f"{row:<22} {clock:6.2f} s, processor {worked:6.2f} s"
        ratios = [ours / other for ours, other in zip(median, base or (), strict=False)]
        print(line + "".join(f"  {ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
