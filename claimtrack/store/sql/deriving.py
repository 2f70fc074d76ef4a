"""Keeping what is derived of claims, in the transaction in which they are written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.schema import Table as SqlTable
from sqlalchemy.sql import delete, insert, select

from claimtrack.model.entries import instant
from claimtrack.query.derived import VERSION, Derived
from claimtrack.store.base import RawEntry
from claimtrack.store.sql.derived import (
    claims,
    derivation,
    falling,
    metadata,
    raisings,
    traces,
    values,
)
from claimtrack.store.sql.fitting import iso, key_of, storable
from claimtrack.store.sql.fulltext import full_text
from claimtrack.store.traces import traces_of

BATCH = 500
"""How many claims are written with one statement."""

Rows = list[dict[str, Any]]
Told = tuple[str, Derived | None]
"""A claim's id, and what is derived of it; None where it is not on file."""


def create(connection: Connection) -> None:
    """Make the tables, empty and up to date."""
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            connection.execute(CreateIndex(index, if_not_exists=True))
    full_text(connection).create(connection)


def is_current(connection: Connection) -> bool:
    """Is all of it there, as this version of the program works it out?"""
    found = connection.execute(select(derivation.c.version)).scalars().all()
    return found == [VERSION]


def mark(connection: Connection, *, current: bool) -> None:
    """Say that all of it is there, or that it has to be worked out anew."""
    connection.execute(delete(derivation))
    if current:
        connection.execute(insert(derivation), {"version": VERSION})


def keep(connection: Connection, told: Iterable[Told]) -> None:
    """Put what is derived of claims in the place of what was."""
    waiting = iter(told)
    while batch := list(islice(waiting, BATCH)):
        _drop(connection, [claim_id for claim_id, _ in batch])
        _put(connection, [derived for _, derived in batch if derived is not None])


def drop_all(connection: Connection) -> None:
    """Let go of all that is derived; traces are of the entries, and stay."""
    connection.execute(delete(claims))
    for table in (values, raisings, falling):
        connection.execute(delete(table))
    full_text(connection).drop_all(connection)


def trace(connection: Connection, added: Iterable[tuple[str, RawEntry]]) -> None:
    """Keep the traces of entries, each with the id of its claim."""
    rows = {
        (kind.value, key_of(value), claim_id)
        for claim_id, record in added
        for kind, value in traces_of(record)
    }
    names = [column.name for column in traces.primary_key]
    _insert(connection, traces, [dict(zip(names, row, strict=True)) for row in sorted(rows)])


def untrace(connection: Connection, claim_ids: Sequence[str]) -> None:
    """Let go of the traces of some claims."""
    _delete(connection, traces, "claim", claim_ids)


def _drop(connection: Connection, claim_ids: Sequence[str]) -> None:
    there = select(claims.c.id).where(claims.c.id.in_(claim_ids))
    known = list(connection.execute(there).scalars())
    if not known:
        return
    _delete(connection, claims, "id", known)
    for table in (values, raisings, falling):
        _delete(connection, table, "claim", known)
    full_text(connection).drop(connection, known)


def _put(connection: Connection, batch: Sequence[Derived]) -> None:
    if not batch:
        return
    connection.execute(insert(claims), [_row(derived) for derived in batch])
    _insert(connection, values, [row for derived in batch for row in _values(derived)])
    _insert(connection, raisings, [row for derived in batch for row in _raisings(derived)])
    _insert(connection, falling, [row for derived in batch for row in _falling(derived)])
    full_text(connection).put(connection, [(derived.id, derived.texts) for derived in batch])


def _row(derived: Derived) -> dict[str, Any]:
    due_begins, due_ends = derived.due or (None, None)
    heard_begins, heard_ends = derived.heard or (None, None)
    return {
        "id": derived.id,
        "judged": iso(derived.judged),
        "turns": iso(derived.turns),
        "begun": iso(derived.begun),
        "status": derived.status.value,
        "open": int(derived.open),
        "unconfirmed": int(derived.unconfirmed),
        "kind": derived.kind.value,
        "priority": derived.priority.value,
        "text": storable(derived.text),
        "due_begins": due_begins and iso(due_begins),
        "due_ends": due_ends and iso(due_ends),
        "heard_begins": heard_begins and iso(heard_begins),
        "heard_ends": heard_ends and iso(heard_ends),
        "opened": instant(derived.opened),
        "updated": instant(derived.updated),
        "supports": derived.supports,
        "refutes": derived.refutes,
        "total": derived.total,
        "attention": derived.attention and iso(derived.attention),
    }


def _values(derived: Derived) -> Iterator[dict[str, str]]:
    for field, found in {**derived.values, "cited": derived.cited}.items():
        for value in dict.fromkeys(map(key_of, found)):
            yield {"field": field, "value": value, "claim": derived.id}


def _raisings(derived: Derived) -> Iterator[dict[str, str]]:
    for flag, first, last in derived.raisings:
        yield {"flag": flag.value, "first": iso(first), "last": iso(last), "claim": derived.id}


def _falling(derived: Derived) -> Iterator[dict[str, str]]:
    for what, first, last in dict.fromkeys(derived.falling):
        yield {"what": what.value, "first": iso(first), "last": iso(last), "claim": derived.id}


def _insert(connection: Connection, table: SqlTable, rows: Rows) -> None:
    """Insert rows; one that is there already stays."""
    from sqlalchemy.dialects import postgresql, sqlite

    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def _delete(connection: Connection, table: SqlTable, column: str, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        connection.execute(delete(table).where(table.c[column].in_(chunk)))
