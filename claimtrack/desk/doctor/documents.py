"""A ledger as the doctor reads it: entry by entry, so that one that is none hides no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtrack.desk.documents import READERS, Reader
from claimtrack.model.claim import standing_entries
from claimtrack.model.entries import Entry
from claimtrack.model.reading import NoEntry
from claimtrack.model.union import identity
from claimtrack.store.base import TABLES, RawEntry, Table, Tables


@dataclass(frozen=True, slots=True)
class Document:
    """A list of entries, as it stands on file and as models; an entry that is none has no model."""

    table: Table
    key: str
    entries: Sequence[RawEntry]
    models: Sequence[Entry | None]
    errors: Sequence[NoEntry | None]

    @property
    def ids(self) -> set[str]:
        """The ids that its entries go by."""
        return {identity(entry) for entry in self.entries}

    @property
    def read(self) -> list[Entry]:
        """The entries that are some."""
        return [model for model in self.models if model is not None]

    @property
    def standing(self) -> list[Entry]:
        """Those that nobody took back, withdrawals aside."""
        return standing_entries(self.read)


def documents(tables: Tables) -> Iterator[Document]:
    """Every list of entries of the ledger."""
    for table in TABLES:
        for key, document in tables.get(table, {}).items():
            if table != "meta" or key == "settings":
                yield _read(table, key, document.get("entries", []))


def _read(table: Table, key: str, entries: Sequence[RawEntry]) -> Document:
    reader = READERS[table]
    try:
        return Document(table, key, entries, reader(entries), [None] * len(entries))
    except NoEntry:
        pairs = [_read_one(reader, entry) for entry in entries]
    return Document(table, key, entries, [m for m, _ in pairs], [e for _, e in pairs])


def _read_one(reader: Reader, entry: RawEntry) -> tuple[Entry | None, NoEntry | None]:
    try:
        return reader([entry])[0], None
    except NoEntry as error:
        return None, error
