"""What the morning meeting asks: what stands, what falls due, what went stale, what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from claimtrack.desk.agenda import Item, due_by
from claimtrack.desk.attention import Needed, needing_attention
from claimtrack.desk.changes import Move, moves
from claimtrack.desk.selecting import chosen, conditions_of, counted, selected
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Flag, Status
from claimtrack.query.conditions import Condition

SECTIONS = {
    "stale": (Flag.STALE, Flag.RECHECK, Flag.UNANSWERED),
    "contested": (Flag.CONTESTED, Flag.CONTRADICTED),
}
"""Which flags stand in which part of the board; what is overdue stands with what falls due."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows, as the desk returns it."""

    view: View
    conditions: Sequence[Condition]
    counts: Mapping[Status, int]
    """How many claims have each status, in the order of the statuses."""
    open: int
    """How many claims are open."""
    unconfirmed: int
    """How many stand on the editors' list."""
    due: list[Item]
    stale: list[Needed]
    contested: list[Needed]
    moved: list[Move]

    def claims(self) -> list[Claim]:
        """The claims that are counted, read when they are asked for."""
        return selected(self.view, self.conditions, "id")


def board_of(view: View, terms: Sequence[str], *, user: str) -> Board:
    """The board of the claims that filter terms hold for, at the view's day."""
    conditions = conditions_of(view, terms, user=user)
    census = counted(view, conditions)
    needed = needing_attention(view, terms, user=user)
    sunday = view.day + timedelta(days=6 - view.day.weekday())
    return Board(
        view=view,
        conditions=conditions,
        counts=census.statuses,
        open=census.open,
        unconfirmed=census.unconfirmed,
        due=due_by(view, terms, sunday, user=user),
        stale=_with(needed, SECTIONS["stale"]),
        contested=_with(needed, SECTIONS["contested"]),
        moved=_moved(view, conditions),
    )


def _with(needed: Sequence[Needed], flags: Sequence[Flag]) -> list[Needed]:
    """Those that need attention for one of these flags, with the reasons that are of them."""
    found = [Needed(n.claim, tuple(r for r in n.reasons if r.flag in flags)) for n in needed]
    return [n for n in found if n.reasons]


def _moved(view: View, conditions: Sequence[Condition]) -> list[Move]:
    """What was logged on the view's day and the day before it.

    Where no filter asks for some claims only, those that were taken back are among them.
    """
    since = _midnight(view, view.day - timedelta(days=1))
    before = _midnight(view, view.day + timedelta(days=1))
    moved = moves(view, since, before=before)
    if not conditions:
        return moved
    now = {m.claim.id: view.claim(m.claim.id) for m in moved}
    begun = (claim for claim in now.values() if claim and claim.begun(view.day))
    kept = {row.claim.id for row in chosen(view, conditions, begun)}
    return [move for move in moved if move.claim.id in kept]


def _midnight(view: View, day: date) -> datetime:
    """The first moment of a day in the ledger's time zone."""
    return datetime.combine(day, time.min, view.settings.timezone)
