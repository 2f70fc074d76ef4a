"""Months, quarters, seasons, weeks and their parts: date arithmetic, and no words."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta

from claimtrack.when.printing import MONTHS
from claimtrack.when.refusals import CALENDAR, Refused
from claimtrack.when.spans import Recurring, Span, Unit, week_number

DAY = timedelta(days=1)


def day_in(year: int, month: int, number: int) -> Span:
    """A day of a month; ``Refused`` where the month has no such day."""
    if not 1 <= month <= 12:
        raise Refused("does not exist: months run from 01 to 12")
    length = month_span(year, month).last.day
    if not 1 <= number <= length:
        name = MONTHS[month - 1] + (f" {year:04}" if month == 2 else "")
        raise Refused(f"does not exist: {name} has {length} days")
    return day_span(date(year, month, number))


def yearly_day(month: int, number: int) -> Recurring:
    """A day of a month in any year; ``Refused`` where no year has it."""
    if (month, number) == (2, 30):
        raise Refused("does not exist: February has 28 or 29 days")
    day_in(2024, month, number)  # a leap year has them all

    def at(year: int) -> Span | None:
        return day_in(year, month, number)

    return Recurring(at, Unit.YEAR)


def day_span(day: date, moment: datetime | None = None) -> Span:
    """One day."""
    return Span(day, day, Unit.DAY, moment=moment)


def week(number: int) -> Span:
    """The week of a :func:`week_number`."""
    monday = date.fromordinal(number * 7 + 1)
    return Span(monday, monday + 6 * DAY, Unit.WEEK)


def iso_week(year: int, number: int) -> Span:
    """Week 1 to 52 or 53 of a year, by ISO 8601."""
    try:
        monday = date.fromisocalendar(year, number, 1)
        return Span(monday, monday + 6 * DAY, Unit.WEEK)
    except ValueError:
        last = 53 if _has_week_53(year) else 52
        raise Refused(f"does not exist: {year:04} has {last} weeks") from None
    except OverflowError:
        raise Refused(CALENDAR) from None


def _has_week_53(year: int) -> bool:
    try:
        date.fromisocalendar(year, 53, 1)
    except ValueError:
        return False
    return True


def weekend(number: int) -> Span:
    """Saturday and Sunday of a week."""
    sunday = week(number).last
    return Span(sunday - DAY, sunday, Unit.WEEKEND)


def months(year: int, month: int, count: int, unit: Unit) -> Span:
    """``count`` whole months from a month on; ``month`` may run past 12 into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end_year, end_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    if not (year >= 1 and end_year <= 9999):
        raise Refused(CALENDAR)
    last = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Span(date(year, month, 1), last, unit)


def month_span(year: int, month: int) -> Span:
    """A month."""
    return months(year, month, 1, Unit.MONTH)


def year_span(year: int) -> Span:
    """A year."""
    return months(year, 1, 12, Unit.YEAR)


def decade(first_year: int) -> Span:
    """Ten years from ``first_year`` on; the first decade of the calendar has nine."""
    first = year_span(max(first_year, 1)).first
    return Span(first, year_span(first_year + 9).last, Unit.DECADE)


def quarter(year: int, number: int) -> Span:
    """Quarter 1 to 4 of a year."""
    return months(year, number * 3 - 2, 3, Unit.QUARTER)


def half(year: int, number: int) -> Span:
    """Half 1 or 2 of a year."""
    return months(year, number * 6 - 5, 6, Unit.HALF)


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which each begins in the north; in the south it is six months off."""


def season(year: int, name: str, *, southern: bool) -> Span:
    """A season that begins in ``year``: the northern winter 2024 ends in February 2025."""
    month = SEASONS[name]
    if southern:
        month = (month + 5) % 12 + 1
    return months(year, month, 3, Unit.SEASON)


def coded(year: int, code: int, *, southern: bool) -> Span:
    """What EDTF writes as a month of 21 to 41.

    Seasons (21-24 of the hemisphere at hand, 25-28 northern, 29-32 southern), quarters (33-36),
    thirds of four months (37-39) and halves (40-41).
    """
    if 21 <= code <= 32:
        south = code >= 29 or (code <= 24 and southern)
        return season(year, tuple(SEASONS)[(code - 21) % 4], southern=south)
    if 33 <= code <= 36:
        return quarter(year, code - 32)
    if 37 <= code <= 39:
        return months(year, (code - 37) * 4 + 1, 4, Unit.OTHER)
    if 40 <= code <= 41:
        return half(year, code - 39)
    raise Refused("does not exist: months run from 01 to 12, and EDTF's codes from 21 to 41")


def fiscal_year(label: int, first_month: int) -> Span:
    """The fiscal year that ends in the year ``label``."""
    return months(label if first_month == 1 else label - 1, first_month, 12, Unit.YEAR)


def part(whole: Span, name: str) -> Span:
    """Its ``early``, ``mid`` or ``late`` part.

    A month has days 1-10, 11-20 and 21 to its end; a decade its years 0-3, 4-6 and 7-9; a week
    Monday-Tuesday, Wednesday-Thursday and Friday-Sunday; years, halves, quarters and seasons
    have thirds of whole months. A day has none.
    """
    place = ("early", "mid", "late").index(name)
    if whole.unit is Unit.DAY:
        raise Refused(f"names a day, and {name} goes with longer times: write the day or a time")
    if whole.unit in (Unit.MONTH, Unit.WEEK):
        lengths = (10, 10) if whole.unit is Unit.MONTH else (2, 2)
        cuts = [whole.first, whole.first + lengths[0] * DAY, whole.first + sum(lengths) * DAY]
        ends = [cuts[1] - DAY, cuts[2] - DAY, whole.last]
        return Span(cuts[place], ends[place], Unit.OTHER)
    if whole.unit is Unit.DECADE:
        years = ((0, 3), (4, 6), (7, 9))[place]
        first = whole.last.year - 9
        start = year_span(max(first + years[0], 1)).first
        return Span(start, year_span(first + years[1]).last, Unit.OTHER)
    size = {Unit.YEAR: 4, Unit.HALF: 2, Unit.QUARTER: 1, Unit.SEASON: 1}.get(whole.unit)
    if size is None:
        raise Refused(f"has no {name} part that is agreed on: write its days")
    month = whole.first.month + place * size
    return months(whole.first.year, month, size, Unit.MONTH if size == 1 else Unit.OTHER)


def edge(whole: Span, name: str) -> Span:
    """Its ``beginning``, ``middle`` or ``end``: of a year its first month, mid year, last month.

    Of everything else they are the early, mid and late part.
    """
    if whole.unit is Unit.DAY:
        return whole
    if whole.unit is Unit.YEAR and name != "middle":
        day = whole.first if name == "beginning" else whole.last
        found = month_span(day.year, day.month)
    else:
        found = part(whole, {"beginning": "early", "middle": "mid", "end": "late"}[name])
    return replace(found, is_end=name == "end")


def half_of(whole: Span, number: int) -> Span:
    """The first or second half.

    Of a month days 1-15 and the rest, of a quarter or season up to the 15th of its middle month
    and the rest, of a year or half-year half its months, of a decade five years.
    """
    year, month = whole.first.year, whole.first.month
    unit = Unit.OTHER
    if whole.unit is Unit.MONTH:
        middle = whole.first.replace(day=15)
    elif whole.unit in (Unit.QUARTER, Unit.SEASON):
        middle = month_span(year, month + 1).first.replace(day=15)
    elif whole.unit is Unit.YEAR:
        middle, unit = months(year, month, 6, Unit.HALF).last, Unit.HALF
    elif whole.unit is Unit.HALF:
        middle, unit = months(year, month, 3, Unit.QUARTER).last, Unit.QUARTER
    elif whole.unit is Unit.DECADE:
        middle = year_span(whole.last.year - 5).last
    else:
        raise Refused("has no halves that are agreed on: write its days")
    if number == 1:
        return Span(whole.first, middle, unit)
    return Span(middle + DAY, whole.last, unit)


STEPS = {
    "day": ("days", 1),
    "week": ("weeks", 1),
    "fortnight": ("weeks", 2),
    "month": ("months", 1),
    "quarter": ("months", 3),
    "year": ("years", 1),
    "decade": ("years", 10),
}


def shifted(day: date, count: int, unit: str) -> date:
    """The day ``count`` units later; a month from the 31st is the last day of a shorter one."""
    from dateutil.relativedelta import relativedelta

    name, size = STEPS[unit]
    try:
        # A number of this size leaves the calendar with any unit, and overflows further down.
        if abs(count) > 4_000_000:
            raise OverflowError
        step: relativedelta = relativedelta(**{name: count * size})  # type: ignore[arg-type]
        return day + step
    except (OverflowError, ValueError):
        raise Refused(CALENDAR) from None


def calendar_unit(day: date, unit: str, steps: int = 0) -> Span:
    """The week, month, quarter, year or decade that ``day`` lies in, or one so many on."""
    if unit == "day":
        return day_span(shifted(day, steps, "day"))
    try:
        if unit == "week":
            return week(week_number(day) + steps)
        if unit == "weekend":
            return weekend(week_number(day) + steps)
    except (ValueError, OverflowError):
        raise Refused(CALENDAR) from None
    if unit == "month":
        return month_span(day.year, day.month + steps)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * steps, 3, Unit.QUARTER)
    if unit == "year":
        return year_span(day.year + steps)
    return decade(day.year // 10 * 10 + 10 * steps)
