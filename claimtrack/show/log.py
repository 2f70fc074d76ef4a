"""What was logged: the summary of an entry in a line, and the table of entries."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    Assessment,
    ClaimEntry,
    Flagged,
    Forgotten,
    Link,
    Note,
    Opened,
    Position,
    Reopened,
    Report,
    Retraction,
    Revised,
    Snooze,
    Verdict,
    Withdrawn,
)
from claimtrack.show.claims import window_text
from claimtrack.show.names import Names
from claimtrack.show.record import log_record
from claimtrack.show.sheet import STRONG, Cell, Column, Sheet, plain, spans
from claimtrack.when import moment_printed

LEAST_ID = 4
"""Letters of an entry's id that are always shown."""

COLUMNS = (
    Column("logged", rank=1, most=22, label="logged"),
    Column("claim", most=12),
    Column("entry", most=12),
    Column("on", rank=2, most=24, label="on"),
    Column("by", rank=3, most=14, label="by"),
    Column("what"),
)

CSV_HEADER = ("claim", "id", "type", "on", "on_from", "on_to", "recorded", "by", "what")


def log_sheet(
    view: View, rows: Sequence[tuple[str, ClaimEntry | Forgotten]], names: Names
) -> Sheet:
    """Entries in the order in which they were logged, the withdrawn ones marked."""
    cells: list[tuple[Cell, ...]] = []
    known = {i: claim for i in {i for i, _ in rows} if (claim := view.history(i))}
    short = {claim_id: short_ids(claim) for claim_id, claim in known.items()}
    logged_rows = [row for row in rows if row[0] in known or isinstance(row[1], Forgotten)]
    for claim_id, entry in logged_rows:
        short_id = entry.id[:LEAST_ID]
        what: Cell
        if isinstance(entry, Forgotten):
            what = f"forgotten: {entry.reason}"
        else:
            claim, ids = known[claim_id], short[claim_id]
            short_id, what = ids[entry.id], summary(claim, entry, ids, names)
            if withdrawal := claim.withdrawn.get(entry.id):
                reason = (f"withdrawn ({withdrawal.reason}): ", STRONG)
                what = spans(reason, (plain(what), "dim strike"))
        logged = moment_text(entry.recorded, view.settings.timezone)
        cells.append((logged, claim_id, short_id, window_text(entry.on), entry.by, what))
    return Sheet(
        title="",
        columns=COLUMNS,
        rows=cells,
        ids=[entry.id for _, entry in logged_rows],
        records=lambda: [log_record(claim_id, entry, names) for claim_id, entry in logged_rows],
        csv_header=CSV_HEADER,
        csv_extra={"what": [plain(row[-1]) for row in cells]},
    )


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """A moment to the minute in the ledger's zone, with a short Z for UTC."""
    return moment_printed(moment, zone).replace(" UTC", "Z")


def short_ids(claim: Claim) -> dict[str, str]:
    """Each entry's id, cut to as many letters as tell it from the others on the claim."""
    ids = [entry.id for entry in claim.logged]
    length = LEAST_ID
    while len({i[:length] for i in ids}) < len(ids) and length < max(map(len, ids)):
        length += 1
    return {i: i[:length] for i in ids}


def summary(claim: Claim, entry: ClaimEntry, ids: dict[str, str], names: Names) -> str:
    """What an entry says, in a line."""
    match entry:
        case Opened():
            return f"opened: {entry.text}"
        case Revised():
            changes = names.entry(entry)["changes"]
            said = ", ".join(f"{name} → {_short(value)}" for name, value in changes.items())
            return f"revised: {said}{_because(entry.reason)}"
        case Report():
            quote = names.text(entry, "quote")
            said = f": “{quote}”" if quote else ""
            via = f" (read in {names.source(entry.via)})" if entry.via else ""
            return f"report: {names.source(entry.source)}{via} {entry.stance}{said}"
        case Position():
            return f"position: {names.party(entry.party)} {_stand(entry)}"
        case Assessment():
            rated = f", credibility {entry.credibility}" if entry.credibility else ""
            by = f" ({names.source(entry.source)})" if entry.source else ""
            return f"assessment of {_ref(claim, entry.entry, ids)}{by}: {entry.note}{rated}"
        case Retraction():
            return f"retraction of {_ref(claim, entry.entry, ids)}: {entry.reason}"
        case Link():
            return f"link: {entry.relation} {names.claim(entry.other)}{_because(entry.reason)}"
        case Verdict():
            again = f" (look again {window_text(entry.recheck)})" if entry.recheck else ""
            return f"verdict: {entry.rating}: {entry.reason}{again}"
        case Reopened():
            return f"reopened: {entry.reason}"
        case Note():
            return f"note: {entry.text}"
        case Flagged():
            return f"flag: {entry.flag}: {entry.reason}"
        case Snooze():
            return f"snooze until {window_text(entry.until)}"
        case Withdrawn():
            taken = ids.get(entry.entry, entry.entry)  # itself, not what corrected it
            return f"withdrawal of {taken}: {entry.reason}"


def _stand(entry: Position) -> str:
    words = {"asked": "was asked", "silent": "is silent"}
    return words.get(entry.position, str(entry.position))


def _ref(claim: Claim, entry_id: str, ids: dict[str, str]) -> str:
    return ids.get(claim.resolve(entry_id), entry_id)


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _short(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("text"))
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
