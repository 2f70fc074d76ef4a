"""The documents of a ledger as entries, as they are on file: nothing judged, nothing folded."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from claimtrack.errors import DataError
from claimtrack.model.claim import logged_entries
from claimtrack.model.entries import (
    ClaimEntry,
    Entry,
    Forgotten,
    read_entries,
    read_forgotten,
)
from claimtrack.model.reading import NoEntry
from claimtrack.model.registry import PartyEntry, SourceEntry, read_party, read_source
from claimtrack.model.settings import SettingEntry, read_settings
from claimtrack.store.base import RawEntry, Snapshot, Table

E = TypeVar("E")

Reader = Callable[[Sequence[RawEntry]], Sequence[Entry]]

READERS: dict[Table, Reader] = {
    "claims": read_entries,
    "sources": read_source,
    "parties": read_party,
    "meta": read_settings,
    "forgotten": read_forgotten,
}
"""How the entries of each table's documents are read."""


class Documents:
    """What one reading of the ledger holds; ``DataError`` where an entry is none."""

    def __init__(self, snapshot: Snapshot, location: str) -> None:
        self.snapshot = snapshot
        self.location = location

    def entries(self, table: Table, key: str) -> list[Entry]:
        """All that was ever logged in a document, in the order of logging, each entry once."""
        return logged_entries(self._read(table, key, READERS[table]))

    def claim_entries(self, claim_id: str) -> Sequence[ClaimEntry]:
        """Everything that was logged about a claim, as it is on file: no key followed."""
        return self._read("claims", claim_id, read_entries)

    def source_entries(self, key: str) -> Sequence[SourceEntry]:
        """Everything that was logged about a source, also one that was taken back."""
        return self._read("sources", key, read_source)

    def party_entries(self, key: str) -> Sequence[PartyEntry]:
        """Everything that was logged about a party, also one that was taken back."""
        return self._read("parties", key, read_party)

    def setting_entries(self) -> list[SettingEntry]:
        """Everything that was logged about the settings."""
        return list(self._read("meta", "settings", read_settings))

    def tombstones(self, claim_id: str) -> Sequence[Forgotten]:
        """What is left of a claim that was erased; nothing of one that was not."""
        return self._read("forgotten", claim_id, read_forgotten)

    def _read(
        self, table: Table, key: str, read: Callable[[Sequence[RawEntry]], Sequence[E]]
    ) -> Sequence[E]:
        """The entries of a document as models; ``DataError`` that names the one that is none."""
        if (models := self.snapshot.models(table, key)) is not None:
            return cast(Sequence[E], models)  # each table has its own
        records = self.snapshot.entries(table, key) or []
        try:
            return read(records)
        except NoEntry as error:
            raise DataError(_place(self.location, table, key, error)) from None


def _place(location: str, table: Table, key: str, error: NoEntry) -> str:
    """Where in the file a record is no entry, and why, in one line."""
    place = f"{location}: {table}/{key}, entry {error.number}"
    if error.unknown_type is not None:
        return f"{place}: type {error.unknown_type!r} is not known"
    where = ".".join(map(str, error.path)) or "entry"
    return f"{place}: {where}: {error.why}"
