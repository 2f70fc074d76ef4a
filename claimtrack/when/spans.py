"""What a name can stand for: days in a row, or days of whichever year or week is meant."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from claimtrack.when.reference import Lean
from claimtrack.when.refusals import CALENDAR, Refused


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

    def holds(self, day: date) -> bool:
        """Does ``day`` lie in it?"""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Recurring:
    """What comes once in every year (June) or week (Friday), of which none was named."""

    at: Callable[[int], Span | None]
    """The one that begins in a year, or in a week as numbered by :func:`week_number`."""
    cycle: Unit
    name: Callable[[int], Span | None] | None = None
    """What it is a part of: by that the nearest is chosen, where it is a part of a name."""

    def index(self, day: date) -> int:
        """The number of the year or week that ``day`` lies in."""
        return day.year if self.cycle is Unit.YEAR else week_number(day)

    def occurrence(self, number: int) -> Span | None:
        """The one of a year or week; None where that has none, as 2025 has no February 29."""
        return _tried(self.at, number)

    def around(self, day: date) -> list[Span]:
        """Those near a day, in order; far enough that February 29 is among them both ways."""
        found = (self.occurrence(number) for number in self._numbers(day))
        return [span for span in found if span]

    def _numbers(self, day: date) -> range:
        here = self.index(day)
        return range(here - 9, here + 10)

    def nearest(self, day: date, lean: Lean) -> Span:
        """The nearest in the lean's direction; one that holds ``day`` serves both leans.

        Early June is the early part of that June which is the nearest.
        """
        if self.name is None:
            return self.ending_from(day) if lean is Lean.AHEAD else self.beginning_by(day)
        for number in self._numbers(day)[:: 1 if lean is Lean.AHEAD else -1]:
            named = _tried(self.name, number)
            if named and (named.last >= day if lean is Lean.AHEAD else named.first <= day):
                return self._found(self.at(number), day)
        raise Refused(CALENDAR)

    def ending_from(self, day: date) -> Span:
        """The earliest that is not over before ``day``."""
        return self._found(next((span for span in self.around(day) if span.last >= day), None), day)

    def beginning_by(self, day: date) -> Span:
        """The latest that has begun on ``day``."""
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
        return span

    def within(self, whole: Span) -> Span:
        """The one that begins in a year or week that was named."""
        found = self.at(self.index(whole.first))
        if not found:
            raise Refused(f"does not exist in {whole.first.year:04}")
        return found


Point = Span | Recurring
"""What a name can stand for: days, or days of whichever year or week is meant."""


def _tried(at: Callable[[int], Span | None], number: int) -> Span | None:
    """What there is in a year or week; None where there is nothing, or no such year."""
    try:
        return at(number)
    except (ValueError, OverflowError, Refused):
        return None


def mapped(point: Point, change: Callable[[Span], Span], *, part: bool = False) -> Point:
    """The point with ``change`` made to its days, whichever year they turn out to be in.

    A ``part`` of a name is that of the nearest one with the name.
    """
    if isinstance(point, Span):
        return change(point)

    def changed(number: int) -> Span | None:
        span = point.at(number)
        return change(span) if span else None

    return Recurring(changed, point.cycle, (point.name or point.at) if part else point.name)


def week_number(day: date) -> int:
    """Weeks counted from the first of the calendar, Monday to Sunday (0001-01-01: a Monday)."""
    return (day.toordinal() - 1) // 7
