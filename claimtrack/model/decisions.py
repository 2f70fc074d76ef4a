"""What was decided on a claim, told without the fold of all its entries.

A list of what is open has no use for the many claims that are closed. What closes one is an entry
or two; the others, which are most of a ledger, need not be put in order to find that out.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from claimtrack.model.claim import OrderKey
from claimtrack.model.entries import ClaimEntry, Entry, Reopened, Verdict, Withdrawn

E = TypeVar("E", bound=Entry)

KINDS = (Verdict, Reopened)


class Decisions:
    """The decisions on a claim, as the fold of all its entries would have them."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries if len(entries) == 1 else sorted(entries, key=self.order)

    def at(self, kind: type[E], day: date) -> Sequence[E]:
        """The decisions of one type that have begun on ``day``, in Order."""
        return [e for e in self._entries if type(e) is kind and e.on.begun(day)]

    def order(self, entry: Entry) -> OrderKey:
        """Where a decision stands among the others; only what is cited is ever corrected."""
        return (entry.on.begins, entry.on.ends, entry.recorded, entry.id)


def decisions_among(entries: Sequence[ClaimEntry]) -> Decisions | None:
    """What was decided on a claim; None where that takes the fold to tell.

    It does where there is no verdict, and where anything was withdrawn or stands twice.
    """
    types = [type(entry) for entry in entries]
    if Verdict not in types or Withdrawn in types:
        return None
    if len({entry.id for entry in entries}) < len(entries):
        return None
    return Decisions([entry for entry in entries if type(entry) in KINDS])
