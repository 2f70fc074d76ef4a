"""Tables in memory, read as a ledger is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from claimtrack.model.entries import Entry
from claimtrack.store.base import TABLES, Document, Index, Logged, RawEntry, Table, Tables, Trace
from claimtrack.store.repeated import Repeated

if TYPE_CHECKING:
    from claimtrack.query.derived import Derived

LOGGED: tuple[Table, ...] = ("claims", "sources", "parties", "meta")
"""The tables that hold what commands log."""


class Held:
    """A reading of tables that are held in memory."""

    def __init__(self, tables: Tables | None) -> None:
        self._tables = tables
        self._traces: dict[Trace, dict[str, list[str]]] = {}

    @property
    def tables(self) -> Tables:
        """The tables."""
        if self._tables is None:
            self._tables = self._parsed()
        return self._tables

    @tables.setter
    def tables(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def exists(self) -> bool:
        """They are there."""
        return True

    def keys(self, table: Table) -> Collection[str]:
        """The ids of a table's documents."""
        return self.tables.get(table, {}).keys()

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """A document's entries, in their order."""
        document = self.tables.get(table, {}).get(key)
        return None if document is None else document.get("entries", [])

    def models(self, table: Table, key: str) -> Sequence[Entry] | None:
        """None is made yet."""
        return None

    def document(self, table: str, key: str) -> Mapping[str, Any] | None:
        """A document as it stands."""
        return self.tables.get(table, {}).get(key)

    def documents(self) -> Iterator[Document]:
        """Every document, table by table."""
        for table in (*TABLES, *(name for name in self.tables if name not in TABLES)):
            for key, document in self.tables.get(table, {}).items():
                yield table, key, document

    def count(self) -> int:
        """How many documents there are in all tables."""
        return sum(map(len, self.tables.values()))

    def has(self, table: Table, key: str) -> bool:
        """Is there a document of that id or key?"""
        return key in self.keys(table)

    def beginning(self, table: Table, prefix: str, most: int | None = None) -> list[str]:
        """The ids or keys that begin so, in their order."""
        return sorted(key for key in self.keys(table) if key.startswith(prefix))[:most]

    def traced(self, trace: Trace, values: Collection[str]) -> dict[str, list[str]]:
        """For each value that entries left a trace of, the ids of their claims, in their order.

        The first question after a trace looks at every entry, and all that there are are kept.
        """
        if trace not in self._traces:
            self._traces[trace] = self._look_for(trace)
        found = self._traces[trace]
        return {value: sorted(found[value]) for value in values if value in found}

    def logged_since(self, table: Table, moment: datetime) -> list[str]:
        """The documents in which anything was logged at a moment or later, in their order."""
        from claimtrack.model.moments import moment_of

        return sorted(
            key
            for key in self.keys(table)
            if any(
                (logged := moment_of(record)) and logged >= moment
                for record in self.entries(table, key) or ()
            )
        )

    def latest(self, by: str | None = None) -> Iterator[Logged]:
        """What somebody logged, or anybody, the latest command first."""
        from claimtrack.store.traces import place_of

        found = [
            (place, Logged(table, key, record))
            for table in LOGGED
            for key in self.keys(table)
            for record in self.entries(table, key) or ()
            if (by is None or record.get("by") == by) and (place := place_of(record))
        ]
        found.sort(key=lambda each: each[0], reverse=True)
        return (logged for _, logged in found)

    def traces_changed(self, table: Table, key: str, added: Sequence[RawEntry] | None) -> None:
        """Take in what was added to a document; None where anything else was done to it."""
        if added is None:
            self._traces.clear()
        elif table == "claims":
            self._learn_traces(key, added)

    def load(self, table: Table, keys: Iterable[str]) -> None:
        """All of them are at hand."""

    def let_go(self, table: Table, keys: Iterable[str]) -> None:
        """They are what there is."""

    def release(self) -> None:
        """Nobody waits for memory."""

    @property
    def index(self) -> Index | None:
        """In memory nothing is kept: what is derived is derived when it is asked for."""
        return None

    def turned(self, day: date, most: int) -> list[str]:
        """Nothing is kept."""
        return []

    def amiss(self) -> str | None:
        """Nothing is kept."""
        return None

    def wrongly_kept(self, told: "Iterable[tuple[str, Derived | None]]") -> list[str]:
        """Nothing is kept, so nothing is wrong."""
        return []

    def repeated(self) -> list[Repeated]:
        """What stands in memory stands once."""
        return []

    def mode(self) -> int | None:
        """Memory has no permissions."""
        return None

    def whole(self) -> Tables:
        """All the tables."""
        return self.tables

    def _parsed(self) -> Tables:
        """The tables, for a reading that was begun without them."""
        raise NotImplementedError

    def _look_for(self, trace: Trace) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for value, claim_id in self._left(trace):
            ids = found.setdefault(value, [])
            if claim_id not in ids[-1:]:
                ids.append(claim_id)
        return found

    def _left(self, trace: Trace) -> Iterator[tuple[str, str]]:
        """The values that entries left such a trace of, each with the claim, claim by claim."""
        from claimtrack.store.traces import LEFT_BY, values_of

        left_by = LEFT_BY.get(trace)
        for claim_id, document in self.tables.get("claims", {}).items():
            for record in document.get("entries", ()):
                if left_by and record.get("type") not in left_by:
                    continue  # asked here, as it is nearly all of a ledger's entries
                for value in values_of(record, trace):
                    yield value, claim_id

    def _learn_traces(self, claim_id: str, added: Sequence[RawEntry]) -> None:
        from claimtrack.store.traces import values_of

        for trace, known in self._traces.items():
            for record in added:
                for value in values_of(record, trace):
                    ids = known.setdefault(value, [])
                    if claim_id not in ids:
                        ids.append(claim_id)
