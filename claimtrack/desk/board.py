"""What the morning meeting asks: what stands, what falls due, what went stale, what moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from claimtrack.desk.agenda import Item, agenda
from claimtrack.desk.attention import Needed, needing_attention
from claimtrack.desk.changes import Move, moves
from claimtrack.desk.reading import listed
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.words import Flag, Status

SECTIONS = {
    "stale": (Flag.STALE, Flag.RECHECK, Flag.UNANSWERED),
    "contested": (Flag.CONTESTED, Flag.CONTRADICTED),
}
"""Which flags stand in which part of the board; what is overdue stands with what falls due."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows, as the desk returns it."""

    view: View
    claims: list[Claim]
    due: list[Item]
    stale: list[Needed]
    contested: list[Needed]
    moved: list[Move]

    @property
    def counts(self) -> dict[Status, int]:
        """How many claims have each status, in the order of the statuses."""
        found = Counter(self.view.standing(claim).status for claim in self.claims)
        return {status: found[status] for status in Status if found[status]}

    @property
    def open(self) -> int:
        """How many claims are open."""
        return sum(self.view.standing(claim).open for claim in self.claims)

    @property
    def unconfirmed(self) -> int:
        """How many stand on the editors' list."""
        return sum(self.view.standing(claim).unconfirmed_rumor for claim in self.claims)


def board_of(view: View, terms: Sequence[str], *, user: str) -> Board:
    """The board of the claims that filter terms hold for, at the view's day."""
    claims = listed(view, terms, user=user, sort="id")
    ids = {claim.id for claim in claims}
    needed = needing_attention(view, terms, user=user)
    sunday = view.day + timedelta(days=6 - view.day.weekday())
    return Board(
        view=view,
        claims=claims,
        due=[item for item in agenda(view, terms, user=user) if item.day <= sunday],
        stale=_with(needed, SECTIONS["stale"]),
        contested=_with(needed, SECTIONS["contested"]),
        moved=_moved(view, ids if terms else None),
    )


def _with(needed: Sequence[Needed], flags: Sequence[Flag]) -> list[Needed]:
    """Those that need attention for one of these flags, with the reasons that are of them."""
    found = [Needed(n.claim, tuple(r for r in n.reasons if r.flag in flags)) for n in needed]
    return [n for n in found if n.reasons]


def _moved(view: View, ids: set[str] | None) -> list[Move]:
    """What was logged on the view's day and the day before it.

    Where no filter asks for some claims only, those that were taken back are among them.
    """
    since = _midnight(view, view.day - timedelta(days=1))
    before = _midnight(view, view.day + timedelta(days=1))
    moved = moves(view, since, before=before)
    return [move for move in moved if ids is None or move.claim.id in ids]


def _midnight(view: View, day: date) -> datetime:
    """The first moment of a day in the ledger's time zone."""
    return datetime.combine(day, time.min, view.settings.timezone)
