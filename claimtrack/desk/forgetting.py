"""``forget``: the one use case that erases, where the law asks for it."""

from dataclasses import dataclass

from claimtrack.desk.change import Change
from claimtrack.desk.text import one_line
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Forgotten, named, written


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a claim that was erased."""

    claim_id: str
    tombstone: Forgotten
    anew: bool
    """Was it on file until now?"""


def to_forget(view: View, claim_id: str) -> Claim | None:
    """The claim that is to be erased, taken back or not; None where it is forgotten already.

    The whole id is asked for: a slip of the pen must not erase another claim. ``NotFound`` where
    there is no such claim.
    """
    wanted = claim_id.strip().lower()
    if wanted in view.forgotten:
        return None
    claim = view.find_history(wanted)
    if claim.id != wanted:
        raise BadInput(f"forget erases, so it takes the whole id: {claim.id}")
    return claim


def forget(change: Change, claim_id: str, reason: str) -> Erased:
    """Erase a claim from the ledger and from what is kept of older ones; a tombstone is left.

    One that was forgotten before, and came back by another way, is erased again.
    """
    reason = one_line(reason, "reason")
    claim = to_forget(change.view, claim_id)
    key = claim.id if claim else claim_id.strip().lower()
    if claim is not None:
        tombstone = named(Forgotten(reason=reason, **change.stamp()))
        change.unit.append("forgotten", key, [written(tombstone)])
    else:
        tombstone = change.view.forgotten[key]
        change.say(f"claim {key} was forgotten before: what came back of it is erased again")
    change.erase("claims", key)
    change.view.reread("forgotten", key)
    return Erased(key, tombstone, claim is not None)
