"""The size ladder: what each command costs as the ledger grows, beside others and the limits.

    bench/run [--sizes 100,1000] [--stores TinyDB,SQLite] [--only list,add] [--markdown] [--write]

All commands on a ledger of one size run in turn, round after round, so that a slow moment of the
machine hits each alike. The day is fixed, so that the ledgers and the answers are the same in
every run. docs/performance.md says what is compared, and how.
"""

import argparse
import resource
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import gettempdir

from cases import COMMANDS, LIMIT, POSTGRES, SQLITE, STORES, TINY, Case
from peers import ROWS, absent, jq, limits, sqlite_utils, taskwarrior
from results import MANY, Result, Run, goals, unmeasured
from stores import Contestant, Kept, Server, kept_server, mark, noon, postgres, sqlite, tiny
from tables import page, sizes
from timing import ROOT, compile_all, environment, machine, spent

from claimtrack.show.progress import progress

DAY = date(2026, 6, 30)
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9
LONG, VERY_LONG, FEWER = 5_000, 60_000, 3
"""From so many milliseconds on a command runs fewer times, or just once."""
SOME = 10_000
"""From so many claims it is counted how many entries one has."""
PAGES = {"ladder": ROOT / "docs" / "performance.md", "sizes": ROOT / "docs" / "scale.md"}
"""Where what is measured is written: between two marks of that name."""


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="bench/run", description="The size ladder.")
    parser.add_argument("--sizes", default=SIZES, type=_numbers, help="claims, as in 100,1000")
    parser.add_argument("--stores", default=STORES, type=_stores, help=f"of {', '.join(STORES)}")
    parser.add_argument("--rounds", default=ROUNDS, type=int, help=f"how often (default {ROUNDS})")
    parser.add_argument("--only", default=(), type=_rows, help="commands that begin so: list,add")
    parser.add_argument("--no-peers", action="store_true", help="leave the other programs out")
    parser.add_argument("--cache", default=Path(gettempdir()) / "claimtrack-bench", type=Path)
    parser.add_argument("--markdown", action="store_true", help="print tables for the docs")
    parser.add_argument("--write", action="store_true", help="put them in docs/performance.md")
    parser.add_argument("--results", type=Path, help="where to keep the figures, after each size")
    parser.add_argument("--again", type=Path, help="measure nothing: show the figures kept there")
    return parser.parse_args(arguments)


def _numbers(typed: str) -> tuple[int, ...]:
    return tuple(int(word.replace("_", "")) for word in typed.split(","))


def _words(typed: str) -> tuple[str, ...]:
    return tuple(typed.split(","))


def _rows(typed: str) -> tuple[str, ...]:
    known = tuple(dict.fromkeys((*COMMANDS, *ROWS)))
    for word in _words(typed):
        if not word or not any(row.startswith(word) for row in known):
            raise argparse.ArgumentTypeError(f"no row {word!r}: they are {'; '.join(known)}")
    return _words(typed)


def _stores(typed: str) -> tuple[str, ...]:
    known = {name.lower(): name for name in STORES}
    wrong = [word for word in _words(typed.lower()) if word not in known]
    if wrong:
        raise argparse.ArgumentTypeError(f"no store {wrong[0]!r}: known are {', '.join(STORES)}")
    return tuple(known[word] for word in _words(typed.lower()))


def measured(asked: argparse.Namespace) -> Run:
    """Measure all that was asked for."""
    env = environment() | {"CLAIMTRACK_NOW": noon(DAY)}
    compile_all(env)
    with ExitStack() as stack:
        runner = stack.enter_context(ProcessPoolExecutor(1, get_context("fork")))
        run = Run(machine(), asked.rounds, runner.submit(own_kilobytes).result())
        run.entries_a_claim = entries_a_claim(max(asked.sizes))
        server = None
        if POSTGRES in asked.stores:
            server = stack.enter_context(kept_server(asked.cache / "postgres"))
        for size in asked.sizes:
            _measure_size(asked, run, size, server, runner, env)
    return run


def own_kilobytes() -> int:
    """The memory of whoever asks."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def entries_a_claim(size: int) -> float:
    """How many entries a claim has, in a ledger of that size or a fair part of it."""
    from ledgers import ledger_claims

    some = min(size, SOME)
    return sum(len(entries) for _, entries in ledger_claims(some, DAY)) / some


def _measure_size(
    asked: argparse.Namespace,
    run: Run,
    size: int,
    server: Server | None,
    runner: Executor,
    env: dict[str, str],
) -> None:
    """One rung: its ledgers made ready, and all commands on them."""
    places = Kept(asked.cache / mark("bench/ledgers.py", "bench/few.py"), asked.cache / "work")
    places.kept.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(places.work, ignore_errors=True)
    places.work.mkdir()
    cases = [
        case for case in prepared(asked, run, places, size, server) if wanted(case, asked.only)
    ]
    run.results += rounds(cases, size, asked.rounds, runner, env)
    shutil.rmtree(places.work)
    if asked.results:
        run.save(asked.results)


def prepared(
    asked: argparse.Namespace, run: Run, places: Kept, size: int, server: Server | None
) -> list[Case]:
    """The ledgers of one size, and the commands on them."""
    cases: list[Case] = []
    if size <= MANY:
        ledger, contestant = tiny(places, size, DAY)
        cases += limits(ledger, places.work)
        if TINY in asked.stores:
            cases += noted(run, TINY, size, contestant)
        if not asked.no_peers:
            cases += [*taskwarrior(places.kept, places.work, size, DAY), *jq(ledger)]
    if SQLITE in asked.stores:
        cases += noted(run, SQLITE, size, sqlite(places, size, DAY))
    if server is not None:
        cases += noted(run, POSTGRES, size, postgres(server, size, DAY))
    if not asked.no_peers:
        cases += sqlite_utils(places.kept, places.work, size, DAY)
    return cases


def noted(run: Run, who: str, size: int, contestant: Contestant) -> list[Case]:
    """Its commands, with its size noted."""
    run.bytes[f"{who} {size}"] = contestant.size
    return contestant.cases


def wanted(case: Case, only: Sequence[str]) -> bool:
    """Was it asked for? The limits always are."""
    return not only or case.who == LIMIT or case.what.startswith(tuple(only))


def rounds(
    cases: Sequence[Case], size: int, asked: int, runner: Executor, env: dict[str, str]
) -> list[Result]:
    """Run all in turn, once without counting it, and then round after round.

    The ``runner`` starts them: a process that is small, as what is started inherits its size.
    """
    results = [Result(size, case.what, case.who, [], 0) for case in cases]
    due = [asked] * len(cases)
    with progress(f"{size:,} claims", len(cases) * (asked + 1)) as advance:
        for turn in range(asked + 1):
            for place, (case, result) in enumerate(zip(cases, results, strict=True)):
                if turn <= due[place]:
                    taken = once(case, turn, runner, env, result)
                    if turn:
                        result.times.append(taken)
                    elif taken > VERY_LONG:
                        result.times.append(taken)
                        due[place] = 0
                    elif taken > LONG:
                        due[place] = min(asked, FEWER)
                advance(1)
    return results


def once(case: Case, turn: int, runner: Executor, env: dict[str, str], result: Result) -> float:
    """Run one command once: the milliseconds that it took."""
    case.before(turn)
    command = case.command(turn)
    used = runner.submit(spent, command, env).result()
    if case.lines is not None and used.lines != case.lines:
        said = used.printed[:500].decode(errors="replace")
        sys.exit(f"{' '.join(command)}: {used.lines} lines and not {case.lines}:\n{said}")
    result.kilobytes = max(result.kilobytes, used.kilobytes)
    return float(used.printed) if case.inner else used.milliseconds


def filled(text: str, name: str, what: str) -> str:
    """A page with something new between its marks of that name; ``ValueError`` without them."""
    begin, end = f"<!-- {name}: bench/run --write -->", f"<!-- end of {name} -->"
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(f"no {begin} ... {end}")
    return f"{before}{begin}\n\n{what}\n\n{end}{after}"


def write(run: Run) -> None:
    """Put the tables where the pages have them."""
    said = {"ladder": page(run, for_docs=True), "sizes": sizes(run)}
    for name, path in PAGES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), name, said[name]))


def main() -> None:
    """Measure, and print or write."""
    asked = options()
    if not asked.again and not asked.no_peers:
        for said in absent():
            print(said, file=sys.stderr)
    run = Run.load(asked.again) if asked.again else measured(asked)
    if asked.write:
        write(run)
    print(page(run, for_docs=asked.markdown), end="\n\n")
    print(sizes(run))
    for said in unmeasured(run):
        print(said, file=sys.stderr)
    missed = [goal.what for goal in goals(run) if not goal.met]
    if missed:
        print(f"{len(missed)} of the goals missed", file=sys.stderr)


if __name__ == "__main__":
    main()
