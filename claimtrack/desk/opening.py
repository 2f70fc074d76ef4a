"""Opening a claim, with its first report in the same stroke."""

import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from claimtrack.desk.change import Change
from claimtrack.desk.evidence import Sighting, drafted_report
from claimtrack.desk.hints import report_hints, same_url_hint
from claimtrack.desk.names import NOBODY, party_key, party_or_source_key, refuse_reserved
from claimtrack.desk.text import one_line
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.alike import same_words
from claimtrack.model.entries import Opened, Report
from claimtrack.model.words import Kind, Priority, Stance
from claimtrack.store.base import Trace
from claimtrack.when import Window

ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Lower case, without the look-alikes i, l, o, 0 and 1."""

ID_LENGTH = 5


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim as a user describes it. What is None was not said."""

    text: str
    kind: Kind | None = None
    claimant: str | None = None
    when: Window | None = None
    due: Window | None = None
    condition: str | None = None
    place: str | None = None
    tags: Sequence[str] = ()
    priority: Priority | None = None
    assignee: str | None = None
    parties: Sequence[str] = ()
    id: str | None = None
    force: bool = False
    new: bool = False
    on: Window | None = None
    sighting: Sighting = field(default_factory=Sighting)


def open_claim(change: Change, claim: NewClaim) -> str:
    """Put a claim on file, with its first report where one was described; its id."""
    text = one_line(claim.text, "claim")
    if not claim.force:
        _refuse_same_words(change, text)
    claim_id = _claim_id(change, claim.id)
    parties = [party_key(change, name, new=claim.new) for name in claim.parties]
    report = drafted_report(change, None, claim.sighting) if claim.sighting.said else None
    opened = Opened(
        text=text,
        kind=claim.kind or (Kind.FORECAST if claim.due else Kind.EVENT),
        claimant=_claimant(change, claim, report),
        when=claim.when,
        due=claim.due,
        condition=_said(claim.condition, "condition"),
        place=_said(claim.place, "place"),
        tags=tuple(dict.fromkeys(_tag(tag) for tag in claim.tags)),
        priority=claim.priority or Priority.NORMAL,
        assignee=_said(claim.assignee, "assignee"),
        parties=tuple(dict.fromkeys(parties)),
        **change.stamp(claim.on),
    )
    change.open(claim_id, opened)
    if report is not None:
        _first_report(change, claim_id, report)
    return claim_id


def _said(text: str | None, what: str) -> str | None:
    """A field on one line; None where it was not said, or ``none``."""
    line = None if text is None else one_line(text, what)
    return None if line is None or line.lower() == NOBODY else line


def _tag(tag: str) -> str:
    tag = one_line(tag, "tag")
    refuse_reserved(tag, "tag")
    return tag


def _first_report(change: Change, claim_id: str, report: Report) -> None:
    claim = change.view.find(claim_id)
    same_url_hint(change, claim, report)
    change.add(claim_id, report)
    report_hints(change, claim, report)


def _claimant(change: Change, claim: NewClaim, report: Report | None) -> str | None:
    """Who has a stake in the claim: as said, else the party whose outlet first made it."""
    if claim.claimant is not None:
        if claim.claimant.strip().lower() == NOBODY:
            return None
        return party_or_source_key(change, claim.claimant, new=claim.new)
    if report is None or report.source is None or report.stance != Stance.SUPPORTS:
        return None
    registry = change.view.registry
    party = registry.owning_party(report.source)
    if party:
        outlet = "its outlet" if registry.confidential(report.source) else report.source
        change.say(
            f"claimant: {party}, as {outlet} belongs to it (--claimant none if it only reports)"
        )
    return party


def _refuse_same_words(change: Change, text: str) -> None:
    words = same_words(text)
    for claim_id in change.view.snapshot.traced(Trace.WORDS, [words]).get(words, ()):
        claim = change.view.claim(claim_id)
        if claim is not None and same_words(claim.fields.text) == words:
            raise BadInput(
                f"claim {claim.id} says this already: `claimtrack report {claim.id}` adds a "
                "report to it, --force opens another"
            )


def _claim_id(change: Change, wanted: str | None) -> str:
    taken = Taken(change.view)
    if wanted is None:
        return new_id(taken)
    if not 3 <= len(wanted) <= 12 or set(wanted) - set(ID_LETTERS):
        raise BadInput(f"--id {wanted!r}: write 3 to 12 of the letters {ID_LETTERS}")
    if wanted in taken:
        raise BadInput(f"--id {wanted!r} is taken: leave it out, or choose another")
    return wanted


class Taken(Container[object]):
    """The ids that claims have, or had before they were erased, and those that were added here."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._added: set[str] = set()

    def __contains__(self, claim_id: object) -> bool:
        """Has a claim that id?"""
        return isinstance(claim_id, str) and (
            claim_id in self._added
            or claim_id in self._view.forgotten
            or self._view.snapshot.has("claims", claim_id)
        )

    def add(self, claim_id: str) -> None:
        """Keep an id for a claim that is about to be opened."""
        self._added.add(claim_id)


def new_id(taken: Container[object]) -> str:
    """A short random id that no claim has."""
    while True:
        claim_id = "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))
        if claim_id not in taken:
            return claim_id
