"""Taking what a file says into the ledger: all of it is checked, and then written at once.

A claim is known again by what it was called where it came from, else by its words; a report by
what it says. So a file that is imported twice adds nothing, and what the desk has withdrawn since
stays withdrawn.
"""

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimtrack.desk.change import Change
from claimtrack.desk.intake import ClaimPlan, Outcome, Planned, Shelf
from claimtrack.desk.known_names import KnownNames
from claimtrack.desk.names import NOBODY, NewSource
from claimtrack.desk.row_reading import RowReader, Told
from claimtrack.desk.rows import Document, Item, Refused, Row
from claimtrack.desk.uniting import Uniting
from claimtrack.desk.watching import Watch, unwatched
from claimtrack.errors import BadInput
from claimtrack.model.alike import same_words
from claimtrack.model.entries import Opened, named, written
from claimtrack.model.registry import slug
from claimtrack.model.urls import outlet_of
from claimtrack.model.words import Kind, Priority, Reliability, Stance
from claimtrack.store.base import RawEntry


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said of all that a file holds."""

    origin: str
    """What external ids begin with where no source was named: the file's name."""
    source: str | None = None
    tags: Sequence[str] = ()
    stances: Mapping[str, str] = field(default_factory=dict)
    new: NewSource = field(default_factory=NewSource)


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    items: int = 0
    opened: list[str] = field(default_factory=list)
    """The ids of the claims that are new, in the order of the file."""
    entries: int = 0
    """How many entries were added to claims, openings too."""
    on_file: int = 0
    """How many rows say what was on file already."""
    withdrawn: int = 0
    """How many say what the desk has withdrawn, which stays so."""
    sources: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    """What becomes of every item, in the order of the file."""


def import_items(
    change: Change, items: Iterable[Item], wish: Wish, watch: Watch = unwatched
) -> Imported:
    """Put what the items say on file.

    Whoever calls this lets the change go through only if the items that were ``refused`` may be
    left out. ``watch`` shows how far the filing is.
    """
    collecting = gc.isenabled()
    gc.disable()  # many small objects that all stay, as when a ledger is read
    try:
        return _Import(change, wish).run(items, watch)
    finally:
        if collecting:
            gc.enable()


class _Import:
    """One import on its way."""

    def __init__(self, change: Change, wish: Wish) -> None:
        self.change = change
        self.wish = wish
        self.done = Imported()
        self.names = KnownNames(change, wish.new)
        self.reader = RowReader(change, self.names, source=wish.source, stances=wish.stances)
        self.shelf = Shelf(change)
        self.prefix = self._prefix()
        self.plans: dict[str, ClaimPlan] = {}
        self.otherwise = 0
        self.own_voices = 0

    def run(self, items: Iterable[Item], watch: Watch) -> Imported:
        uniting = Uniting(self.change, self.wish.tags, self.done)
        for item in items:
            self.done.items += 1
            if isinstance(item, Refused):
                self.done.refused.append(item)
            elif isinstance(item, Document):
                uniting.take(item)
            else:
                self._take(item)
        with watch("filing", len(self.plans)) as advance:
            for plan in self.plans.values():
                self._file(plan)
                advance(1)
        uniting.finish()
        self.done.sources += self.names.entered_sources
        self.done.parties += self.names.entered_parties
        self._say_hints()
        return self.done

    def _prefix(self) -> str:
        """What external ids begin with: the source that all rows are of, else the file.

        A confidential source is not named in them.
        """
        source = self.wish.source
        if source is None:
            return self.wish.origin
        key = self.names.source(source, None)
        if self.change.view.registry.confidential(key) or (not key and self.wish.new.confidential):
            return self.wish.origin
        outlet = outlet_of(source) if "://" in source else None
        return key or slug(outlet.key_url if outlet else source) or self.wish.origin

    def _take(self, row: Row) -> None:
        told = self.reader.read(row)
        if isinstance(told, list):
            self.done.refused += told
            return
        plan = self._plan_of(told)
        if plan is None:
            self._refuse(row, "text", "the row has neither a claim's words nor what it is known by")
            return
        try:
            self._note(plan, told)
        except BadInput as error:
            self._refuse(row, "repeats", str(error))

    def _note(self, plan: ClaimPlan, told: Told) -> None:
        """Add what a row says to what is planned for its claim."""
        text = told.claim.get("text")
        if plan.new and text and plan.fields.get("text", text) != text:
            self.otherwise += 1
        planned = plan.take(told, self.names)
        if planned.outcome == Outcome.ON_FILE:
            self.done.on_file += 1
        elif planned.outcome == Outcome.WITHDRAWN:
            self.done.withdrawn += 1
        self.done.planned.append(planned)

    def _plan_of(self, told: Told) -> ClaimPlan | None:
        """What is planned for the claim that a row is about; None where there is no telling."""
        claim = told.claim
        words = same_words(claim["text"]) if claim.get("text") else None
        external = claim.get("external_id") or self._external(claim, words)
        own = claim.get("id")
        for known_by in filter(None, (external, own and f"id {own}")):
            if known_by in self.plans:
                return self.plans[known_by]
        if external is None and own is None:
            return None
        plan = self.shelf.plan(own, external, words, self.names)
        for known_by in filter(None, (external, own and f"id {own}")):
            self.plans[known_by] = plan
        return plan

    def _external(self, claim: Mapping[str, Any], words: str | None) -> str | None:
        if claim.get("key"):
            return f"{self.prefix}:{claim['key']}"
        if claim.get("id") or words is None:
            return None
        from hashlib import sha256

        return f"{self.prefix}:{sha256(words.encode()).hexdigest()[:12]}"

    def _file(self, plan: ClaimPlan) -> None:
        """Write what is planned for a claim, once."""
        if plan.filed:
            return
        plan.filed = True
        if plan.new and "text" not in plan.fields:
            for row in plan.rows:
                self._refuse(row, "text", "a new claim needs its words, and no row of it has them")
            return
        records = plan.records(self.names, self.change)
        if plan.new:
            records.insert(0, self._opened(plan, records))
            self.done.opened.append(plan.claim_id)
        if records:
            self.change.file(plan.claim_id, records)
            self.done.entries += len(records)

    def _opened(self, plan: ClaimPlan, reports: Sequence[RawEntry]) -> RawEntry:
        said = plan.fields
        tags = dict.fromkeys((*said.get("tags", ()), *self.wish.tags))
        entry = Opened(
            text=said["text"],
            kind=said.get("kind") or (Kind.FORECAST if said.get("due") else Kind.EVENT),
            claimant=self._claimant(plan, reports),
            when=said.get("when"),
            due=said.get("due"),
            condition=said.get("condition"),
            place=said.get("place"),
            tags=tuple(tags),
            priority=said.get("priority") or Priority.NORMAL,
            assignee=said.get("assignee"),
            external_id=plan.external,
            parties=tuple(dict.fromkeys(map(self.names.enter_party, said.get("parties", ())))),
            **self.change.stamp(plan.on),
        )
        return written(named(entry))

    def _claimant(self, plan: ClaimPlan, reports: Sequence[RawEntry]) -> str | None:
        """As ``add`` has it: who was named, else the party whose outlet first made the claim."""
        name = plan.fields.get("claimant")
        if name is not None:
            return None if name.lower() == NOBODY else self.names.claimant(name)
        first = reports[0] if reports else {}
        if first.get("source") is None or first.get("stance", Stance.SUPPORTS) != Stance.SUPPORTS:
            return None
        party = self.change.view.registry.owning_party(first["source"])
        self.own_voices += party is not None
        return party

    def _refuse(self, row: Row, name: str, reason: str) -> None:
        column = row.columns.get(name, name)
        self.done.refused.append(Refused(row.place, reason, column, row.original))

    def _say_hints(self) -> None:
        registry = self.change.view.registry
        entered = self.names.entered_sources
        if ungraded := sum(registry.grade(key) == Reliability.F for key in entered):
            self.change.say(
                f"new sources that nobody graded: {ungraded}; what they say gives no weight: "
                "claimtrack source rate KEY A-F"
            )
        if self.own_voices:
            self.change.say(
                f"{self.own_voices} new claims have as their claimant the party whose outlet makes "
                "them"
            )
        if self.otherwise:
            self.change.say(
                f"{self.otherwise} rows word their claim otherwise than the first row of it: the "
                "first counts"
            )
        if self.shelf.joined:
            self.change.say(
                f"{self.shelf.joined} claims of the file have the words of another claim: they are "
                "one"
            )
