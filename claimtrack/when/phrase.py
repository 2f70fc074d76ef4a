"""The grammar of a whole phrase: one point, a range of two, or all that lies on one side."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from claimtrack.when import calendar
from claimtrack.when.point import end, point
from claimtrack.when.ranges import paired, touching
from claimtrack.when.refusals import CALENDAR, Refused
from claimtrack.when.relative import rolling
from claimtrack.when.shared import shared
from claimtrack.when.spans import Point, Recurring, Span, Unit
from claimtrack.when.tokens import Cursor


@dataclass(frozen=True, slots=True)
class Reading:
    """The days that a phrase names, and the moments, where it names times of day."""

    first: date | None = None
    last: date | None = None
    begin: datetime | None = None
    end: datetime | None = None
    approximate: bool = False
    bare_clock: bool = False
    """Whether a time of day was read that has no day."""
    night: bool = False
    """Whether a night was read, which is no moment."""


def read_phrase(c: Cursor) -> Reading | None:
    """What a phrase says; None where it is not one."""
    for read in (_rolling, _ranged, _sided, _dotted, _single):
        found = c.attempt(_complete(read))
        if found is not None:
            return replace(found, approximate=c.approximate, bare_clock=c.bare_clock)
    return None


def _complete(read: Callable[[Cursor], Reading | None]) -> Callable[[Cursor], Reading | None]:
    """The same reading, of nothing less than the whole phrase."""

    def all_of_it(c: Cursor) -> Reading | None:
        found = read(c)
        return found if c.done else None

    return all_of_it


def _rolling(c: Cursor) -> Reading | None:
    """Within 3 months, over the past week."""
    _about(c)
    ends = rolling(c)
    return None if ends is None else _reading(*ends)


def _about(c: Cursor) -> None:
    """Notes an "about" before everything else."""
    if c.take("about") or c.sign("~"):
        c.approximate = True


def _reading(first: Span, last: Span) -> Reading:
    night = first.night or last.night
    return Reading(first.first, last.last, first.moment, last.moment, night=night)


def _fixed(c: Cursor, found: Point) -> Span:
    """The point in its year: the nearest in the lean's direction, where none was named."""
    if isinstance(found, Recurring):
        return found.nearest(c.reference.day, c.lean)
    return found


def _ranged(c: Cursor) -> Reading | None:
    """Between X and Y, from X to Y, X..Y, and ends that share a month: 17 to 19 January."""
    _about(c)
    between = c.take("between") is not None
    start = not between and c.take("from") is not None
    both = c.first(lambda c: shared(c, between=between))
    if both is not None:
        c.take("tail", "until")  # behind the second end, as in Burmese
        span = _fixed(c, both)
        return _reading(span, span)
    first = end(c) if between or start else point(c)
    listed = first is not None and not between and not start and _listed(c)
    if first is None or not (listed or join(c, between=between)):
        return None
    bare, c.bare_clock = c.bare_clock, False
    now = c.is_a("now")
    last = end(c)
    if last is None:
        return None
    if c.bare_clock and not bare:
        raise Refused("gives no day with its second time: write that, too")
    if bare and not c.bare_clock and isinstance(last, Span) and last.moment and not now:
        raise Refused("gives no day with its first time: write that, too")
    c.take("tail", "until")
    ends = paired(first, last, c.reference.day, c.lean)
    return _reading(*(touching(*ends) if listed else ends))


def _listed(c: Cursor) -> bool:
    """January and February, Jan & Feb."""
    return c.take("and", "and") is not None or c.sign("&")


def join(c: Cursor, *, between: bool) -> bool:
    """The word or the sign between two ends."""
    if between:
        return c.take("and") is not None or c.sign("-") or c.take("to") is not None
    return c.take("to") is not None or c.take("join") is not None or c.sign("-", "/", "..")


def _sided(c: Cursor) -> Reading | None:
    """By June, after 1 July, not before Friday; after 1 June and before 15 June."""
    _about(c)
    c.take("within", "any")
    side = c.word("side")
    start = end(c) if side else None
    if side is None or start is None:
        return None
    if tail := c.word("tail"):
        # "by June at the latest" says it twice; "by June at the earliest" contradicts itself.
        return _on_side(_fixed(c, start), side) if tail == side else None
    at = c.attempt(lambda c: _other_side(c, side))
    if at is None:
        return _on_side(_fixed(c, start), side)
    other, limit = at
    first, last = paired(start, limit, c.reference.day, c.lean)
    opens, closes = _on_side(first, side), _on_side(last, other)
    if opens.first and closes.last and opens.first > closes.last:
        raise Refused("leaves no day in between: put the earlier day first")
    night = opens.night or closes.night
    return Reading(opens.first, closes.last, opens.begin, closes.end, night=night)


def _other_side(c: Cursor, side: str) -> tuple[str, Point] | None:
    c.take("and")
    other = c.word("side", "until", "before")
    at = end(c) if other and side in ("since", "after") else None
    return None if other is None or at is None else (other, at)


def _on_side(span: Span, side: str) -> Reading:
    """All that lies on one side of some days: up to them, before, from them on, or after."""
    return replace(_beyond(span, side), night=span.night)


def _beyond(span: Span, side: str) -> Reading:
    if span.moment is not None:
        if side in ("until", "before"):
            return Reading(last=span.last, end=span.moment)
        return Reading(first=span.first, begin=span.moment)
    if side == "until" or (side == "before" and span.is_end):
        return Reading(last=span.last)
    if side == "since":
        return Reading(first=span.first)
    try:
        if side == "before":
            return Reading(last=span.first - calendar.DAY)
        return Reading(first=span.last + calendar.DAY)
    except OverflowError:
        raise Refused(CALENDAR) from None


def _dotted(c: Cursor) -> Reading | None:
    """..June 2025, June 2025.. , and 2025- of a year that is open."""
    until = c.sign("..")
    found = point(c)
    if found is None:
        return None
    year = isinstance(found, Span) and found.unit is Unit.YEAR
    if not until and not c.sign("..") and not (year and c.sign("-")):
        return None
    return _on_side(_fixed(c, found), "until" if until else "since")


def _single(c: Cursor) -> Reading | None:
    """One day or period, and what may follow it: at the latest, onwards."""
    _about(c)
    found = point(c)
    if found is None:
        return None
    span = _fixed(c, found)
    tail = c.word("tail")
    return _reading(span, span) if tail is None else _on_side(span, tail)
