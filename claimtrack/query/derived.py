"""What is derived of a claim, as a database keeps it: every answer that a filter may ask for.

It is worked out by the very functions by which a filter looks at a claim, so that both agree. It
holds from the day on which it was worked out until the day before it turns; what changes with the
clock in between is kept as days.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from msgspec import Struct

from claimtrack.model.entries import Report
from claimtrack.model.words import Kind, Priority, Status
from claimtrack.query.conditions import (
    NONE,
    QUIET,
    VALUES,
    Row,
    cited,
    folded,
    headline,
    owed,
    said_in_confidence,
    said_openly,
)
from claimtrack.rules.activity import first_heard, updated
from claimtrack.rules.falling_due import What
from claimtrack.rules.turning import Raising

VERSION = 1
"""Which working-out this is: what was kept by another has to be worked out anew."""

APART = "\x1f"
"""Stands between texts that are kept as one: no word has it in it."""


class Texts(NamedTuple):
    """Where words are looked for, folded: in each place, the texts with APART between them."""

    headline: str
    openly: str
    in_confidence: str


class Falling(NamedTuple):
    """What falls due: the days in which it may, the last of them at the latest."""

    what: What
    first: date
    last: date


class Derived(Struct, frozen=True):
    """What is derived of one claim."""

    id: str
    judged: date
    """The day on which this was worked out, from which it holds."""
    turns: date
    """The day from which it may no longer hold: the latest of all days where there is none."""
    begun: date
    """The first day on which anything about it has begun."""
    status: Status
    open: bool
    unconfirmed: bool
    kind: Kind
    priority: Priority
    text: str
    """Folded, for putting claims in order."""
    due: tuple[date, date] | None
    heard: tuple[date, date] | None
    """The first day of the first report, and the last day of the last: a window that still runs
    is heard of on each of its days."""
    opened: datetime
    updated: datetime
    supports: int
    refutes: int
    total: int
    attention: date | None
    """The first day on which it calls for somebody; None where nothing does."""
    values: Mapping[str, tuple[str, ...]]
    """Each once, for every field of LISTED; NONE where there are none."""
    cited: tuple[str, ...]
    """The sources that anything said about it names, also what has not begun."""
    raisings: tuple[Raising, ...]
    falling: tuple[Falling, ...]
    texts: Texts


LISTED = ("verdict", "place", "assignee", "tag", "party", "source")
"""The fields of which a claim may have several values, or one that anybody may have made up."""


def derived_of(row: Row, raisings: Iterable[Raising], turns: date | None) -> Derived:
    """What is derived of a claim at the row's day; its flags as days, and when it turns."""
    claim, standing, day = row.claim, row.standing, row.day
    raised = sorted(raisings)
    latest: Report | None = None
    for report in claim.at(Report, day):
        latest = report
    first = first_heard(claim, day) or date.min
    due = claim.fields.due
    return Derived(
        id=claim.id,
        judged=day,
        turns=turns or date.max,
        begun=min(entry.on.begins for entry in claim.entries),
        status=standing.status,
        open=standing.open,
        unconfirmed=standing.unconfirmed_rumor,
        kind=claim.fields.kind,
        priority=claim.fields.priority,
        text=folded(claim.fields.text),
        due=(due.begins, due.ends) if due else None,
        heard=(first, latest.on.ends) if latest else None,
        opened=claim.logged[0].recorded,
        updated=updated(claim, day),
        supports=standing.counts.supports,
        refutes=standing.counts.refutes,
        total=len(standing.tally.reports),
        attention=min((r.first for r in raised if r.flag not in QUIET), default=None),
        values={name: _each_once(VALUES[name](row)) for name in LISTED},
        cited=tuple(sorted(cited(row))),
        raisings=tuple(raised),
        falling=tuple(Falling(o.what, o.window.begins, o.day) for o in owed(row)),
        texts=Texts(
            APART.join(map(folded, headline(claim))),
            APART.join(map(folded, said_openly(row))),
            APART.join(map(folded, said_in_confidence(row))),
        ),
    )


def unreadable(claim_id: str, day: date) -> Derived:
    """What stands for a claim of which an entry cannot be read: it holds on no day."""
    moment = datetime.combine(day, time(), UTC)
    return Derived(
        id=claim_id,
        judged=day,
        turns=date.min,
        begun=date.min,
        status=Status.UNCONFIRMED,
        open=True,
        unconfirmed=True,
        kind=Kind.EVENT,
        priority=Priority.NORMAL,
        text="",
        due=None,
        heard=None,
        opened=moment,
        updated=moment,
        supports=0,
        refutes=0,
        total=0,
        attention=None,
        values={},
        cited=(),
        raisings=(),
        falling=(),
        texts=Texts("", "", ""),
    )


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values)) or (NONE,)
