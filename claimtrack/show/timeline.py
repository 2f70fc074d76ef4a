"""A claim's life on a line: sightings, positions, verdicts, the due window and today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import (
    ClaimEntry,
    Opened,
    Position,
    Reopened,
    Report,
    Retraction,
    Verdict,
)
from claimtrack.rules.evidence import is_echo
from claimtrack.show.claims import window_text
from claimtrack.show.log import short_ids, summary
from claimtrack.show.names import Names
from claimtrack.show.record import Record
from claimtrack.show.reports import STANCE_STYLES, STAND_SIGNS, STAND_STYLES
from claimtrack.show.sheet import DIM, STRONG, Cell, Line, joined, spans
from claimtrack.when import Window

REPORT, ECHO, VERDICT, REOPENED, RETRACTED = "●", "○", "■", "□", "↶"
WHEN, DUE = "when", "due"
TRACKS = ("reports", "positions", "decisions", WHEN, DUE)


class Mark(NamedTuple):
    """Something on the line: on which track, when, with which sign, and what it says."""

    track: str
    window: Window
    sign: str
    style: str
    said: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A claim's marks, the earliest first, with today, and the days that the line runs between."""

    claim: Claim
    today: date
    marks: Sequence[Mark]

    @property
    def first(self) -> date:
        """The first day of the line."""
        return min(self._days)

    @property
    def last(self) -> date:
        """The last day of the line."""
        return max(self._days)

    @property
    def _days(self) -> Iterator[date]:
        yield self.today
        for mark in self.marks:
            yield from (day for day in (mark.window.first, mark.window.last) if day)


def timeline_of(view: View, claim: Claim, names: Names) -> Timeline:
    """A claim's life as it stood at the view's day."""
    fields, ids = claim.fields, short_ids(claim)
    begun = list(claim.at(Report, view.day))
    marks = [
        Mark(*drawn, said=summary(claim, entry, ids, names), entry=entry.id)
        for entry in claim.entries
        if entry.on.begun(view.day) and (drawn := _drawn(claim, entry, begun))
    ]
    if fields.when:
        marks.append(Mark(WHEN, fields.when, "━", "cyan", "said to have happened, or held"))
    if fields.due:
        marks.append(Mark(DUE, fields.due, "━", "yellow", "due"))
    marks.sort(key=lambda mark: (mark.window.begins, mark.window.ends, TRACKS.index(mark.track)))
    return Timeline(claim, view.day, marks)


def timeline_lines(timeline: Timeline, width: int) -> list[Line]:
    """The drawn tracks, ``width`` cells for the line itself."""
    scale = _Scale(timeline.first, timeline.last, width)
    shown = [track for track in TRACKS if any(m.track == track for m in timeline.marks)]
    rows = [Line(track, _track(timeline, track, scale)) for track in shown]
    return [Line("", _axis(scale)), *rows, Line("", _today(timeline, scale))]


def event_lines(timeline: Timeline) -> list[Line]:
    """What is on the line, one event a line, the earliest first."""
    ids = short_ids(timeline.claim)
    return [
        Line(
            ids.get(mark.entry, "") if mark.entry else "",
            joined(
                spans((window_text(mark.window), DIM)),
                spans((mark.sign, mark.style), f" {mark.said}"),
            ),
        )
        for mark in timeline.marks
    ]


def timeline_record(timeline: Timeline) -> Record:
    """The line for scripts."""
    return {
        "claim": timeline.claim.id,
        "text": timeline.claim.fields.text,
        "from": timeline.first.isoformat(),
        "to": timeline.last.isoformat(),
        "today": timeline.today.isoformat(),
        "events": [
            {
                "track": mark.track,
                "on": mark.window.to_json(),
                "said": mark.said,
                "entry": mark.entry,
            }
            for mark in timeline.marks
        ],
    }


def _drawn(
    claim: Claim, entry: ClaimEntry, begun: Sequence[Report]
) -> tuple[str, Window, str, str] | None:
    """Track, window, sign and style of an entry; None for one that is not on the line."""
    match entry:
        case Opened():
            return None
        case Report():
            sign = ECHO if is_echo(entry, begun) else REPORT
            return ("reports", entry.on, sign, STANCE_STYLES.get(entry.stance, ""))
        case Retraction():
            taken = claim.resolve(entry.entry)
            of_a_party = any(position.id == taken for position in claim.all(Position))
            return ("positions" if of_a_party else "reports", entry.on, RETRACTED, "red")
        case Position():
            stand = entry.position
            return ("positions", entry.on, STAND_SIGNS[stand], STAND_STYLES.get(stand, ""))
        case Verdict():
            return ("decisions", entry.on, VERDICT, STRONG)
        case Reopened():
            return ("decisions", entry.on, REOPENED, STRONG)
    return None


class _Scale(NamedTuple):
    """Days on cells: the first day in the first cell, the last in the last."""

    first: date
    last: date
    width: int

    def cell(self, day: date) -> int:
        """The cell of a day; what lies outside is at the edge."""
        days = max(1, (self.last - self.first).days)
        inside = min(max(day, self.first), self.last)
        return (inside - self.first).days * (self.width - 1) // days


def _track(timeline: Timeline, track: str, scale: _Scale) -> Cell:
    """One row: windows as bars, and over them a sign where each begins."""
    cells: list[tuple[str, str]] = [("·", DIM)] * scale.width
    marks = [mark for mark in timeline.marks if mark.track == track]
    for mark in marks:
        start, end = scale.cell(mark.window.begins), scale.cell(mark.window.ends)
        for position in range(start, end + 1):
            cells[position] = ("─" if mark.entry else mark.sign, mark.style)
    for mark in sorted(marks, key=lambda mark: mark.sign != ECHO):  # what stands for itself, on top
        if mark.entry:
            cells[scale.cell(mark.window.begins)] = (mark.sign, mark.style)
    return tuple(cells)


def _axis(scale: _Scale) -> Cell:
    """The first and the last day, at the ends of the line."""
    first, last = scale.first.isoformat(), scale.last.isoformat()
    gap = scale.width - len(first) - len(last)
    return spans((first + " " * gap + last if gap > 0 else first, DIM))


def _today(timeline: Timeline, scale: _Scale) -> Cell:
    """Where today is."""
    cell = scale.cell(timeline.today)
    label = f"▲ {timeline.today}"
    if cell + len(label) > scale.width:
        label = f"{timeline.today} ▲"
        cell = max(0, cell - len(label) + 1)
    return spans(" " * cell, (label, STRONG))
