"""Days named by their distance from the reference day: yesterday, next week, 3 days ago."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from claimtrack.when import calendar
from claimtrack.when.days import moment_span
from claimtrack.when.reference import Lean
from claimtrack.when.refusals import CALENDAR, Refused, either
from claimtrack.when.spans import Point, Recurring, Span, Unit
from claimtrack.when.tokens import Cursor
from claimtrack.when.years import LIKELY

STEP = {"this": 0, "next": 1, "last": -1, "previous": -1, "coming": 1, "past": -1}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in calendar units, hours or minutes."""

    count: int
    unit: str

    @property
    def timed(self) -> bool:
        """Is it counted on the clock?"""
        return self.unit in ("hour", "minute")


def today(c: Cursor) -> Span | None:
    """Today, yesterday, the day after tomorrow, now; and last week in one word."""
    steps = c.number("today")
    if steps is not None:
        return calendar.day_span(calendar.shifted(c.reference.day, steps, "day"))
    if (nights := c.number("night")) is not None:
        day = calendar.shifted(c.reference.day, nights, "day")
        return replace(calendar.day_span(day), night=True)
    if c.take("now"):
        return moment_span(c, c.reference.moment)
    if period := c.word("period"):
        unit = period.rstrip("-0123456789")
        try:
            return calendar.calendar_unit(c.reference.day, unit, int(period.removeprefix(unit)))
        except ValueError:
            raise Refused(
                f"uses a word whose table says {period!r}: write week-1, month0"
            ) from None
    return None


def relative_unit(c: Cursor) -> Span | None:
    """This, next or last week, month, quarter, year, decade; the week before last."""
    day = c.reference.day
    word = c.word("relative", "this", "next", "last", "previous")
    if word is None:
        unit = c.word("unit", "week", "month", "quarter", "year", "weekend")
        steps = beyond(c) if unit else None
        return None if unit is None or steps is None else calendar.calendar_unit(day, unit, steps)
    unit = c.word("unit", "week", "month", "quarter", "year", "decade", "weekend")
    if unit is None:
        return None
    if unit == "weekend":
        weekends = Recurring(calendar.weekend, Unit.WEEK)
        return beside(weekends, word, c)
    found = calendar.calendar_unit(day, unit, STEP[word])
    if unit == "decade" and word == "last":
        ago = calendar.shifted(day, -10, "year")
        raise either(shown(found), shown_days(ago, day), out="write the years")
    return found


def beyond(c: Cursor) -> int | None:
    """How far away "before last" and "after next" are."""
    for side, word, steps in (("before", "last", -2), ("after", "next", 2)):
        if c.is_a("side", side) and c.ahead(1).meanings.get("relative") == word:
            c.step()
            c.step()
            return steps
    return None


def beside(point: Recurring, word: str, c: Cursor) -> Span:
    """This, next or last Friday or June, where the readings of that agree."""
    day = c.reference.day
    if point.weekday:
        return on_its_side(point.nearest(day, c.lean), word, c)
    if word == "coming":
        return point.after(day)
    if word == "past":
        return point.before(day)
    named = point.occurrence(point.index(day) + STEP[word])
    if word == "this":
        near = point.ending_from(day)
        if near.holds(day):
            return near
        if c.lean is Lean.BEHIND and named:
            near = point.before(day)
            if point.index(near.last) != point.index(day):
                return named  # this June, which is to come
    else:
        near = point.after(day) if word == "next" else point.before(day)
    if named is None or named == near:
        return near
    readings = (shown(span) for span in sorted((named, near), key=lambda span: span.first))
    raise either(*readings, out="write the date")


def on_its_side(found: Span, word: str, c: Cursor) -> Span:
    """Next Friday 14 March: the weekday settles the year, and the word has to be true."""
    day = c.reference.day
    if (STEP[word] > 0 and found.first <= day) or (STEP[word] < 0 and found.last >= day):
        raise Refused(f"is {shown(found)} by its weekday, which is not {word!r}: write the year")
    return found


def shown(span: Span) -> str:
    """Days as a message names them."""
    return shown_days(span.first, span.last)


def shown_days(first: date, last: date) -> str:
    """As :func:`shown`, for days that are no span of the calendar."""
    from claimtrack.when.printing import between

    return between(first, last)


def duration(c: Cursor) -> Duration | None:
    """3 days, a week, twenty-five minutes, half a year."""
    if c.take("unit", "half"):
        part = c.word("unit", *_HALVES) if c.number("number", 1) else None
        return None if part is None else _HALVES[part]
    count = counted(c)
    if count is None:
        return None
    c.sign("-")
    if count in LIKELY and "plural" not in c.next.meanings:
        return None  # "2024 year" is not so many years
    unit = c.word("unit")
    if unit is None or (unit not in calendar.STEPS and unit not in ("hour", "minute")):
        return None
    return Duration(count, unit)


_HALVES = {"hour": Duration(30, "minute"), "year": Duration(6, "month")}


def counted(c: Cursor) -> int | None:
    """A number in figures or words."""
    if c.next.kind == "number":
        return int(c.step().text[:9])  # more days than the calendar has
    count = c.number("number")
    if (
        count is not None
        and count >= 20
        and c.next.text == "-"
        and c.ahead(1).meanings.get("number")
    ):
        c.step()
        ones = c.number("number") or 0
        return count + ones if ones < 10 else None
    return count


def moved(c: Cursor, length: Duration, sign: int) -> Span:
    """The day, or on the clock the moment, so long before (-1) or after (1) the reference."""
    if length.unit == "quarter":
        quarter = calendar.calendar_unit(c.reference.day, "quarter", sign * length.count)
        readings = shown(quarter), shown(_moved(c, length, sign))
        raise either(*readings, out="write the day or the quarter")
    return _moved(c, length, sign)


def _moved(c: Cursor, length: Duration, sign: int) -> Span:
    if length.timed:
        return moment_span(c, _on_the_clock(c.reference.moment, length, sign))
    return calendar.day_span(calendar.shifted(c.reference.day, sign * length.count, length.unit))


def _on_the_clock(moment: datetime, length: Duration, sign: int) -> datetime:
    """Hours as they pass, also where the clock is put forward or back."""
    try:
        seconds = length.count * (3600 if length.unit == "hour" else 60)
        return moment.astimezone(UTC) + timedelta(seconds=sign * seconds)
    except OverflowError:
        raise Refused(CALENDAR) from None


def at_a_distance(c: Cursor, point: Callable[[Cursor], Point | None]) -> Span | None:
    """3 days ago, in two weeks, a week from tomorrow, 10 days after 17 January 2025."""
    if c.take("since_ago"):
        length = duration(c)
        return moved(c, length, -1) if length else None
    if c.take("within", "in"):
        c.approximate |= c.take("about") is not None
        length = duration(c)
        if not length or c.is_a("small") or c.is_a("side") or c.is_a("ago", "ago"):
            return None
        c.take("ago", "hence")
        return moved(c, length, 1)
    length = duration(c)
    if not length:
        return None
    if way := c.word("ago"):
        if way == "ago":
            c.take("today", 0)  # a year ago today
        return moved(c, length, -1 if way == "ago" else 1)
    way = c.word("offset")
    if way is None:
        return None
    start = point(c)
    if start is None:
        return None
    span = start.nearest(c.reference.day, c.lean) if isinstance(start, Recurring) else start
    if span.unit is not Unit.DAY:
        raise Refused("counts from something longer than a day: write the day that it counts from")
    sign = -1 if way == "before" else 1
    if length.timed:
        if span.moment is None:
            raise Refused("counts hours from a whole day: write the time of day")
        return moment_span(c, _on_the_clock(span.moment, length, sign))
    return calendar.day_span(calendar.shifted(span.first, sign * length.count, length.unit))


def rolling(c: Cursor) -> tuple[Span, Span] | None:
    """The first and the last of the days of: within 3 months, over the past month.

    "The last month" alone could be the calendar's or the one up to today, and is refused.
    """
    if behind := c.attempt(_within_behind) or c.attempt(_at_most):
        return behind
    within = c.word("within")
    the = c.take("small", "the") is not None
    c.approximate |= within == "within" and c.take("about") is not None
    word = c.word("relative", "past", "last", "next", "coming")
    if word is None and (within != "within" or the):
        return None
    counts = c.next.kind == "number" or c.is_a("number") or c.is_a("unit", "half")
    length = duration(c) if counts else None
    if not counts and "plural" in c.next.meanings:
        raise Refused("is too vague to be a date that can be read: write how many")
    if not counts and (unit := c.word("unit")) and unit in (*calendar.STEPS, "hour", "minute"):
        length = Duration(1, unit)
    if length is None or c.is_a("small", "of"):
        return None
    if within == "within" and c.is_a("side"):
        return None
    sign = -1 if word in ("past", "last") else 1
    ends = _from_here(c, length, sign)
    if counts and word and length.unit == "quarter":
        near, far = (
            calendar.calendar_unit(c.reference.day, "quarter", sign * count)
            for count in (1, length.count)
        )
        quarters = min(near.first, far.first), max(near.last, far.last)
        readings = shown_days(*quarters), shown_days(ends[0].first, ends[1].last)
        raise either(*readings, out="write the days")
    calendar_word = not counts and word in ("last", "next", "coming")
    if calendar_word and not the and word != "coming":
        return None  # last week: the calendar's
    certain = within == "within" or (within in ("in", "over") and word != "coming")
    certain = certain and length.unit != "quarter"
    if calendar_word and not certain:
        whole = calendar.calendar_unit(c.reference.day, length.unit, STEP[str(word)])
        raise either(shown(whole), shown_days(ends[0].first, ends[1].last), out="write the days")
    return ends


def _from_here(c: Cursor, length: Duration, sign: int) -> tuple[Span, Span]:
    """From the reference to so long after it (1), or from so long before to it (-1)."""
    here = calendar.day_span(c.reference.day)
    if length.timed:
        here = moment_span(c, c.reference.moment)
    there = _moved(c, length, sign)
    return (here, there) if sign == 1 else (there, here)


def _at_most(c: Cursor) -> tuple[Span, Span] | None:
    """Up to 3 weeks ago: no longer ago than that."""
    length = duration(c) if c.take("atmost") else None
    if length is None or not c.take("ago", "ago"):
        return None
    return _from_here(c, length, -1)


def _within_behind(c: Cursor) -> tuple[Span, Span] | None:
    """Within 3 days, in languages where the word comes behind the length of time."""
    sign = 1 if c.take("since_ago") is None else -1
    length = duration(c)
    if length is None or c.take("within_after") is None:
        return None
    return _from_here(c, length, sign)
