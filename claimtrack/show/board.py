"""The board for the morning meeting, for people and for scripts."""

from collections.abc import Sequence

from claimtrack.desk.agenda import Item
from claimtrack.desk.attention import Needed
from claimtrack.desk.board import Board
from claimtrack.desk.changes import Move
from claimtrack.desk.view import View
from claimtrack.show.claims import SIGNS, STYLES
from claimtrack.show.names import Names
from claimtrack.show.noticing import (
    attention_records,
    attention_text,
    distance,
    item_record,
    item_text,
    move_text,
)
from claimtrack.show.record import Record, claim_record
from claimtrack.show.sheet import DIM, STRONG, Card, Cell, Line, Section, joined, plain, spans


def board_card(board: Board, names: Names) -> Card:
    """The board for people: a section for each question."""
    view = board.view
    title = f"{view.day:%A} {view.day}" + (" · as of that day" if view.dated else "")
    return Card(
        "board",
        title,
        [
            Section("", "", [Line("open", _open(board)), Line("claims", _counts(board))]),
            Section("Due this week", "due", [_due_line(view, item, names) for item in board.due]),
            Section("Gone stale", "stale", [_needed_line(view, n, names) for n in board.stale]),
            Section(
                "Contested", "contested", [_needed_line(view, n, names) for n in board.contested]
            ),
            Section(
                "Moved since yesterday",
                "moved",
                [_moved_line(move, names) for move in reversed(board.moved)],
            ),
        ],
    )


def board_record(board: Board, names: Names) -> Record:
    """The board for scripts."""
    view = board.view

    def needed(rows: Sequence[Needed]) -> list[Record]:
        return [
            {
                **claim_record(view, claim, names),
                "attention": attention_records(reasons, view.day),
            }
            for claim, reasons in rows
        ]

    return {
        "as_of": view.day.isoformat(),
        "counts": {status.value: count for status, count in board.counts.items()},
        "open": board.open,
        "unconfirmed": board.unconfirmed,
        "due": [
            {
                "claim": item.claim.id,
                **item_record(item),
                "text": item.claim.fields.text,
            }
            for item in board.due
        ],
        "stale": needed(board.stale),
        "contested": needed(board.contested),
        "moved": [
            {
                "claim": move.claim.id,
                "text": move.claim.fields.text,
                "what": move.what,
                "before": move.before,
                "after": move.after,
                "by": move.by,
                "said": plain(move_text(move, names)),
            }
            for move in board.moved
        ],
    }


def _counts(board: Board) -> Cell:
    parts = (
        spans((f"{SIGNS[status]} {status} {count}", STYLES[status]))
        for status, count in board.counts.items()
    )
    return joined(*parts) or "none yet"


def _open(board: Board) -> Cell:
    rumors = f"{board.unconfirmed} unconfirmed rumor{'' if board.unconfirmed == 1 else 's'}"
    return joined(spans((rumors, STRONG)), f"{board.open} without a verdict that settles it")


def _due_line(view: View, item: Item, names: Names) -> Line:
    return Line(
        item.claim.id,
        joined(distance(item.day, view.day), item_text(item, names), item.claim.fields.text),
    )


def _needed_line(view: View, needed: Needed, names: Names) -> Line:
    why = attention_text(needed.claim, needed.reasons, view.day, names)
    return Line(needed.claim.id, joined(spans((why, "yellow")), needed.claim.fields.text))


def _moved_line(move: Move, names: Names) -> Line:
    """What moved, of which claim, and then the evidence, which may be long."""
    moved, *evidence = spans(move_text(move, names))
    said = "".join(text for text, _ in evidence).strip()
    by = spans((move.by, DIM))
    return Line(move.claim.id, joined(spans(moved), move.claim.fields.text, said, by))
