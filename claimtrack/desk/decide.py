"""What the desk decides and keeps in order: verdicts, links, notes, assignments."""

from collections.abc import Sequence

from msgspec.structs import replace

from claimtrack.desk.change import Change
from claimtrack.desk.drafts import said
from claimtrack.desk.find import find_entry
from claimtrack.desk.names import NewSource, source_key
from claimtrack.desk.text import some_text
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Entry, Link, Note, Reopened, Snooze, Verdict, Withdrawn
from claimtrack.model.words import Relation
from claimtrack.when import Window


def verdict(
    change: Change,
    claim_id: str,
    rating: str,
    reason: str,
    *,
    rests_on: Sequence[str] = (),
    recheck: Window | None = None,
    on: Window | None = None,
) -> None:
    """Decide a claim, with a reason, and name the entries that the verdict rests on."""
    claim = change.view.find(claim_id)
    scale = change.view.settings.scale
    word = rating.strip().lower()
    if word not in scale:
        raise BadInput(f"no rating {rating!r}: known are {', '.join(scale)}")
    entries = [find_entry(change.view, claim, ref) for ref in rests_on]
    for entry in entries:
        if entry.id in claim.withdrawn or isinstance(entry, Withdrawn):
            raise BadInput(f"{entry.id} was withdrawn: a verdict cannot rest on it")
    draft = Verdict(
        rating=word,
        reason=some_text(reason, "reason"),
        rests_on=tuple(dict.fromkeys(entry.id for entry in entries)),
        recheck=recheck,
        **change.stamp(on),
    )
    if recheck is not None:
        _refuse_over("recheck", recheck, draft)
    change.add(claim.id, draft)


def reopen(change: Change, claim_id: str, reason: str, *, on: Window | None = None) -> None:
    """Take the verdict off a claim again."""
    claim = change.view.find(claim_id)
    if change.view.standing(claim).verdict is None:
        raise BadInput(f"claim {claim.id} has no verdict to reopen")
    draft = Reopened(reason=some_text(reason, "reason"), **change.stamp(on))
    change.add(claim.id, draft)


def link(
    change: Change,
    claim_id: str,
    relation: Relation,
    other_id: str,
    *,
    reason: str | None = None,
    source: str | None = None,
    on: Window | None = None,
    new: NewSource | None = None,
) -> None:
    """Say how a claim bears on another. What cuts both ways is stored once."""
    claim, other = change.view.find(claim_id), change.view.find(other_id)
    if claim.id == other.id:
        raise BadInput(f"a claim cannot be linked to itself: {claim.id} was named twice")
    draft = Link(
        relation=relation,
        other=other.id,
        reason=some_text(reason, "reason") if reason is not None else None,
        source=source_key(change, source, None, new or NewSource()),
        **change.stamp(on),
    )
    if relation.mutual and _said_from(other, claim, draft):
        change.added.setdefault(claim.id, [])
        change.say(f"{other.id} {relation} {claim.id} is on file already: nothing added")
        return
    change.add(claim.id, draft)


def note(change: Change, claim_id: str, text: str, *, on: Window | None = None) -> None:
    """Put free text on a claim."""
    claim = change.view.find(claim_id)
    change.add(claim.id, Note(text=some_text(text, "note"), **change.stamp(on)))


def snooze(change: Change, claim_id: str, until: Window) -> None:
    """Say that a claim is to be looked at again on a later day: until then it is not stale."""
    claim = change.view.find(claim_id)
    draft = Snooze(until=until, **change.stamp())
    _refuse_over("snooze", until, draft)
    change.add(claim.id, draft)


def withdraw(change: Change, claim_id: str, ref: str, reason: str) -> None:
    """Take back one of the desk's own entries; a withdrawal too, which restores what it took.

    On a claim that was taken back too: that is how it comes back when it was long ago.
    """
    claim = change.view.find_history(claim_id)
    entry = find_entry(change.view, claim, ref)
    reason = some_text(reason, "reason")
    if entry.id in claim.withdrawn:
        change.added.setdefault(claim.id, [])
        change.say(f"{entry.id} is withdrawn already: nothing added")
        return
    draft = Withdrawn(entry=entry.id, reason=reason, **change.stamp())
    if change.add(claim.id, draft) is not None:
        change.say(f"withdrawn: {entry.type} {entry.id}")


def _refuse_over(name: str, until: Window, said: Entry) -> None:
    """Refuse to put off until what was over on the day of which the entry speaks."""
    if until.ends < said.on.begins:
        raise BadInput(f"{name}: {until.text} is over: name a day that is ahead")


def _said_from(other: Claim, claim: Claim, draft: Link) -> bool:
    """Does a link of the other claim to this one say the same?"""
    seen = said(replace(draft, other=claim.id))
    return any(said(link) == seen for link in other.all(Link))
