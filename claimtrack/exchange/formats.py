"""The table of formats: what can be imported and exported, and which module does it.

A new format is one module in this folder and one line in FORMATS; the help of ``import`` and
``export``, completion, error messages and docs/exchange.md read the table. A module is loaded only
when its format is used, so it may import what it needs in its functions. It has, as its line says:

``write(export: Export) -> Iterator[str | bytes]``, for a format that can be written: the pieces of
the file in order. ``Export`` (in ``outgoing``) holds the view, the claims (filtered and sorted),
the names to use for sources, and ``say`` for messages on standard error.

``sniffs(source: Incoming) -> bool`` and ``read(source: Incoming) -> Iterator[Item]``, for one that
can be read: whether the bytes look like this format (asked in the order of the table, so the
pickier stand first), and what the file says, in its order. ``Incoming`` (in ``incoming``) holds
the bytes, the name and the options; an ``Item`` (in ``desk.rows``) is a ``Row`` (a claim with at
most one report, as texts by the names of fields: several rows with one ``key`` are one claim), a
``Document`` (a whole list of entries, as they are on file), or a ``Refused`` (a place and why).
Nothing is checked against the ledger here and nothing is written: ``desk.importing`` takes all
items together, and what it refuses names the item's place.

``unread(source: Incoming, refused: Iterable[Refused]) -> Iterator[str]``, where the format can
write down what was refused in a way that can be mended and imported again (``--skip-bad``);
without it that file is JSON Lines.

What goes wrong is a ``BadInput`` whose sentence names the place.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.errors import BadInput

if TYPE_CHECKING:
    from claimtrack.desk.rows import Item
    from claimtrack.exchange.incoming import Incoming
    from claimtrack.exchange.outgoing import Export


class Format(NamedTuple):
    """A format: what it is called, what it is for, and what can be done with it."""

    title: str
    summary: str
    module: str
    """In this folder."""
    reads: bool = False
    writes: bool = False
    suffixes: tuple[str, ...] = ()
    """Of file names, with their dot; the first is the usual one."""
    extra: str = ""
    """The extra of ``pip install 'claimtrack[EXTRA]'`` that it needs, if it needs one."""
    takes: tuple[str, ...] = ()
    """The options of ``export`` that mean something to it and to few others."""
    verbatim: bool = False
    """Are its records written as they stand on file?"""

    def write(self, export: "Export") -> Iterator[str | bytes]:
        """The pieces of the exported file."""
        try:
            yield from self._loaded().write(export)
        except ModuleNotFoundError as error:
            raise self._missing(error) from None

    def sniffs(self, source: "Incoming") -> bool:
        """Does this look like the format?"""
        return bool(self._loaded().sniffs(source))

    def read(self, source: "Incoming") -> "Iterator[Item]":
        """What the file says, item by item."""
        try:
            yield from self._loaded().read(source)
        except ModuleNotFoundError as error:
            raise self._missing(error) from None

    def unread(self, source: "Incoming", refused: "Iterable[Any]") -> Iterator[str]:
        """What was refused, to be mended and imported again."""
        from claimtrack.exchange.jsonl import unread

        written: Iterator[str] = getattr(self._loaded(), "unread", unread)(source, refused)
        return written

    def _loaded(self) -> Any:
        return import_module(f"claimtrack.exchange.{self.module}")

    def _missing(self, error: ModuleNotFoundError) -> Exception:
        if not self.extra or (error.name or "").startswith("claimtrack"):
            return error
        return BadInput(
            f"{self.title} needs {error.name}, which is not installed: "
            f"pip install 'claimtrack[{self.extra}]'"
        )


FORMATS = {
    "jsonl": Format(
        "JSON Lines",
        "all that is on file, for backups and other programs",
        "jsonl",
        reads=True,
        writes=True,
        suffixes=(".jsonl", ".ndjson"),
        verbatim=True,
    ),
    "claimreview": Format(
        "ClaimReview",
        "verdicts as JSON-LD of schema.org; in, the verdicts of others as reports of theirs",
        "claimreview",
        reads=True,
        writes=True,
        suffixes=(".jsonld",),
    ),
    "html": Format(
        "HTML",
        "pages with ClaimReviews in them, in scripts or (with the extra html) in their markup",
        "pages",
        reads=True,
        suffixes=(".html", ".htm", ".xhtml"),
        extra="html",
    ),
    "text": Format(
        "Plain text",
        "a report to read out or to mail: a paragraph for each claim, or with --cards a card",
        "plain",
        writes=True,
        suffixes=(".txt",),
        takes=("cards",),
    ),
    "md": Format(
        "Markdown",
        "a report: a table of the claims, or with --cards a card for each",
        "markdown",
        writes=True,
        suffixes=(".md",),
        takes=("cards",),
    ),
    "csv": Format(
        "CSV",
        "a table for spreadsheets; in, rows whose columns --map names",
        "csv",
        reads=True,
        writes=True,
        suffixes=(".csv", ".tsv", ".txt"),
    ),
    "atom": Format(
        "Atom",
        "a feed of new claims, statuses that changed and verdicts, all or --since a moment",
        "atom",
        writes=True,
        suffixes=(".atom",),
        extra="feeds",
        takes=("since",),
    ),
    "ics": Format(
        "iCalendar",
        "when claims fall due, with reminders, for a calendar that subscribes to it",
        "ics",
        writes=True,
        suffixes=(".ics",),
        extra="feeds",
    ),
    "dot": Format(
        "GraphViz",
        "the links between claims as a graph in DOT",
        "dot",
        writes=True,
        suffixes=(".dot", ".gv"),
    ),
    "mermaid": Format(
        "Mermaid",
        "the same graph as a flowchart for Markdown pages",
        "mermaid",
        writes=True,
        suffixes=(".mmd", ".mermaid"),
    ),
}
"""By the word that ``--format`` and ``--from`` take. Content is tried in this order."""


def readable() -> list[str]:
    """The names of the formats that can be imported."""
    return [name for name, known in FORMATS.items() if known.reads]


def writable() -> list[str]:
    """The names of the formats that can be exported."""
    return [name for name, known in FORMATS.items() if known.writes]


def to_read(word: str) -> Format:
    """The format of that name; ``BadInput`` where it cannot be imported."""
    return _named(word, readable(), "imported")


def to_write(word: str) -> Format:
    """The format of that name; ``BadInput`` where it cannot be exported."""
    return _named(word, writable(), "exported")


def refuse_others(known: Format, given: Iterable[str]) -> None:
    """``BadInput`` for an option of ``export`` that means nothing to the format."""
    for option in given:
        if option not in known.takes:
            takers = [name for name, other in FORMATS.items() if option in other.takes]
            raise BadInput(f"--{option} goes with --format {' or '.join(takers)}")


def of_suffix(path: str, names: Iterable[str]) -> str | None:
    """Which of these formats the end of a file's name says."""
    lower = path.lower()
    return next((name for name in names if lower.endswith(FORMATS[name].suffixes)), None)


def _named(word: str, names: list[str], done: str) -> Format:
    if word not in names:
        raise BadInput(f"{word!r} cannot be {done}: known are {', '.join(names)}")
    return FORMATS[word]
