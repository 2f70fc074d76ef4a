"""What a command that writes prints: the claim's status before and after, or JSON."""

from collections.abc import Sequence

from claimtrack.cli.common import Common
from claimtrack.desk.change import Change
from claimtrack.model.entries import Assessment, Position, Report, Retraction
from claimtrack.show.names import Names

TESTIMONY = (Report, Position, Assessment, Retraction)
"""What may move a status: everything else is a decision of the desk, or bookkeeping."""


def print_written(common: Common, change: Change, claim_ids: Sequence[str]) -> None:
    """The claims that were written to, the first one first."""
    from claimtrack.show.output import Format, print_claims

    out = common.output()
    ids = list(dict.fromkeys(claim_ids))
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(_record(change, ids, out.names(change.view)))
    elif out.format == Format.TABLE:
        names = out.names(change.view)
        out.write("".join(f"{_line(change, claim_id, names)}\n" for claim_id in ids))
    else:
        claims = [claim for i in ids if (claim := change.view.claim(i))]
        print_claims(change.view, claims, out)


def _record(change: Change, ids: Sequence[str], names: Names) -> dict[str, object]:
    from claimtrack.show.record import claim_record

    rows = [
        {
            "claim": claim_record(change.view, claim, names) if claim else {"id": claim_id},
            "entries": change.added.get(claim_id, []),
        }
        for claim_id in ids
        for claim in [change.view.claim(claim_id)]
    ]
    return {**rows[0], **({"also": rows[1:]} if len(rows) > 1 else {})}


def _line(change: Change, claim_id: str, names: Names) -> str:
    """``k7q2m  unconfirmed → denied  MNDAA will withdraw from Lashio``.

    What was decided or kept in order, and moved no status, is said in its place.
    """
    from claimtrack.show.safe import safe

    claim = change.view.claim(claim_id)
    if claim is None:
        return f"{claim_id}  taken back"
    before, after = change.before.get(claim_id), change.view.status(claim)
    status = f"{before} → {after}" if before else str(after)
    added = change.added.get(claim_id, [])
    entries = [entry for entry in claim.logged if entry.id in added]
    if before == after and not added:
        status = str(after)
    if before == after and entries and not any(isinstance(e, TESTIMONY) for e in entries):
        from claimtrack.show.log import short_ids, summary

        first = next(entry for entry in entries if entry.id == added[0])
        status = f"{after} · {safe(summary(claim, first, short_ids(claim), names))}"
    return f"{claim_id}  {status}  {safe(claim.fields.text)}"
