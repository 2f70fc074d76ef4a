"""What is exported, and the file or stream that it goes to."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claimtrack.desk.view import View
from claimtrack.errors import BadInput, DataError, ReaderGone
from claimtrack.model.claim import Claim
from claimtrack.place import file_of
from claimtrack.show.names import Names
from claimtrack.store.readings import held, release_readings


@dataclass(frozen=True, slots=True)
class Export:
    """What a format writes."""

    view: View
    """The ledger at the day and moment asked for; its settings and registry are the view's."""
    claims: Sequence[Claim]
    """Those that the filters let through, sorted."""
    whole: bool
    """Nothing was filtered, and the view is of today: all that is on file is meant."""
    names: Names
    """What sources may be called: the confidential are withheld, unless ``--reveal`` was given."""
    say: Callable[[str], None]
    """Tells the user something beside the answer, on standard error."""
    terms: Sequence[str] = ()
    """The filter terms, as they were typed."""
    since: datetime | None = None
    """From when on a feed tells what moved; None for all of it."""
    cards: bool = False
    """Does a report show all that is on file about each claim?"""

    @property
    def withheld(self) -> bool:
        """Are there confidential sources that this export may not name?"""
        return self.names.discreet and any(
            self.names.confidential(key) for key in self.view.snapshot.keys("sources")
        )


def exported(
    view: View,
    claims: Sequence[Claim],
    *,
    whole: bool,
    reveal: bool,
    say: Callable[[str], None],
    terms: Sequence[str] = (),
    since: datetime | None = None,
    cards: bool = False,
) -> Export:
    """An export of these claims; what it is written to may leave the desk."""
    names = Names(view.registry, not reveal, frozenset(view.forgotten))
    return Export(view, claims, whole, names, say, terms, since, cards)


def write_out(pieces: Iterable[str | bytes], to: str | None, *, never: str) -> None:
    """Write an export to a file, or to standard output, in UTF-8.

    A file is written beside its place and renamed into it: after an error there is the old one, or
    none. What is written to a pipe may be read slowly: of a database all of it is put together
    first, so that nobody waits for that. ``never`` is what it must not be: the ledger, a path or
    url.
    """
    encoded = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    if to is None:
        _to_standard_output(encoded)
    else:
        ledger = file_of(never)
        _to_file(encoded, Path(to).expanduser(), Path(ledger).expanduser() if ledger else None)


def _to_standard_output(pieces: Iterator[bytes]) -> None:
    stream = getattr(sys.stdout, "buffer", None)
    try:
        for piece in _let_go(pieces):
            if stream is not None:
                stream.write(piece)
            else:
                sys.stdout.write(piece.decode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone("whoever read the export has seen enough") from None


def _to_file(pieces: Iterator[bytes], path: Path, never: Path | None) -> None:
    try:
        file = path.resolve()  # a pipe of this process has a name, and leads nowhere by it
        if never is not None and file == never.resolve():
            raise BadInput(f"--out {path} is the ledger itself: name another file")
        if path.exists() and not path.is_file():
            if path.is_dir():
                raise BadInput(f"--out {path} is a folder: name a file in it")
            with path.open("wb") as device:
                device.writelines(_let_go(pieces))
            return
        _replaced(file, pieces)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}") from None


def _let_go(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The same pieces, with nothing left to read for them that others would wait for."""
    if not held:
        return pieces
    together = list(pieces)
    release_readings()
    return together


def _replaced(path: Path, pieces: Iterator[bytes]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            if path.exists():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o7777)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
