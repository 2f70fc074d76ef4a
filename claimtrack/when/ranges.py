"""Two ends made one: the year that one end shares with the other, and the lean of both."""

from datetime import date

from claimtrack.when.reference import Lean
from claimtrack.when.refusals import CALENDAR, Refused, either
from claimtrack.when.spans import HALF_A_YEAR, Point, Recurring, Span, Unit, far_behind

Ends = tuple[Span, Span]
APART = "names two dates that do not touch: write one, or the first and the last with 'to'"
BACKWARDS = "ends before it begins: put the earlier day first"


def paired(first: Point, last: Point, day: date, lean: Lean) -> Ends:
    """Both ends of a range; ``Refused`` where it ends before it begins, or is not certain."""
    if isinstance(first, Span):
        if isinstance(last, Span):
            return _ordered(first, last)
        return _last_shares(_not_a_year(first), last, day, lean)
    if isinstance(last, Span):
        return _first_shares(first, _not_a_year(last), day, lean)
    if first.cycle is last.cycle:
        return _same_cycle(first, last, day, lean)
    return _two_cycles(first, last, day, lean)


def _not_a_year(end: Span) -> Span:
    """June - 2025 can be the month or begin a range, and so is neither."""
    if end.unit in (Unit.YEAR, Unit.DECADE):
        raise Refused("has a year at one end only: write June 2025 for the month, or two years")
    return end


def touching(first: Span, last: Span) -> Ends:
    """Ends that are listed and not ranged: January and February leave nothing in between."""
    gap = last.first.toordinal() - first.last.toordinal()
    if gap != 1 or first.unit is not last.unit or first.moment or last.moment:
        raise Refused(APART)
    return first, last


def _ordered(first: Span, last: Span) -> Ends:
    wrong = first.first > last.last
    if first.moment and last.moment:
        wrong = first.moment > last.moment
    if wrong:
        raise Refused(BACKWARDS)
    return first, last


def _first_shares(first: Recurring, last: Span, day: date, lean: Lean) -> Ends:
    """March to May 2025 shares the year; November to February 2025 begins the year before."""
    near = first.beginning_by(last.last)
    if first.cycle is Unit.WEEK:
        return _weekday_near((near, last), (first.nearest(day, lean), last), day)
    if near.first.year < last.first.year and near.first.month == last.first.month:
        raise Refused(BACKWARDS)
    return _ordered(near, last)


def _last_shares(first: Span, last: Recurring, day: date, lean: Lean) -> Ends:
    """March 2025 to May shares the year; November 2024 to February ends in the next."""
    near = last.ending_from(first.first)
    if last.cycle is Unit.WEEK:
        return _weekday_near((first, near), (first, last.nearest(day, lean)), day)
    if near.first.year > first.first.year and near.first.month == first.first.month:
        raise Refused(BACKWARDS)
    return _ordered(first, near)


def _weekday_near(near: Ends, leaned: Ends, day: date) -> Ends:
    """A weekday beside a date: read where the one next to the date is the one of the lean."""
    if leaned[0].first > leaned[1].last or near == leaned:
        return near
    if any(abs((end.first - day).days) > 7 for end in near):
        return leaned
    from claimtrack.when.relative import shown_days

    readings = (shown_days(ends[0].first, ends[1].last) for ends in (near, leaned))
    raise either(*readings, out="write the date in place of the weekday")


def _two_cycles(first: Recurring, last: Recurring, day: date, lean: Lean) -> Ends:
    """Monday to 7 March: the end that leans is found first, and the other beside it."""
    if Unit.MONTH in (first.cycle, last.cycle):
        raise Refused("names a month at one end only: write it at both")
    if lean is Lean.AHEAD:
        ends = paired(first, last.nearest(day, lean), day, lean)
    else:
        ends = paired(first.nearest(day, lean), last, day, lean)
    if (ends[1].last - ends[0].first).days > HALF_A_YEAR:
        raise Refused("names a weekday far from its other end: write the date in its place")
    return ends


def _same_cycle(first: Recurring, last: Recurring, day: date, lean: Lean) -> Ends:
    """The nearest such pair in the lean's direction; the one around ``day`` serves both.

    Weekdays that were named with the days settle which.
    """
    if first.cycle is Unit.MONTH:
        whole = (last if lean is Lean.AHEAD else first).nearest(day, lean)
        return _ordered(first.within(whole), last.within(whole))
    here = first.index(day)
    nearby = [pair for number in (here - 1, here, here + 1) if (pair := _from(first, last, number))]
    fitting = [
        pair
        for pair in nearby
        if first.fits(pair[0]) and last.fits(pair[1]) and not far_behind(*pair, day, lean)
    ]
    if (first.weekday or last.weekday) and len(fitting) == 1:
        return fitting[0]
    pairs = [pair for number in range(here - 9, here + 10) if (pair := _from(first, last, number))]
    ahead = next((pair for pair in pairs if pair[1].last >= day), None)
    behind = next((pair for pair in reversed(pairs) if pair[0].first <= day), None)
    found = ahead if lean is Lean.AHEAD else behind
    if found is None:
        raise Refused(BACKWARDS if not pairs else CALENDAR)
    return first.right(found[0]), last.right(found[1])


def _from(first: Recurring, last: Recurring, number: int) -> Ends | None:
    """The pair that begins in a year or week, if there is one."""
    start = first.occurrence(number)
    if start is None:
        return None
    for later in (number - 1, number, number + 1):  # the winter of 2024 ends in 2025
        end = last.occurrence(later)
        if end and end.last >= start.first and end.first >= start.first:
            if first.cycle is Unit.YEAR and later > number and end.first.month == start.first.month:
                return None  # 30 June to 1 June
            return start, end
    return None
