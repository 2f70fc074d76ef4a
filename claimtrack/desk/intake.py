"""What an import plans for each claim, beside what is on file of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from claimtrack.desk import opening
from claimtrack.desk.change import Change
from claimtrack.desk.known_names import KnownNames
from claimtrack.desk.row_reading import Told
from claimtrack.desk.rows import Row
from claimtrack.errors import BadInput
from claimtrack.model.entries import Report, entry_id, written
from claimtrack.model.registry import fold_name
from claimtrack.model.urls import looks_like_url, same_page
from claimtrack.model.words import Stance
from claimtrack.store.base import RawEntry, Trace
from claimtrack.when import Window

Signature = tuple[Any, ...]
"""What a report says, its day aside; of a source that is not on file, its name."""

UNION = ("tags", "parties")
"""The fields in which the rows of one claim add up."""


class Outcome(StrEnum):
    """What becomes of an item."""

    OPENS = "opens"
    ADDS = "adds"
    ON_FILE = "on file"
    WITHDRAWN = "stays withdrawn"


@dataclass(slots=True)
class Draft:
    """A report that will be filed; its id is known once it is."""

    said: Mapping[str, Any]
    on: Window | None
    repeats: "Draft | str | None"
    id: str = ""


@dataclass(frozen=True, slots=True)
class OnFile:
    """A report on file, or planned: its days as JSON has them, and whether it was withdrawn."""

    on: Mapping[str, Any] | None
    withdrawn: bool = False

    def is_of(self, on: Window | None) -> bool:
        """Is it of that day? A row without a day matches whatever is there."""
        if on is None or self.on is None or self.on.get("text") == on.text:
            return True
        days = (on.first and on.first.isoformat(), on.last and on.last.isoformat())
        return (self.on.get("from"), self.on.get("to")) == days


@dataclass(slots=True)
class ClaimPlan:
    """One claim of an import: what is on file of it, and what will be added."""

    claim_id: str
    external: str | None = None
    new: bool = False
    withdrawn: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    on: Window | None = None
    rows: list[Row] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    reports: dict[Signature, list[OnFile]] = field(default_factory=dict)
    repeatable: list[tuple[str, str, "Draft | str"]] = field(default_factory=list)
    """Reports by source and page, in order, for rows that repeat one."""
    filed: bool = False

    def learn(self, records: Sequence[RawEntry], withdrawn: set[str], names: KnownNames) -> None:
        """Take in what is on file."""
        for record in records:
            if record.get("type") != "report":
                continue
            known = OnFile(record.get("on"), record.get("id") in withdrawn)
            self.reports.setdefault(_signature_on_file(record, names), []).append(known)
            page = same_page(record["url"]) if record.get("url") else ""
            source = record.get("source") or ""
            self.repeatable.append((names.standing(source), page, str(record.get("id"))))

    def take(self, told: Told, names: KnownNames) -> "Planned":
        """Add what a row says, unless it is on file or was withdrawn."""
        first = self.new and not self.rows
        draft = None
        if told.report is None:
            outcome = Outcome.ON_FILE
        else:
            repeats = self._repeated(told.report.get("repeats"), names)
            signature = _signature(told.report, repeats, names)
            known = [one for one in self.reports.get(signature, ()) if one.is_of(told.on)]
            if known:
                taken_back = all(one.withdrawn for one in known)
                outcome = Outcome.WITHDRAWN if taken_back else Outcome.ON_FILE
            else:
                outcome = Outcome.ADDS
                draft = Draft(told.report, told.on, repeats)
        if self.withdrawn:
            outcome = Outcome.WITHDRAWN
        elif draft is not None:
            self._plan(draft, signature, names)
        if self.new:
            self._lay_under(told)
        outcome = Outcome.OPENS if first else outcome
        return Planned(told.row.place, self, outcome, None if self.withdrawn else draft)

    def records(self, names: KnownNames, change: Change) -> list[RawEntry]:
        """The planned reports as they are filed, their sources entered."""
        return [_record(draft, names, change) for draft in self.drafts]

    def _plan(self, draft: Draft, signature: Signature, names: KnownNames) -> None:
        on = draft.on.to_json() if draft.on else None
        self.reports.setdefault(signature, []).append(OnFile(on))
        self.drafts.append(draft)
        source = names.source(draft.said.get("source"), draft.said.get("page")) or ""
        name = source or fold_name(draft.said.get("source") or "")
        page = same_page(draft.said["url"]) if draft.said.get("url") else ""
        self.repeatable.append((name, page, draft))

    def _lay_under(self, told: Told) -> None:
        """Fields that no earlier row has said."""
        self.rows.append(told.row)
        for name, value in told.claim.items():
            if name in UNION:
                self.fields[name] = tuple(dict.fromkeys((*self.fields.get(name, ()), *value)))
            else:
                self.fields.setdefault(name, value)
        if told.on and (self.on is None or told.on.begins < self.on.begins):
            self.on = told.on

    def _repeated(self, ref: str | None, names: KnownNames) -> "Draft | str | None":
        """The report that a row repeats: by its page, its id, or its source."""
        if ref is None:
            return None
        page = same_page(ref) if looks_like_url(ref) else None
        key = names.source(ref, None) or fold_name(ref)
        for source, url, report in reversed(self.repeatable):
            if (page and url == page) or source == key or report == ref.lower():
                return report
        raise BadInput(f"no earlier report of the claim is {ref!r}: name one by its url or source")


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of an item of the file."""

    place: str
    plan: ClaimPlan
    outcome: Outcome
    draft: Draft | None = None


class Shelf:
    """What is on file, by what an import knows claims by."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._snapshot = change.view.snapshot
        self._taken = opening.Taken(change.view)
        self._new_by_words: dict[str, list[str]] = {}
        self._plans: dict[str, ClaimPlan] = {}
        self.joined = 0

    def plan(
        self, own: str | None, external: str | None, words: str | None, names: KnownNames
    ) -> ClaimPlan:
        """The plan for a claim: one on file by its id, by what it is called elsewhere, or by its
        words, the standing before the withdrawn; else a new one.
        """
        claim_id = own if own in self._taken else self._called(external)
        if claim_id is None and words:
            claim_id = self._of_words(words)
            self.joined += claim_id in self._plans and self._plans[claim_id].new
        if claim_id is None:
            return self._new(own or opening.new_id(self._taken), external, words)
        if claim_id not in self._plans:
            self._plans[claim_id] = self._on_file(claim_id, names)
        return self._plans[claim_id]

    def _new(self, claim_id: str, external: str | None, words: str | None) -> ClaimPlan:
        self._taken.add(claim_id)
        plan = self._plans[claim_id] = ClaimPlan(claim_id, external, new=True)
        if words:
            self._new_by_words.setdefault(words, []).append(claim_id)
        return plan

    def _on_file(self, claim_id: str, names: KnownNames) -> ClaimPlan:
        records = self._snapshot.entries("claims", claim_id) or []
        plan = ClaimPlan(claim_id)
        withdrawn: set[str] = set()
        plan.withdrawn = claim_id in self._change.view.forgotten
        if any(record.get("type") == "withdrawn" for record in records):
            claim = self._change.view.claim(claim_id)
            plan.withdrawn = claim is None
            corrected = {record.get("corrects") for record in records}
            withdrawn = set(claim.withdrawn) - corrected if claim else set()
        plan.learn(records, withdrawn, names)
        return plan

    def _called(self, external: str | None) -> str | None:
        """The claim that is called so where it was imported from, its origin by any of its keys."""
        if external is None:
            return None
        origin, colon, rest = external.partition(":")
        merged = self._change.view.registry.merged_sources.values()
        others = [f"{each.key}{colon}{rest}" for each in merged if each.into == origin]
        found = self._snapshot.traced(Trace.EXTERNAL, [external, *others])
        return max((claim_id for ids in found.values() for claim_id in ids), default=None)

    def _of_words(self, words: str) -> str | None:
        known = self._snapshot.traced(Trace.WORDS, [words]).get(words, ())
        ids = list(dict.fromkeys((*known, *self._new_by_words.get(words, ()))))
        standing = (i for i in ids if i in self._plans or self._change.view.claim(i) is not None)
        return next(standing, ids[0] if ids else None)


def _signature(
    said: Mapping[str, Any], repeats: Draft | str | None, names: KnownNames
) -> Signature:
    source = names.source(said.get("source"), said.get("page"))
    via = names.source(said.get("via"), None)
    pending = source or fold_name(said.get("source") or said.get("page") or "") or None
    pending_via = via or fold_name(said.get("via") or "") or None
    return (
        pending,
        said.get("url"),
        said.get("quote"),
        said.get("stance") or "supports",
        said.get("reading"),
        said.get("medium"),
        said.get("attribution"),
        said.get("credibility") or 6,
        id(repeats) if isinstance(repeats, Draft) else repeats,
        None if pending_via == pending else pending_via,
        said.get("archive"),
    )


def _signature_on_file(record: RawEntry, names: KnownNames) -> Signature:
    source, via = record.get("source"), record.get("via")
    return (
        names.standing(source) if source else None,
        record.get("url"),
        record.get("quote"),
        record.get("stance", "supports"),
        record.get("reading"),
        record.get("medium"),
        record.get("attribution"),
        record.get("credibility", 6),
        record.get("repeats"),
        names.standing(via) if via else None,
        record.get("archive"),
    )


def _record(draft: Draft, names: KnownNames, change: Change) -> RawEntry:
    said = draft.said
    source = names.enter_source(said.get("source"), said.get("page"))
    via = names.enter_source(said.get("via"), None)
    report = Report(
        source=source,
        stance=said.get("stance") or Stance.SUPPORTS,
        url=said.get("url"),
        quote=said.get("quote"),
        reading=said.get("reading"),
        medium=said.get("medium"),
        attribution=said.get("attribution"),
        credibility=said.get("credibility") or 6,
        repeats=draft.repeats.id if isinstance(draft.repeats, Draft) else draft.repeats,
        via=None if via == source else via,
        archive=said.get("archive"),
        **change.stamp(draft.on),
    )
    record = written(report)
    draft.id = entry_id(record)
    return {"id": draft.id, **record}
