"""What a reading of a database is asked about all claims, answered from its indexes."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.engine import Row
from sqlalchemy.sql import Executable, select

from claimtrack.model.entries import instant
from claimtrack.store.base import Logged, Table, Trace
from claimtrack.store.held import LOGGED
from claimtrack.store.sql.derived import traces
from claimtrack.store.sql.fitting import key_of
from claimtrack.store.sql.rows import read_entries
from claimtrack.store.sql.schema import entries

CHUNK = 500
"""How many values one statement asks for."""

FEW = 200
"""How many entries are fetched first where only the latest may be needed; then ever more."""

BEYOND = "\U0010ffff"
"""Sorts behind every letter."""


class Asked(Protocol):
    """A reading that can be asked in SQL."""

    location: str

    @property
    def exists(self) -> bool:
        """Is there a ledger?"""

    def _rows(self, statement: Executable, *, tables: bool = True) -> Sequence[Row[Any]]: ...

    def _extra_keys(self, table: str) -> set[str]: ...


def has(asked: Asked, table: Table, key: str) -> bool:
    """Is there a document of that id or key?"""
    if not asked.exists:
        return False
    statement = select(entries.c.id).where(entries.c.tbl == table, entries.c.doc == key).limit(1)
    return key in asked._extra_keys(table) or bool(asked._rows(statement))


def beginning(asked: Asked, table: Table, prefix: str, most: int | None) -> list[str]:
    """The ids or keys that begin so, in their order; all of them, or the first."""
    if not asked.exists:
        return []
    statement = select(entries.c.doc).where(
        entries.c.tbl == table, entries.c.doc >= prefix, entries.c.doc < f"{prefix}{BEYOND}"
    )
    first = statement.distinct().order_by(entries.c.doc).limit(most)
    found = {row.doc for row in asked._rows(first)}
    found |= {key for key in asked._extra_keys(table) if key.startswith(prefix)}
    return sorted(found)[:most]


def traced(asked: Asked, trace: Trace, values: Collection[str]) -> dict[str, list[str]]:
    """For each value that entries left a trace of, the ids of their claims, in their order."""
    found: dict[str, list[str]] = {}
    meant = {key_of(value): value for value in values}
    keys = sorted(meant) if asked.exists else []
    for start in range(0, len(keys), CHUNK):
        statement = select(traces.c.value, traces.c.claim).where(
            traces.c.trace == trace.value, traces.c.value.in_(keys[start : start + CHUNK])
        )
        for row in asked._rows(statement.order_by(traces.c.value, traces.c.claim)):
            found.setdefault(meant[row.value], []).append(row.claim)
    return found


def logged_since(asked: Asked, table: Table, moment: datetime) -> list[str]:
    """The documents in which anything was logged at a moment or later, in their order."""
    if not asked.exists:
        return []
    statement = select(entries.c.doc).where(
        entries.c.tbl == table, entries.c.recorded >= instant(moment)
    )
    return sorted(row.doc for row in asked._rows(statement.distinct()))


def latest(asked: Asked, by: str | None) -> Iterator[Logged]:
    """What somebody logged, or anybody, the latest command first, a few at a time."""
    if not asked.exists:
        return
    statement = select(entries.c.tbl, entries.c.doc, entries.c.body).where(
        entries.c.tbl.in_(LOGGED), entries.c.stands.is_not(None)
    )
    if by is not None:
        statement = statement.where(entries.c.by == by)
    order = [entries.c.stands.desc(), entries.c.tbl, entries.c.doc, entries.c.place]
    seen, most = 0, FEW
    while True:
        rows = asked._rows(statement.order_by(*order).limit(most).offset(seen))
        for row in rows:
            (record,) = read_entries([row.body], f"{asked.location}: {row.tbl}/{row.doc}")
            yield Logged(row.tbl, row.doc, record)
        if len(rows) < most:
            return
        seen, most = seen + most, most * 4
