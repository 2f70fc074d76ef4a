"""Mending: a claim's fields, an entry that was typed wrong or stands on the wrong claim."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from msgspec.structs import replace

from claimtrack.desk.change import Change
from claimtrack.desk.drafts import said
from claimtrack.desk.evidence import UNNAMED, Sighting, Statement, drafted_position, drafted_report
from claimtrack.desk.find import find_entry
from claimtrack.desk.names import NOBODY, as_url, party_key, party_or_source_key, unknown
from claimtrack.desk.text import one_line, some_text
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    Assessment,
    ClaimChanges,
    Entry,
    Note,
    Position,
    Report,
    Retraction,
    Revised,
    Withdrawn,
)
from claimtrack.model.words import Kind, Priority, Stand
from claimtrack.when import Lean, Window

TYPED_WRONG = "typed wrong"

POSITION_ONLY = {
    "party": "--by",
    "position": "--position",
    "speaker": "--speaker",
    "answer_by": "--answer-by",
}
"""What only a position has, and the option that says it."""

REPORT_ONLY = {
    name: f"--{name}"
    for name in (
        *("stance", "credibility", "reading", "medium", "attribution", "repeats", "via"),
        *("archive", "file"),
    )
}
"""What only a report has, and the option that says it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a user changes of a claim's fields. What is None stays; ``none`` clears a field."""

    text: str | None = None
    kind: Kind | None = None
    claimant: str | None = None
    when: str | None = None
    due: str | None = None
    condition: str | None = None
    place: str | None = None
    priority: Priority | None = None
    assignee: str | None = None
    tags: Sequence[str] = ()
    parties: Sequence[str] = ()
    dropped_tags: Sequence[str] = ()
    dropped_parties: Sequence[str] = ()
    new: bool = False

    @property
    def said(self) -> bool:
        """Was anything of a claim said?"""
        values = (value for name, value in asdict(self).items() if name != "new")
        return any(value is not None and value != () for value in values)


@dataclass(frozen=True, slots=True)
class StatementEdit:
    """What a user changes of a position, beside where it was read. What is None stays."""

    party: str | None = None
    position: Stand | None = None
    speaker: str | None = None
    answer_by: Window | None = None

    @property
    def said(self) -> bool:
        """Was anything said that only a position has?"""
        values = (self.party, self.position, self.speaker, self.answer_by)
        return any(value is not None for value in values)


def revise(change: Change, claim_id: str, revision: Revision, *, reason: str | None = None) -> None:
    """Change a claim's fields; what stands so already is left alone."""
    claim = change.view.find(claim_id)
    wanted = _wanted(change, claim, revision)
    changed = {
        name: value for name, value in wanted.items() if getattr(claim.fields, name) != value
    }
    if not changed:
        change.added.setdefault(claim.id, [])
        change.say(f"claim {claim.id} says this already: nothing changed")
        return
    draft = Revised(
        changes=cast("ClaimChanges", changed),
        reason=some_text(reason, "reason") if reason is not None else None,
        **change.stamp(),
    )
    change.add(claim.id, draft)


def correct(
    change: Change,
    claim_id: str,
    ref: str,
    sighting: Sighting,
    statement: StatementEdit,
    *,
    reason: str | None = None,
) -> None:
    """Withdraw a report or position that was typed wrong and enter it anew, in one stroke.

    ``sighting`` is laid over a report, ``statement`` over a position; ``none`` clears a text.
    """
    claim = change.view.find(claim_id)
    old = find_entry(change.view, claim, ref)
    if old.id in claim.withdrawn:
        raise BadInput(f"{old.id} was withdrawn: enter it again instead")
    draft: Report | Position
    if isinstance(old, Report):
        _refuse_misfits(old, statement, POSITION_ONLY)
        draft = _corrected_report(change, claim, old, sighting)
    elif isinstance(old, Position):
        _refuse_misfits(old, sighting, REPORT_ONLY)
        draft = _corrected_position(change, old, sighting, statement)
    else:
        raise BadInput(f"{old.id} is a {old.type}: only a report or a position can be edited")
    new = change.replace(claim.id, old, draft, reason=reason or TYPED_WRONG)
    if new is not None:
        change.say(f"edited: {old.type} {old.id}, now {new.id}")


def move(change: Change, claim_id: str, ref: str, other_id: str) -> None:
    """Take an entry off the claim that it was logged on by mistake and put it on another."""
    claim, other = change.view.find(claim_id), change.view.find(other_id)
    entry = find_entry(change.view, claim, ref)
    if claim.id == other.id:
        raise BadInput(f"{entry.id} is on {claim.id} already: name another claim")
    if not isinstance(entry, (Report, Position, Note)):
        raise BadInput(f"{entry.id} is a {entry.type}: reports, positions and notes can be moved")
    if entry.id in claim.withdrawn:
        raise BadInput(f"{entry.id} was withdrawn: there is nothing to move")
    put = {**change.stamp(entry.on), "follows": None, "corrects": None}
    if isinstance(entry, Report) and entry.repeats:
        repeated = _counterpart(claim, other, entry.repeats)
        if repeated is None:
            raise BadInput(
                f"{entry.id} repeats {entry.repeats}, which {other.id} has not: move it first"
            )
        put["repeats"] = repeated
    taken = Withdrawn(entry=entry.id, reason=f"moved to {other.id}", **change.stamp())
    draft = replace(entry, **put)
    change.add(claim.id, taken)
    change.add(other.id, draft)
    there = next(e for e in change.view.find(other.id).entries if said(e) == said(draft))
    known = [e for e in claim.entries if isinstance(e, (Assessment, Retraction))]
    for about in known:
        if claim.resolve(about.entry) == entry.id:
            change.add(claim.id, replace(taken, entry=about.id))
            put = {**change.stamp(about.on), "follows": None, "entry": there.id}
            change.add(other.id, replace(about, **put))


def _counterpart(claim: Claim, other: Claim, report_id: str) -> str | None:
    """The report on the other claim that says what this one says, or what corrected it."""
    versions = {report_id: None}
    for entry in claim.logged:  # a correction was logged after what it corrects
        if getattr(entry, "corrects", None) in versions:
            versions[entry.id] = None
    wanted = [_alone(e) for e in claim.logged if e.id in versions and isinstance(e, Report)]
    return next((r.id for r in other.all(Report) if _alone(r) in wanted), None)


def _alone(report: Report) -> dict[str, Any]:
    """What a report says, whichever it repeats."""
    return said(replace(report, repeats=None))


def _refuse_misfits(old: Entry, said: Sighting | StatementEdit, only: Mapping[str, str]) -> None:
    """``BadInput`` for an option that an entry of this sort does not have."""
    for name, option in only.items():
        if getattr(said, name) is not None:
            raise BadInput(f"{old.id} is a {old.type}: {option} does not go with it")


def _corrected_report(change: Change, claim: Claim, old: Report, said: Sighting) -> Report:
    url = said.url or as_url(said.source)
    unnamed = _none(said.source)
    if unnamed and (said.attribution or old.attribution) not in UNNAMED:
        raise BadInput(
            f"{old.id} needs a source: --attribution unattributed goes with one that is none"
        )
    merged = Sighting(
        source=old.source if unnamed else said.source or old.source,
        url=_over(url, old.url),
        via=_over(said.via, old.via),
        stance=said.stance or old.stance,
        quote=_over(said.quote, old.quote),
        reading=_over(said.reading, old.reading),
        medium=said.medium or old.medium,
        attribution=said.attribution or old.attribution,
        credibility=said.credibility or old.credibility,
        repeats=_over(said.repeats, old.repeats),
        archive=_over(said.archive, old.archive),
        file=said.file,
        on=said.on or old.on,
        new=said.new,
    )
    draft = drafted_report(change, claim, merged)
    if draft.repeats is not None:
        _refuse_circle(claim, old, draft.repeats)
    if unnamed:
        draft = replace(draft, source=None, via=None)
    return draft if draft.sha256 else replace(draft, sha256=old.sha256)


def _corrected_position(
    change: Change, old: Position, said: Sighting, edit: StatementEdit
) -> Position:
    merged = Statement(
        party=edit.party or old.party,
        position=edit.position or old.position,
        speaker=_over(edit.speaker, old.speaker),
        source=old.source if _none(said.source) else said.source or old.source,
        url=_over(said.url, old.url),
        quote=_over(said.quote, old.quote),
        answer_by=edit.answer_by or old.answer_by,
        on=said.on or old.on,
        new=said.new,
    )
    draft = drafted_position(change, merged)
    return replace(draft, source=None) if _none(said.source) else draft


def _refuse_circle(claim: Claim, old: Report, repeats: str) -> None:
    """A report cannot repeat itself, nor one that repeats it."""
    seen = {old.id}
    following: str | None = repeats
    while following is not None:
        if following in seen:
            raise BadInput(f"{old.id} cannot repeat {repeats}: that would close a circle")
        seen.add(following)
        report = claim.entry(following)
        repeated = report.repeats if isinstance(report, Report) else None
        following = claim.resolve(repeated) if repeated else None


def _wanted(change: Change, claim: Claim, revision: Revision) -> dict[str, Any]:
    """The fields that were said, with the values that they are to have."""
    wanted: dict[str, Any] = {}
    for name in ("text", "condition", "place", "assignee"):
        value = getattr(revision, name)
        if value is not None:
            cleared = name != "text" and value.strip().lower() == NOBODY
            wanted[name] = None if cleared else one_line(value, name)
    for name in ("kind", "priority"):
        if (value := getattr(revision, name)) is not None:
            wanted[name] = value
    for name, lean in (("when", Lean.BEHIND), ("due", Lean.AHEAD)):
        if (value := getattr(revision, name)) is not None:
            cleared = value.strip().lower() == NOBODY
            wanted[name] = None if cleared else change.window(name, value, lean)
    if revision.claimant is not None:
        nobody = revision.claimant.strip().lower() == NOBODY
        wanted["claimant"] = (
            None if nobody else party_or_source_key(change, revision.claimant, new=revision.new)
        )
    wanted["tags"] = _list(
        () if any(map(_none, revision.tags)) else claim.fields.tags,
        [one_line(tag, "tag") for tag in revision.tags if not _none(tag)],
        revision.dropped_tags,
    )
    wanted["parties"] = _list(
        () if any(map(_none, revision.parties)) else claim.fields.parties,
        [party_key(change, n, new=revision.new) for n in revision.parties if not _none(n)],
        [_known_party(change, name) for name in revision.dropped_parties],
    )
    return wanted


def _list(standing: Sequence[str], added: Sequence[str], dropped: Sequence[str]) -> tuple[str, ...]:
    return tuple(item for item in dict.fromkeys((*standing, *added)) if item not in dropped)


def _known_party(change: Change, name: str) -> str:
    party = change.view.registry.find_party(name)
    if party is None:
        raise NotFound(unknown("party", name, change.view.registry))
    return party.key


def _none(said: str | None) -> bool:
    """Was it said that there is none?"""
    return said is not None and said.strip().lower() == NOBODY


def _over(said: str | None, old: str | None) -> str | None:
    """What was said, else what stood; ``none`` clears it."""
    if _none(said):
        return None
    return old if said is None else said
