"""Counted parts: the first half of March, the last Friday of June, the 17th of next month."""

from datetime import date

from claimtrack.when import calendar, printing
from claimtrack.when.days import day_number
from claimtrack.when.periods import whole
from claimtrack.when.refusals import Refused, either
from claimtrack.when.relative import counted, shown
from claimtrack.when.spans import Point, Recurring, Span, Unit, mapped, week_number
from claimtrack.when.tokens import Cursor


def ordinal_of(c: Cursor) -> Point | None:
    """The first half of March, the second quarter of 2025, the last Friday of June."""
    number = _ordinal(c)
    if number is None:
        return None
    count = (counted(c) or 0) if c.next.kind == "number" or c.is_a("number") else 1
    weekday = c.number("weekday")
    unit = None if weekday else c.word("unit")
    if not 1 <= count <= 366:
        return None
    of = c.take("small", "of") is not None
    point = whole(c)
    if weekday is None and unit is None:
        return _day_of_month(point, number) if of and point and count == 1 else None
    if point is None:
        if not of and unit == "quarter" and number in (1, 2, 3, 4) and count == 1:
            return Recurring(lambda year: calendar.quarter(year, number), Unit.YEAR)
        return None
    if not of and unit not in ("half", "quarter"):
        return None

    def counted_in(span: Span) -> Span:
        if weekday is not None:
            return _nth_weekday(span, number, weekday)
        return _nth(span, number, count, str(unit))

    return mapped(point, counted_in)


def _ordinal(c: Cursor) -> int | None:
    """First, 1st; -1 for last."""
    if (
        c.next.kind == "number"
        and len(c.next.text) <= 2
        and "suffix" in c.ahead(1).meanings
        and not c.ahead(1).spaced
    ):
        return day_number(c)
    return c.number("ordinal")


def _day_of_month(point: Point, number: int) -> Point | None:
    """The 17th of next month."""
    if isinstance(point, Recurring) or point.unit is not Unit.MONTH or number < 1:
        return None
    return calendar.day_in(point.first.year, point.first.month, number)


def _nth(span: Span, number: int, count: int, unit: str) -> Span:
    """The ``number``-th unit of a span, -1 the last; or its first or last ``count`` units."""
    if unit == "half" and count == 1:
        if number not in (1, 2, -1):
            raise Refused("does not exist: there are two halves")
        return calendar.half_of(span, 1 if number == 1 else 2)
    if count > 1 and number not in (1, -1):
        raise Refused("can be counted in several ways: write the days")
    if unit == "week":
        return _nth_week(span, number, count)
    size = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    length = 0 if size is None else _whole_months(span)
    if unit == "day":
        length, size = (span.last - span.first).days + 1, 1
    if size is None or length <= size or length % size:
        raise Refused(f"has no {unit}s that are agreed on: write its days")
    start = (number - 1) * size if number > 0 else length - count * size
    if not 0 <= start <= length - count * size:
        raise Refused(f"does not exist: there are {length // size} {unit}s in it")
    if unit == "day":
        first = span.first + start * calendar.DAY
        kind = Unit.DAY if count == 1 else Unit.OTHER
        return Span(first, first + (count - 1) * calendar.DAY, kind)
    kind = Unit(unit) if count == 1 else Unit.OTHER
    return calendar.months(span.first.year, span.first.month + start, count * size, kind)


def _whole_months(span: Span) -> int:
    """How many whole months it is; 0 where it is not."""
    after = span.last + calendar.DAY if span.last < date.max else None
    if span.first.day != 1 or (after and after.day != 1):
        return 0
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def _nth_week(span: Span, number: int, count: int) -> Span:
    """A week of a month or year: read where seven days from its first, the weeks that lie in
    it, and those that touch it agree.
    """
    days = 7 * count
    if number > 0:
        plain = span.first + (number - 1) * 7 * calendar.DAY
        monday = calendar.week(week_number(span.first)).first
        agreed = monday == span.first
    else:
        plain = span.last - (days - 1) * calendar.DAY
        agreed = calendar.week(week_number(span.last)).last == span.last
        monday = calendar.week(week_number(span.last)).first - (count - 1) * 7 * calendar.DAY
    offset = 0 if number < 0 else (number - 1) * 7
    end = plain + (days - 1) * calendar.DAY
    if end > span.last:
        raise Refused("does not exist: it is over before that week ends")
    if not agreed:
        start = monday + offset * calendar.DAY
        readings = (
            shown(Span(plain, end, Unit.WEEK)),
            shown(Span(start, start + (days - 1) * calendar.DAY, Unit.WEEK)),
        )
        raise either(*readings, out="write the days")
    return Span(plain, end, Unit.WEEK if count == 1 else Unit.OTHER)


def _nth_weekday(span: Span, number: int, weekday: int) -> Span:
    """The first Monday, the last Friday of a month or year."""
    if number > 0:
        first = span.first + (weekday - span.first.isoweekday()) % 7 * calendar.DAY
        found = first + (number - 1) * 7 * calendar.DAY
    else:
        found = span.last - (span.last.isoweekday() - weekday) % 7 * calendar.DAY
    if not span.holds(found):
        raise Refused(f"does not exist: there is no such {printing.WEEKDAYS[weekday - 1]} in it")
    return calendar.day_span(found)
