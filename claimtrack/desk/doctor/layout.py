"""The file itself: what stands in it that is no entry, twice, or for too many eyes."""

from collections.abc import Collection, Iterator
from typing import Any

from claimtrack.desk.doctor.entries import unknown_key
from claimtrack.desk.finding import Finding
from claimtrack.desk.unfinished import MARK, WAY_OUT, is_unfinished
from claimtrack.model.entries import entry_id
from claimtrack.model.union import Union, united
from claimtrack.store.base import TABLES, Snapshot, Tables
from claimtrack.store.layout import is_document
from claimtrack.store.repeated import Repeated

KNOWN_META = {"ledger": {"schema"}, "settings": {"entries"}}
OTHERS = 0o077
"""The permissions of everybody but the owner."""


def layout_findings(snapshot: Snapshot, confidential: Collection[str]) -> Iterator[Finding]:
    """What is peculiar about the file."""
    mode = snapshot.mode()
    if confidential and mode is not None and mode & OTHERS:
        problem = f"holds a confidential source and can be read by others (mode {mode:04o})"
        yield Finding("", None, None, problem, "chmod 600, unless they are at the desk too")
    for repeated in snapshot.repeated():
        yield _repeated(repeated, snapshot.whole())
    if is_unfinished(snapshot):
        problem = "is only a part of a ledger: a move of it to here was broken off"
        yield Finding(*MARK, None, problem, WAY_OUT)
    for table, documents in snapshot.whole().items():
        if table not in TABLES:
            problem = "is no table that claimtrack knows: it is kept as it is"
            fix = "nothing, if you need it; else take it out by hand"
            yield Finding(table, None, None, problem, fix)
            continue
        for key, document in documents.items():
            if (table, key) == MARK:
                continue
            known = KNOWN_META.get(key, set()) if table == "meta" else {"entries"}
            if not known:
                problem = "is no document that claimtrack knows: it is kept as it is"
                fix = "nothing, if you need it; else take it out by hand"
                yield Finding(table, key, None, problem, fix)
            for name in sorted(document.keys() - known) if known else ():
                yield unknown_key(table, key, None, name)


def settled(repeated: Repeated, tables: Tables) -> tuple[Any] | None:
    """The one right value of a key that stands more than once, in a tuple; None without one.

    Equal values are one. Tables and documents are united, as two ledgers are. Of the values of an
    entry's field, the one with which it says what its id stands for.
    """
    first, *others = repeated.values
    if all(value == first for value in others):
        return (first,)
    if len(repeated.path) < len(("table", "document", "entries")) and _lists(repeated):
        union = Union(tables=_laid(repeated, first))
        for value in others:
            union = united(union.tables, _laid(repeated, value))
            if union.clashes or union.edited:
                return None
        return (_taken(repeated, union.tables),)
    return _proven(repeated, tables)


def _repeated(repeated: Repeated, tables: Tables) -> Finding:
    table, key, entry = _place(repeated, tables)
    what = f"{repeated.key!r} stands" if len(repeated.path) > 1 else "stands"
    problem = f"{what} there {len(repeated.values)} times; only the last is read"
    right = settled(repeated, tables)
    fix = "keep by hand the one that is right"
    if right is not None:
        equal = all(value == repeated.values[0] for value in repeated.values)
        fix = "keep it once" if equal else "unite what they hold"
        if len(repeated.path) > len(("table", "document", "entries")):
            fix = "keep the value that the entry's id stands for"
    return Finding(table, key, entry, problem, fix, fixable=right is not None)


def _place(repeated: Repeated, tables: Tables) -> tuple[str, str | None, str | None]:
    table, key, _, number = (*map(str, repeated.path), None, None, None, None)[:4]
    if len(repeated.path) == 1:
        key = repeated.key
    entry = None
    if key is not None and number is not None and table in TABLES:
        entry = str(tables[table][key]["entries"][int(number)].get("id") or f"entry {number}")
    return table or repeated.key, key, entry


def _lists(repeated: Repeated) -> bool:
    """Are all its values what can be united: tables of ours, documents, or lists of entries?"""
    return all(_fits(_laid(repeated, value)) for value in repeated.values)


def _fits(tables: Any) -> bool:
    return all(
        table in TABLES
        and isinstance(documents, dict)
        and all(is_document(document, table, key) for key, document in documents.items())
        for table, documents in tables.items()
    )


def _laid(repeated: Repeated, value: Any) -> Any:
    """A value where it stands, and nothing else: tables that hold only it."""
    laid = {repeated.key: value}
    for name in reversed(repeated.path):
        laid = {str(name): laid}
    return laid


def _taken(repeated: Repeated, tables: Any) -> Any:
    for name in (*repeated.path, repeated.key):
        tables = tables[name]
    return tables


def _proven(repeated: Repeated, tables: Tables) -> tuple[Any] | None:
    if len(repeated.path) != len(("table", "document", "entries", "number")):
        return None
    table, key, entries, number = repeated.path
    if table not in TABLES or entries != "entries" or not isinstance(number, int):
        return None
    entry = tables[str(table)][str(key)]["entries"][number]
    right = [
        value
        for value in repeated.values
        if entry_id({**entry, repeated.key: value}) == entry.get("id")
    ]
    return (right[0],) if right else None
