"""Whole lists of entries, as another ledger has them, united with what is on file.

As in a merge: a claim is known by its id, an entry by its id within the claim, and of one that is
on both sides the earlier logging stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import ValidationError

from claimtrack.desk.change import Change
from claimtrack.desk.rows import Document, Refused
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim, fold
from claimtrack.model.entries import (
    ClaimChanges,
    Entry,
    Opened,
    Revised,
    entry_id,
    instant,
    read_entries,
    written,
)
from claimtrack.model.registry import read_party, read_source
from claimtrack.model.settings import fold_settings, read_settings
from claimtrack.store.base import RawEntry, Table

READERS: dict[Table, Callable[[Sequence[RawEntry]], Sequence[Entry]]] = {
    "claims": read_entries,
    "sources": read_source,
    "parties": read_party,
    "meta": read_settings,
}


class Tally(Protocol):
    """What uniting counts."""

    opened: list[str]
    entries: int
    on_file: int
    sources: list[str]
    parties: list[str]
    refused: list[Refused]


@dataclass(slots=True)
class Uniting:
    """Documents on their way into the ledger."""

    change: Change
    tags: Sequence[str]
    tally: Tally
    new_claims: list[str] = field(default_factory=list)

    def take(self, document: Document) -> None:
        """Add the entries of a document that are not on file; or note why it is refused."""
        try:
            records = self._checked(document)
        except BadInput as error:
            self.tally.refused.append(
                Refused(document.place, str(error), original=document.original)
            )
            return
        table, key = document.table, document.key
        on_file = self.change.view.snapshot.entries(table, key)
        added = _missing(records, on_file or ())
        self.tally.on_file += bool(records) and not added
        if not added:
            return
        if table == "claims":
            self.change.file(key, added)
            self.tally.entries += len(added)
            if on_file is None:
                self.tally.opened.append(key)
        else:
            self.change.unit.append(table, key, added)
            new = {"sources": self.tally.sources, "parties": self.tally.parties}.get(table)
            if new is not None and on_file is None:
                new.append(key)

    def finish(self) -> None:
        """Put the tags that were asked for on the claims that are new."""
        self.change.view.relearn()
        for claim_id in self.tally.opened if self.tags else ():
            claim = self.change.view.claim(claim_id)
            if claim is not None and set(self.tags) - set(claim.fields.tags):
                self._tag(claim)

    def _tag(self, claim: Claim) -> None:
        tags = tuple(dict.fromkeys((*claim.fields.tags, *self.tags)))
        changes = ClaimChanges(tags=tags)
        self.change.add(claim.id, Revised(type="revised", changes=changes, **self.change.stamp()))

    def _checked(self, document: Document) -> list[RawEntry]:
        """The entries as they are filed; ``BadInput`` where one is none."""
        records = [self._completed(record) for record in document.entries]
        try:
            entries = READERS[document.table](records)
        except ValidationError as error:
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


def _missing(records: Sequence[RawEntry], on_file: Sequence[RawEntry]) -> list[RawEntry]:
    """The entries that are not on file, or were logged later there."""
    known: dict[Any, tuple[str, str]] = {}
    for record in on_file:
        logged = (str(record.get("recorded")), str(record.get("by")))
        known[record.get("id")] = min(logged, known.get(record.get("id"), logged))
    added = []
    for record in records:
        logged = (record["recorded"], record["by"])
        if record["id"] not in known or logged < known[record["id"]]:
            known[record["id"]] = logged
            added.append(record)
    return added


def _filed(record: RawEntry, entry: Entry) -> RawEntry:
    """An entry as it is filed: without what has its default, with what nobody here knows."""
    filed = written(entry)
    for name, value in record.items():
        if name not in type(entry).model_fields:
            filed[name] = value
        elif isinstance(value, dict) and isinstance(filed.get(name), dict):
            filed[name] |= {key: inner for key, inner in value.items() if key not in filed[name]}
    return filed


def _place(error: ValidationError) -> str:
    """Where in the line an entry is none, and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    return f"$.entries{path}: {first['msg']}"
