"""Reading a damaged ledger as far as it goes: truncated, half-written, with garbage in it.

The text is walked through from one ``"key": {`` to the next. What is a whole document there is
kept. Of a claim, source or party whose list breaks off, the entries before the damage are: a list
only grows, so they are what was known at some earlier time.
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from claimtrack.errors import DataError
from claimtrack.store.base import TABLES, Tables
from claimtrack.store.files import read_bytes, write_new
from claimtrack.store.layout import SCHEMA, dumped, is_document, refuse_database

KEY = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*)"\s*:\s*(?=\{)')
MEMBER = re.compile(r'\s*"((?:[^"\\\x00-\x1f]|\\.)*)"\s*:\s*')
BRACKET = re.compile(r"\[\s*")
COMMA = re.compile(r"\s*,\s*")
BETWEEN = re.compile(r"[\s,{}\ufeff]*")
"""What stands between documents where nothing is damaged."""

OF_CLAIMS = frozenset(("opened", "report", "position", "assessment", "link", "verdict", "note"))
OPENINGS = ("opened", "entered", "forgotten")
"""What a list begins with: without it, it is of nothing."""

OF_SOURCES = frozenset(("kind", "url", "reliability", "owner", "confidential"))


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be read: where it begins, of what, and why."""

    table: str
    key: str | None
    line: int
    byte: int
    problem: str
    until: int
    """The byte from which on things could be read again."""


@dataclass(slots=True)
class Salvaged:
    """What could be read of a file, and what could not."""

    tables: Tables = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)


def salvage(path: Path) -> Salvaged:
    """Everything that can still be read of a file; ``DataError`` where there is none."""
    data = read_bytes(path).data
    if data is None:
        raise DataError(f"{path} is not there: check the path")
    refuse_database(data, path)
    found = _Walk(_decoded(data)).walked()
    meta = found.tables.setdefault("meta", {})
    schema = meta.get("ledger", {}).get("schema")
    if type(schema) is int and schema > SCHEMA:
        raise DataError(f"{path} was written by a newer claimtrack (schema {schema}): upgrade")
    if type(schema) is not int:
        meta["ledger"] = {"schema": SCHEMA}
        problem = f"the schema of the ledger is not there, and taken to be {SCHEMA}"
        found.lost.append(Lost("meta", "ledger", 1, 0, problem, 0))
    return found


def write_salvaged(tables: Tables, out: Path, *, mode: int) -> None:
    """Write what was read to a new file; ``BadInput`` where there is one already."""
    write_new(out, dumped(tables), mode=mode)


def _decoded(data: bytes) -> str:
    """The text; a byte that is no UTF-8 becomes a sign that no document may hold."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
        if '"' in text:
            return text
    return data.decode("utf-8", "surrogateescape")


class _Walk:
    """One walk through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Salvaged()
        self.table: str | None = None
        self.broken = False
        """Are we within what could not be read, where a key may be anything?"""
        self.decoder = json.JSONDecoder(parse_constant=_refuse)

    def walked(self) -> Salvaged:
        """Walk to the end."""
        position = 0
        while match := KEY.search(self.text, position):
            self._between(position, match.start())
            position = self._at(match)
        closing = 1 if self.table is None else 2
        if self.text.count("}", position) < closing and not self.found.lost:
            self._lose(None, len(self.text), "the file breaks off here")
        self._between(position, len(self.text))
        return self.found

    def _at(self, match: re.Match[str]) -> int:
        """Take what begins at a key; where to go on."""
        key = _unescaped(match[1])
        value, end = self._decode(match.end())
        if self._is_table(key, value):
            self._again(match.start())
            self.table = key
            self.found.tables.setdefault(key, {})
            return match.end() + 1
        if value is not None:
            return self._whole(key, value, match, end)
        if not self.broken or self._list_in(match.end()) is not None:
            self._again(match.start())
            self._part(key, match)
        self.broken = True
        return match.end() + 1

    def _whole(self, key: str, value: Any, match: re.Match[str], end: int) -> int:
        if self.table is None and not _is_list(value) and not self.broken and _writable(value):
            self.found.tables.setdefault(key, {}).update(value)  # a table that nobody knows
            return end
        table = self._table_of(key, value)
        if table is not None and is_document(value, table, key):
            self._again(match.start())
            self.table = table
            if _writable({key: value}):
                self._keep(table, key, value)
            else:
                self._part(key, match)
                self._until(end)
        elif not self.broken:
            why = "what is there is no document" if table else "no telling in which table it stood"
            self._lose(key, match.start(), why)
            self._until(end)
        else:
            return match.end() + 1  # what broke off may have swallowed the documents after it
        return end

    def _part(self, key: str, match: re.Match[str]) -> None:
        """The entries of a document up to where it breaks off."""
        entries = list(self._entries(match.end()))
        table = self._table_of(key, {"entries": entries})
        opened = any(entry.get("type") in OPENINGS for entry in entries)
        kept = table is not None and opened and _writable({key: None})
        if kept:
            self._keep(str(table), key, {"entries": entries})
        saved = f"its first {len(entries)} entries were saved, " if kept else ""
        self._lose(key, match.start(), f"{saved}what follows cannot be read", table=table)

    def _entries(self, position: int) -> Iterator[dict[str, Any]]:
        begun = self._list_in(position)
        while begun is not None and self.text.startswith("{", begun):
            entry, end = self._decode(begun)
            if not isinstance(entry, dict) or not _writable(entry):
                return
            yield entry
            comma = COMMA.match(self.text, end)
            begun = comma.end() if comma else None

    def _list_in(self, position: int) -> int | None:
        """Where the entries of a document begin; None where it has none, or breaks off before."""
        position += 1
        while member := MEMBER.match(self.text, position):
            if member[1] == "entries":
                opening = BRACKET.match(self.text, member.end())
                return opening.end() if opening else None
            _, end = self._decode(member.end())
            comma = COMMA.match(self.text, end)
            if end == member.end() or comma is None:
                return None
            position = comma.end()
        return None

    def _keep(self, table: str, key: str, document: dict[str, Any]) -> None:
        """File a document; one that is there already, from an older copy, is united with it."""
        known = self.found.tables.setdefault(table, {}).get(key)
        if known is not None and (table, key) != ("meta", "ledger"):
            ids = [entry.get("id") for entry in known["entries"]]
            more = [e for e in document["entries"] if e.get("id") not in ids]
            document = {**document, **known, "entries": [*known["entries"], *more]}
        self.found.tables[table][key] = document

    def _is_table(self, key: str, value: Any) -> bool:
        if key not in TABLES:
            return False
        return value is None or not (self.table and _is_list(value))

    def _table_of(self, key: str, document: Any) -> str | None:
        """The table that a document belongs to: the one we are in, unless its entries tell."""
        if key == "ledger" and "schema" in document:
            return "meta"
        entries = document.get("entries") if isinstance(document, dict) else None
        entries = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        types = {str(entry.get("type")) for entry in entries}
        if types & OF_CLAIMS:
            return "claims"
        if "set" in types:
            return "meta"
        if "forgotten" in types:
            return "forgotten"
        if "entered" in types and any(OF_SOURCES & entry.keys() for entry in entries):
            return "sources"
        if "entered" in types:
            return self.table if self.table in ("sources", "parties") else None
        return self.table

    def _between(self, start: int, end: int) -> None:
        """What stands between two documents: nothing, or what could not be read."""
        gap = self.text[start:end]
        if "}" in gap and not self.broken and BETWEEN.fullmatch(gap):
            self.table = None
        elif not self.broken and not BETWEEN.fullmatch(gap):
            skipped = BETWEEN.match(gap)
            self._lose(None, start + (skipped.end() if skipped else 0), "this cannot be read")
            self.broken = True

    def _decode(self, position: int) -> tuple[Any, int]:
        try:
            return self.decoder.raw_decode(self.text, position)
        except (ValueError, RecursionError):
            return None, position

    def _lose(self, key: str | None, at: int, problem: str, table: str | None = None) -> None:
        before = self.text[:at]
        line = before.count("\n") + 1
        byte = self._byte(at)
        end = self._byte(len(self.text))
        self.found.lost.append(Lost(table or self.table or "", key, line, byte, problem, end))

    def _again(self, at: int) -> None:
        """From here on things can be read again, if they could not."""
        if self.broken:
            self._until(at)
        self.broken = False

    def _until(self, at: int) -> None:
        self.found.lost[-1] = replace(self.found.lost[-1], until=self._byte(at))

    def _byte(self, at: int) -> int:
        return len(self.text[:at].encode("utf-8", "surrogateescape"))


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _is_list(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("entries"), list)


def _writable(value: Any) -> bool:
    """Can it be written as JSON again? Bytes that were no UTF-8 cannot."""
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True
