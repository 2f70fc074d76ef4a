"""A machine on which system calls go wrong, when and how a test says.

This file is run as a process of its own. It imports the program once and splits off another
process for each command, in which the calls of :mod:`os` by which the program reaches the disk
are replaced before it starts. Everything else there, the files above all, is real.
"""

import errno
import fcntl
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CALLS = (
    *("open", "close", "read", "write", "pwrite", "ftruncate", "fsync", "stat", "fstat", "listdir"),
    *("fchmod", "fchown", "chmod", "chown", "utime", "mkdir", "rmdir", "link", "replace", "rename"),
    *("unlink",),
)
"""The calls of os that are steps; flock is one too."""

WRITING = {
    *("write", "pwrite", "fsync", "mkdir", "link", "replace", "fchmod", "ftruncate", "utime"),
}
"""Which of them a disk refuses that takes nothing any more."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong: ``error`` fails the step ``at``, ``refuse`` it and every later call that
    writes, ``kill`` ends the process before it, ``short`` lets each write take one byte only.
    """

    how: str
    at: int = -1
    number: int = errno.EIO


@dataclass(frozen=True)
class Run:
    """What became of a command: its exit code (-9: killed), what it printed, and its steps."""

    code: int
    out: str
    err: str
    steps: list[str]


class Machine:
    """The process that runs commands, each with or without a fault."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=home,
            env=self.environment({}),
            text=True,
        )

    def run(
        self,
        ledger: Path,
        *arguments: str,
        fault: Fault | None = None,
        straits: Mapping[str, float] | None = None,
    ) -> Run:
        """Run a command on a ledger, maybe in ``straits``: as another ``user``, with ``file`` or
        ``memory`` as the most bytes that it may write or hold, or ``interrupted`` so many times a
        second.
        """
        asked = {
            "arguments": ["--db", str(ledger), *arguments],
            "env": self.environment({}),
            "fault": asdict(fault) if fault else None,
            "straits": straits or {},
            "to": str(self.home),
        }
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        out, err, steps = ((self.home / name).read_text() for name in ("out", "err", "steps"))
        return Run(code, out, err, steps.split())

    def ok(self, ledger: Path, *arguments: str) -> Run:
        """Run a command with nothing in its way; it has to succeed."""
        run = self.run(ledger, *arguments)
        assert (run.code, run.err.count("Traceback")) == (0, 0), (arguments, run)
        return run

    def environment(self, changes: Mapping[str, str]) -> dict[str, str]:
        found = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        own = {"HOME": str(self.home), "LANG": "C.UTF-8", "CLAIMTRACK_USER": "ann"}
        return {**found, **own, **changes}

    def close(self) -> None:
        self.process.communicate()


def breaking(fault: Fault | None, steps: int) -> None:
    """Replace the calls: each is noted in the file ``steps``, and the one that is meant fails."""
    count = 0
    really = {name: getattr(os, name) for name in CALLS} | {"flock": fcntl.flock}

    def replaced(name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            number, count = count, count + 1
            if fault is None or fault.how == "short":
                really["write"](steps, f"{name}\n".encode())
            elif fault.how == "kill" and number == fault.at:
                os.kill(os.getpid(), signal.SIGKILL)
            elif (fault.how == "error" and number == fault.at) or (
                fault.how == "refuse" and number >= fault.at and name in WRITING
            ):
                raise OSError(fault.number, os.strerror(fault.number))
            if fault and fault.how == "short" and name == "write":
                arguments = (arguments[0], bytes(arguments[1][:1]))
            return really[name](*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, replaced(name))
    fcntl.flock = replaced("flock")


def serve() -> None:
    """Run what is asked, line by line, each in a process of its own."""
    import importlib
    import pkgutil

    import claimtrack

    for module in pkgutil.walk_packages(claimtrack.__path__, "claimtrack."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    warm_up()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            run(asked)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def warm_up() -> None:
    """Run each sort of command once, which builds the models for all that come after."""
    from claimtrack.cli import main

    answering = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for first in (["add", "x", "--source", "y", "--id", "abc"], ["list"], ["restore"]):
        with suppress(SystemExit):
            main(["--db", "first.json", *first])
    sys.stdout.flush()
    os.dup2(answering, 1)
    gc.freeze()


def run(asked: Mapping[str, Any]) -> None:
    """Be the command, and end."""
    from claimtrack.cli import main

    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    out, err, steps = (os.open(f"{asked['to']}/{name}", flags) for name in ("out", "err", "steps"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(0, closefd=False)  # one that has read nothing yet
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv[0] = "claimtrack"
    code = 70
    narrow(asked["straits"])
    breaking(Fault(**asked["fault"]) if asked["fault"] else None, steps)
    try:
        main(asked["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def narrow(straits: Mapping[str, float]) -> None:
    """Put this process in straits."""
    if "file" in straits:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(straits["file"]),) * 2)
    if "memory" in straits:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + int(straits["memory"]),) * 2)
    if "user" in straits:
        os.setgroups([])
        os.setgid(int(straits["user"]))
        os.setuid(int(straits["user"]))
    if "interrupted" in straits:
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.setitimer(signal.ITIMER_REAL, *(1 / straits["interrupted"],) * 2)


def whole(path: Path) -> Sequence[str] | None:
    """The words of the claims in a ledger, which has to be whole; None where there is none."""
    if not path.exists():
        return None
    tables = json.loads(path.read_bytes())
    return [claim["entries"][0]["text"] for claim in tables.get("claims", {}).values()]


if __name__ == "__main__":
    serve()
