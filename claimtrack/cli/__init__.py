"""The command line: reads arguments, calls the desk, hands the result to show/."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from claimtrack.errors import ClaimtrackError, DataError, ReaderGone

INTERRUPTED = 130

# Looking for plugins of pydantic, of which this program uses none, reads the metadata of every
# installed package: it would be a fair part of the start-up.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def program() -> NoReturn:
    """Run the program as a process of its own, and end that at once.

    Python's tidying up before it ends, object by object, takes a fifth of a short command's time.
    Files are closed and flushed by then; standard output and error are flushed here.
    """
    # One command's life is short, and what it reads stays until it ends: looking through all of it
    # for rubbish, again and again, finds next to none and takes half the time on a large ledger.
    gc.disable()
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and leave with the exit code of the design.

    The one place where an error becomes a message: one line on standard error.
    """
    from claimtrack.cli.app import Abort, UsageError, app

    _prepare_streams()
    try:
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        sys.stdout.flush()
    except ReaderGone:
        _close_quietly()
        code = 0
    except ClaimtrackError as error:
        _complain(str(error))
        code = error.exit_code
    except UsageError as error:
        _complain(_usage(error))
        code = 2
    except (KeyboardInterrupt, Abort):
        code = INTERRUPTED
    except OSError as error:  # a full disk behind standard output
        _complain(f"the answer cannot be written: {error.strerror}")
        _close_quietly()
        code = DataError.exit_code
    sys.exit(code if isinstance(code, int) else 0)


def _complain(sentence: str) -> None:
    from claimtrack.show.safe import safe

    with suppress(OSError):  # where nobody can be told, the exit code still says it
        print(f"claimtrack: {safe(' '.join(sentence.split()))}", file=sys.stderr, flush=True)


def _usage(error: Exception) -> str:
    """The sentence of a usage error, with the command whose help would tell."""
    sentence = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "claimtrack"
    return f"{str(sentence).rstrip('.')} (see {path} -h)"


def _prepare_streams() -> None:
    """Streams that a daemon closed lead nowhere; a sign that one cannot hold is escaped."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 (as long as the program)
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 (as long as the program)
    sys.stdin = sys.stdin or Path(os.devnull).open()  # noqa: SIM115 (as long as the program)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # what is no text is refused by name


def _close_quietly() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
