"""The list of claims: at a glance what is unconfirmed, who speaks, and how many stand behind it."""

from collections.abc import Sequence

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Stand, Status
from claimtrack.rules import Standing
from claimtrack.rules.activity import last_heard
from claimtrack.show.names import Names
from claimtrack.show.record import claim_record
from claimtrack.show.sheet import Cell, Column, Sheet
from claimtrack.when import Window

SIGNS = {
    Status.UNCONFIRMED: "?",
    Status.CORROBORATED: "≈",
    Status.CONFIRMED: "✓",
    Status.DENIED: "✗",
    Status.REFUTED: "⊘",
    Status.DISPUTED: "⇄",
    Status.RETRACTED: "↩",
    Status.NOT_CHECKABLE: "○",
}
"""Each status has a sign and a word; its colour only repeats them."""

STYLES = {
    Status.UNCONFIRMED: "yellow",
    Status.CORROBORATED: "cyan",
    Status.CONFIRMED: "green",
    Status.DENIED: "red",
    Status.REFUTED: "red",
    Status.DISPUTED: "magenta",
    Status.RETRACTED: "bright_black",
    Status.NOT_CHECKABLE: "bright_black",
}

COLUMNS = (
    Column("id", most=12),
    Column("status", most=15),
    Column("claim", most=200, grows=True),
    Column("confirmed by", rank=2, most=18, label="confirmed by"),
    Column("denied by", rank=2, most=18, label="denied by"),
    Column("origins", rank=1, most=7, label="origins"),
    Column("due", rank=3, most=16, label="due"),
    Column("heard", rank=4, most=10, label="heard"),
    Column("verdict", rank=3, most=14, label="verdict"),
    Column("flags", rank=3, most=14, label="flags"),
    Column("no word from", rank=5, most=20, label="no word from"),
    Column("priority", rank=6, most=8, label="priority"),
    Column("assignee", rank=6, most=12, label="assignee"),
)
"""In the order in which they stand."""

CSV_HEADER = (
    "id", "text", "kind", "status", "verdict", "verdict_reason", "flags", "claimant",
    "when", "when_from", "when_to", "due", "due_from", "due_to", "condition", "place", "tags",
    "priority", "assignee", "external_id", "parties", "positions", "confirmed_by", "denied_by",
    "independent", "against", "total", "first_heard", "last_heard", "opened", "updated", "links",
)  # fmt: skip
"""The columns of the CSV: a contract; new ones are only ever added at the end."""

NO_WORD = (Stand.SILENT, Stand.DECLINES, Stand.ASKED)


def claims_sheet(view: View, claims: Sequence[Claim], names: Names, title: str) -> Sheet:
    """The claims as a table."""
    return Sheet(
        title=title,
        columns=COLUMNS,
        rows=[claim_row(view, claim, names) for claim in claims],
        ids=[claim.id for claim in claims],
        records=[claim_record(view, claim, names) for claim in claims],
        csv_header=CSV_HEADER,
    )


def claim_row(view: View, claim: Claim, names: Names) -> tuple[Cell, ...]:
    """The cells of a claim, one for each of COLUMNS."""
    fields, standing = claim.fields, view.standing(claim)
    heard = last_heard(claim, view.day)
    return (
        ((claim.id, "bold"),),
        status_cell(standing.status),
        fields.text,
        _parties(standing.confirmed_by, names, "green"),
        _parties(standing.denied_by, names, "red"),
        origins(standing),
        window_text(fields.due),
        heard.isoformat() if heard else "",
        standing.verdict.rating if standing.verdict else "",
        ((", ".join(standing.flags), "bold yellow"),) if standing.flags else "",
        no_word(standing, names),
        "" if fields.priority == "normal" else str(fields.priority),
        fields.assignee or "",
    )


def status_cell(status: Status) -> Cell:
    """Sign and word, with the colour that repeats them."""
    return ((f"{SIGNS[status]} {status}", STYLES[status]),)


def origins(standing: Standing) -> str:
    """How many independent origins support it, and how many refute it."""
    counts = standing.counts
    return f"{counts.supports} : {counts.refutes}" if counts.refutes else str(counts.supports)


def window_text(window: Window | None) -> str:
    """A window as it was typed."""
    return window.text if window else ""


def no_word(standing: Standing, names: Names) -> str:
    """The parties that have neither confirmed nor denied, as far as anybody knows."""
    quiet = (p for p, entry in standing.positions.items() if entry.position in NO_WORD)
    return ", ".join(names.party(party) for party in quiet)


def _parties(parties: Sequence[str], names: Names, style: str) -> Cell:
    text = ", ".join(names.party(party) for party in parties)
    return ((text, style),) if text else ""
