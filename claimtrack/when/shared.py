"""Ranges whose ends share a name: 17 to 19 January, June 3-7, early to mid June, weeks 23-25."""

from dataclasses import replace

from claimtrack.when import calendar
from claimtrack.when.days import dated, day_number, on_weekday, with_year, year_number
from claimtrack.when.periods import part_word, whole
from claimtrack.when.ranges import APART, BACKWARDS
from claimtrack.when.refusals import Refused
from claimtrack.when.spans import Point, Recurring, Span, Unit, mapped
from claimtrack.when.tokens import Cursor


def shared(c: Cursor, *, between: bool) -> Point | None:
    """The whole range as one point, or None where the ends share nothing."""

    def joined(c: Cursor) -> bool:
        found = c.take("and") if between else None
        found = c.take("to") if found is None else found
        return found is not None or c.take("join") is not None or c.sign("-")

    def listing(c: Cursor) -> bool:
        return not between and (c.take("and", "and") is not None or c.sign("&"))

    def parts(c: Cursor) -> Point | None:
        """Early to mid June, late-to-early is backwards."""
        first = part_word(c)
        if first is None or not joined(c):
            return None
        c.sign("-")
        last = part_word(c)
        if last is None:
            return None
        c.take("small", "of") or c.take("within", "in")
        found = whole(c)
        if found is None:
            return None
        return mapped(found, lambda s: _joined(calendar.part(s, first), calendar.part(s, last)))

    def days_before_month(c: Cursor) -> Point | None:
        """17 to 19 January 2025, Monday 2 to Friday 6 June."""
        weekday = c.number("weekday")
        c.sign(",")
        c.take("small", "the")
        first = day_number(c)
        listed = first is not None and (listing(c) or c.sign(","))
        if first is None or not (listed or joined(c)):
            return None
        c.take("small", "the")
        last = dated(c)
        if last is None:
            return None
        return _from_day(first, last, weekday, listed=listed)

    def days_behind_month(c: Cursor) -> Point | None:
        """January 17-19, 2025, and where the year comes first."""
        year = year_number(c)  # 2025 June 3-7
        month = c.number("month")
        first = day_number(c) if month else None
        listed = first is not None and listing(c)
        if month is None or first is None or not (listed or joined(c)):
            return None
        c.take("small", "the")
        last = day_number(c)
        if last is None or c.is_a("month") or c.is_a("unit") or c.is_a("clock"):
            return None
        if year is not None:
            return _from_day(first, calendar.day_in(year, month, last), listed=listed)
        found = with_year(c, calendar.yearly_day(month, last))
        return _from_day(first, found, listed=listed)

    def days_by_stroke(c: Cursor) -> Point | None:
        """17/18 January 2025, January 17/18."""
        month = c.number("month")
        text = c.shape("dm")
        month = c.number("month") if text and month is None else month
        if text is None or month is None:
            return None
        first, last = map(int, text.split("/"))
        return _from_day(first, with_year(c, calendar.yearly_day(month, last)), listed=True)

    def weeks(c: Cursor) -> Point | None:
        """Weeks 23 to 25 of 2025."""
        if not c.take("unit", "week"):
            return None
        first = day_number(c)
        if first is None or not joined(c):
            return None
        c.take("unit", "week")
        last = day_number(c)
        if last is None:
            return None
        if first > last:
            raise Refused(BACKWARDS)

        def at(year: int) -> Span:
            return _joined(calendar.iso_week(year, first), calendar.iso_week(year, last))

        return with_year(c, Recurring(at, Unit.YEAR))

    return c.first(parts, days_before_month, days_behind_month, days_by_stroke, weeks)


def _joined(first: Span, last: Span) -> Span:
    if first.first > last.first:
        raise Refused(BACKWARDS)
    return replace(last, first=first.first, unit=Unit.OTHER)


def _from_day(
    number: int, last: Point, weekday: int | None = None, *, listed: bool = False
) -> Point | None:
    """From a day of the month to another of the same month; if ``listed``, to the next one."""
    if isinstance(last, Recurring) and last.cycle is not Unit.YEAR:
        return None
    some = last if isinstance(last, Span) else last.occurrence(2024)  # a leap year
    if some is None or some.unit is not Unit.DAY or some.moment is not None:
        return None
    if not 1 <= number <= some.first.day:
        raise Refused(BACKWARDS)
    if listed and number != some.first.day - 1:
        raise Refused(APART)
    found = mapped(
        last, lambda span: replace(span, first=span.first.replace(day=number), unit=Unit.OTHER)
    )
    if weekday is None:
        return found
    # The weekday of the first day says that of the last one.
    ends = (weekday + some.first.day - number - 1) % 7 + 1
    if isinstance(found, Recurring) and found.weekday not in (None, ends):
        raise Refused("names weekdays that are not so far apart: write the dates in full")
    return on_weekday(found, ends)
