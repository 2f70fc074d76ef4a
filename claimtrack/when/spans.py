"""What a name can stand for: days in a row, or days of whichever year or week is meant."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from claimtrack.when.printing import WEEKDAYS, spelled
from claimtrack.when.reference import Lean
from claimtrack.when.refusals import CALENDAR, Refused

HALF_A_YEAR = 183


class Unit(StrEnum):
    """What a span of days is, which decides what its early part and its end are."""

    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, both ends included, and what they are in the calendar."""

    first: date
    last: date
    unit: Unit
    is_end: bool = False
    """Whether it was named as the end of something longer, which ends when this does."""
    moment: datetime | None = None
    """The time of day that was named with it, if one was."""
    night: bool = False
    """Whether it is the night of its day, which has no first and last moment."""
    doubt: Refused | None = None
    """Why it is no answer, if it is the one that is meant."""

    def holds(self, day: date) -> bool:
        """Does ``day`` lie in it?"""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Recurring:
    """What comes once in every year (June), month (the 15th) or week (Friday), none named."""

    at: Callable[[int], Span | None]
    """The one that begins in a year, or in a month or week as numbered by :meth:`index`."""
    cycle: Unit
    weekday: int | None = None
    """The day of the week (1-7) that was named with a day, and that settles the year."""

    def index(self, day: date) -> int:
        """The number of the year, month or week that ``day`` lies in."""
        if self.cycle is Unit.MONTH:
            return month_number(day)
        return day.year if self.cycle is Unit.YEAR else week_number(day)

    def occurrence(self, number: int) -> Span | None:
        """The one of a year, month or week; None where it has none: 2025 has no February 29."""
        try:
            return self.at(number)
        except (ValueError, OverflowError, Refused):
            return None

    def around(self, day: date, reach: int = 9) -> list[Span]:
        """Those near a day, in order; far enough that February 29 is among them both ways."""
        here = self.index(day)
        found = (self.occurrence(number) for number in range(here - reach, here + reach + 1))
        return [span for span in found if span]

    def nearest(self, day: date, lean: Lean) -> Span:
        """The nearest in the lean's direction; one that holds ``day`` serves both leans.

        With a weekday it is the one nearby on which it falls, even if that lies a little the other
        way.
        """
        settled = [
            span
            for span in (self.around(day, 1) if self.weekday else ())
            if self.fits(span) and not far_behind(span, span, day, lean)
        ]
        if lean is Lean.AHEAD:
            ahead = next((span for span in settled if span.last >= day), None)
            return ahead or (settled[-1] if settled else self.ending_from(day))
        behind = next((span for span in reversed(settled) if span.first <= day), None)
        return behind or (settled[0] if settled else self.beginning_by(day))

    def fits(self, span: Span) -> bool:
        """Does it fall on the weekday that was named?"""
        return self.weekday in (None, span.last.isoweekday())

    def ending_from(self, day: date) -> Span:
        """The earliest that is not over before ``day``; a month without that day is not skipped."""
        if self.cycle is Unit.MONTH:
            number = self.index(day)
            span = self.at(number)
            return self._found(span if span and span.last >= day else self.at(number + 1), day)
        return self._found(next((span for span in self.around(day) if span.last >= day), None), day)

    def beginning_by(self, day: date) -> Span:
        """The latest that has begun on ``day``; a month without that day is not skipped."""
        if self.cycle is Unit.MONTH:
            number = self.index(day)
            span = self.occurrence(number)
            return self._found(span if span and span.first <= day else self.at(number - 1), day)
        return self._found(
            next((s for s in reversed(self.around(day)) if s.first <= day), None), day
        )

    def after(self, day: date) -> Span:
        """The earliest that begins after ``day``."""
        return self._found(next((span for span in self.around(day) if span.first > day), None), day)

    def before(self, day: date) -> Span:
        """The latest that is over before ``day``."""
        return self._found(next((s for s in reversed(self.around(day)) if s.last < day), None), day)

    def _found(self, span: Span | None, day: date) -> Span:
        """The span, or else the reason why there is none."""
        if span is None:
            with suppress(ValueError, OverflowError):  # raised at the ends of the calendar
                self.at(self.index(day))
            raise Refused(CALENDAR)
        return self.right(span)

    def right(self, span: Span) -> Span:
        """The span that is meant: not a doubtful one, and on the weekday that was named."""
        if span.doubt:
            raise span.doubt
        return span if self.weekday is None else on_its_weekday(span, self.weekday)

    def within(self, whole: Span) -> Span:
        """The one that begins in a year, month or week that was named."""
        found = self.at(self.index(whole.first))
        if not found:
            raise Refused(f"does not exist in {whole.first.year:04}")
        return self.right(found)


Point = Span | Recurring
"""What a name can stand for: days, or days of whichever year or week is meant."""


def mapped(point: Point, change: Callable[[Span], Span]) -> Point:
    """The point with ``change`` made to its days, whichever year they turn out to be in.

    A year in which the change is refused stays the nearest one: it is refused, not passed over.
    """
    if isinstance(point, Span):
        return change(point)

    def changed(number: int) -> Span | None:
        span = point.at(number)
        if span and span.doubt:
            return span
        try:
            return change(span) if span else None
        except Refused as refused:
            return span and replace(span, doubt=refused)

    return replace(point, at=changed)


def on_its_weekday(span: Span, weekday: int) -> Span:
    """The span, which has to end on the weekday that was named with it."""
    if span.last.isoweekday() != weekday:
        name = WEEKDAYS[span.last.weekday()]
        raise Refused(f"names the wrong weekday: {spelled(span.last)} is a {name}")
    return span


def far_behind(first: Span, last: Span, day: date, lean: Lean) -> bool:
    """Does it lie more than half a year away, in the direction in which nobody looks?"""
    if lean is Lean.AHEAD:
        return day.toordinal() - last.last.toordinal() > HALF_A_YEAR
    return first.first.toordinal() - day.toordinal() > HALF_A_YEAR


def week_number(day: date) -> int:
    """Weeks counted from the first of the calendar, Monday to Sunday (0001-01-01: a Monday)."""
    return (day.toordinal() - 1) // 7


def month_number(day: date) -> int:
    """Months counted from the first of the calendar."""
    return (day.year - 1) * 12 + day.month - 1
