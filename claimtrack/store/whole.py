"""A ledger's file as entries, all at once: for who reads, and looks at most of it.

msgspec makes models of JSON in half the time in which others only parse it. That serves where all
of the file is plainly in order; any other is parsed, and each document is read, or refused, by
itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from claimtrack.model.entries import ClaimEntry, Entry, Forgotten
from claimtrack.model.registry import PartyEntry, SourceEntry
from claimtrack.model.settings import SettingEntry
from claimtrack.store.base import Table
from claimtrack.store.layout import SCHEMA

E = TypeVar("E")


class Entries(Struct, Generic[E], gc=False):
    """A document."""

    entries: list[E]


class Mark(Struct, gc=False):
    """What makes a file a ledger."""

    schema: int


class Meta(Struct, forbid_unknown_fields=True, gc=False):
    """What is on file beside the tables; anything else there is for who knows it."""

    ledger: Mark
    settings: Entries[SettingEntry] | None = None


class Whole(Struct, forbid_unknown_fields=True, gc=False):
    """The tables, and no other."""

    meta: Meta
    claims: dict[str, Entries[ClaimEntry]] = {}
    sources: dict[str, Entries[SourceEntry]] = {}
    parties: dict[str, Entries[PartyEntry]] = {}
    forgotten: dict[str, Entries[Forgotten]] = {}

    def table(self, name: Table) -> Mapping[str, Entries[Any]]:
        """The documents of a table."""
        if name == "meta":
            return {"settings": self.meta.settings} if self.meta.settings else {}
        documents: Mapping[str, Entries[Any]] = getattr(self, name)
        return documents

    def entries(self, table: Table, key: str) -> Sequence[Entry]:
        """The entries of a document; none where there is no such document."""
        document = self.table(table).get(key)
        return document.entries if document else ()


def read_whole(data: bytes) -> Whole | None:
    """What a file holds; None where it is not all plainly in order, or of another schema."""
    try:
        whole = Decoder(Whole).decode(data)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return whole if whole.meta.ledger.schema == SCHEMA else None
