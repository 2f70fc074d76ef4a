"""Periods by name: years, decades, quarters, halves, seasons, weeks, fiscal years, and parts."""

from claimtrack.when import calendar, printing
from claimtrack.when.days import dated, with_year, year_number
from claimtrack.when.refusals import Refused, either
from claimtrack.when.relative import beside, beyond, on_its_side, relative_unit, shown, today
from claimtrack.when.spans import Point, Recurring, Span, Unit, mapped, week_number
from claimtrack.when.tokens import Cursor
from claimtrack.when.years import likely


def base(c: Cursor) -> Point | None:
    """A day or a period by its name, without early, end of or the like before it."""
    c.take("small", "the")
    return c.first(
        today,
        _behind_week,
        _kind,
        dated,
        _decade,
        _lettered,
        _named,
        _fiscal,
        _beside,
        _inside,
        relative_unit,
        _year,
    )


def whole(c: Cursor) -> Point | None:
    """As :func:`base`, behind "of": there "the month" is this one."""
    return c.first(base, _this_unit)


def _this_unit(c: Cursor) -> Span | None:
    c.take("small", "the")
    plural = "plural" in c.next.meanings
    unit = c.word("unit", "week", "month", "quarter", "year", "decade", "day")
    return None if unit is None or plural else calendar.calendar_unit(c.reference.day, unit)


def _kind(c: Cursor) -> Point | None:
    """The month of June, the year 2025, the week of 16 June, week 23."""
    unit = c.word("unit", "week", "month", "year", "weekend", "decade")
    of = c.take("small", "of") is not None
    if unit == "week" and not of:
        return _numbered_week(c)
    point = base(c) if unit and c.next.kind != "end" else None
    if point is None or (unit in ("month", "decade") and not of):
        return None
    span = point.nearest(c.reference.day, c.lean) if isinstance(point, Recurring) else point
    if unit in ("week", "weekend") and span.unit is Unit.DAY:
        return mapped(_dated(c, point), lambda day: _holding(day, str(unit)))
    return point if span.unit == unit else None


def _dated(c: Cursor, point: Point) -> Point:
    """The point, where it is a weekday that of the lean: its week is not chosen but found."""
    if isinstance(point, Recurring) and point.cycle is Unit.WEEK:
        return point.nearest(c.reference.day, c.lean)
    return point


def _holding(day: Span, unit: str) -> Span:
    """The week or weekend of a day; a week of another day than Monday may begin on it."""
    found = calendar.calendar_unit(day.first, unit)
    if unit == "week" and day.first != found.first:
        other = calendar.shifted(day.first, 6, "day")
        readings = shown(found), shown(Span(day.first, other, Unit.WEEK))
        raise either(*readings, out="write the days")
    if not found.holds(day.first):
        raise Refused("names a day that is not on a weekend: write the days")
    return found


def _numbered_week(c: Cursor) -> Point | None:
    """Week 23, week 23 of 2025, W23."""
    if c.next.kind != "number" or len(c.next.text) > 2:
        return None
    number = int(c.step().text)
    if not 1 <= number <= 53:
        raise Refused("does not exist: a year has 52 or 53 weeks")
    return with_year(c, Recurring(lambda year: calendar.iso_week(year, number), Unit.YEAR))


def _behind_week(c: Cursor) -> Point | None:
    """The week beginning 16 June, the week ending 22 June."""
    way = c.word("weekfrom")
    point = base(c) if way else None
    if point is None:
        return None

    def of_day(day: Span) -> Span:
        if day.unit is not Unit.DAY:
            raise Refused("begins or ends its week on something longer than a day: write a day")
        if day.first.isoweekday() != (1 if way == "begins" else 7):
            name = printing.WEEKDAYS[day.first.weekday()]
            raise Refused(f"names a {name}, and weeks run from Monday to Sunday: write the days")
        return calendar.week(week_number(day.first))

    return mapped(_dated(c, point), of_day)


def _decade(c: Cursor) -> Span | None:
    """The 1990s; 1900s and 2000s can be a century."""
    if c.next.kind != "number" or "decade" not in c.ahead(1).meanings or c.ahead(1).spaced:
        return None
    text = c.step().text
    c.step()
    if len(text) == 2:
        raise Refused("writes its decade in two digits: write all four, such as 1990s")
    year = int(text)
    if len(text) != 4 or year % 10:
        raise Refused("is not a decade: write it as 1990s")
    likely(year)
    if year % 100 == 0:
        raise either(
            f"{year} to {year + 9}", f"{year} to {year + 99}", out=f"write {year}..{year + 9}"
        )
    return calendar.decade(year)


def _lettered(c: Cursor) -> Point | None:
    """Q2 2025, 2Q 2025, H1 2025, W23 2025, 2025 Q2."""
    year = c.attempt(year_number)
    if year is not None:
        c.sign("-", "/", ",")
    before = c.step().text if year is None and _small_number(c) else None
    letter = c.word("letter", "quarter", "half", "week")
    if letter is None or (before and c.next.kind == "number" and not c.next.spaced):
        return None
    if before is None:
        c.sign("-")
        before = c.step().text if _small_number(c) else None
    if before is None:
        return None
    number = int(before)
    most = {"quarter": 4, "half": 2, "week": 53}[letter]
    if not 1 <= number <= most:
        name = {"quarter": "4 quarters", "half": "2 halves", "week": "52 or 53 weeks"}[letter]
        raise Refused(f"does not exist: a year has {name}")
    make = {"quarter": calendar.quarter, "half": calendar.half, "week": calendar.iso_week}[letter]
    point = Recurring(lambda named: make(named, number), Unit.YEAR)
    if year is not None:
        return make(year, number)
    if letter != "week" and c.attempt(_of_fiscal):
        fiscal = _fiscal(c)
        if not isinstance(fiscal, Span):
            return None
        size = 12 // most
        unit = Unit.QUARTER if letter == "quarter" else Unit.HALF
        month = fiscal.first.month + size * (number - 1)
        return calendar.months(fiscal.first.year, month, size, unit)
    return with_year(c, point)


def _small_number(c: Cursor) -> bool:
    return c.next.kind == "number" and len(c.next.text) <= 2


def _of_fiscal(c: Cursor) -> bool | None:
    c.take("small", "of")
    c.take("small", "the")
    return True if c.is_a("letter", "fiscal") else None


def _named(c: Cursor) -> Point | None:
    """A season, New Year's Eve, the weekend."""
    if c.take("unit", "weekend"):
        return None if c.attempt(beyond) else with_year(c, Recurring(calendar.weekend, Unit.WEEK))
    holiday = c.number("holiday")
    if holiday is not None:
        return with_year(c, calendar.yearly_day(holiday // 100, holiday % 100))
    name = c.word("season")
    if name is None:
        return None
    southern = c.reference.conventions.southern
    point = Recurring(lambda year: calendar.season(year, name, southern=southern), Unit.YEAR)
    years = c.attempt(both_years)
    if years is None:
        return with_year(c, point)
    found = calendar.season(years, name, southern=southern)
    if found.last.year == years:
        raise Refused(f"names two years, and this {name} lies in one: write which")
    return found


def both_years(c: Cursor) -> int | None:
    """The first of two years that are written together: 2024-25, 2024/2025."""
    c.take("small", "of")
    if text := c.shape("ym"):
        first, second = int(text[:4]), int(text[5:])
        return first if first and second == (first + 1) % 100 else None
    year = year_number(c)
    if year is None or not c.sign("-", "/") or c.next.text != f"{year + 1:04}":
        return None
    c.step()
    return year


def _fiscal(c: Cursor) -> Span | None:
    """FY2025, FY2024-25, fiscal year 2025, the fiscal year."""
    word = c.word("relative", "this", "next", "last")
    c.take("small", "of")
    if not c.take("letter", "fiscal"):
        return None
    month = c.reference.conventions.fiscal_month
    if month is None:
        raise Refused(
            "needs the month in which your fiscal year begins: set it with `config dates.fiscal 4`,"
            " or write the months"
        )
    first = c.attempt(both_years)
    if first is not None:
        if month == 1:
            raise Refused("names two years, and the fiscal year begins in January: write which")
        return calendar.fiscal_year(first + 1, month)
    label = year_number(c)
    if label is not None:
        return calendar.fiscal_year(label, month)
    if c.next.kind == "number" and len(c.next.text) == 2:
        raise Refused("writes its year in two digits: write all four, such as FY2025")
    if c.next.kind == "number":
        return None
    day = c.reference.day
    ends_in = day.year + (1 if month != 1 and day.month >= month else 0)
    steps = {"this": 0, "next": 1, "last": -1}[word or "this"]
    return calendar.fiscal_year(ends_in + steps, month)


def _beside(c: Cursor) -> Point | None:
    """Next Friday, last June, this coming Monday, the coming winter."""
    word = c.word("relative")
    on_weekday = c.is_a("weekday")
    point = c.first(dated, _named) if word else None
    if word is None or point is None:
        return None
    if isinstance(point, Recurring):
        return beside(point, word, c)
    return on_its_side(point, word, c) if on_weekday and point.unit is Unit.DAY else None


def _inside(c: Cursor) -> Point | None:
    """Next week Friday, next year's June."""
    whole = relative_unit(c) if c.is_a("relative") else None
    point = c.first(dated, _named, _lettered) if whole else None
    if whole is None or not isinstance(point, Recurring) or whole.unit is not point.cycle:
        return None
    return point.within(whole)


def _year(c: Cursor) -> Span | None:
    year = year_number(c)
    return None if year is None else calendar.year_span(year)


def part_word(c: Cursor) -> str | None:
    """Early, mid or late, with its hyphen."""
    name = c.word("part")
    if name is not None:
        c.sign("-")
    return name


def part_of(c: Cursor) -> Point | None:
    """Early June, mid-2025, late in the year."""
    name = part_word(c)
    if name is None:
        return None
    c.take("small", "of") or c.take("within", "in")
    point = whole(c)
    return None if point is None else mapped(point, lambda span: calendar.part(span, name))


def edge_of(c: Cursor) -> Point | None:
    """The beginning, middle or end of something; end-June; year-end."""
    unit = c.word("unit", "week", "month", "quarter", "year")
    if unit is not None:
        c.sign("-")
        if not c.take("edge", "end"):
            return None
        year = year_number(c) if unit == "year" else None
        named = calendar.calendar_unit(c.reference.day, unit) if year is None else None
        return calendar.edge(named or calendar.year_span(year or 0), "end")
    name = c.word("edge")
    if name is None:
        return None
    joined = c.take("small", "of") is not None or c.sign("-")
    if not joined and name != "end":
        return None  # "beginning June" may be "from June on"
    point = whole(c)
    return None if point is None else mapped(point, lambda span: calendar.edge(span, name))


def part_behind(c: Cursor, point: Point) -> Point:
    """The same where the word comes behind, as in Burmese."""
    if part := c.word("partafter"):
        return mapped(point, lambda span: calendar.part(span, part))
    if edge := c.word("edgeafter"):
        return mapped(point, lambda span: calendar.edge(span, edge))
    return point
