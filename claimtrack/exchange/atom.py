"""Atom: new claims, statuses that changed and verdicts, for whoever follows the desk.

Each event has one id that never changes, and was `updated` when it was logged, so that a reader
shows it once. The library is feedgen, in the extra.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from claimtrack.desk.changes import Move, Moved, moves
from claimtrack.desk.view import View
from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.published import (
    Publisher,
    feed_id,
    inert,
    lasting_id,
    public_names,
    publisher,
    rating_label,
)
from claimtrack.model.claim import EVIDENCE
from claimtrack.model.entries import ClaimEntry, Verdict, instant
from claimtrack.model.settings import Settings
from claimtrack.show.log import short_ids, summary
from claimtrack.show.names import Names

FILE = "feed.atom"
"""What the feed is called beside the page that it is published with."""

TOLD = (Moved.OPENED, Moved.STATUS, Moved.VERDICT, Moved.REOPENED)
"""A flag is the desk's own reminder."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
TITLE = "Claims and rumors"


def write(export: Export) -> Iterator[bytes]:
    """The feed, the newest event first."""
    from feedgen.feed import FeedGenerator

    who = publisher(export.view)
    if who is None:
        export.say(
            "the feed names no page of its own (`claimtrack config publish.base_url https://...`)"
        )
    events = _events(export)
    feed = FeedGenerator()
    feed.generator("claimtrack")
    feed.title(inert(f"{TITLE}: {who.name}") if who else TITLE)
    feed.id(f"urn:uuid:{feed_id(export)}")
    feed.updated(events[0].recorded if events else BEGINNING)
    feed.author(_author(who))
    if who:
        feed.link(href=who.beside(FILE), rel="self", type="application/atom+xml")
        feed.link(href=who.base_url, rel="alternate")
    names = public_names(export.view)
    for event in events:
        _add(feed, event, names, who, export.view)
    yield feed.atom_str(pretty=True)


def _events(export: Export) -> list[Move]:
    """What is told of the claims asked for, the newest first."""
    since = export.since or BEGINNING
    moved = moves(export.view, since, export.claims)
    return [move for move in reversed(moved) if move.what in TOLD and _stands(export.view, move)]


def _stands(view: View, move: Move) -> bool:
    """Is it still told? Not what the desk took back since, nor what had not happened at the day.

    A status that changed did change, whatever became of what had moved it.
    """
    return move.what == Moved.STATUS or any(_told(move, entry, view.day) for entry in move.entries)


def _told(move: Move, entry: ClaimEntry, day: date) -> bool:
    """Was the entry not taken back, and had it happened at the day?"""
    happened = entry.on.begun(day) or not isinstance(entry, EVIDENCE)
    return happened and entry.id not in move.claim.withdrawn


def _add(feed: Any, event: Move, names: Names, who: Publisher | None, view: View) -> None:
    entry = feed.add_entry(order="append")
    entry.id(f"urn:uuid:{_event_id(event)}")
    entry.title(inert(_title(event, view.settings)))
    entry.updated(event.recorded)
    entry.published(event.recorded)
    entry.content(inert(_content(event, names, view.day)), type="text")
    for tag in event.claim.fields.tags:
        entry.category(term=inert(tag))
    if who:
        entry.link(href=who.page(event.claim.id), rel="alternate")


def _event_id(event: Move) -> str:
    """An event by its claim, what moved, and the entries that moved it; else when that was."""
    by = [entry.id for entry in event.entries] or [instant(event.recorded)]
    return lasting_id(event.claim, event.what, *by)


def _title(event: Move, settings: Settings) -> str:
    return f"{_what(event, settings)}: {event.claim.fields.text}"


def _what(event: Move, settings: Settings) -> str:
    match event.what, event.entries:
        case Moved.STATUS, _:
            return f"{event.before} → {event.after}"
        case Moved.VERDICT, (Verdict() as verdict,):
            return f"Verdict {rating_label(settings, verdict.rating)}"
        case Moved.REOPENED, _:
            return "Reopened"
    return "New claim"


def _content(event: Move, names: Names, day: date) -> str:
    """The claim, and what moved it, in plain words."""
    ids = short_ids(event.claim)
    told = [e for e in event.entries if isinstance(e, EVIDENCE) and _told(event, e, day)]
    said = "; ".join(summary(event.claim, entry, ids, names) for entry in told)
    return " · ".join(filter(None, (event.claim.fields.text, said)))


def _author(who: Publisher | None) -> dict[str, str]:
    return {"name": inert(who.name), "uri": who.url} if who else {"name": "claimtrack"}
