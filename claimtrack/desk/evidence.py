"""Adding evidence: reports, positions, what was found out about them, and their retraction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimtrack.desk.change import Change
from claimtrack.desk.find import cited, find_entry, find_report
from claimtrack.desk.hints import report_hints, same_url_hint
from claimtrack.desk.names import NewSource, as_url, party_key, source_key
from claimtrack.desk.text import some_text
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    Assessment,
    Position,
    Report,
    Retraction,
)
from claimtrack.model.urls import check_url
from claimtrack.model.words import Attribution, Medium, Stance, Stand
from claimtrack.when import Window

UNNAMED = (Attribution.ANONYMOUS, Attribution.UNATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report as a user describes it. What is None was not said."""

    source: str | None = None
    url: str | None = None
    via: str | None = None
    stance: Stance | None = None
    quote: str | None = None
    reading: str | None = None
    medium: Medium | None = None
    attribution: Attribution | None = None
    credibility: int | None = None
    repeats: str | None = None
    archive: str | None = None
    file: Path | None = None
    on: Window | None = None
    new: NewSource = field(default_factory=NewSource)

    @property
    def said(self) -> bool:
        """Was anything of a report said? A day alone makes none."""
        described = (
            self.source, self.url, self.via, self.stance, self.quote, self.reading, self.medium,
            self.attribution, self.credibility, self.repeats, self.archive, self.file,
        )  # fmt: skip
        return any(value is not None for value in described)


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a party stands, as a user describes it."""

    party: str
    position: Stand
    speaker: str | None = None
    source: str | None = None
    url: str | None = None
    quote: str | None = None
    answer_by: Window | None = None
    on: Window | None = None
    new: NewSource = field(default_factory=NewSource)


def report(change: Change, claim_ids: Sequence[str], sighting: Sighting) -> None:
    """Enter a sighting on one or more claims."""
    for claim in _claims(change, claim_ids):
        draft = drafted_report(change, claim, sighting)
        same_url_hint(change, claim, draft)
        if change.add(claim.id, draft) is not None:
            report_hints(change, claim, draft)


def drafted_report(change: Change, claim: Claim | None, sighting: Sighting) -> Report:
    """The entry that a sighting makes, its source and ``via`` entered if need be."""
    url = sighting.url or as_url(sighting.source)
    page = url or sighting.archive
    if sighting.via and not as_url(sighting.source):
        page = page if sighting.source is None else None  # it is a page of where it was read
    source = source_key(change, sighting.source, page, sighting.new)
    via = source_key(change, sighting.via, None, NewSource(allowed=sighting.new.allowed))
    if source is None and via is not None:
        raise BadInput("--via goes with --source: name who says so, or make the other the source")
    if source is None and sighting.attribution not in UNNAMED:
        raise BadInput(
            "a report needs its source: --source or --url (--attribution unattributed if "
            "nobody knows it)"
        )
    if source == via:
        via = None
    repeats = _repeated(change, claim, sighting.repeats)
    return Report(
        source=source,
        stance=sighting.stance or Stance.SUPPORTS,
        url=check_url(url) if url else None,
        quote=_optional(sighting.quote, "quote"),
        reading=_optional(sighting.reading, "reading"),
        medium=sighting.medium,
        attribution=sighting.attribution,
        credibility=sighting.credibility or 6,
        repeats=repeats,
        via=via,
        archive=check_url(sighting.archive) if sighting.archive else None,
        sha256=_digest(sighting.file) if sighting.file else None,
        **change.stamp(sighting.on),
    )


def position(change: Change, claim_ids: Sequence[str], statement: Statement) -> None:
    """Enter a party's position on one or more claims."""
    for claim in _claims(change, claim_ids):
        change.add(claim.id, drafted_position(change, statement))


def drafted_position(change: Change, statement: Statement) -> Position:
    """The entry that a statement makes, its party and source entered if need be."""
    if statement.answer_by and statement.position != Stand.ASKED:
        raise BadInput("--answer-by goes with `asked`: it is the day by which an answer is due")
    url = statement.url or as_url(statement.source)
    return Position(
        party=party_key(change, statement.party, new=statement.new.allowed),
        position=statement.position,
        speaker=_optional(statement.speaker, "speaker"),
        source=source_key(change, statement.source, url, statement.new),
        url=check_url(url) if url else None,
        quote=_optional(statement.quote, "quote"),
        answer_by=statement.answer_by,
        **change.stamp(statement.on),
    )


def assess(
    change: Change,
    claim_id: str,
    entry: str,
    note: str,
    *,
    credibility: int | None = None,
    source: str | None = None,
    on: Window | None = None,
    new: NewSource | None = None,
) -> None:
    """Enter what was found out about a report or a position."""
    claim = change.view.find(claim_id)
    target = _evidence(change, claim, entry)
    if credibility is not None and not isinstance(target, Report):
        raise BadInput(f"{target.id} is a position: only a report has a credibility")
    draft = Assessment(
        entry=target.id,
        note=some_text(note, "note"),
        credibility=credibility,
        source=source_key(change, source, None, new or NewSource()),
        **change.stamp(on),
    )
    change.add(claim.id, draft)


def retract(
    change: Change, claim_id: str, entry: str, reason: str, *, on: Window | None = None
) -> None:
    """Enter that a source takes a report back, or a party a position.

    A source's key takes back all its reports on the claim.
    """
    claim = change.view.find(claim_id)
    reason = some_text(reason, "reason")
    named = change.view.registry.find_source(entry)
    reports = [e for e in cited(change.view, claim, entry) if isinstance(e, Report)]
    if named and not reports and change.view.registry.find_party(entry) is None:
        raise NotFound(f"{entry!r} has no report on claim {claim.id}")
    targets: Sequence[Report | Position] = reports or [_evidence(change, claim, entry)]
    for target in targets:
        draft = Retraction(entry=target.id, reason=reason, **change.stamp(on))
        if change.add(claim.id, draft) is not None:
            change.say(f"retracted: {target.type} {target.id}")


def _claims(change: Change, claim_ids: Sequence[str]) -> list[Claim]:
    """The claims that the prefixes name, each once: all are looked up before anything is added."""
    found = {claim.id: claim for prefix in claim_ids for claim in [change.view.find(prefix)]}
    return list(found.values())


def _evidence(change: Change, claim: Claim, ref: str) -> Report | Position:
    entry = find_entry(change.view, claim, ref)
    if not isinstance(entry, (Report, Position)):
        raise BadInput(f"{entry.id} is a {entry.type}: a report or a position is wanted here")
    if entry.id in claim.withdrawn:
        raise BadInput(f"{entry.id} was withdrawn: enter it again first")
    return entry


def _repeated(change: Change, claim: Claim | None, ref: str | None) -> str | None:
    if ref is None:
        return None
    if claim is None:
        raise BadInput("--repeats: a new claim has no report yet that this one could repeat")
    return find_report(change.view, claim, ref).id


def _optional(text: str | None, what: str) -> str | None:
    return None if text is None else some_text(text, what)


def _digest(path: Path) -> str:
    """The SHA-256 of a saved copy, in hex."""
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}: name a saved copy that can be read") from None
