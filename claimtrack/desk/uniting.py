"""Whole lists of entries, as another ledger has them, united with what is on file.

It is what ``merge`` does with another ledger, of which the lines of a file are the documents; what
was forgotten here is not brought back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from claimtrack.desk.change import Change
from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.documents import READERS
from claimtrack.desk.finding import Finding
from claimtrack.desk.merging import conflicts, edited_notes, forgotten_notes
from claimtrack.desk.rows import Document, Refused
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim, fold
from claimtrack.model.entries import (
    ClaimChanges,
    Entry,
    Opened,
    Revised,
    entry_id,
    instant,
    whole,
    written,
)
from claimtrack.model.reading import NoEntry
from claimtrack.model.settings import fold_settings
from claimtrack.model.union import Union, identity, logging, united
from claimtrack.store.base import RawEntry, Tables
from claimtrack.store.held import Held

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Tally(Protocol):
    """What uniting counts."""

    opened: list[str]
    entries: int
    on_file: int
    withdrawn: int
    sources: list[str]
    parties: list[str]
    refused: list[Refused]


@dataclass(slots=True)
class Uniting:
    """Documents on their way into the ledger."""

    change: Change
    tags: Sequence[str]
    tally: Tally
    documents: dict[tuple[str, str], list[Document]] = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)
    """What the file holds, as it will be filed."""

    def take(self, document: Document) -> None:
        """Have the entries of a document united with what is on file; or note why it is refused."""
        try:
            records = self._checked(document)
        except BadInput as error:
            self._refuse(document, str(error))
            return
        if not records:
            return
        place = document.table, document.key
        self.documents.setdefault(place, []).append(document)
        filed = self.tables.setdefault(document.table, {}).setdefault(document.key, {"entries": []})
        filed["entries"].extend(records)

    def finish(self) -> None:
        """Unite what was taken with what is on file, and put the tags asked for on new claims."""
        self._leave_forgotten()
        if not any(self.tables.values()):
            return
        change = self.change
        change.unit.create()
        ours = change.unit.whole()
        union = united(ours, self.tables)
        if self._refused(union, ours):
            union = united(ours, self.tables)
        hidden = confidential_sources(change.unit) | confidential_sources(Held(self.tables))
        for note in (*edited_notes(union, hidden), *forgotten_notes(union)):
            change.say(note)
        self._count(ours, union.tables)
        if union.brought:
            change.unit.rewrite(union.tables)
            change.view.reread_all()
        for claim_id in self.tally.opened if self.tags else ():
            claim = change.view.claim(claim_id)
            if claim is not None and set(self.tags) - set(claim.fields.tags):
                self._tag(claim)

    def _leave_forgotten(self) -> None:
        """Take out the claims of the file that were forgotten, here or there."""
        claims = self.tables.get("claims", {})
        for claim_id in {*self.change.view.forgotten, *self.tables.get("forgotten", {})}:
            if claims.pop(claim_id, None):
                self.tally.withdrawn += 1

    def _refused(self, union: Union, ours: Tables) -> bool:
        """Note the documents that are in conflict with what is on file, and take them out."""
        view = self.change.view
        mine, yours, both = (
            View(Held(tables), view.location, view.now)
            for tables in (ours, self.tables, union.tables)
        )
        found = list(conflicts(union, mine, yours, both))
        hidden = confidential_sources(Held(ours)) | confidential_sources(Held(self.tables))
        for conflict in found:
            reason = _reason(conflict, hidden)
            for document in self._spoken_of(conflict):
                self._refuse(document, reason)
                self.tables[document.table].pop(document.key, None)
        return bool(found)

    def _spoken_of(self, conflict: Finding) -> Iterable[Document]:
        """The documents of the file that a conflict is about."""
        keys = (conflict.key, *conflict.sources.values(), *conflict.texts.values())
        for key in dict.fromkeys(keys):
            yield from self.documents.get((conflict.table, key or ""), ())

    def _refuse(self, document: Document, reason: str) -> None:
        self.tally.refused.append(Refused(document.place, reason, original=document.original))

    def _count(self, ours: Tables, united_tables: Tables) -> None:
        """Count what comes, and what was there."""
        for table, key in self.documents:
            if key not in self.tables.get(table, {}):
                continue
            before = ours.get(table, {}).get(key)
            known = {_logged(entry) for entry in before["entries"]} if before else set()
            entries = united_tables[table][key]["entries"]
            added = [identity(entry) for entry in entries if _logged(entry) not in known]
            self.tally.on_file += not added
            if table == "claims" and added:
                self.change.added.setdefault(key, []).extend(added)
                self.tally.entries += len(added)
            opened = {
                "claims": self.tally.opened,
                "sources": self.tally.sources,
                "parties": self.tally.parties,
            }
            if before is None and table in opened:
                opened[table].append(key)

    def _tag(self, claim: Claim) -> None:
        tags = tuple(dict.fromkeys((*claim.fields.tags, *self.tags)))
        changes = ClaimChanges(tags=tags)
        self.change.add(claim.id, Revised(changes=changes, **self.change.stamp()))

    def _checked(self, document: Document) -> list[RawEntry]:
        """The entries as they are filed; ``BadInput`` where one is none."""
        records = [self._completed(record) for record in document.entries]
        try:
            entries = READERS[document.table](records)
        except NoEntry as error:
            raise BadInput(_place(error)) from None
        for number, entry in enumerate(entries):
            if entry.recorded.tzinfo is None:
                raise BadInput(f"$.entries[{number}].recorded: has no offset: write it in UTC")
        self._check_whole(document, entries)
        pairs = zip(records, entries, strict=True)
        return [_filed(record, entry) for record, entry in pairs]

    def _check_whole(self, document: Document, entries: Sequence[Entry]) -> None:
        """Do they make something, together with what is on file?"""
        snapshot = self.change.view.snapshot
        on_file = snapshot.entries(document.table, document.key)
        if document.table == "claims" and on_file is None:
            if not any(isinstance(entry, Opened) for entry in entries):
                raise BadInput("$.entries: the claim is not on file, and nothing here opens it")
            fold(document.key, entries)  # type: ignore[arg-type]
        elif document.table == "meta":
            known = self.change.view.setting_entries()
            fold_settings([*known, *entries])  # type: ignore[list-item]

    def _completed(self, record: RawEntry) -> RawEntry:
        """An entry of another program may leave out its id, who logged it and when."""
        stamp = {"by": self.change.by, "recorded": instant(self.change.moment)}
        completed = stamp | record
        if not completed.get("id"):
            completed["id"] = entry_id(completed)
        return completed


def _logged(entry: RawEntry) -> tuple[str, object]:
    return identity(entry), logging(entry)


def _reason(conflict: Finding, hidden: frozenset[str]) -> str:
    """A conflict in words; where it speaks of a confidential source it names none."""
    secret = not hidden.isdisjoint(conflict.speaks_of)
    words = {name: "KEY" if secret else key for name, key in conflict.sources.items()}
    words |= {name: "a name" if secret else text for name, text in conflict.texts.items()}
    said = f"{conflict.problem}; {conflict.fix}"
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), said)


def _filed(record: RawEntry, entry: Entry) -> RawEntry:
    """An entry as it is filed: without what has its default, with what nobody here knows."""
    filed = written(entry)
    known = whole(entry)
    for name, value in record.items():
        if name not in known:
            filed[name] = value
        elif isinstance(value, dict) and isinstance(filed.get(name), dict):
            filed[name] |= {key: inner for key, inner in value.items() if key not in filed[name]}
    return filed


def _place(error: NoEntry) -> str:
    """Where in the line an entry is none, and why."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path)
    return f"$.entries[{error.number}]{path}: {error.why}"
