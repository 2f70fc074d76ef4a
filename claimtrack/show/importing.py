"""What an import did, or would do."""

from collections.abc import Iterator, Sequence
from typing import Any

from claimtrack.desk.importing import Imported
from claimtrack.desk.intake import Outcome, Planned
from claimtrack.desk.rows import Refused
from claimtrack.desk.view import View
from claimtrack.show.names import Names
from claimtrack.show.record import Record
from claimtrack.show.sheet import DIM, Cell, Column, Sheet

COLUMNS = (
    Column("line", most=10),
    Column("what", most=15),
    Column("claim", most=12),
    Column("on", rank=2, most=22, label="on"),
    Column("source", rank=1, most=24, label="source"),
    Column("stance", rank=1, most=10, label="stance"),
    Column("text"),
)
HEADER = ("line", "what", "claim", "on", "source", "stance", "url", "text", "quote")
MOST_LISTED = 100


def plan_sheet(view: View, done: Imported, names: Names) -> Sheet:
    """What would become of every row, in the order of the file."""
    records = [_record(view, one, names) for one in done.planned]
    return Sheet(
        title=f"{summary(done)}: nothing is written yet",
        columns=COLUMNS,
        rows=[_row(record) for record in records],
        ids=list(dict.fromkeys(record["claim"] for record in records)),
        records=lambda: records,
        csv_header=HEADER,
    )


def summary(done: Imported) -> str:
    """``12 new claims, 30 more entries, 3 new sources, 5 on file already``."""
    parts = [
        _count(len(done.opened), "new claim"),
        _count(done.entries - len(done.opened), "more entry", "more entries"),
    ]
    if done.sources:
        parts.append(_count(len(done.sources), "new source"))
    if done.parties:
        parts.append(_count(len(done.parties), "new party", "new parties"))
    if done.on_file:
        parts.append(f"{done.on_file} on file already")
    if done.withdrawn:
        parts.append(f"{done.withdrawn} withdrawn by the desk, left so")
    return ", ".join(parts)


def summary_record(done: Imported, names: Names) -> Record:
    """The same for scripts."""
    return {
        "read": done.items,
        "opened": done.opened,
        "entries": done.entries,
        "on_file": done.on_file,
        "withdrawn": done.withdrawn,
        "sources": [names.key(key) for key in done.sources],
        "parties": done.parties,
        "refused": [
            {"place": one.place, "column": one.column, "reason": one.reason} for one in done.refused
        ],
    }


def refusals(refused: Sequence[Refused]) -> Iterator[str]:
    """A line each, those of one column and reason together."""
    groups: dict[tuple[str | None, str], list[str]] = {}
    for one in refused:
        groups.setdefault((one.column, one.reason), []).append(one.place)
    for number, ((column, reason), places) in enumerate(groups.items()):
        if number == MOST_LISTED:
            yield f"and {len(groups) - number} more reasons"
            return
        where = f"{places[0]}, column {column}" if column else places[0]
        more = f" ({_also(places[1:])})" if len(places) > 1 else ""
        yield f"{where}: {reason}{more}"


def _also(places: Sequence[str]) -> str:
    shown = ", ".join(place.removeprefix("line ") for place in places[:5])
    rest = f" and {len(places) - 5} more" if len(places) > 5 else ""
    return (
        f"so also line {shown}{rest}" if places[0].startswith("line ") else f"so also {shown}{rest}"
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _record(view: View, planned: Planned, names: Names) -> dict[str, Any]:
    plan, draft = planned.plan, planned.draft
    claim = view.claim(plan.claim_id)
    text = claim.fields.text if claim else plan.fields.get("text")
    entry = next((e for e in claim.logged if e.id == draft.id), None) if claim and draft else None
    said = names.entry(entry) if entry else {}
    return {
        "line": planned.place.removeprefix("line "),
        "what": str(planned.outcome),
        "claim": plan.claim_id,
        "on": said["on"]["text"] if said else None,
        "source": said.get("source"),
        "stance": said.get("stance"),
        "url": said.get("url"),
        "text": text,
        "quote": said.get("quote"),
    }


def _row(record: Record) -> tuple[Cell, ...]:
    what = record["what"]
    quiet = what in (Outcome.ON_FILE, Outcome.WITHDRAWN)
    cells: list[Cell] = [str(record[column.header] or "") for column in COLUMNS]
    cells[1] = ((what, DIM if quiet else "bold"),)
    return tuple(cells)
