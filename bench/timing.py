"""Whole processes timed beside each other: all run in turn, round after round.

So a slow moment of the machine hits each alike, and what counts is the ratio to one of them in the
same run.
"""

import argparse
import fcntl
import os
import platform
import pty
import statistics
import struct
import subprocess
import sys
import sysconfig
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "claims.json"
PROGRAM = str(Path(sys.executable).with_name("claimtrack"))
"""claimtrack as people run it: by the script that pip installed beside this Python."""
SILENT_FILTER = "tag:nobody-has-this"
COLUMNS, LINES = 100, 40
PIECE = 1 << 16
"""How much is read from a pipe at once."""

Runner = Callable[[list[str], dict[str, str]], bytes]


class Case(NamedTuple):
    """A command to measure: its name, the arguments of Python, how to run it, and the goal."""

    name: str
    arguments: list[str]
    run: Runner
    goal: float | None = None
    """The highest ratio that is good enough."""
    silent: bool = False
    """Whether it has to print nothing."""


class Timing(NamedTuple):
    """The times of one case, in milliseconds."""

    case: Case
    times: list[float]

    @property
    def median(self) -> float:
        """The time that counts."""
        return statistics.median(self.times)


class Options(NamedTuple):
    """What a bench is asked for."""

    rounds: int
    markdown: bool


def options(description: str, rounds: int) -> Options:
    """The options of a bench, as they were typed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--markdown", action="store_true", help="print a table for the docs")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"how often (default {rounds})")
    typed = parser.parse_args()
    return Options(typed.rounds, typed.markdown)


def in_pipe(command: list[str], env: dict[str, str]) -> bytes:
    """What the command prints when its output is a pipe."""
    done = subprocess.run(
        command, check=False, env=env, stdin=subprocess.DEVNULL, capture_output=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


class Spent(NamedTuple):
    """What one process took, and what came of it."""

    milliseconds: float
    kilobytes: int
    """The most memory that it had at once; not below ours, which it inherits as it starts."""
    lines: int
    printed: bytes
    """The beginning of what it printed."""


def spent(command: list[str], env: Mapping[str, str]) -> Spent:
    """Run a process with its output in a pipe, and drop what comes out of it."""
    lines, head = 0, b""
    with TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        out = process.stdout
        assert out is not None
        while piece := os.read(out.fileno(), PIECE):
            lines += piece.count(b"\n")
            head = head or piece
        _, status, used = os.wait4(process.pid, 0)
        taken = (time.perf_counter() - begun) * 1000
        out.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{said.read().decode()}")
    return Spent(taken, used.ru_maxrss, lines, head)


def in_terminal(command: list[str], env: dict[str, str]) -> bytes:
    """What the command prints on a terminal of 100 columns."""
    screen, line = pty.openpty()
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = subprocess.Popen(command, env=env, stdin=line, stdout=line, stderr=line)
    os.close(line)
    printed = bytearray()
    try:
        while chunk := os.read(screen, 65536):
            printed += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(screen)
    if process.wait():
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{printed.decode()}")
    return bytes(printed)


def measure(
    cases: Sequence[Case], rounds: int, before: Callable[[], object] | None = None
) -> list[Timing]:
    """Run every case once a round, after one round that does not count.

    ``before`` makes things ready for each run, out of time.
    """
    env = environment()
    compile_all(env)
    timings = [Timing(case, []) for case in cases]
    for turn in range(rounds + 1):
        for case, times in timings:
            if before:
                before()
            begun = time.perf_counter()
            printed = case.run([sys.executable, *case.arguments], env)
            taken = (time.perf_counter() - begun) * 1000
            if case.silent == bool(printed):
                sys.exit(f"{case.name}: prints {printed.decode()[:1000]!r}")
            if turn:
                times.append(taken)
    return timings


def environment() -> dict[str, str]:
    """The environment without what changes the program's answer or stops byte code."""
    mine = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CLAIMTRACK_", "PYTHON", "COLUMNS", "LINES", "NO_COLOR"))
    }
    return mine | {"TERM": "xterm-256color", "CLAIMTRACK_CONFIG": os.devnull}


def compile_all(env: dict[str, str]) -> None:
    """Write the byte code of all that is imported, so that no run pays for compiling."""
    folders = [sysconfig.get_path("purelib"), str(ROOT / "claimtrack")]
    subprocess.run([sys.executable, "-m", "compileall", "-qq", *folders], env=env, check=False)


def show(timings: Sequence[Timing], base: str, asked: Options) -> None:
    """Print the timings, with their ratios to the case named ``base``."""
    table = rows(timings, base)
    print(f"{machine()}; median of {asked.rounds}\n")
    print(markdown(table) if asked.markdown else plain(table))


def rows(timings: Sequence[Timing], base: str) -> list[list[str]]:
    """A table of the timings, its head first."""
    unit = next(timing.median for timing in timings if timing.case.name == base)
    table = [["command", "median ms", "min..max", "ratio", "goal", ""]]
    for timing in timings:
        case, ratio = timing.case, timing.median / unit
        spread = f"{min(timing.times):.0f}..{max(timing.times):.0f}"
        goal, verdict = "", ""
        if case.goal is not None:
            goal, verdict = f"{case.goal:g}", "pass" if ratio <= case.goal else "miss"
        table.append([case.name, f"{timing.median:.0f}", spread, f"{ratio:.2f}", goal, verdict])
    return table


def plain(table: list[list[str]]) -> str:
    """The table in aligned columns."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    aligned = (
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in table
    )
    return "\n".join(map(str.rstrip, aligned))


def markdown(table: list[list[str]]) -> str:
    """The table as docs/performance.md has it."""
    head, *body = table
    last = "---:" if head[-1] else "---"
    lines = [head, ["---", *["---:"] * (len(head) - 2), last], *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def machine() -> str:
    """The machine, in general terms."""
    version = platform.python_version()
    cores = os.cpu_count()
    return f"Python {version}, {platform.system()} on {platform.machine()}, {cores} cores"
