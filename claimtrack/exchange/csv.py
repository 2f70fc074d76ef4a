"""CSV: claims as a table, out with a stable header; in, any table whose columns are named.

Delimiter and encoding are found by looking, and said. A column is known by ``--map``, else by its
name, which is that of a field or of a column of our own export.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from claimtrack.desk.rows import FIELDS, Item, Refused, Row
from claimtrack.errors import BadInput
from claimtrack.exchange.outgoing import Export
from claimtrack.show.claims import CSV_HEADER, claims_sheet
from claimtrack.show.formats import FORMULA, as_csv, spreadsheet_safe

if TYPE_CHECKING:
    from claimtrack.exchange.incoming import Incoming

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LONGEST_CELL = 1024 * 1024
SAMPLE = 64 * 1024
REASON = "reason"
"""The column that the file of refused rows has beside those of the file itself."""

OUR_OWN = ("id", "text", "kind", "status")
"""How the header of our own export begins."""


def write(export: Export) -> Iterator[str | bytes]:
    """A header and a line a claim, as ``list --format csv`` has them."""
    yield as_csv(claims_sheet(export.view, export.claims, export.names, ""))


def sniffs(source: "Incoming") -> bool:
    """Is its first line a row of several cells? Markup and JSON are none."""
    line = source.head.replace(b"\0", b"").partition(b"\n")[0]
    if line.lstrip(b"\xff\xfe").startswith((b"{", b"[", b"<")):
        return False
    return any(sign.encode() in line for sign in DELIMITERS)


def read(source: "Incoming") -> Iterator[Item]:
    """A row for each line of cells."""
    table = _Table(source)
    own = tuple(table.header[: len(OUR_OWN)]) == OUR_OWN
    columns = table.columns(source.options.mapping)
    named = {name: table.header[number] for name, number in columns.items()}
    for place, cells, wrong in table.rows():
        if wrong:
            yield Refused(place, wrong, original=cells)
            continue
        values = {
            name: text
            for name, number in columns.items()
            if number < len(cells) and (text := cells[number].strip())
        }
        if own:
            values = {name: _as_it_was(text) for name, text in values.items()}
        if values:
            yield Row(place, values, named, cells)


def unread(source: "Incoming", refused: Iterable[Refused]) -> Iterator[str]:
    """The refused rows under the same header, with the reason of each."""
    table = _Table(source)
    reasons: dict[str, list[str]] = {}
    rows: dict[str, Sequence[str]] = {}
    for one in refused:
        reasons.setdefault(one.place, []).append(f"{one.where}: {one.reason}")
        rows[one.place] = one.original or ()
    yield table.line([*table.header, REASON])
    for place, cells in rows.items():
        filled = [*cells[: table.width], *[""] * (table.width - len(cells))]
        yield table.line([*filled, spreadsheet_safe("; ".join(reasons[place]))])


class _Table:
    """The rows of a file, with the lines that they stand in."""

    def __init__(self, source: "Incoming") -> None:
        self._source = source
        csv.field_size_limit(LONGEST_CELL)
        text = source.text
        given = re.match(r"sep=(.)\r?\n", text)  # how Excel names its delimiter
        self._skipped = 1 if given else 0
        self._text = text[given.end() :] if given else text
        known = set(source.options.mapping.values())
        self._delimiter = (
            source.options.delimiter
            or (given and given[1])
            or _found_delimiter(self._text[:SAMPLE], known)
        )
        called = DELIMITERS.get(self._delimiter, repr(self._delimiter))
        source.notes.append(f"separated by {called}")
        self._rows = self._numbered()
        self.header = self._head()
        self.width = len(self.header)

    def rows(self) -> Iterator[tuple[str, list[str], str | None]]:
        """The place and the cells of every row that has any, and what is wrong with it."""
        for line, cells, unread in self._rows:
            wide = f"{len(cells)} cells, where the header has {self.width}"
            wrong = wide if any(cells[self.width :]) else unread
            if wrong or any(cells):
                yield f"line {line}", cells, wrong

    def columns(self, mapping: Mapping[str, str]) -> dict[str, int]:
        """The number of the column of each field."""
        if mapping:
            return {name: self._column(name, column) for name, column in mapping.items()}
        found: dict[str, int] = {}
        for number, title in enumerate(self.header):
            name = _plain(title)
            if name in FIELDS and name not in found:
                found[name] = number
        if not found.keys() & {"text", "id", "key", "external_id"}:
            raise BadInput(
                f"{self._source.name}: no column is called text: say which one holds the claim, "
                f"as in --map text=COLUMN; its columns are {self._listed()}"
            )
        if tuple(self.header[: len(OUR_OWN)]) == OUR_OWN:
            return {name: number for name, number in found.items() if name in CSV_HEADER}
        unused = [title for title in self.header if _plain(title) not in found]
        if unused:
            self._source.notes.append(f"without the columns {', '.join(unused)}")
        return found

    def line(self, cells: Sequence[str]) -> str:
        """A line of the same sort."""
        target = StringIO()
        csv.writer(target, delimiter=self._delimiter, lineterminator="\n").writerow(cells)
        return target.getvalue()

    def _column(self, name: str, column: str) -> int:
        exact = [n for n, title in enumerate(self.header) if title == column]
        found = exact or [n for n, t in enumerate(self.header) if _plain(t) == _plain(column)]
        if len(found) == 1:
            return found[0]
        how = "there are several of that name" if found else "there is none of that name"
        raise BadInput(
            f"{self._source.name}: --map {name}={column}: {how}; its columns are {self._listed()}"
        )

    def _listed(self) -> str:
        return ", ".join(self.header)

    def _head(self) -> list[str]:
        for line, cells, wrong in self._rows:
            if wrong:
                raise BadInput(f"{self._source.name}:{line}: the header cannot be read: {wrong}")
            if any(cells):
                return [cell.strip() for cell in cells]
        raise BadInput(f"{self._source.name} has no header: its first line names the columns")

    def _numbered(self) -> Iterator[tuple[int, list[str], str | None]]:
        """The line in which each row begins, its cells, and why it cannot be read."""
        reader = csv.reader(
            StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True
        )
        while True:
            line = reader.line_num + 1 + self._skipped
            try:
                yield line, next(reader), None
            except StopIteration:
                return
            except csv.Error as error:
                yield line, [], _because(str(error))


def _because(error: str) -> str:
    """What csv says, in words for people."""
    if "field limit" in error:
        return f"a cell is longer than {LONGEST_CELL >> 20} MB: is a quote not closed?"
    if "unexpected end" in error:
        return "a quote that is opened here is never closed"
    if "expected after" in error:
        return 'a quote stands within a quoted cell: write it twice ("")'
    return error


def _found_delimiter(sample: str, known: set[str]) -> str:
    """The delimiter that gives the most even table, the mapped columns in its header."""
    best, most = ",", (0, 0, 0)
    for sign in DELIMITERS:
        rows = _some_rows(sample, sign)
        if not rows or len(rows[0]) < 2:
            continue
        titles = {_plain(cell) for cell in rows[0]}
        hits = sum(_plain(column) in titles for column in known)
        own = sum(title in FIELDS for title in titles)
        even = sum(len(row) == len(rows[0]) for row in rows) * 100 // len(rows)
        if (score := (hits + own, even, len(rows[0]))) > most:
            best, most = sign, score
    return best


def _some_rows(sample: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(sample, newline=""), delimiter=sign):
            if any(row):
                rows.append(row)
            if len(rows) == 30:
                break
    except csv.Error:
        pass
    return rows


def _plain(title: str) -> str:
    """A title for comparing: ``External ID`` is ``external_id``."""
    return re.sub(r"[\s_-]+", "_", title.strip().casefold())


def _as_it_was(text: str) -> str:
    """A cell of our own export without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
