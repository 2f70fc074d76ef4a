"""Days and months by name or in figures: 17 January 2025, January 17th, 17/1/2025, Friday."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from claimtrack.when import calendar, printing
from claimtrack.when.refusals import CALENDAR, Refused, either
from claimtrack.when.spans import Point, Recurring, Span, Unit, on_its_weekday
from claimtrack.when.tokens import Cursor
from claimtrack.when.years import LIKELY, likely, no_month

_TWO_DIGITS = "writes its year in two digits: write all four, such as 2025"


def figures(c: Cursor) -> Point | None:
    """A date in figures."""
    if text := c.shape("ymd"):
        year, month, day = map(int, re.split(r"[-/.]", text))
        full = len(text) == 10 and text[4] == "-" and year
        return calendar.day_in(year if full else likely(year), month, day)
    if text := c.shape("dmy"):
        if len(re.split(r"[-/.]", text)[2]) == 2:
            raise Refused(_TWO_DIGITS)
        first, second, year = map(int, re.split(r"[-/.]", text))
        month, day = _month_and_day(c, first, second, f" {likely(year)}")
        return calendar.day_in(year, month, day)
    if text := c.shape("dm"):
        first, second = map(int, text.split("/"))
        return calendar.yearly_day(*_month_and_day(c, first, second, ""))
    if text := c.shape("my"):
        month, year = map(int, re.split(r"[/.]", text))
        return calendar.month_span(likely(year), _month(month))
    if text := c.shape("ym"):
        return _year_and_two_digits(c, text)
    if text := c.shape("isoweek"):
        return _iso_week(text)
    if text := c.shape("stamp"):
        return _stamp(c, text)
    if c.next.kind == "number" and len(c.next.text) == 8:
        text = c.step().text
        return calendar.day_in(likely(int(text[:4])), int(text[4:6]), int(text[6:]))
    return None


def _month_and_day(c: Cursor, first: int, second: int, year: str) -> tuple[int, int]:
    """Which of two numbers is the month; ``Refused`` where both could be, and nobody said."""
    order = c.reference.conventions.day_order
    if not year and second > 12 and order != "month-first":
        raise Refused("may end on a day or a year in two digits: write the month as a word")
    if first == second or (first > 12 >= second >= 1) or (order == "day-first" and second <= 12):
        return second, first
    if second > 12 >= first >= 1 or (order == "month-first" and first <= 12):
        return first, second
    if first > 12:
        raise Refused("does not exist: months run from 01 to 12")
    readings = [
        f"{day} {printing.MONTHS[month - 1]}{year}"
        for day, month in ((first, second), (second, first))
        if 1 <= month <= 12
    ]
    out = "write the month as a word, or set `config dates.order` to day-first or month-first"
    raise either(*readings, out=out)


def _month(number: int) -> int:
    if not 1 <= number <= 12:
        raise Refused("does not exist: months run from 01 to 12")
    return number


def _year_and_two_digits(c: Cursor, text: str) -> Span:
    """2025-06, 2025-21 by EDTF's codes, and 2025/06."""
    year, number = likely(int(text[:4])), int(text[5:])
    if text[4] == "-":
        if 1 <= number <= 12:
            return calendar.month_span(year, number)
        if not 21 <= number <= 41:
            raise no_month(year, number)
        found = calendar.coded(year, number, southern=c.reference.conventions.southern)
        if number == (year + 1) % 100:
            years = f"{year} to {year + 1}"
            raise either(
                printing.between(found.first, found.last), years, out=f"write {year}..{year + 1}"
            )
        return found
    if number == (year + 1) % 100:
        month = f"{printing.MONTHS[number - 1]} {year:04}" if 1 <= number <= 12 else None
        years = f"{year:04} to {year + 1:04}"
        raise either(*filter(None, (month, years)), out=f"write {year:04}..{year + 1:04}")
    return calendar.month_span(year, _month(number))


def _iso_week(text: str) -> Span:
    year, _, rest = text.replace("-", "").partition("w")
    whole = calendar.iso_week(likely(int(year)), int(rest[:2]))
    if len(rest) == 2:
        return whole
    if rest[2] not in "1234567":
        raise Refused("does not exist: the days of a week run from 1, Monday, to 7")
    return calendar.day_span(whole.first + (int(rest[2]) - 1) * calendar.DAY)


def _stamp(c: Cursor, text: str) -> Span:
    """A date and a time by ISO 8601."""
    try:
        moment = datetime.fromisoformat(text.upper().replace(",", "."))
    except ValueError as error:
        raise Refused(f"is not a moment ({error}): write 2025-06-01T14:30:00Z") from None
    return moment_span(c, moment)


def moment_span(c: Cursor, moment: datetime) -> Span:
    """The day that a moment lies in, in the zone of the conventions."""
    zone = c.reference.conventions.zone
    try:
        local = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
        local.astimezone(UTC)
    except OverflowError:
        raise Refused(CALENDAR) from None
    return calendar.day_span(local.date(), local)


def year_number(c: Cursor) -> int | None:
    """A year in four digits, of those that are likely."""
    if c.next.kind == "sign" and c.next.text == "'" and c.ahead(1).kind == "number":
        raise Refused(_TWO_DIGITS)
    if c.next.kind != "number" or len(c.next.text) != 4:
        return None
    if "decade" in c.ahead(1).meanings and not c.ahead(1).spaced:
        return None
    year = int(c.next.text)
    if year not in LIKELY:
        c.unlikely_year = year
        return None
    c.step()
    c.take("mark", "year")
    return year


def with_year(c: Cursor, point: Recurring) -> Point:
    """The one of the year or week that is named behind it, or any, where none is."""
    if point.cycle is Unit.YEAR and (year := c.attempt(_glued_year)) is not None:
        found = calendar.year_span(year)
        return point.within(found)
    if whole := c.attempt(_named_whole):
        wanted = Unit.YEAR if point.cycle is Unit.YEAR else Unit.WEEK
        if whole.unit is wanted:
            return point.within(whole)
        raise Refused(f"takes no {whole.unit} at its end: write the date in full")
    return point


def _glued_year(c: Cursor) -> int | None:
    if not c.sign(",") and not c.next.spaced:
        c.sign("-", "/")
    c.take("small", "of")
    c.word("unit", "year")
    return year_number(c)


def _named_whole(c: Cursor) -> Span | None:
    """This, next or last year or week, behind a day or month of it."""
    from claimtrack.when.relative import relative_unit

    c.sign(",")
    of = c.take("small", "of") is not None
    if c.take("small", "the") and of and c.is_a("unit", "year", "week"):
        return calendar.calendar_unit(c.reference.day, str(c.take("unit")))
    return relative_unit(c)


def dated(c: Cursor) -> Point | None:
    """A weekday, a date, or a date with its weekday, which has to be right."""
    number = c.number("weekday")
    if number is None:
        return c.first(figures, _by_month, _year_first, _of_a_month)
    c.sign(",")
    at = c.first(figures, _by_month, _of_a_month)
    return with_year(c, weekly_day(number)) if at is None else on_weekday(at, number)


def on_weekday(point: Point, weekday: int) -> Point:
    """A day that has to fall on a weekday, by which it may find its year or month."""
    if isinstance(point, Recurring):
        some = point.occurrence(2024) if point.cycle is Unit.YEAR else None
        found: Point = replace(point, weekday=weekday)
    else:
        some = point
        found = on_its_weekday(point, weekday)
    if some and some.unit not in (Unit.DAY, Unit.OTHER):
        raise Refused("names a weekday and no day of the month: write the date in full")
    return found


def weekly_day(number: int) -> Recurring:
    """Monday (1) to Sunday (7) of any week."""

    def at(week: int) -> Span | None:
        return calendar.day_span(calendar.week(week).first + (number - 1) * calendar.DAY)

    return Recurring(at, Unit.WEEK)


def _of_a_month(c: Cursor) -> Recurring | None:
    """The 15th: of whichever month."""
    named = c.take("small", "the") is not None or c.behind(1).kind == "word"
    if not named or "suffix" not in c.ahead(1).meanings or c.ahead(1).spaced:
        return None
    number = day_number(c)
    if number is None or c.is_a("small") or c.is_a("unit") or c.is_a("month"):
        return None
    if not 1 <= number <= 31:
        raise Refused("does not exist: a month has up to 31 days")

    def at(month: int) -> Span | None:
        return calendar.day_in(month // 12 + 1, month % 12 + 1, number)

    return Recurring(at, Unit.MONTH)


def yearly_month(number: int) -> Recurring:
    """A month of any year."""
    return Recurring(lambda year: calendar.month_span(year, number), Unit.YEAR)


def day_number(c: Cursor) -> int | None:
    """The number of a day in a month: 17, 17th, 17 ရက်."""
    if c.next.kind != "number" or len(c.next.text) > 2:
        return None
    number = int(c.step().text)
    suffix = None if c.next.spaced else c.word("suffix")
    if suffix not in (None, "any", right := _suffix(number)):
        raise Refused(f"holds no such number as {number}{suffix}: write {number}{right}")
    if c.next.text == "." and "month" in c.ahead(1).meanings:
        c.step()
    c.take("mark", "day")
    return number


def _suffix(number: int) -> str:
    """The letters of an English ordinal: 1st, 11th, 22nd."""
    if number // 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _by_month(c: Cursor) -> Point | None:
    """17 January 2025, January 17, 2025, January 2025, the first of June."""
    c.take("small", "the")
    day = day_number(c)
    if day is None:
        day = c.attempt(_ordinal_of)
    if day is not None:
        c.take("small", "of")
        _hyphen(c)
        month = c.number("month")
        return None if month is None else with_year(c, calendar.yearly_day(month, day))
    month = c.number("month")
    if month is None:
        return None
    joined = not c.next.spaced and c.next.text in ("-", "/") and len(c.ahead(1).text) == 2
    day = c.attempt(_day_after_month)
    year = c.ahead(1) if c.next.text in ("-", "/", ",") else c.next
    if joined and day and (year.kind != "number" or len(year.text) != 4):
        raise Refused(f"may end on a day or a year in two digits: write {day} before the month")
    return with_year(c, yearly_month(month) if day is None else calendar.yearly_day(month, day))


def _ordinal_of(c: Cursor) -> int | None:
    """The first of, the twenty-first of."""
    tens = c.number("number", 20, 30) or 0
    if tens and not c.sign("-"):
        return None
    ones = c.number("ordinal")
    if ones is None or ones < 1 or (tens and ones > 9) or not c.is_a("small", "of"):
        return None
    return tens + ones


def _day_after_month(c: Cursor) -> int | None:
    _hyphen(c)
    c.take("small", "the")
    number = day_number(c)
    # "June 3 days" and "June 10pm" speak of something else.
    return None if c.is_a("unit") or c.is_a("clock") else number


def _hyphen(c: Cursor) -> None:
    """The dash or stroke in 17-Jan-2025 and 17/Jan/2025."""
    if not c.next.spaced:
        c.sign("-", "/")


def _year_first(c: Cursor) -> Point | None:
    """2025 June 17, 2025-Jun-17, ၂၀၂၅ ခုနှစ် ဇွန်လ ၁၇ ရက်."""
    year = year_number(c)
    if year is None:
        return None
    c.sign(",")
    _hyphen(c)
    month = c.number("month")
    if month is None:
        return None
    day = c.attempt(_day_after_month)
    if day is None:
        return calendar.month_span(year, month)
    return calendar.day_in(year, month, day)
