"""A window as people read it: 1–30 June 2025. Reading it gives the same days."""

import re
from datetime import date, datetime, tzinfo

from claimtrack.when.window import Window
from claimtrack.when.years import LIKELY

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def printed(window: Window) -> str:
    """The days of a window in words, shortened where its ends share a month or a year."""
    about = "about " if window.approximate else ""
    if window.first is None:
        return f"{about}until {spelled(window.last)}" if window.last else "any day"
    if window.last is None:
        return f"{about}from {spelled(window.first)}"
    return about + between(window.first, window.last)


def moment_printed(moment: datetime, zone: tzinfo) -> str:
    """A moment to the minute in a zone, which is named: ``2025-06-01 09:30 UTC``."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def moment_as_read(name: str, phrase: str, moment: datetime, zone: tzinfo) -> str | None:
    """``known at: today → 2025-06-01 23:59 UTC``; None for a day or a moment written out."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", phrase.strip()):
        return None
    return f"{name}: {phrase.strip()} → {moment_printed(moment, zone)}"


def between(first: date, last: date) -> str:
    """The days from one to another."""
    if first == last:
        return spelled(first)
    if first.year not in LIKELY or last.year not in LIKELY:
        return f"{first} – {last}"
    if first.year != last.year:
        return f"{spelled(first)} – {spelled(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {spelled(last)}"
    return f"{first.day}–{spelled(last)}"


def spelled(day: date) -> str:
    """A day: 17 January 2025; by ISO 8601 where its year is none that is read by its number."""
    if day.year not in LIKELY:
        return day.isoformat()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
