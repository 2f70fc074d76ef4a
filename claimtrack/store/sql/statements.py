"""The statements that a write is made of: many rows with each."""

from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection
from sqlalchemy.schema import Table
from sqlalchemy.sql import ColumnElement, and_, bindparam, delete, update

from claimtrack.store.sql.schema import entries, extras

Rows = list[dict[str, Any]]
"""Rows as the parameters of a statement, by the names of their columns."""


class Written(NamedTuple):
    """The rows of entries that a unit of work changed."""

    added: Rows
    changed: Rows
    removed: Rows


class Extras(NamedTuple):
    """The rows of what is more than entries, as they will be, and those that go."""

    put: Rows
    removed: Rows


def write_entries(connection: Connection, written: Written) -> None:
    """Write them; a row that another put there meanwhile stays as it was logged first."""
    if written.removed:
        connection.execute(delete(entries).where(_these(entries)), _keyed(entries, written.removed))
    if written.changed:
        values: dict[str, Any] = {
            column.name: bindparam(column.name) for column in _others(entries)
        }
        statement = update(entries).where(_these(entries)).values(values)
        connection.execute(statement, _keyed(entries, written.changed))
    if written.added:
        put = _inserting(connection, entries)
        came = put.excluded
        earlier = put.on_conflict_do_update(
            index_elements=list(entries.primary_key),
            set_={name: came[name] for name in ("recorded", "stands", "by", "body")},
            where=came.recorded < entries.c.recorded,
        )
        connection.execute(earlier, written.added)


def write_extras(connection: Connection, extra: Extras) -> None:
    """Write them, in the place of what is there."""
    if extra.removed:
        connection.execute(delete(extras).where(_these(extras)), _keyed(extras, extra.removed))
    if extra.put:
        put = _inserting(connection, extras)
        body = {"body": put.excluded.body}
        over = put.on_conflict_do_update(index_elements=list(extras.primary_key), set_=body)
        connection.execute(over, extra.put)


def _inserting(connection: Connection, table: Table) -> Any:
    """An INSERT in the dialect's own words, which know what to do about a row that is there."""
    if connection.dialect.name == "sqlite":  # only one of them is imported
        return import_module("sqlalchemy.dialects.sqlite").insert(table)
    return import_module("sqlalchemy.dialects.postgresql").insert(table)


def _these(table: Table) -> ColumnElement[bool]:
    """The row whose key the parameters name."""
    return and_(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))


def _others(table: Table) -> list[Any]:
    """The columns that are no part of the key."""
    return [column for column in table.columns if not column.primary_key]


def _keyed(table: Table, rows: Rows) -> Rows:
    """The parameters, those of the key under names of their own."""
    key = {column.name for column in table.primary_key}
    return [{f"key_{n}" if n in key else n: value for n, value in row.items()} for row in rows]
