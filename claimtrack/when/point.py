"""One point of a phrase: a day or a period, with all that can stand around its name."""

from claimtrack.when import printing
from claimtrack.when.clock import at_time, by_the_clock, clock, timed
from claimtrack.when.idioms import idiom
from claimtrack.when.ordinals import ordinal_of
from claimtrack.when.periods import base, edge_of, part_behind, part_of, whole
from claimtrack.when.refusals import Refused
from claimtrack.when.relative import at_a_distance
from claimtrack.when.spans import Point, Recurring, Span, Unit
from claimtrack.when.tokens import Cursor

DEEPEST = 3
"""How far days may be counted from days: "a week from 3 days after Friday" is enough."""


def point(c: Cursor) -> Point | None:
    """A day or a period; where it has no year, of whichever year is meant."""
    if c.depth == DEEPEST:
        return None
    c.depth += 1
    try:
        return _point(c)
    finally:
        c.depth -= 1


def end(c: Cursor) -> Point | None:
    """A point behind a word that says how it is meant: "by in June" says two things at once."""
    about = c.is_a("about") or c.next.text == "~"
    word = c.ahead(1) if about else c.next
    if word.meanings.get("within", "any") not in ("any", "anyin"):
        return None
    return point(c)


def _point(c: Cursor) -> Point | None:
    found = c.first(_distant)
    if found is None:
        passed = around(c)
        found = c.first(_clock_first, _named) if passed else c.first(_distant, _clock_first, _named)
    if found is None:
        return None
    found = timed(c, part_behind(c, found))
    if c.take("aboutafter"):
        c.approximate = True
    c.take("atafter")
    return found


def around(c: Cursor) -> bool:
    """Passes one "in", "throughout" or the like, and notes one "about"; was there an "in"?

    "For two weeks from 1 June" is no day at a distance.
    """
    passed = False
    noted = "about" in c.behind(1).meanings or c.behind(1).text == "~"
    while True:
        if not noted and (c.take("about") or c.sign("~")):
            noted = c.approximate = True
        elif not passed and c.take("within"):
            passed = True
        else:
            return passed


def _distant(c: Cursor) -> Point | None:
    return at_a_distance(c, point)


def _clock_first(c: Cursor) -> Span | None:
    """22:00, 10pm on 17 June 2025."""
    found = clock(c)
    if found is None:
        return None
    day = c.attempt(_its_day)
    if day is None:
        c.bare_clock = True
        return by_the_clock(c, found)
    return at_time(c, found, day.first, night=day.night)


def _its_day(c: Cursor) -> Span | None:
    c.sign(",")
    around(c)
    found = base(c)
    if isinstance(found, Recurring):
        found = found.nearest(c.reference.day, c.lean)
    return found if found and found.unit is Unit.DAY and found.moment is None else None


def _named(c: Cursor) -> Point | None:
    c.take("small", "the")
    if c.take("daypart") and not c.take("small", "of"):
        return None
    return c.first(_rest, idiom, ordinal_of, edge_of, part_of, base)


def _rest(c: Cursor) -> Span | None:
    """Later this year, earlier in June, the rest of the week: up to, or from, the reference day."""
    word = c.word("rest")
    if word is None:
        return None
    c.take("small", "of") or c.take("within", "in", "on")
    found = whole(c)
    if found is None:
        return None
    day = c.reference.day
    span = found.nearest(day, c.lean) if isinstance(found, Recurring) else found
    if not span.holds(day):
        raise Refused(
            f"does not hold the day it is read from, {printing.spelled(day)}: "
            "write early or late, or the days"
        )
    unit = Unit.DAY if span.unit is Unit.DAY else Unit.OTHER
    return Span(day, span.last, unit) if word == "later" else Span(span.first, day, unit)
