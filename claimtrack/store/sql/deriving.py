"""Keeping what is derived of claims, in the transaction in which they are written."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.engine import Row as SqlRow
from sqlalchemy.schema import Column, CreateIndex, CreateTable, DropTable
from sqlalchemy.schema import Table as SqlTable
from sqlalchemy.sql import Executable, column, delete, insert, select
from sqlalchemy.sql import table as named_table
from sqlalchemy.types import Integer

from claimtrack.batches import batches
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
from claimtrack.store.sql.fulltext import PLACES, closed, full_text, insert_at_once
from claimtrack.store.traces import traces_of

BATCH = 500
"""How many claims are written with one statement."""

STREAMED = 2000
"""How many rows are fetched at a time where all are."""

Rows = list[dict[str, Any]]
Told = tuple[str, Derived | None]
"""A claim's id, and what is derived of it; None where it is not on file."""

Kept = dict[str, list[dict[str, Any]]]
"""The rows that are kept of a claim, by the name of their table."""

Ask = Callable[[Executable], Sequence[SqlRow[Any]]]

TEXTS = named_table("claimtrack_texts", *(column(name) for name in ("claim", *PLACES)))


def create(connection: Connection) -> None:
    """Make the tables, empty and up to date."""
    for each in metadata.sorted_tables:
        connection.execute(CreateTable(each, if_not_exists=True))
        for index in sorted(each.indexes, key=lambda one: str(one.name)):
            connection.execute(CreateIndex(index, if_not_exists=True))
    full_text(connection).create(connection)


def create_anew(connection: Connection) -> None:
    """Make the tables in the place of those that are there, in whatever state these are."""
    full_text(connection).discard(connection)
    for each in metadata.sorted_tables:
        connection.execute(DropTable(each, if_exists=True))
    create(connection)


def amiss(connection: Connection) -> str | None:
    """Why the tables cannot serve; None where all are there and can be read from end to end."""
    for each in (*metadata.sorted_tables, TEXTS):
        rows = connection.execute(select(each), execution_options={"yield_per": STREAMED})
        deque(rows, maxlen=0)
    return full_text(connection).amiss(connection)


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
    for batch in batches(told, BATCH):
        _drop(connection, [claim_id for claim_id, _ in batch])
        _put(connection, [derived for _, derived in batch if derived is not None])


def differing(ask: Ask, told: Iterable[Told]) -> list[str]:
    """The ids of the claims of which something else is kept than what is told of them today.

    What was kept on another day is the same but for days that are past by now.
    """
    found: list[str] = []
    for batch in batches(told, BATCH):
        kept = _kept(ask, [claim_id for claim_id, _ in batch])
        for claim_id, derived in batch:
            rows = _rows_of(derived) if derived else {}
            if _as_of(kept.get(claim_id, {}), derived) != _as_of(rows, derived):
                found.append(claim_id)
    return found


def _rows_of(derived: Derived) -> Kept:
    """The rows that are kept of a claim, by table."""
    return {
        claims.name: [_row(derived)],
        values.name: list(_values(derived)),
        raisings.name: list(_raisings(derived)),
        falling.name: list(_falling(derived)),
        TEXTS.name: [{"claim": derived.id, **closed(derived.texts)}],
    }


def _kept(ask: Ask, claim_ids: Sequence[str]) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    for table in (claims, values, raisings, falling, TEXTS):
        key = table.c.id if table is claims else table.c.claim
        for row in ask(select(table).where(key.in_(claim_ids))):
            record = dict(row._mapping)
            of_claim = found.setdefault(record["id" if table is claims else "claim"], {})
            of_claim.setdefault(table.name, []).append(record)
    return found


def _as_of(rows: Kept, derived: Derived | None) -> Any:
    """Rows for comparing, as on the day on which a claim was derived; none where they are over."""
    told = {name: list(each) for name, each in rows.items() if each}
    if derived is not None and derived.turns <= derived.judged:
        return None  # it cannot be read, and nothing of it holds
    if derived is None or not told.get(claims.name):
        return told
    today = iso(derived.judged)
    row = dict(told[claims.name][0])
    if not row.pop("judged") <= today < row["turns"]:
        return _as_of(_rows_of(derived), derived)  # it has turned, and is judged afresh anyway
    if row["attention"] and row["attention"] <= today:
        row["attention"] = today
    told[claims.name] = [row]
    flags = [each for each in told.get(raisings.name, []) if each["last"] >= today]
    told[raisings.name] = flags
    return {name: {tuple(sorted(r.items())) for r in each} for name, each in told.items() if each}


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
    _insert(connection, claims, [_row(derived) for derived in batch])
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
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
    else:
        insert_at_once(connection, table.name, {c.name: _sort_of(c) for c in table.columns}, rows)


def _sort_of(column: Column[Any]) -> str:
    return "INTEGER" if isinstance(column.type, Integer) else "TEXT"


def _delete(connection: Connection, table: SqlTable, column: str, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        connection.execute(delete(table).where(table.c[column].in_(chunk)))
