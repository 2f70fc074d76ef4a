"""From what a user types to the claim and the entry that it means."""

from claimtrack.desk.view import View
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    Assessment,
    ClaimEntry,
    Entry,
    Position,
    Report,
    Retraction,
    Verdict,
    Withdrawn,
)

LAST = "last"


def find_entry(view: View, claim: Claim, ref: str) -> ClaimEntry:
    """The entry that ``ref`` means: a unique prefix of its id, ``last``, or a source's or
    party's key, name or alias for its latest report or position on the claim.

    ``NotFound`` where it means none, or several.
    """
    ref = ref.strip()
    if ref.lower() == LAST:
        return _last(claim)
    by_name = cited(view, claim, ref)
    if by_name:
        return by_name[-1]
    prefix = ref.lower()
    found = [entry for entry in claim.logged if prefix and entry.id.startswith(prefix)]
    exact = [entry for entry in found if entry.id == prefix]
    if len(exact or found) == 1:
        entry = (exact or found)[0]
        return entry if entry.id in claim.withdrawn else claim.entry(entry.id) or entry
    if not found:
        raise NotFound(f"claim {claim.id} has no entry {ref!r}: `claimtrack log {claim.id}`")
    candidates = ", ".join(f"{entry.id} ({entry.type})" for entry in found[:6])
    raise NotFound(f"{ref!r} fits {len(found)} entries of {claim.id}: {candidates}")


def find_report(view: View, claim: Claim, ref: str) -> Report:
    """As ``find_entry``, but it has to be a report."""
    entry = find_entry(view, claim, ref)
    if not isinstance(entry, Report):
        raise BadInput(f"{entry.id} is a {entry.type}: a report is wanted here")
    return entry


def cited(view: View, claim: Claim, name: str) -> list[Report | Position]:
    """A source's reports or a party's positions on the claim, in Order."""
    source = view.registry.find_source(name)
    party = view.registry.find_party(name)
    return [
        entry
        for entry in claim.entries
        if (source and isinstance(entry, Report) and entry.source == source.key)
        or (party and isinstance(entry, Position) and entry.party == party.key)
    ]


def pointed_at(entry: Entry) -> tuple[str, ...]:
    """The ids of the entries, on the same claim, that an entry is about or rests on."""
    match entry:
        case Assessment() | Retraction() | Withdrawn():
            return (entry.entry,)
        case Verdict():
            return entry.rests_on
        case Report():
            return (entry.repeats,) if entry.repeats else ()
    return ()


def _last(claim: Claim) -> ClaimEntry:
    """The entry logged last; of one command's, one that is no withdrawal."""
    latest = reversed(claim.logged)
    return max(latest, key=lambda entry: (entry.recorded, not isinstance(entry, Withdrawn)))
