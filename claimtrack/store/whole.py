"""A ledger's file as entries, all at once: for who reads, and looks at most of it.

msgspec makes models of JSON in half the time in which others only parse it. That serves where all
of the file is plainly in order; any other is parsed, and each document is read, or refused, by
itself.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from claimtrack.model.entries import ClaimEntry, Forgotten
from claimtrack.model.registry import PartyEntry, SourceEntry
from claimtrack.model.settings import SettingEntry
from claimtrack.store.base import Table
from claimtrack.store.layout import SCHEMA

E = TypeVar("E")


class Entries(Struct, Generic[E], gc=False):
    """A document."""

    entries: list[E]


Models = Mapping[Table, Mapping[str, Entries[Any]]]
"""The documents of each table that hold entries, by their ids."""


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

    @property
    def tables(self) -> Models:
        """All of them."""
        return {
            "claims": self.claims,
            "sources": self.sources,
            "parties": self.parties,
            "meta": {"settings": self.meta.settings} if self.meta.settings else {},
            "forgotten": self.forgotten,
        }


def read_whole(data: bytes) -> Models | None:
    """What a file holds; None where not all is plainly in order, or it is of another schema."""
    try:
        whole = Decoder(Whole).decode(data)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return whole.tables if whole.meta.ledger.schema == SCHEMA else None
