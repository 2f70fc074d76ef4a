"""One command's write: everything it adds, under one lock, with one time of logging."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, overload

from msgspec.structs import replace

from claimtrack.desk.drafts import distinct, placed, placed_in_list, said
from claimtrack.desk.view import View
from claimtrack.model.claim import standing_entries
from claimtrack.model.entries import (
    ClaimEntry,
    Entry,
    Flagged,
    Opened,
    Position,
    Report,
    Revised,
    Snooze,
    Withdrawn,
    named,
    written,
)
from claimtrack.model.registry import PartyEntry, SourceEntry
from claimtrack.model.settings import SettingChanged
from claimtrack.model.words import Status
from claimtrack.store.base import RawEntry, Table, Unit
from claimtrack.when import Lean, Window, printed

E = TypeVar("E", bound=Entry)

Answers = Mapping[tuple[str, str], str | None]
"""What a person answered when a name was near others: by ("source" or "party", name), the key that
was meant, or None for a new one."""


class Change:
    """A unit of work on the ledger: its view is up to date with what it has added.

    ``added`` holds the ids of the entries added to each claim, in the order of the command, and
    ``amended`` those of the entries added to sources and parties; ``before`` the status that a
    claim had when the command came to it, None for a new one; ``said`` what a colleague would say,
    a line each.
    """

    def __init__(self, unit: Unit, view: View, *, by: str, answers: Answers) -> None:
        self.unit = unit
        self.new_ledger = not unit.exists
        self.view = view
        self.by = by
        self.moment = unit.moment = view.now
        self.answers = answers
        self.added: dict[str, list[str]] = {}
        self.amended: list[str] = []
        self.before: dict[str, Status | None] = {}
        self.said: list[str] = []

    @property
    def today(self) -> date:
        """The day that it is in the ledger's time zone."""
        return self.view.day

    def say(self, line: str) -> None:
        """Tell the user something beside the answer, once."""
        if line not in self.said:
            self.said.append(line)

    @overload
    def window(self, name: str, phrase: str, lean: Lean) -> Window: ...

    @overload
    def window(self, name: str, phrase: str | None, lean: Lean) -> Window | None: ...

    def window(self, name: str, phrase: str | None, lean: Lean) -> Window | None:
        """The window that a phrase means, said as it was read; None for no phrase."""
        return None if phrase is None else self.view.window(name, phrase, lean)

    def stamp(self, on: Window | None = None) -> dict[str, Any]:
        """What every entry of this command shares: its day, the time of logging and the user."""
        return {"on": on or Window.day(self.today), "recorded": self.moment, "by": self.by}

    def open(self, claim_id: str, opened: Opened) -> None:
        """Put a new claim on file."""
        self.before[claim_id] = None
        self._append(claim_id, named(opened))

    def add(self, claim_id: str, draft: ClaimEntry) -> ClaimEntry | None:
        """Put an entry on a claim and return it as it is on file.

        None where just this stands already: then nothing is added, and the user is told.
        """
        claim = self.view.history(claim_id)
        if claim is None:
            raise KeyError(claim_id)
        self.before.setdefault(claim_id, self.view.status(claim) if claim.on_file else None)
        if isinstance(draft, (Revised, Flagged, Snooze)):
            draft = self._not_before(draft, (e for e in claim.entries if type(e) is type(draft)))
        entry = placed(claim, draft)
        if entry is None:
            self.added.setdefault(claim_id, [])
            if isinstance(draft, Snooze):
                said = f"{claim_id} is snoozed until {printed(draft.until)} already"
            else:
                said = f"this {draft.type} is on file already for {claim_id}"
            self.say(f"{said}: nothing added")
            return None
        self._append(claim_id, entry)
        return entry

    def replace(
        self, claim_id: str, old: Report | Position, draft: Report | Position, *, reason: str
    ) -> ClaimEntry | None:
        """Withdraw an entry that was typed wrong, and file the draft as its correction.

        The correction keeps the place that the old entry had: what it follows, and for order and
        flags the time at which that was logged. None where the old one says this already.
        """
        if said(old) == said(draft):
            self.added.setdefault(claim_id, [])
            self.say(f"{old.id} says this already: nothing changed")
            return None
        self.add(claim_id, Withdrawn(entry=old.id, reason=reason, **self.stamp()))
        claim = self.view.claim(claim_id)
        assert claim is not None
        corrected = replace(draft, corrects=old.id, follows=old.follows)
        entry = distinct(claim, named(corrected))
        self._append(claim_id, entry)
        return entry

    def amend_source(self, key: str, draft: SourceEntry) -> bool:
        """Put an entry on a source; False where just this stands already."""
        return self._amend("sources", key, draft)

    def amend_party(self, key: str, draft: PartyEntry) -> bool:
        """Put an entry on a party; False where just this stands already."""
        return self._amend("parties", key, draft)

    def configure(self, draft: SettingChanged) -> bool:
        """Put an entry on the settings; False where just this stands already."""
        logged = self.view.setting_entries()
        same_key = [
            entry
            for entry in standing_entries(logged)
            if isinstance(entry, SettingChanged) and entry.key == draft.key
        ]
        draft = self._not_before(draft, same_key)
        entry = placed_in_list(logged, same_key, draft)
        if entry is not None:
            self.put("meta", "settings", entry)
        return entry is not None

    def file(self, claim_id: str, records: Sequence[RawEntry]) -> None:
        """Put entries that were checked already on a claim as they are, all at once."""
        self.unit.append("claims", claim_id, records)
        self.view.reread("claims", claim_id)
        self.added.setdefault(claim_id, []).extend(record["id"] for record in records)

    def put(self, table: Table, key: str, entry: Entry) -> None:
        """Put an entry that has its id into a document."""
        self.unit.append(table, key, [written(entry)])
        self.view.reread(table, key)

    def erase(self, table: Table, key: str) -> None:
        """Take a document away, from everything that is kept of the ledger."""
        self.unit.erase(table, key)
        self.view.reread(table, key)

    def _amend(self, table: Table, key: str, draft: Entry) -> bool:
        """Put an entry on the list of a source or a party, which may have been taken back."""
        logged = self.view.entries(table, key)
        standing = standing_entries(logged)
        entry = placed_in_list(logged, standing, self._not_before(draft, standing))
        if entry is not None:
            self.put(table, key, entry)
            self.amended.append(entry.id)
        return entry is not None

    def _not_before(self, draft: E, track: Iterable[Entry]) -> E:
        """A draft of today, dated no earlier than what it changes.

        Where the time zone was moved westward, that may have happened on what is tomorrow here.
        """
        latest = max((entry.on.last or self.today for entry in track), default=self.today)
        if draft.on != Window.day(self.today) or latest <= self.today:
            return draft
        return replace(draft, on=Window.day(latest))

    def _append(self, claim_id: str, entry: ClaimEntry) -> None:
        claim = self.view.history(claim_id)
        self.unit.append("claims", claim_id, [written(entry)])
        self.view.learn(claim, claim_id, entry)
        self.added.setdefault(claim_id, []).append(entry.id)
