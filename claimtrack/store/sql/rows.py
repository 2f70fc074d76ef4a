"""Entries as rows: what they are known by, what is looked up, and the JSON that they are."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from claimtrack.errors import DataError
from claimtrack.model.entries import NOT_CONTENT, instant
from claimtrack.model.moments import moment_of
from claimtrack.model.union import identity, logging
from claimtrack.store.base import RawEntry
from claimtrack.store.traces import place_of

INSTANT = "0000-00-00T00:00:00.000000Z"
"""The form of a moment as the program writes it."""


class Row(NamedTuple):
    """An entry in its place within a document."""

    id: str
    place: int
    body: str


def laid_out(document: Sequence[RawEntry]) -> list[tuple[Row, RawEntry]]:
    """The rows of a document's entries, in their order; ``TypeError`` for what JSON cannot hold.

    An entry that stands twice stands once, as it was logged first. Two that differ under one id
    both stay: the second is known by what it says too.
    """
    known: dict[str, RawEntry] = {}
    for entry in document:
        name = identity(entry)
        if name in known and _content(known[name]) != _content(entry):
            name = f"{name}~{sha256(orjson.dumps(_content(entry))).hexdigest()[:12]}"
        there = known.get(name)
        if there is None or logging(entry) < logging(there):
            known[name] = entry  # in the place of the first
    return [
        (Row(name, number, dumped(entry)), entry)
        for number, (name, entry) in enumerate(known.items())
    ]


def parameters(table: str, key: str, row: Row, entry: RawEntry) -> dict[str, Any]:
    """What is written of a row, column by column."""
    return {
        "tbl": table,
        "doc": key,
        "id": row.id,
        "place": row.place,
        "type": _text(entry.get("type")),
        "recorded": recorded(entry),
        "stands": stands(entry),
        "by": _text(entry.get("by")),
        "body": row.body,
    }


def recorded(entry: Mapping[str, Any]) -> str | None:
    """When it was logged, in the one form that sorts in time; None where that is no moment."""
    said = entry.get("recorded")
    if isinstance(said, str) and len(said) == len(INSTANT):
        marks = zip(said, INSTANT, strict=True)
        if said.isascii() and all(a.isdigit() if b == "0" else a == b for a, b in marks):
            return said
    moment = moment_of(entry)
    try:
        return instant(moment.astimezone(UTC)) if moment else None
    except OverflowError:  # beyond the calendar, seen from Greenwich
        return None


def stands(entry: RawEntry) -> str | None:
    """Where its command stands in the log, in that form; None where nothing tells."""
    place = place_of(entry)
    try:
        return instant(place.astimezone(UTC)) if place else None
    except OverflowError:
        return None


def read_entries(bodies: Sequence[str], where: str) -> list[RawEntry]:
    """The entries of a document from their JSON; ``DataError`` for what is none."""
    try:
        found = orjson.loads(f"[{','.join(bodies)}]")
    except orjson.JSONDecodeError:
        found = [None]
    if len(found) != len(bodies) or not all(isinstance(entry, dict) for entry in found):
        raise DataError(f"{where} is not a list of entries: bring back a copy of the database")
    return found  # type: ignore[no-any-return]


def read_extra(body: str, where: str) -> Any:
    """What is more than entries, from its JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise DataError(f"{where} is not JSON: bring back a copy of the database") from None


def dumped(value: Any) -> str:
    """A value as JSON; ``TypeError`` for what JSON cannot hold."""
    return orjson.dumps(value).decode()


def _content(entry: RawEntry) -> RawEntry:
    return {key: value for key, value in entry.items() if key not in NOT_CONTENT}


def _text(value: Any) -> str | None:
    """A value that is looked up by; what no database holds is not."""
    return value if isinstance(value, str) and "\x00" not in value else None
