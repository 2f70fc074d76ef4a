"""Times of day and their zones: 22:00, 10pm UTC, 14:30 +06:30, 18:00 Asia/Yangon."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from claimtrack.when.days import moment_span
from claimtrack.when.refusals import CALENDAR, Refused
from claimtrack.when.spans import Point, Recurring, Span, Unit
from claimtrack.when.tokens import Cursor

_EVENING = time(17)
Clock = tuple[time, tzinfo | None]


def clock(c: Cursor) -> Clock | None:
    """A time of day, with the zone if one is named."""
    if c.take("clock", "noon"):
        return time(12), zone(c)
    text = c.shape("clock")
    if text is None:
        text = c.attempt(_in_words)
        if text is None:
            return None
    pieces = text.split(":")
    hour, minute = int(pieces[0]), int(pieces[1]) if len(pieces) > 1 else 0
    second = float(pieces[2]) if len(pieces) > 2 else 0.0
    half_day = c.word("clock", "am", "pm")
    if half_day:
        if not 1 <= hour <= 12:
            raise Refused("is not a time of day: with am or pm hours run from 1 to 12")
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if hour > 23 or minute > 59 or second >= 60:
        raise Refused("is not a time of day: they run from 00:00 to 23:59")
    micro = int((second % 1) * 1_000_000)
    return time(hour, minute, int(second), micro), zone(c)


def _in_words(c: Cursor) -> str | None:
    """The figures of 10pm, 5.30pm."""
    if c.next.kind != "number" or len(c.next.text) > 2:
        return None
    text = c.step().text
    if c.sign(".") and c.next.kind == "number" and len(c.next.text) == 2:
        text += ":" + c.step().text
    return text if c.is_a("clock", "am", "pm") else None


def zone(c: Cursor) -> tzinfo | None:
    """UTC, +06:30 or Asia/Yangon, if one comes next."""
    if c.is_a("zone", "unclear"):
        raise Refused(
            f"names its zone as {c.next.text.upper()!r}, which is not known for certain: "
            "write +06:30, UTC or Asia/Yangon"
        )
    return c.attempt(_offset) or c.attempt(_named_zone)


def _offset(c: Cursor) -> tzinfo | None:
    utc = c.take("zone", "utc") is not None
    ahead = c.ahead(1)
    figures = ahead.kind == "clock" or (ahead.kind == "number" and len(ahead.text) in (1, 2, 4))
    if c.next.text == "-" and not c.next.spaced and not utc and c.behind(2).kind != "ymd":
        return None  # 10:00-12:00 is from one to the other
    if c.next.text not in ("+", "-") or not figures or ahead.spaced:
        return UTC if utc else None
    sign = -1 if c.step().text == "-" else 1
    text = c.step().text
    hours, _, minutes = text.partition(":")
    if len(text) == 4 and not minutes:
        hours, minutes = text[:2], text[2:]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset >= timedelta(hours=15) or int(minutes or 0) > 59:
        raise Refused("names no zone of this world: offsets run from -12:00 to +14:00")
    return timezone(sign * offset)


def _named_zone(c: Cursor) -> tzinfo | None:
    """A zone by its IANA name, which has a stroke in it."""
    if c.next.kind != "word" or c.ahead(1).text != "/" or c.ahead(2).kind != "word":
        return None
    parts = [c.step().text]
    while c.next.text in ("/", "_") and not c.next.spaced and c.ahead(1).kind == "word":
        parts += [c.step().text, c.step().text]
    name = "".join(part.capitalize() for part in parts)
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def at_time(c: Cursor, clock: Clock, day: date, *, night: bool = False) -> Span:
    """The moment of a time on a day; in the zone of the conventions, where none is named."""
    hour, named = clock
    if night and hour < _EVENING:
        raise Refused("names an hour that lies in another day or none of the night: write the day")
    return moment_span(c, datetime.combine(day, hour, named or c.reference.conventions.zone))


def timed(c: Cursor, point: Point) -> Point:
    """The point with the time of day that stands behind it, or in the words of one: evening."""
    found = c.attempt(_behind)
    if found is None:
        if c.is_a("daypart") and _day_of(c, point):
            c.take("daypart")
        return point
    day = _day_of(c, point)
    if day is None:
        raise Refused("gives a time of day to more than a day: write the day")
    return at_time(c, found, day.first, night=day.night)


def _day_of(c: Cursor, point: Point) -> Span | None:
    span = point
    if isinstance(span, Recurring):
        span = span.nearest(c.reference.day, c.lean)
    return span if span.unit is Unit.DAY and span.moment is None else None


def _behind(c: Cursor) -> Clock | None:
    c.sign(",")
    c.take("within", "at")
    return clock(c)


def by_the_clock(c: Cursor, clock: Clock) -> Span:
    """A bare time of day, on the reference day as it is in the zone of the time."""
    if clock[1] is None:
        return at_time(c, clock, c.reference.day)
    try:
        day = c.reference.moment.astimezone(clock[1]).date()
    except OverflowError:
        raise Refused(CALENDAR) from None
    return at_time(c, clock, day)
