"""A claim by its stored records, of which only those are read that decide it.

A list of what is open has no use for the many claims that are closed. What closes one is an entry
or two; the others, which are most of a ledger, need not be read to find that out.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from claimtrack.model.claim import OrderKey
from claimtrack.model.entries import CLAIM_ENTRIES, Entry, read_entries

E = TypeVar("E", bound=Entry)

DECISIONS = frozenset({"verdict", "reopened"})

PLAIN = frozenset(CLAIM_ENTRIES) - {"withdrawn"}
"""The types of records that take no decision back, whatever they say."""


class Unread:
    """What was decided on a claim, as the fold of all its entries would have it."""

    __slots__ = ("_decisions",)

    def __init__(self, decisions: Sequence[Entry]) -> None:
        self._decisions = decisions if len(decisions) == 1 else sorted(decisions, key=self.order)

    def at(self, kind: type[E], day: date) -> Sequence[E]:
        """The decisions of one type that have begun on ``day``, in Order."""
        return [e for e in self._decisions if type(e) is kind and e.on.begun(day)]

    def order(self, entry: Entry) -> OrderKey:
        """Where a decision stands among the others; only what is cited is ever corrected."""
        return (entry.on.begins, entry.on.ends, entry.recorded, entry.id)


def unread(records: Sequence[Mapping[str, Any]]) -> Unread | None:
    """What was decided on a claim, by its records; None where that takes all of them to tell.

    It does where there is no verdict, where anything was withdrawn or stands twice, and where a
    record is not plainly an entry: whoever reads the claim whole says what is wrong with it.
    """
    try:
        types = [record["type"] for record in records]
        if "verdict" not in types or not PLAIN.issuperset(types):
            return None
        if len({record["id"] for record in records}) < len(records):
            return None
        decisions = [r for r, kind in zip(records, types, strict=True) if kind in DECISIONS]
        return Unread(read_entries(decisions))
    except (LookupError, TypeError, ValueError):
        return None
