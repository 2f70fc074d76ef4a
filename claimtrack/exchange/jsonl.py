"""JSON Lines: all that is on file: claims, sources, parties, what was forgotten, and the settings.

A line is an object that says what it is::

    {"type": "claim", "id": "k7q2m", "entries": [...]}
    {"type": "source", "key": "irrawaddy", "entries": [...]}
    {"type": "party", "key": "mndaa", "entries": [...]}
    {"type": "forgotten", "id": "b4x9z", "entries": [...]}
    {"type": "settings", "schema": 1, "entries": [...]}

Entries have all their fields, as in ``show --json``, and what the file holds beside these. Nothing
is in it that depends on the day, so that two exports of one ledger are the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from claimtrack.desk.documents import READERS
from claimtrack.desk.rows import Document, Item, Refused
from claimtrack.errors import BadInput
from claimtrack.exchange.outgoing import Export
from claimtrack.model.entries import Entry, whole
from claimtrack.model.registry import CITING, read_source
from claimtrack.show.formats import as_json
from claimtrack.store.base import RawEntry, Table

if TYPE_CHECKING:
    from claimtrack.exchange.incoming import Incoming

SCHEMA = 1
TABLES: dict[str, tuple[Table, str]] = {
    "claim": ("claims", "id"),
    "source": ("sources", "key"),
    "party": ("parties", "key"),
    "forgotten": ("forgotten", "id"),
    "settings": ("meta", ""),
}
"""For each type of line the table that it is of, and the name of its key."""

SETTINGS = "settings"
LONGEST_NAME = 200


def write(export: Export) -> Iterator[str | bytes]:
    """A line a claim, by id, then what they cite, by key."""
    cited = _Cited(export)
    for claim_id in _claim_ids(export):
        entries = list(_claim_entries(export, claim_id, cited))
        if entries:
            yield _line("claim", claim_id, entries)
    for key in cited.sources():
        if not export.names.withheld(key):
            yield _line("source", key, list(_source_entries(export, key)))
    for key in cited.parties():
        yield _line("party", key, list(_plain(export, "parties", key)))
    for claim_id in sorted(export.view.forgotten) if export.whole else ():
        yield _line("forgotten", claim_id, list(_plain(export, "forgotten", claim_id)))
    settings = list(_plain(export, "meta", SETTINGS)) if export.whole else []
    yield as_json({"type": SETTINGS, "schema": SCHEMA, "entries": settings}, indent=False)
    if export.withheld:
        export.say(
            "confidential sources are withheld, and what cites them says less: this is no full "
            "backup (--reveal writes all)"
        )


def sniffs(source: "Incoming") -> bool:
    """Does its first line say that it is one of ours?"""
    line, _, rest = source.head.partition(b"\n")
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return b'"entries"' in line and line.startswith(b'{"type":"') and not rest
    return isinstance(record, dict) and record.get("type") in TABLES and "entries" in record


def read(source: "Incoming") -> Iterator[Item]:
    """The document of every line."""
    if source.options.source or source.options.mapping or source.options.stances:
        raise BadInput(
            f"{source.name} is JSON Lines, which names its sources and fields itself: leave out "
            "--source, --map and --stance-words"
        )
    ended = False
    for number, line in enumerate(source.text.split("\n"), 1):
        if not line.strip():
            continue
        found = _document(f"line {number}", line)
        if isinstance(found, Document):
            ended = ended or found.table == "meta"
        yield found
    if not ended:
        source.notes.append("without a line of settings at its end: it may have been cut off")


def unread(source: "Incoming", refused: Iterable[Refused]) -> Iterator[str]:  # noqa: ARG001 - other formats need it
    """What was refused, a line each, with the reason: mended, it can be imported again."""
    for one in refused:
        original = one.original if isinstance(one.original, Mapping) else {"line": one.original}
        yield as_json({"reason": f"{one.where}: {one.reason}", **original}, indent=False)


def _line(kind: str, key: str, entries: Sequence[RawEntry]) -> str:
    return as_json({"type": kind, TABLES[kind][1]: key, "entries": entries}, indent=False)


def _claim_ids(export: Export) -> list[str]:
    """Of the whole ledger every claim, also one that was withdrawn or has not begun."""
    if export.whole:
        return sorted({*export.view.snapshot.keys("claims")} - export.view.forgotten.keys())
    return sorted(claim.id for claim in export.claims)


def _claim_entries(export: Export, claim_id: str, cited: "_Cited") -> Iterator[RawEntry]:
    view, names = export.view, export.names
    records = view.snapshot.entries("claims", claim_id) or []
    claim = None if export.whole else view.claim(claim_id)
    kept = None if claim is None else {e.id for e in view.logged(claim)}
    for record, entry in zip(records, view.claim_entries(claim_id), strict=True):
        if kept is not None and entry.id not in kept:
            continue
        cited.note(record)
        fields = whole(entry)
        shown = names.withholding(fields)
        yield _with_unknown(fields, record) if shown is fields else shown


def _source_entries(export: Export, key: str) -> Iterator[RawEntry]:
    records = export.view.snapshot.entries("sources", key) or []
    for record, entry in zip(records, read_source(records), strict=True):
        if _known(export, entry):
            shown = export.names.own_entry(key, entry)
            yield shown if shown != whole(entry) else _with_unknown(whole(entry), record)


def _plain(export: Export, table: Table, key: str) -> Iterator[RawEntry]:
    records = export.view.snapshot.entries(table, key) or []
    for record, entry in zip(records, READERS[table](records), strict=True):
        if _known(export, entry):
            yield _with_unknown(whole(entry), record)


def _known(export: Export, entry: Entry) -> bool:
    return export.view.known_at is None or entry.recorded <= export.view.known_at


def _with_unknown(fields: RawEntry, record: RawEntry) -> RawEntry:
    """All fields of an entry, with what the file holds that the program does not know."""
    return fields | record


class _Cited:
    """The sources and parties that the exported claims name; of the whole ledger, all."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._keys: set[str] = set()

    def note(self, record: RawEntry) -> None:
        """Take in what an entry names."""
        changes = record.get("changes")
        for part in (record, changes if isinstance(changes, dict) else {}):
            self._keys.update(str(part[name]) for name in (*CITING, "party") if part.get(name))
            self._keys.update(map(str, part.get("parties") or ()))

    def sources(self) -> list[str]:
        """Their keys, owners included."""
        on_file = self._export.view.snapshot.keys("sources")
        if self._export.whole:
            return sorted(on_file)
        self._follow("sources")
        return sorted(self._keys & set(on_file))

    def parties(self) -> list[str]:
        """Their keys."""
        on_file = self._export.view.snapshot.keys("parties")
        if self._export.whole:
            return sorted(on_file)
        self._follow("parties")
        return sorted(self._keys & set(on_file))

    def _follow(self, table: Table) -> None:
        """Take in whose they are, and what they were merged into, as it stands on file."""
        view = self._export.view
        left = list(self._keys)
        while left:
            for record in view.snapshot.entries(table, left.pop()) or ():
                changes = record.get("changes")
                said = {**record, **(changes if isinstance(changes, dict) else {})}
                new = {str(said[name]) for name in ("owner", "into") if said.get(name)}
                left += new - self._keys
                self._keys |= new


def _document(place: str, line: str) -> Item:
    try:
        record = orjson.loads(line)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        reason = getattr(error, "msg", "not valid UTF-8")
        column = getattr(error, "colno", 1)
        return Refused(f"{place}:{column}", f"not JSON: {reason}", original=line[:LONGEST_NAME])
    wrong = _wrong(record)
    if wrong:
        return Refused(place, wrong, original=record)
    table, name = TABLES[record["type"]]
    key = record[name] if name else SETTINGS
    return Document(place, table, key, record["entries"], record)


def _wrong(record: Any) -> str | None:
    """What keeps a line from being one of ours."""
    if not isinstance(record, dict) or record.get("type") not in TABLES:
        return f"not an object whose type is one of {', '.join(TABLES)}"
    table, name = TABLES[record["type"]]
    key = record.get(name) if name else SETTINGS
    if not isinstance(key, str) or not _is_key(key) or (table == "claims" and key != key.lower()):
        return f"$.{name}: {key!r} is no {name}"
    schema = record.get("schema", SCHEMA)
    if type(schema) is not int or schema > SCHEMA:
        return f"$.schema: {schema!r} is of a newer claimtrack: upgrade this one"
    entries = record.get("entries")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return "$.entries: not a list of entries"
    return None


def _is_key(key: str) -> bool:
    return 0 < len(key) <= LONGEST_NAME and key.isprintable() and key == key.strip()
