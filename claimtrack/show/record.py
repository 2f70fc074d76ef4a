"""What scripts read: the design's JSON for claims, entries, sources and parties.

These shapes are a contract: keys are only ever added.
"""

from typing import Any

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Forgotten, Opened, instant
from claimtrack.model.registry import Party, Source
from claimtrack.model.words import Stance
from claimtrack.rules import Standing
from claimtrack.rules.activity import first_heard, last_heard, updated
from claimtrack.rules.positions import speaks
from claimtrack.show.names import WITHHELD, Names
from claimtrack.when import Window

Record = dict[str, Any]


def claim_record(view: View, claim: Claim, names: Names) -> Record:
    """A claim as it stands at the view's day."""
    fields, standing = claim.fields, view.standing(claim)
    first, last = first_heard(claim, view.day), last_heard(claim, view.day)
    opened = next(claim.all(Opened))
    return {
        "id": claim.id,
        "text": fields.text,
        "kind": fields.kind,
        "status": standing.status,
        "verdict": _verdict(standing),
        "flags": list(standing.flags),
        "claimant": names.key(fields.claimant),
        "when": _window(fields.when),
        "due": _window(fields.due),
        "condition": fields.condition,
        "place": fields.place,
        "tags": list(fields.tags),
        "priority": fields.priority,
        "assignee": fields.assignee,
        "external_id": names.external_id(fields.external_id),
        "parties": list(standing.parties),
        "positions": {party: entry.position for party, entry in standing.positions.items()},
        "confirmed_by": list(standing.confirmed_by),
        "denied_by": list(standing.denied_by),
        "sources": {
            "independent": standing.counts.supports,
            "against": standing.counts.refutes,
            "total": len(standing.tally.reports),
        },
        "first_heard": first.isoformat() if first else None,
        "last_heard": last.isoformat() if last else None,
        "opened": instant(opened.recorded),
        "updated": instant(updated(claim, view.day)),
        "links": [
            {"relation": relation, "claim": other}
            | ({"forgotten": True} if other in view.forgotten else {})
            for relation, other in dict.fromkeys(row[:2] for row in view.links(claim))
        ],
    }


def whole_record(view: View, claim: Claim, names: Names) -> Record:
    """A claim with all that was logged about it, and why it has its status."""
    return {
        **claim_record(view, claim, names),
        "entries": [names.entry(entry) for entry in view.logged(claim)],
        "why": why_record(view, claim, names),
    }


def why_record(view: View, claim: Claim, names: Names) -> Record:
    """The rule that applied, what it counted, and what was left out for which reason."""
    standing = view.standing(claim)
    tally = standing.tally
    origins = list(dict.fromkeys(counted.origin for counted in tally.counted))
    return {
        "status": standing.status,
        "rule": standing.rule.sentence,
        "counts": {
            "confirms": standing.counts.confirms,
            "denies": standing.counts.denies,
            "supports": standing.counts.supports,
            "refutes": standing.counts.refutes,
        },
        "origins": [
            {
                "origin": names.key(origin) or None,
                **{
                    stance.value: [
                        c.report.id
                        for c in tally.counted
                        if c.origin == origin and c.report.stance == stance
                    ]
                    for stance in (Stance.SUPPORTS, Stance.REFUTES)
                },
            }
            for origin in origins
        ],
        "left_out": [
            {
                "entry": left.report.id,
                "source": names.key(left.report.source),
                "why": left.why,
                "other": names.key(left.other),
            }
            for left in tally.left_out
        ],
        "positions": {
            party: {
                "position": entry.position,
                "entry": entry.id,
                "speaks": speaks(entry, claim.fields.claimant),
            }
            for party, entry in standing.positions.items()
        },
    }


def log_record(claim_id: str, entry: ClaimEntry | Forgotten, names: Names) -> Record:
    """An entry with the claim that it is about."""
    return {"claim": claim_id, **names.entry(entry)}


def source_record(source: Source, names: Names) -> Record:
    """A source as it stands."""
    fields = source.fields
    if names.withheld(source.key):
        return {
            "key": WITHHELD,
            "name": WITHHELD,
            "kind": fields.kind,
            "url": None,
            "reliability": fields.reliability,
            "owner": None,
            "aliases": [],
            "confidential": True,
        }
    return {
        "key": source.key,
        "name": fields.name,
        "kind": fields.kind,
        "url": fields.url,
        "reliability": fields.reliability,
        "owner": names.key(fields.owner),
        "aliases": source.aliases,
        "confidential": fields.confidential,
    }


def party_record(party: Party) -> Record:
    """A party as it stands."""
    return {"key": party.key, "name": party.name, "aliases": party.aliases}


def _verdict(standing: Standing) -> Record | None:
    verdict = standing.verdict
    if verdict is None:
        return None
    return {
        "rating": verdict.rating,
        "value": standing.rating.value if standing.rating else None,
        "reason": verdict.reason,
        "on": verdict.on.to_json(),
        "by": verdict.by,
    }


def _window(window: Window | None) -> dict[str, str | None] | None:
    return window.to_json() if window else None
