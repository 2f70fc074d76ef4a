"""The list of claims: at a glance what is unconfirmed, who speaks, and how many stand behind it."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import TypeVar

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Kind, Priority, Stand, Status
from claimtrack.rules import Standing
from claimtrack.rules.activity import last_heard
from claimtrack.rules.positions import speaks
from claimtrack.show.names import Names
from claimtrack.show.record import claim_record
from claimtrack.show.sheet import DIM, STRONG, Cell, Column, Rows, Sheet
from claimtrack.when import Window

T = TypeVar("T")

SIGNS = {
    Status.UNCONFIRMED: "?",
    Status.CORROBORATED: "≃",
    Status.CONFIRMED: "✓",
    Status.DENIED: "✗",
    Status.REFUTED: "⊘",
    Status.DISPUTED: "⇄",
    Status.RETRACTED: "↶",
    Status.NOT_CHECKABLE: "◌",
}
"""Each status has a sign and a word; its colour only repeats them. The signs are one cell wide also
where a terminal draws East Asian text wide."""

STYLES = {
    Status.UNCONFIRMED: "yellow",
    Status.CORROBORATED: "cyan",
    Status.CONFIRMED: "green",
    Status.DENIED: "red",
    Status.REFUTED: "red",
    Status.DISPUTED: "magenta",
    Status.RETRACTED: DIM,
    Status.NOT_CHECKABLE: DIM,
}

COLUMNS = (
    Column("id", most=12),
    Column("status", rank=1, most=15, label="status"),
    Column("verdict", rank=2, most=16, label="verdict"),
    Column("confirmed by", rank=3, most=18, label="confirmed by", always=True),
    Column("denied by", rank=4, most=18, label="denied by", always=True),
    Column("origins", rank=5, most=7, label="origins", always=True),
    Column("due", rank=6, most=22, label="due", always=True),
    Column("heard", rank=7, most=10, label="heard", always=True),
    Column("flags", rank=8, most=14, label="flags"),
    Column("priority", rank=9, most=8, label="priority"),
    Column("assignee", rank=10, most=16, label="assignee"),
    Column("no side taken", rank=11, most=24),
    Column("claim"),
)
"""In the order in which they stand."""

CSV_HEADER = (
    "id", "text", "kind", "status", "verdict", "verdict_reason", "flags", "claimant",
    "when", "when_from", "when_to", "due", "due_from", "due_to", "condition", "place", "tags",
    "priority", "assignee", "external_id", "parties", "positions", "confirmed_by", "denied_by",
    "independent", "against", "total", "first_heard", "last_heard", "opened", "updated", "links",
)  # fmt: skip
"""The columns of the CSV: a contract; new ones are only ever added at the end."""

LONG_NAME = 16
"""A party whose name is longer stands in the list with its key."""

YEAR = re.compile(r"\d{4}")

OWN_CLAIM = "confirms its own claim"
NOTHING_RECORDED = "nothing recorded"


def claims_sheet(view: View, claims: Sequence[Claim], names: Names, title: str) -> Sheet:
    """The claims as a table."""
    ids = [claim.id for claim in claims]

    def each(make: Callable[[View, Claim, Names], T]) -> list[T]:
        view.learn_links(ids)
        return [make(view, claim, names) for claim in claims]

    return Sheet(
        title=title,
        columns=COLUMNS,
        rows=Rows(lambda: each(claim_row)),
        ids=ids,
        records=lambda: each(claim_record),
        csv_header=CSV_HEADER,
    )


def claim_row(view: View, claim: Claim, names: Names) -> tuple[Cell, ...]:
    """The cells of a claim, one for each of COLUMNS."""
    fields, standing = claim.fields, view.standing(claim)
    heard = last_heard(claim, view.day)
    flags = standing.flags
    quiet = no_side(claim, standing, names)
    return (
        claim.id,
        status_cell(standing),
        ((standing.verdict.rating, STRONG),) if standing.verdict else "",
        _parties(standing.confirmed_by, names, "green"),
        _parties(standing.denied_by, names, "red"),
        origins(standing),
        window_text(fields.due),
        heard.isoformat() if heard else "",
        ((", ".join(flags), "bold red"),) if flags else "",
        _priority(fields.priority),
        fields.assignee or "",
        ((quiet, DIM),) if quiet else "",
        fields.text,
    )


def status_words(standing: Standing) -> str:
    """A status for people: a forecast is confirmed as an intention."""
    status = standing.status
    planned = status == Status.CONFIRMED and standing.counts.kind == Kind.FORECAST
    return "confirmed as planned" if planned else str(status)


def status_cell(standing: Standing) -> Cell:
    """Sign and word, with the colour that repeats them."""
    status = standing.status
    return ((f"{SIGNS[status]} {status_words(standing)}", STYLES[status]),)


def origins(standing: Standing) -> str:
    """How many independent origins support it, and how many refute it."""
    counts = standing.counts
    return f"{counts.supports} / {counts.refutes}"


def window_text(window: Window | None) -> str:
    """A window as it was typed, with its days where those words name no year."""
    if window is None:
        return ""
    if YEAR.search(window.text):
        return window.text
    return f"{window.text} ({_days(window)})"


def no_side(claim: Claim, standing: Standing, names: Names) -> str:
    """The parties that neither confirm nor deny, by where they stand: ``silent: regime, mndaa``."""
    groups: dict[str, list[str]] = {}
    positions = standing.positions
    for party in standing.parties:
        position = positions.get(party)
        if position is None:
            word = NOTHING_RECORDED
        elif speaks(position, claim.fields.claimant):
            continue
        else:
            own = position.position == Stand.CONFIRMS
            word = OWN_CLAIM if own else str(position.position)
        groups.setdefault(word, []).append(_short(party, names))
    return "; ".join([f"{word}: {', '.join(parties)}" for word, parties in groups.items()])


def _days(window: Window) -> str:
    """The days of a window, as short as says it: ``2025-06``, ``2025-06-01..2025-06-20``."""
    first, last = (day.isoformat() if day else "" for day in (window.first, window.last))
    if window.first and window.last and first[:7] == last[:7] and first.endswith("-01"):
        days = monthrange(window.first.year, window.first.month)[1]
        if window.last.day == days:
            return first[:7]
    return first if first == last else f"{first}..{last}"


def _short(party: str, names: Names) -> str:
    name = names.party(party)
    return name if len(name) <= LONG_NAME else party


def _parties(parties: Sequence[str], names: Names, style: str) -> Cell:
    if not parties:
        return ""
    return ((", ".join([_short(party, names) for party in parties]), style),)


def _priority(priority: Priority) -> Cell:
    if priority == Priority.NORMAL:
        return ""
    return ((str(priority), STRONG if priority == Priority.HIGH else DIM),)
