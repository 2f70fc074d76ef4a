"""What needs attention, what falls due and what moved, as tables."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from claimtrack.desk.agenda import Item
from claimtrack.desk.attention import Needed
from claimtrack.desk.changes import Move, Moved
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Opened, Position, Report, Withdrawn, instant
from claimtrack.model.words import Flag
from claimtrack.rules.falling_due import What
from claimtrack.rules.standing import Raised
from claimtrack.show.claims import CSV_HEADER, window_text
from claimtrack.show.log import moment_text, short_ids, summary
from claimtrack.show.names import Names
from claimtrack.show.record import Record, claim_record
from claimtrack.show.sheet import DIM, STRONG, Cell, Column, Sheet, plain, spans

ATTENTION_COLUMNS = (
    Column("id", most=12),
    Column("why", rank=1, most=200),
    Column("assignee", rank=2, most=16, label="assignee"),
    Column("claim"),
)
AGENDA_COLUMNS = (
    Column("day", most=10),
    Column("", most=16),
    Column("id", most=12),
    Column("what", rank=1, most=34),
    Column("assignee", rank=2, most=16, label="assignee"),
    Column("claim"),
)
MOVES_COLUMNS = (
    Column("logged", rank=2, most=22, label="logged"),
    Column("id", most=12),
    Column("by", rank=3, most=14, label="by"),
    Column("what", rank=1, most=60),
    Column("claim"),
)
MOVES_HEADER = ("recorded", "claim", "by", "what", "before", "after", "entries", "said", "text")

URGENT = (Flag.OVERDUE, Flag.UNANSWERED, Flag.CONTESTED, Flag.CONTRADICTED)


def attention_sheet(view: View, needed: Sequence[Needed], names: Names, title: str) -> Sheet:
    """The claims that need attention, each with why in one line."""
    said = [attention_text(claim, reasons, view.day, names) for claim, reasons in needed]
    return Sheet(
        title=title,
        columns=ATTENTION_COLUMNS,
        one_line=True,
        rows=[
            (
                claim.id,
                spans((words, "bold red" if reasons[0].flag in URGENT else "yellow")),
                claim.fields.assignee or "",
                claim.fields.text,
            )
            for (claim, reasons), words in zip(needed, said, strict=True)
        ],
        ids=[claim.id for claim, _ in needed],
        records=lambda: [
            {**claim_record(view, claim, names), "attention": attention_records(reasons, view.day)}
            for claim, reasons in needed
        ],
        csv_header=(*CSV_HEADER, "attention"),
        csv_extra={"attention": said},
    )


def attention_text(claim: Claim, reasons: Sequence[Raised], day: date, names: Names) -> str:
    """``overdue 15 days: no verdict; contested: MNDAA denies (5792) came after the verdict``."""
    return "; ".join(_for_people(claim, raised, names).said(day) for raised in reasons)


def _for_people(claim: Claim, raised: Raised, names: Names) -> Raised:
    """The reason with who said what in place of the entry's id."""
    entry = next((e for e in claim.entries if e.id == raised.entry), None)
    match entry:
        case Position():
            said = f"{names.party(entry.party)} {entry.position}"
        case Report():
            said = f"{names.source(entry.source)} {entry.stance}"
        case _:
            return raised
    said = f"{said} ({short_ids(claim)[entry.id]})"
    why = raised.why.replace(f"{entry.type} {entry.id}", said).replace(entry.id, said)
    return replace(raised, why=why)


def attention_records(reasons: Sequence[Raised], day: date) -> list[Record]:
    """Why a claim needs attention, for scripts; ``days`` is null where nothing is counted."""
    return [
        {
            "flag": raised.flag,
            "why": raised.why,
            "since": raised.since.isoformat() if raised.since else None,
            "days": abs((day - raised.since).days) if raised.since else None,
            "said": raised.said(day),
        }
        for raised in reasons
    ]


def subject(needed: Sequence[Needed]) -> str:
    """The subject of a mail: ``claimtrack: 3 claims need attention (2 overdue, 1 stale)``."""
    flags = [raised.flag for _, reasons in needed for raised in reasons]
    counts = ", ".join(f"{flags.count(flag)} {flag}" for flag in dict.fromkeys(sorted(flags)))
    claims = "1 claim needs" if len(needed) == 1 else f"{len(needed)} claims need"
    return f"claimtrack: {claims} attention ({counts})"


def agenda_sheet(view: View, items: Sequence[Item], names: Names, title: str) -> Sheet:
    """What falls due, a line each, the earliest first."""
    return Sheet(
        title=title,
        columns=AGENDA_COLUMNS,
        rows=[
            (
                day_text(item.day),
                distance(item.day, view.day),
                item.claim.id,
                item_text(item, names),
                item.claim.fields.assignee or "",
                item.claim.fields.text,
            )
            for item in items
        ],
        ids=list(dict.fromkeys(item.claim.id for item in items)),
        records=lambda: [
            {
                **claim_record(view, item.claim, names),
                "falls_due": item_record(item),
            }
            for item in items
        ],
        csv_header=(*CSV_HEADER, "falls_due_what", "falls_due_day", "falls_due_party"),
        csv_extra={
            "falls_due_what": [item.what for item in items],
            "falls_due_day": [day_text(item.day) for item in items],
            "falls_due_party": [item.party or "" for item in items],
        },
    )


def item_record(item: Item) -> Record:
    """What falls due, for scripts; the day is null where the window is open."""
    return {
        "what": item.what,
        "day": None if item.day == date.max else item.day.isoformat(),
        "window": item.window.to_json(),
        "party": item.party,
    }


def day_text(day: date) -> str:
    """A day, or that it is open."""
    return "open" if day == date.max else day.isoformat()


def distance(day: date, today: date) -> Cell:
    """How far off a day is: ``today``, ``in 3 days``, ``15 days ago``."""
    if day == date.max:
        return ""
    days = (day - today).days
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    if days < 0:
        return spans((f"{count} ago", "bold red"))
    return spans(("today", STRONG)) if days == 0 else f"in {count}"


def item_text(item: Item, names: Names) -> str:
    """What it is that falls due."""
    when = window_text(item.window)
    match item.what:
        case What.DUE:
            return f"due {when}"
        case What.ANSWER:
            return f"{names.party(item.party or '')} to answer {when}"
        case What.RECHECK:
            return f"look again {when}"


def moves_sheet(view: View, moved: Sequence[Move], names: Names, title: str) -> Sheet:
    """What moved, in the order in which it was logged."""
    said = [move_text(move, names) for move in moved]
    return Sheet(
        title=title,
        columns=MOVES_COLUMNS,
        rows=[
            (
                spans((moment_text(move.recorded, view.settings.timezone), DIM)),
                move.claim.id,
                move.by,
                words,
                move.claim.fields.text,
            )
            for move, words in zip(moved, said, strict=True)
        ],
        ids=list(dict.fromkeys(move.claim.id for move in moved)),
        records=lambda: [
            {
                "claim": move.claim.id,
                "text": move.claim.fields.text,
                "what": move.what,
                "before": move.before,
                "after": move.after,
                "recorded": instant(move.recorded),
                "by": move.by,
                "entries": [entry.id for entry in move.entries],
                "said": plain(words),
            }
            for move, words in zip(moved, said, strict=True)
        ],
        csv_header=MOVES_HEADER,
    )


def move_text(move: Move, names: Names) -> Cell:
    """What moved, and by which evidence."""
    ids = short_ids(move.claim)
    said = "; ".join(summary(move.claim, entry, ids, names) for entry in move.entries)
    if move.about is not None:
        thing = "claim" if isinstance(move.about, Opened) else move.about.type
        taken = "taken back" if move.what == Moved.WITHDRAWN else "brought back"
        reasons = "; ".join(e.reason for e in move.entries if isinstance(e, Withdrawn))
        return f"{thing} {taken}: {reasons}"
    if move.what != Moved.STATUS:
        return "new claim" if move.what == Moved.OPENED else said
    evidence = said or "by what is known of a source, or a setting"
    return spans((f"{move.before} → {move.after}", STRONG), f"  {evidence}")
