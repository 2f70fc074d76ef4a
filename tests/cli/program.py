"""The installed program, run as people and scripts run it: in a process of its own."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 60
"""After which a run counts as hung."""

HUNG = 15
"""The seconds after which a terminal counts as hung on which nothing happens."""


@dataclass(frozen=True)
class Run:
    """What a run gave: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


SPLITTER = """
import importlib, json, os, pkgutil, sys
import claimtrack
for module in pkgutil.walk_packages(claimtrack.__path__, "claimtrack."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from claimtrack.cli import main, program
asking, answering = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(1, 2)
for first in (["add", "x", "--source", "y", "--id", "abc"], ["show", "abc"], ["list", "--json"]):
    try:
        main([*first, "--db", "first.json"])  # builds the models, once for all runs
    except SystemExit:
        pass
for line in asking:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["env"])
        os.dup2(os.open(asked["in"], os.O_RDONLY), 0)
        os.dup2(os.open(asked["out"], os.O_WRONLY), 1)
        os.dup2(os.open(asked["err"], os.O_WRONLY), 2)
        sys.argv[:] = ["claimtrack", *asked["arguments"]]
        program()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answering, flush=True)
"""


def clean_environment(home: Path) -> dict[str, str]:
    """What the program needs and nothing of ours; a PYTHONPATH by which it is found stays."""
    found = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    own = {"HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC", "CLAIMTRACK_USER": "ann"}
    return {**found, **own}


class Splitter:
    """A process that has imported the program and splits off another for each run.

    Each run is a process of its own, but need not import everything anew, which takes most of its
    time. What a start from nothing does is asked with ``Program.fresh``.
    """

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SPLITTER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=clean_environment(home),
            cwd=home,  # where no package of ours lies that would be taken for the installed one
            text=True,
        )

    def run(
        self, arguments: Sequence[str], stdin: bytes, environment: Mapping[str, str], folder: Path
    ) -> Run:
        """Run the program once."""
        temporary = tempfile.NamedTemporaryFile
        with temporary() as typed, temporary() as out, temporary() as err:
            typed.write(stdin)
            typed.flush()
            asked = {
                "folder": str(folder),
                "env": environment,
                "arguments": arguments,
                "in": typed.name,
                "out": out.name,
                "err": err.name,
            }
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            code = int(self.process.stdout.readline())
            return Run(code, out.read().decode(), err.read().decode())

    def close(self) -> None:
        self.process.communicate(timeout=SECONDS)


@dataclass
class Program:
    """claimtrack at a desk: a working folder, a home of its own, and nothing else of ours."""

    folder: Path
    home: Path
    splitter: Splitter
    env: dict[str, str] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        return self.folder / "claims.json"

    def __call__(
        self,
        *arguments: str,
        stdin: str | bytes = b"",
        env: Mapping[str, str | None] | None = None,
        folder: Path | None = None,
    ) -> Run:
        """Run it; a variable that is None is taken out of the environment."""
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        where = folder or self.folder
        return self.splitter.run(arguments, typed, self.environment(env), where)

    def fresh(
        self,
        *arguments: str,
        stdin: bytes = b"",
        env: Mapping[str, str | None] | None = None,
        only: Mapping[str, str] | None = None,
    ) -> Run:
        """Run it from nothing, as a shell does; ``only`` is the whole of its environment."""
        done = subprocess.run(
            self.command(arguments),
            cwd=self.folder,
            env=self.environment(env) if only is None else only,
            input=stdin,
            capture_output=True,
            timeout=SECONDS,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def ok(self, *arguments: str, **options: Any) -> Run:
        """Run it; it has to succeed."""
        run = self(*arguments, **options)
        assert run.code == 0, (arguments, run)
        return run

    def json(self, *arguments: str, **options: Any) -> Any:
        """What a run that has to succeed prints with ``--json``."""
        return self.ok(*arguments, "--json", **options).json

    def ids(self, *arguments: str) -> list[str]:
        """The ids that a run that has to succeed prints."""
        return self.ok(*arguments, "--format", "ids").lines

    def claim(self, claim_id: str, *arguments: str) -> dict[str, Any]:
        """``show --json`` of a claim."""
        shown: dict[str, Any] = self.json("show", claim_id, *arguments)
        return shown

    def on_terminal(
        self,
        *arguments: str,
        keys: str = "",
        columns: int = 100,
        env: Mapping[str, str | None] | None = None,
    ) -> Run:
        """Run it with a terminal as standard input and output, on which ``keys`` are typed."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        process = subprocess.Popen(
            self.command(arguments),
            cwd=self.folder,
            env=self.environment({"TERM": "xterm-256color", **(env or {})}),
            stdin=its,
            stdout=its,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        os.close(its)
        os.write(ours, keys.encode())
        try:
            out = _all_of(ours)
        finally:
            os.close(ours)
        _, err = process.communicate(timeout=SECONDS)
        return Run(process.returncode, out.decode().replace("\r\n", "\n"), err.decode())

    def command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "claimtrack", *arguments]

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """A clean environment, with what the test changes in it."""
        variables = {**clean_environment(self.home), **self.env, **(changes or {})}
        return {name: value for name, value in variables.items() if value is not None}

    def state(self) -> dict[str, tuple[int, bytes]]:
        """Every file in the folder with its time of change and content, the lock aside."""
        return {
            str(path.relative_to(self.folder)): (
                path.stat().st_mtime_ns,
                path.read_bytes() if path.is_file() else b"",
            )
            for path in sorted(self.folder.rglob("*"))
            if path.suffix != ".lock"
        }


def _all_of(descriptor: int) -> bytes:
    """What is written to a terminal until its last user lets go of it."""
    parts = []
    while True:
        ready, _, _ = select.select([descriptor], [], [], HUNG)
        assert ready, f"nothing more came after {b''.join(parts)!r}"
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)
