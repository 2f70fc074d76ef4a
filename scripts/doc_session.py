"""A session at a terminal: what the program prints there for a page's commands.

Clock, user, claim ids and width are fixed, so that the same commands always print the same.
"""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self
from unittest.mock import patch

from claimtrack.cli import main
from claimtrack.config import personal

BEGUN = "2025-03-03"
IDS = ("k7q2m", "p3x9d", "w4t8h", "c6r5n", "h2v7j", "t9b4y", "n5d8e", "r3g6s")
"""What the claims of a page are called, in the order in which they are opened."""

TERMINAL = {"COLUMNS": "92", "LINES": "40", "TERM": "dumb", "CLAIMTRACK_CONFIG": os.devnull}
KEPT = ("PATH", "TMPDIR", "LANG", "LC_ALL")
PROMPT = "$ "
CONTINUED = "\\\n"


class Screen(StringIO):
    """A terminal that shows both streams."""

    def isatty(self) -> bool:
        """It is one."""
        return True


class Session:
    """An empty folder in which commands are run, one minute after the other."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._minutes = 0

    def __enter__(self) -> Self:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        folder = self._open.enter_context(TemporaryDirectory())
        self._open.enter_context(chdir(folder))
        self._open.enter_context(
            patch.dict(os.environ, kept | TERMINAL | {"HOME": folder}, clear=True)
        )
        self._open.enter_context(patch.object(sys, "stdin", StringIO()))
        ids = iter(IDS)
        self._open.enter_context(patch("claimtrack.desk.opening.new_id", lambda taken: next(ids)))
        personal.cache_clear()
        self._open.callback(personal.cache_clear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def put(self, name: str, text: str) -> None:
        """Have a file of that name in the folder."""
        Path(name).write_text(text, encoding="utf-8")

    def transcript(self, body: str, *, day: str | None) -> str:
        """The commands of a block, each with what it prints on ``day``, a blank line between."""
        return "\n".join(
            f"{PROMPT}{command}\n{self.run(command, day=day)}" for command in commands(body)
        )

    def run(self, command: str, *, day: str | None = None) -> str:
        """What a command prints on a terminal, both streams in the order of writing."""
        program, *arguments = shlex.split(command.replace(CONTINUED, " "))
        if program != "claimtrack":
            raise ValueError(f"only claimtrack is run here, not {command!r}")
        moment = datetime.fromisoformat(day or BEGUN).replace(hour=9, tzinfo=UTC)
        self._minutes += 1
        moment += timedelta(minutes=self._minutes)
        screen = Screen()
        with (
            patch.dict(
                os.environ, {"CLAIMTRACK_NOW": moment.isoformat(), "CLAIMTRACK_USER": "ann"}
            ),
            redirect_stdout(screen),
            redirect_stderr(screen),
            suppress(SystemExit),  # every command ends so; what went wrong is on the screen
        ):
            main(arguments)
        return "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


def commands(body: str) -> Iterator[str]:
    """The commands of a block: what follows a prompt, with the lines that continue it."""
    lines = iter(body.splitlines(keepends=True))
    for line in lines:
        if not line.startswith(PROMPT):
            continue
        command = line.removeprefix(PROMPT)
        while command.endswith(CONTINUED):
            command += next(lines, "")
        yield command.rstrip("\n")
