"""The ledger's JSON: how it is laid out, and what makes a file ours."""

import codecs
import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from claimtrack.errors import DataError
from claimtrack.place import SQLITE
from claimtrack.store.base import TABLES, Tables

SCHEMA = 1

BACKUPS = ".backups"
"""What is put to the ledger's name for the folder of its earlier generations."""

SQLITE_FILE = b"SQLite format 3\x00"
"""How such a file begins."""

OBJECTS = frozenset((dict,))
"""The types that entries may have."""

MARKS = {
    codecs.BOM_UTF8: "UTF-8 with a byte order mark",
    codecs.BOM_UTF16_LE: "UTF-16 with a byte order mark",
    codecs.BOM_UTF16_BE: "UTF-16 with a byte order mark",
}
"""How a file begins that another encoding was chosen for."""


def parsed(data: bytes, path: Path) -> Tables:
    """The tables of a ledger; ``DataError`` for what is no ledger, or one that is too new."""
    if not data or data.isspace():
        way_out = _way_back(path) or "bring back a copy of it, or remove it to start a new ledger"
        raise DataError(f"{path} is empty: {way_out}")
    refuse_database(data, path)
    collecting = gc.isenabled()
    gc.disable()  # many small objects that all stay: collecting meanwhile doubles the time
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        way_out = _way_back(path) or (
            "the file is left as it is, and `claimtrack doctor --salvage OUT` reads what can be "
            "read of it"
        )
        raise DataError(f"{_why_not(data, path, error)}; {way_out}") from None
    except MemoryError:
        raise DataError(f"{path} is too large to be read into memory") from None
    finally:
        if collecting:
            gc.enable()
    _refuse_foreign(tables, path)
    return tables  # type: ignore[no-any-return]


def refuse_database(data: bytes, path: Path) -> None:
    """``DataError`` for what is an SQLite database, which a url names."""
    if data.startswith(SQLITE_FILE):
        from shlex import quote

        url = quote(f"{SQLITE}{path.absolute()}")
        raise DataError(f"{path} is an SQLite database, which a path does not name: write {url}")


def dumped(tables: Tables) -> bytes:
    """The tables as JSON, one key a line, documents by id, so that a diff shows what is new."""
    names = (*TABLES, *(name for name in tables if name not in TABLES))
    laid_out = {name: dict(sorted(tables[name].items())) for name in names if name in tables}
    return orjson.dumps(laid_out, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _way_back(path: Path) -> str:
    """What to do about a damaged ledger, where there are backups of it."""
    with suppress(OSError):
        if path.with_name(f"{path.name}{BACKUPS}").is_dir():
            return "`claimtrack restore` lists its backups, and brings one back"
    return ""


def _why_not(data: bytes, path: Path, error: orjson.JSONDecodeError) -> str:
    """Where and why this is no JSON; another encoding is named, which looks like JSON to people."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return (
                f"{path}:1:1: not JSON: it is {encoding}, and has to be UTF-8 without such a mark"
            )
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        return f"{path}:{line}: not JSON: it is not UTF-8"
    return f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}"


def _refuse_foreign(tables: Any, path: Path) -> None:
    meta = tables.get("meta") if isinstance(tables, dict) else None
    ledger = meta.get("ledger") if isinstance(meta, dict) else None
    refuse_schema(ledger, str(path))
    for table, documents in tables.items():
        if not isinstance(documents, dict):
            raise DataError(f"{path}: {table} is not a table of documents")
        if table in TABLES:
            for key, document in documents.items():
                if not is_document(document, table, key):
                    raise DataError(f"{path}: {table}/{key} is not a list of entries")


def refuse_schema(ledger: Any, where: str) -> None:
    """``DataError`` unless ``meta/ledger`` says that this is a ledger which this program reads."""
    schema = ledger.get("schema") if isinstance(ledger, dict) else None
    if type(schema) is not int:
        raise DataError(f"{where} is not a claimtrack ledger: it has no meta/ledger/schema")
    if schema < 1:
        raise DataError(
            f"{where} says schema {schema}, which claimtrack never wrote: bring back a copy of it"
        )
    if schema > SCHEMA:
        raise DataError(
            f"{where} was written by a newer claimtrack (schema {schema}, this one reads up to "
            f"{SCHEMA}): upgrade claimtrack"
        )


def is_document(document: Any, table: str, key: str) -> bool:
    """Is it a list of entries, or the one document that is none?"""
    entries = document.get("entries") if isinstance(document, dict) else None
    if isinstance(entries, list) and OBJECTS.issuperset(map(type, entries)):
        return True
    return (table, key) == ("meta", "ledger")
