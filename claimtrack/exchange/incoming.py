"""A file that is imported: its bytes, read within bounds, and what was said of it.

Nothing is read that has no end: a line may have LONGEST_LINE bytes and a file MOST_BYTES, and what
is packed (zip, gzip, ...) is refused rather than unpacked, so that no small file can fill the
memory.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from claimtrack.errors import BadInput
from claimtrack.exchange.formats import FORMATS, Format, of_suffix, readable, to_read

STANDARD_INPUT = "-"
LONGEST_LINE = 64 * 1024 * 1024
MOST_BYTES = 1024 * 1024 * 1024
PIECE = 1024 * 1024

FOREIGN = {
    b"PK\x03\x04": "a zip archive or a workbook: unpack it, or save the sheet as CSV",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "packed with gzip: unpack it first (gunzip)",
    b"BZh": "packed with bzip2: unpack it first (bunzip2)",
    b"\xfd7zXZ\x00": "packed with xz: unpack it first (unxz)",
    b"\x28\xb5\x2f\xfd": "packed with zstd: unpack it first (unzstd)",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive: unpack it first",
    b"Rar!": "a rar archive: unpack it first",
    b"\xd0\xcf\x11\xe0": "an old workbook or document: save the sheet as CSV",
    b"%PDF": "a PDF: copy its table into a spreadsheet and save that as CSV",
    b"SQLite format 3\x00": "an SQLite database: export its table as CSV first",
}
"""How files begin that no format here reads, and what to do with them."""

BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
"""Byte order marks; the longer ones stand before those that they begin with."""


USUAL = "cp1252"
"""What a spreadsheet in Western Europe and America writes, unless it is told otherwise."""

LIKELY: Sequence[str] = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp874"),
    *("koi8_r", "shift_jis", "gb18030", "big5", "euc_kr"),
)
"""The encodings of spreadsheets that are not UTF-8."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was said of the file on the command line, for the formats that it means something to."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Fields to columns (``--map``); empty: columns are known by their names."""
    stances: Mapping[str, str] = field(default_factory=dict)
    """The file's words for stances, in small letters, to ours (``--stance-words``)."""
    encoding: str | None = None
    delimiter: str | None = None
    source: str | None = None
    """The source of what names none."""


@dataclass(frozen=True)
class Incoming:
    """The bytes of a file, with its name and the options for reading it."""

    name: str
    """As messages call it."""
    data: bytes
    options: Options = field(default_factory=Options)
    notes: list[str] = field(default_factory=list)
    """What a reader found out about the file: ``utf-8``, ``separated by ;``."""

    @property
    def stem(self) -> str:
        """What an external id begins with where no source was named."""
        return "stdin" if self.name == STANDARD_INPUT else Path(self.name).name

    @property
    def head(self) -> bytes:
        """The beginning, enough to tell what it is; without a byte order mark."""
        return re.sub(rb"\A(?:\xef\xbb\xbf)?\s*", b"", self.data[:65536])

    @cached_property
    def text(self) -> str:
        """The whole as text; how it was written down is added to ``notes``."""
        encoding = self.options.encoding or found_encoding(self.data, self.name)
        try:
            text = self.data.decode(encoding)
        except LookupError:
            raise BadInput(f"--encoding {encoding!r} is not known: write one such as cp1252") from (
                None
            )
        except UnicodeError as error:
            place = getattr(error, "start", 0)
            raise BadInput(
                f"{self.name}:{line_of(self.data, place)}: not {encoding} from byte {place} on: "
                "name its encoding with --encoding"
            ) from None
        self.notes.append(encoding.removesuffix("-sig"))
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            raise BadInput(
                f"{self.name}:{line}: a NUL stands there, so this is no text in {encoding}: save "
                "it as UTF-8, or name its encoding with --encoding"
            )
        return text.removeprefix("\ufeff")


def incoming(name: str, options: Options) -> Incoming:
    """The file of that name, ``-`` for standard input, read; ``BadInput`` where it cannot be."""
    if name == STANDARD_INPUT:
        data = _bounded(sys.stdin.buffer, "standard input")
    else:
        path = Path(name).expanduser()
        try:
            if path.is_dir():
                raise BadInput(f"{name} is a folder: name a file in it")
            with path.open("rb") as file:
                data = _bounded(file, name)
        except FileNotFoundError:
            raise BadInput(f"{name} is not there: check the path") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BadInput(f"{name} cannot be read: {reason}") from None
    if not data.strip():
        raise BadInput(f"{name} is empty: there is nothing to import")
    return Incoming(name, data, options)


def recognised(source: Incoming, word: str | None) -> tuple[str, Format]:
    """Which format a file is: the one that was named, else by its content, else by its suffix."""
    if word is not None:
        return word, to_read(word)
    for name in readable():
        if FORMATS[name].sniffs(source):
            return name, FORMATS[name]
    by_suffix = of_suffix(source.name, readable())
    if by_suffix is None:
        raise BadInput(
            f"{source.name} is no file that can be told: say what it is with --from "
            f"({', '.join(readable())})"
        )
    return by_suffix, FORMATS[by_suffix]


def found_encoding(data: bytes, name: str) -> str:
    """How the bytes are written down: by their mark, as UTF-8, or as is most likely."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return encoding
    sample = data[:4096]
    if sample.count(b"\0") > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(b"\0") > sample[::2].count(b"\0") else "utf-16-be"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _guessed(data, name, error.start)
    return "utf-8"


def line_of(data: bytes, place: int) -> int:
    """The line that a byte stands in, from 1."""
    return data.count(b"\n", 0, place) + 1


def _guessed(data: bytes, name: str, place: int) -> str:
    """The likeliest encoding of what is not UTF-8; a file that mostly is one is damaged."""
    good = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data[:place]))
    bad = data[place : place + PIECE].decode(errors="replace").count("\ufffd")
    if good > bad:
        raise BadInput(
            f"{name}:{line_of(data, place)}: byte {data[place]:#04x} is not UTF-8, as the rest of "
            "the file is: mend that line, or name the encoding with --encoding"
        )
    from charset_normalizer import from_bytes

    begin = max(0, place - PIECE // 8)
    best = from_bytes(data[begin : begin + PIECE // 4], cp_isolation=list(LIKELY)).best()
    return best.encoding if best and USUAL not in best.could_be_from_charset else USUAL


def _bounded(file: BinaryIO, name: str) -> bytes:
    """All of a file, unless it is packed, or it or one of its lines is too long."""
    pieces: list[bytes] = []
    size = begun = lines = 0
    while piece := file.read(PIECE):
        if not pieces:
            _refuse_foreign(piece, name)
        last = piece.rfind(b"\n")
        if size + (piece.find(b"\n") if last >= 0 else len(piece)) - begun > LONGEST_LINE:
            raise BadInput(
                f"{name}:{lines + 1}: the line is longer than {LONGEST_LINE >> 20} MB: "
                "this is no file that can be imported"
            )
        if last >= 0:
            begun = size + last + 1
        lines += piece.count(b"\n")
        size += len(piece)
        if size > MOST_BYTES:
            raise BadInput(
                f"{name} is larger than {MOST_BYTES >> 20} MB: import it in several parts"
            )
        pieces.append(piece)
    return b"".join(pieces)


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise BadInput(f"{name} is {what}")
