"""The program called within the test's own process, for tables of hundreds of calls.

It takes a tenth of the time of a process of its own, and is as good where what matters is what is
said. Everything else is asked of :class:`program.Program`.
"""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from program import Run, clean_environment

from claimtrack.cli import main
from claimtrack.config import personal


class Within:
    """A desk in a folder, like ``Program``, but without a process for each command."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.ledger = folder / "claims.json"
        self._patch = monkeypatch
        for name, value in clean_environment(folder).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        personal.cache_clear()

    def at(self, moment: str) -> None:
        """Stop the clock."""
        self._patch.setenv("CLAIMTRACK_NOW", moment)

    def __call__(self, *arguments: str, terminal: bool = False) -> Run:
        """Call it; ``terminal`` draws the answer as for a terminal, which nobody types on."""
        out, err = (_Terminal if terminal else _stream)(), _stream()
        self._patch.setattr(sys, "stdin", _stream())
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
            main(arguments)
        code = end.value.code
        return Run(code if isinstance(code, int) else 0, _text(out), _text(err))

    def ok(self, *arguments: str, terminal: bool = False) -> Run:
        """Call it; it has to succeed."""
        run = self(*arguments, terminal=terminal)
        assert run.code == 0, (arguments, run)
        return run


class _Terminal(io.TextIOWrapper):
    """A stream that says that it is a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError("no terminal to measure")


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
