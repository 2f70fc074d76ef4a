"""iCalendar: when claims fall due, for a calendar that subscribes to the file.

Each claim is one event with one UID. Its SEQUENCE grows and its moments are those of logging, so
that a calendar takes the changes in, and two runs give the same file. A claim that was decided
stays, as cancelled: also a calendar that only ever adds events learns of it. The library is
icalendar, in the extra.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.published import Publisher, inert, lasting_id, publisher
from claimtrack.model.claim import Claim
from claimtrack.model.words import Priority
from claimtrack.rules import Standing
from claimtrack.show.claims import status_words, window_text
from claimtrack.when import Window

DAY = timedelta(days=1)
MORNING = timedelta(hours=9)
"""At what time of its day a reminder comes."""

REFRESH = timedelta(hours=1)
PRIORITIES = {Priority.HIGH: 1, Priority.NORMAL: 5, Priority.LOW: 9}
"""By the numbers of RFC 5545."""


def write(export: Export) -> Iterator[bytes]:
    """The calendar, with an event for each claim that has a due window."""
    from icalendar import Calendar

    who = publisher(export.view)
    name = inert(f"Claims due: {who.name}" if who else "Claims due")
    calendar = Calendar()
    calendar.add("prodid", "-//claimtrack//claims due//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    endless = 0
    for claim in sorted(export.claims, key=lambda claim: claim.id):
        due = claim.fields.due
        if due is None:
            continue
        if due.first is None and due.last is None:
            endless += 1
            continue
        calendar.add_component(_event(export, claim, due, who))
    if endless:
        export.say(f"{endless} due without a first or a last day left out")
    yield calendar.to_ical()


def _event(export: Export, claim: Claim, due: Window, who: Publisher | None) -> Any:
    from icalendar import Event

    view, standing = export.view, export.view.standing(claim)
    logged = view.logged(claim)
    changed = max(entry.recorded for entry in logged)
    first, end = days(due)
    event = Event()
    event.add("uid", f"{lasting_id(claim, 'due')}@claimtrack")
    event.add("sequence", len(logged) - 1)
    event.add("dtstamp", changed)
    event.add("created", min(entry.recorded for entry in logged))
    event.add("last-modified", changed)
    event.add("dtstart", first)
    event.add("dtend", end)
    event.add("summary", inert(_summary(claim, standing, due)))
    event.add("description", inert(_description(claim, standing, due)))
    event.add("transp", "TRANSPARENT")
    event.add("priority", PRIORITIES[claim.fields.priority])
    if claim.fields.tags:
        event.add("categories", [inert(tag) for tag in claim.fields.tags])
    if claim.fields.place:
        event.add("location", inert(claim.fields.place))
    if who:
        event.add("url", who.page(claim.id))
    if not standing.open:
        event.add("status", "CANCELLED")
    elif due.last is not None:
        event.add_component(_reminder(claim, view.settings.due_soon_days))
    return event


def days(due: Window) -> tuple[date, date]:
    """The first day of an event, and the day after its last.

    What has no first day stands on its last, and what has no last on its first.
    """
    first, last = due.first or due.last, due.last or due.first
    assert first is not None and last is not None
    return first, last + DAY if last < date.max else last


def _reminder(claim: Claim, soon: int) -> Any:
    """In the morning of the day from which the claim is due soon."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", inert(f"Due soon: {claim.fields.text}"))
    alarm.add("trigger", MORNING - soon * DAY, parameters={"RELATED": "END"})
    return alarm


def _summary(claim: Claim, standing: Standing, due: Window) -> str:
    if standing.verdict and not standing.open:
        label = standing.rating.label if standing.rating else standing.verdict.rating
        return f"{label}: {claim.fields.text}"
    return f"{'Due' if due.last else 'From'}: {claim.fields.text}"


def _description(claim: Claim, standing: Standing, due: Window) -> str:
    facts = {
        "claim": claim.id,
        "status": status_words(standing),
        "verdict": standing.verdict.rating if standing.verdict else "",
        "due": window_text(due),
        "depends on": claim.fields.condition or "",
        "assignee": claim.fields.assignee or "",
    }
    return " · ".join(f"{name}: {said}" for name, said in facts.items() if said)
