"""A crowd at one ledger, with random kills, for as long as you like: is anything lost?

    python bench/soak.py [--minutes 10]

Round after round, sixteen processes run fifty mixed commands each on a ledger of their own round;
every tenth command or so is killed at a random moment. Each command that writes has a word of its
own in all that it says. At the end of a round that word has to be everywhere in the file where the
command exited 0, nowhere where it was refused, and everywhere or nowhere where it was killed; the
file and its backups have to be whole, and no reader may have seen anything else. Exit 1 where that
is not so.

A command is a process of its own, split off from one that has imported the program already: so most
of its time is spent where commands meet, and not in starting up.
"""

import argparse
import gc
import importlib
import json
import os
import pkgutil
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

MINUTES = 10.0
WORKERS = 16
COMMANDS = 50
KILLED = 0.12
"""The share of commands that are killed."""

REFUSED = (2, 3, 4, 5)


class Command(NamedTuple):
    """What is run: the arguments, the word by which what it wrote is found, and how often."""

    arguments: list[str]
    word: str = ""
    times: int = 0


@dataclass(frozen=True)
class Ended:
    """What became of a command; the code of one that was killed is -9."""

    command: Command
    code: int
    out: str
    err: str


def writing(worker: int, number: int, ids: Sequence[str], dice: random.Random) -> Command:
    """A command that writes, or one that has to be refused, as the dice fall."""
    word = f"w{worker}n{number}x{dice.randrange(10**9)}"
    claim = dice.choice(ids) if ids else "zzzzz"
    other = dice.choice(ids) if ids else "zzzzz"
    day = ["--on", f"2025-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"]
    if not ids or dice.random() < 0.25:
        report = ["--source", f"paper {word}", "--new", "--quote", f"said {word}", *day]
        return Command(["add", f"claim {word}", *report], word, 5)
    also = ["--also", other] if other != claim else []
    return dice.choice(
        (
            Command(["add", f"claim {word}", "--tag", "soak"], word, 1),
            Command(["note", claim, f"note {word}"], word, 1),
            Command(
                ["report", claim, "--source", "daily", "--new", "--quote", word, *day, *also],
                word,
                1 + bool(also),
            ),
            Command(["deny", claim, "--by", "regime", "--new", "--quote", word, *day], word, 1),
            Command(["verdict", claim, "false", "--because", word], word, 1),
            Command(["edit", claim, "--place", word], word, 1),
            Command(["source", "add", f"s-{word}", "--confidential"], word, 2),
            Command(["party", "add", f"p-{word}"], word, 2),
            Command(["note", "zzzzz", word], word, 1),  # no such claim
            Command(["report", claim, "--source", word, "--on", "one day"], word, 1),  # no date
            Command(["config", "backup.keep", str(dice.randint(0, 12))]),
        )
    )


def reading(ids: Sequence[str], dice: random.Random) -> Command:
    """A command that reads."""
    commands = [["list", "--json"], ["log", "--json"], ["restore", "--json"], ["config", "--json"]]
    if ids:
        commands.append(["show", dice.choice(ids), "--json"])
    return Command(dice.choice(commands))


class Kill(NamedTuple):
    """When a command is killed: so many seconds after it began, or after it has the lock."""

    after: float
    writing: bool


def run(command: Command, ledger: Path, paper: Path, kill: Kill | None = None) -> Ended:
    """Run a command in a process of its own, and kill it at some moment, if it has not ended."""
    child = os.fork()
    if child == 0:
        be_the_program(["--db", str(ledger), *command.arguments], paper)
    if kill is not None:
        while kill.writing and not has_lock(ledger, child) and not has_ended(child):
            time.sleep(0.001)
        time.sleep(kill.after)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out, err = (paper.with_suffix(suffix).read_text() for suffix in (".out", ".err"))
    return Ended(command, code, out, err)


def has_lock(ledger: Path, pid: int) -> bool:
    """Is it this process that writes?"""
    try:
        return f'"pid":{pid},' in ledger.with_name(f"{ledger.name}.lock").read_text()
    except FileNotFoundError:
        return False


def has_ended(pid: int) -> bool:
    """Is a child of ours dead? It stays there to be waited for."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def be_the_program(arguments: Sequence[str], paper: Path) -> None:
    """Run the program with its output on files, and end."""
    from claimtrack.cli import main

    for number, suffix in ((1, ".out"), (2, ".err")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(paper.with_suffix(suffix), flags), number)
    code = 70
    try:
        main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def work(worker: int, ledger: Path, commands: int, seed: int) -> Iterator[Ended]:
    """What one of the crowd does."""
    dice = random.Random(seed * 1000 + worker)
    ids: list[str] = []
    paper = ledger.with_name(f"worker{worker}")
    for number in range(commands):
        reads = dice.random() < 0.2
        command = reading(ids, dice) if reads else writing(worker, number, ids, dice)
        arguments = command.arguments
        if arguments[0] == "add":
            command = command._replace(arguments=[*arguments, "--format", "ids"])
        kill = Kill(dice.uniform(0, 0.04), dice.random() < 0.8) if dice.random() < KILLED else None
        ended = run(command, ledger, paper, kill)
        if ended.code == 0 and arguments[0] == "add":
            ids += ended.out.split()
        yield ended


def crowd(folder: Path, workers: int, commands: int, seed: int) -> list[Ended]:
    """A crowd at one ledger, and what became of each of its commands."""
    ledger = folder / "claims.json"
    children = []
    for worker in range(workers):
        child = os.fork()
        if child == 0:
            with (folder / f"ended{worker}").open("w") as file:
                for one in work(worker, ledger, commands, seed):
                    file.write(json.dumps([*one.command, one.code, one.out, one.err]) + "\n")
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    lines = (
        json.loads(line)
        for worker in range(workers)
        for line in (folder / f"ended{worker}").read_text().splitlines()
    )
    return [
        Ended(Command(arguments, word, times), code, out, err)
        for arguments, word, times, code, out, err in lines
    ]


def complaints(folder: Path, ended: Sequence[Ended]) -> tuple[Counter[str], list[str]]:
    """Counts of what became of the commands, and a line for everything that is not as promised."""
    counts: Counter[str] = Counter(commands=len(ended))
    wrong: list[str] = []
    text = (folder / "claims.json").read_text()
    json.loads(text)
    for one in ended:
        found = text.count(one.command.word) if one.command.word else 0
        expected = one.command.times
        line = f"exit {one.code}: {' '.join(one.command.arguments)}: {one.err.strip()}"
        if one.code == 0:
            counts["done"] += 1
            if found < expected:
                wrong.append(f"lost ({found} of {expected}): {line}")
            elif found > expected:
                wrong.append(f"written twice ({found} for {expected}): {line}")
        elif one.code == -signal.SIGKILL:
            counts["killed"] += 1
            counts["killed, but written"] += found > 0
            if found not in (0, expected):
                wrong.append(f"half written ({found} of {expected}): {line}")
        elif one.code in REFUSED:
            counts["refused"] += 1
            counts[f"exit {one.code}"] += 1
            if found:
                wrong.append(f"refused, but written: {line}")
            if one.err.count("\n") != 1 or one.code == 4:
                wrong.append(f"refused without a reason: {line}")
        else:
            wrong.append(f"broken: {line}")
        if one.code == 0 and "--json" in one.command.arguments:
            counts["read"] += 1
            json.loads(one.out)
    for backup in (folder / "claims.json.backups").glob("*"):
        if backup.suffix == ".json":
            json.loads(backup.read_bytes())
            counts["backups"] += 1
    return counts, wrong


def settled(folder: Path) -> list[str]:
    """One more command that writes: after that nothing of the killed may lie about."""
    last = run(Command(["add", "The last one"]), folder / "claims.json", folder / "last")
    left = [path.name for path in folder.rglob(".*")]
    return ([f"exit {last.code} at the end: {last.err}"] if last.code else []) + left


def import_all() -> None:
    """Import the program, and run it once, so that each process that is split off is ready."""
    import claimtrack
    from claimtrack.cli import main

    os.environ.pop("CLAIMTRACK_DB", None)
    os.environ |= {"CLAIMTRACK_USER": "soak", "CLAIMTRACK_CONFIG": os.devnull}
    for module in pkgutil.walk_packages(claimtrack.__path__, "claimtrack."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    with (
        TemporaryDirectory() as folder,
        Path(os.devnull).open("w") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        for first in (["add", "x", "--source", "y", "--id", "abc"], ["show", "abc"], ["list"]):
            with suppress(SystemExit):
                main(["--db", f"{folder}/claims.json", *first])
    gc.freeze()


def soak(options: argparse.Namespace) -> tuple[Counter[str], list[str]]:
    """Rounds, until the time is over."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    until = time.monotonic() + 60 * options.minutes
    seed = options.seed
    while not counts or time.monotonic() < until:
        with TemporaryDirectory(dir=options.folder) as name:
            folder = Path(name)
            run(Command(["init"]), folder / "claims.json", folder / "first")
            ended = crowd(folder, options.workers, options.commands, seed)
            more, bad = complaints(folder, ended)
            counts += more
            counts["rounds"] += 1
            wrong += [f"round {seed}: {line}" for line in [*bad, *settled(folder)]]
        seed += 1
    return counts, wrong


def summary(counts: Counter[str], wrong: Sequence[str]) -> str:
    """What came out, a line each."""
    codes = ", ".join(f"{key}: {counts[key]}" for key in sorted(counts) if key.startswith("exit"))
    lines: list[tuple[str, Any]] = [
        ("rounds", counts["rounds"]),
        ("commands", counts["commands"]),
        ("done", f"{counts['done']} (of them readers: {counts['read']})"),
        ("refused", f"{counts['refused']} ({codes})"),
        ("killed", f"{counts['killed']} (of them written: {counts['killed, but written']})"),
        ("backups", f"{counts['backups']}, all whole"),
        ("lost", sum("lost" in line for line in wrong)),
        ("wrong", len(wrong)),
    ]
    return "\n".join(f"{name:<9} {value}" for name, value in lines)


def main() -> None:
    """Soak, and print what came out."""
    parser = argparse.ArgumentParser(description="A crowd at one ledger, with random kills.")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long (default 10)")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes (default 16)")
    parser.add_argument("--commands", type=int, default=COMMANDS, help="of each (default 50)")
    parser.add_argument("--seed", type=int, default=1, help="where the dice begin (default 1)")
    parser.add_argument("--folder", help="where the ledgers are made (default: the system's)")
    options = parser.parse_args()
    import_all()
    counts, wrong = soak(options)
    print(summary(counts, wrong))
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
