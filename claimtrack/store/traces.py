"""What entries say by which claims are found, without reading them all.

A trace is what an entry says under a name: a database keeps traces in an index, filled as entries
are logged; in memory they are looked for. They are of all that was ever logged, withdrawn or not:
who asks looks at what is found.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from claimtrack.model.alike import same_words
from claimtrack.model.moments import moment, moment_of
from claimtrack.model.urls import same_page
from claimtrack.store.base import RawEntry, Trace

LEFT_BY: dict[Trace, tuple[str, ...]] = {
    Trace.WORDS: ("opened", "revised"),
    Trace.LINK: ("link",),
}
"""The types of the entries that leave a trace; any may leave one that is not here."""


def traces_of(record: RawEntry) -> Iterator[tuple[Trace, str]]:
    """What a stored entry of a claim leaves, as it is on file: no key followed, nothing checked."""
    for trace in Trace:
        for value in values_of(record, trace):
            yield trace, value


def values_of(record: RawEntry, trace: Trace) -> Iterator[str]:
    """What an entry says under one name."""
    if not may_leave(record, trace):
        return
    match trace:
        case Trace.WORDS:
            yield from map(same_words, _texts(_fields(record), "text"))
        case Trace.EXTERNAL:
            yield from _texts(_fields(record), "external_id")
        case Trace.PAGE:
            yield from (same_page(url) for url in _texts(record, "url", "archive") if url)
        case Trace.LINK:
            yield from _texts(record, "other")
        case Trace.NAMED:
            yield from _texts(record, "source", "via", "party", "claimant")
            fields = _fields(record)
            if fields is not record:
                yield from _texts(fields, "claimant")
            parties = fields.get("parties")
            if isinstance(parties, list):
                yield from (party for party in parties if isinstance(party, str))


def may_leave(record: RawEntry, trace: Trace) -> bool:
    """Is an entry of a type that leaves such a trace?"""
    return trace not in LEFT_BY or record.get("type") in LEFT_BY[trace]


def place_of(record: RawEntry) -> datetime | None:
    """Where the command that logged an entry stands in time: never before what it undid."""
    known = (moment(record.get(name)) for name in ("recorded", "undoes", "redoes"))
    return max((m for m in known if m), default=None) if moment_of(record) else None


def _fields(record: RawEntry) -> dict[str, Any]:
    """The fields of a claim that an entry says, or the entry itself."""
    changes = record.get("changes")
    return changes if isinstance(changes, dict) else record


def _texts(record: dict[str, Any], *names: str) -> Iterator[str]:
    return (value for name in names if isinstance(value := record.get(name), str))
