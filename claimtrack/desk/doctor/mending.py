"""What has exactly one right answer, put right; everything else is left to people."""

from typing import Any

from claimtrack.desk.doctor.layout import settled
from claimtrack.desk.doctor.windows import impossible_windows, proven
from claimtrack.model.entries import HEAD, NOT_CONTENT, entry_id
from claimtrack.model.union import identity, logging
from claimtrack.store.base import TABLES, RawEntry, Snapshot, Tables


def mended(snapshot: Snapshot) -> Tables | None:
    """The tables of a ledger with all that is put right; what is on file is not touched.

    None where a key stands twice and nobody can say which is right: only one could be written.

    - A key that stands twice: once, with the one right value, if it has one.
    - An entry without an id gets the one of what it says: nothing can point to it yet.
    - A window that ends before it begins, where the entry's id proves what it was.
    - An entry that stands twice: once, as it was logged first.

    An entry that was changed by hand is never given a new id: what it said is known to nobody here,
    and what points to it would point to something else.
    """
    tables = snapshot.whole()
    found = snapshot.repeated()
    places = [(*repeated.path, repeated.key) for repeated in found]
    for repeated, place in zip(found, places, strict=True):
        right = settled(repeated, snapshot.whole())
        if right is None or any(place[: len(other)] == other for other in places if other != place):
            return None  # what stands twice within what stands twice is for people
        tables = _put(tables, place, right[0])
    return {
        table: {key: _document(table, key, document) for key, document in documents.items()}
        if table in TABLES
        else documents
        for table, documents in tables.items()
    }


def _put(tables: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy, as deep as the path, with another value at its end."""
    if not path:
        return value
    copy = dict(tables) if isinstance(tables, dict) else list(tables)
    copy[path[0]] = _put(copy[path[0]], path[1:], value)  # type: ignore[index]
    return copy


def _document(table: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    if (table, key) == ("meta", "ledger") or "entries" not in document:
        return document
    entries = _each_once([_entry(entry) for entry in document["entries"]])
    return {**document, "entries": entries}


def _entry(entry: RawEntry) -> RawEntry:
    if not entry.get("id"):
        with_id = {**entry, "id": entry_id(entry)}
        return {name: with_id[name] for name in HEAD if name in with_id} | with_id
    return (proven(entry) or entry) if impossible_windows(entry) else entry


def _each_once(entries: list[RawEntry]) -> list[RawEntry]:
    """Where it stands first, as it was logged first; two that differ both stay."""
    kept: list[RawEntry] = []
    for entry in entries:
        for number, known in enumerate(kept):
            if identity(known) == identity(entry) and _content(known) == _content(entry):
                kept[number] = min(known, entry, key=logging)
                break
        else:
            kept.append(entry)
    return kept


def _content(entry: RawEntry) -> RawEntry:
    return {name: value for name, value in entry.items() if name not in NOT_CONTENT}
