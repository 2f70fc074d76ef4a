"""Ways to say a day that are read whole: Friday week, a week on Monday, the year to June."""

from claimtrack.when import calendar
from claimtrack.when.days import weekly_day
from claimtrack.when.periods import whole
from claimtrack.when.refusals import either
from claimtrack.when.relative import STEP, Duration, counted, duration, shown
from claimtrack.when.spans import Point, Span, Unit, mapped
from claimtrack.when.tokens import Cursor

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def idiom(c: Cursor) -> Point | None:
    """Whichever of them comes next."""
    return c.first(_weekday_week, _week_on, _this_time, _months_to)


def _weekday_week(c: Cursor) -> Span | None:
    """Friday week: a week after the Friday that is coming."""
    weekday = c.number("weekday")
    if weekday is None or "plural" in c.next.meanings or not c.take("unit", "week"):
        return None
    return None if c.next.kind == "number" else _after_coming(c, weekday, Duration(1, "week"))


def _week_on(c: Cursor) -> Span | None:
    """A week on Monday, two weeks tomorrow."""
    length = duration(c)
    if length is None or length.unit not in ("week", "fortnight"):
        return None
    steps = c.number("today", 0, 1)
    if steps is not None:
        day = calendar.shifted(c.reference.day, steps, "day")
        return calendar.day_span(calendar.shifted(day, length.count, length.unit))
    weekday = c.number("weekday") if c.take("within", "on") else None
    return None if weekday is None else _after_coming(c, weekday, length)


def _after_coming(c: Cursor, weekday: int, length: Duration) -> Span:
    """So long after the next such day; on that day itself it may count from today."""
    here = c.reference.day
    coming = weekly_day(weekday).after(here)
    found = calendar.day_span(calendar.shifted(coming.first, length.count, length.unit))
    if here.isoweekday() == weekday:
        today = calendar.day_span(calendar.shifted(here, length.count, length.unit))
        raise either(shown(today), shown(found), out="write the date")
    return found


def _this_time(c: Cursor) -> Span | None:
    """This time last year: about the day a year ago."""
    if not c.take("sametime"):
        return None
    word = c.word("relative", "last", "next", "previous")
    unit = c.word("unit", "week", "month", "year") if word else None
    if word is None or unit is None:
        return None
    c.approximate = True
    return calendar.day_span(calendar.shifted(c.reference.day, STEP[word], unit))


def _months_to(c: Cursor) -> Point | None:
    """The three months to June 2025, the year ending June 2025: June is the last of them."""
    if c.behind(1).meanings.get("small") != "the":
        return None
    count = counted(c) if c.next.kind == "number" or c.is_a("number") else 1
    unit = c.word("unit", *_MONTHS)
    if not count or count > 1200 or unit is None or not c.take("ending"):
        return None
    point = whole(c)
    some = point.occurrence(2024) if point and not isinstance(point, Span) else point
    if point is None or not isinstance(some, Span) or some.unit is not Unit.MONTH:
        return None
    size = count * _MONTHS[unit]
    return mapped(
        point,
        lambda last: calendar.months(
            last.first.year, last.first.month - size + 1, size, Unit.OTHER
        ),
    )
