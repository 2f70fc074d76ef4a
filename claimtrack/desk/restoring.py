"""Bringing back what the ledger was before: one of the generations that are kept of it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from claimtrack import clock
from claimtrack.desk.desk import Desk
from claimtrack.desk.keeping import settings_of
from claimtrack.errors import BadInput, DataError, NotFound
from claimtrack.store.base import Generation
from claimtrack.when import Reference, moment_as_read, read_instant, read_since


class BroughtBack(NamedTuple):
    """What was brought back, if that changed anything, and how to undo it."""

    generation: Generation | None
    """None where the ledger itself stands as it did at that moment."""
    undo: str | None
    """The generation that the state before it is in; None where nothing was replaced."""
    read: str | None = None
    """How the phrase for the moment was read, where that has to be said."""


def restore(desk: Desk, when: str) -> BroughtBack:
    """Bring back the generation that ``when`` names, or the ledger as it stood at that moment.

    ``NotFound`` where there is none, ``BadInput`` for a moment that is ahead.
    """
    generations = desk.store.generations()
    named = _named(generations, when)
    read = None
    if named is None:
        moment = _moment(desk, when)
        read = moment_as_read("restore", when, moment, zone_of(desk))
        if _stands_since(desk, moment):
            return BroughtBack(None, None, read)
        named = _last_before(generations, moment, when)
    done = desk.store.restore(named.name)
    return BroughtBack(done.generation if done.changed else None, done.kept, read)


def zone_of(desk: Desk) -> tzinfo:
    """The ledger's time zone."""
    return settings_of(desk.store).timezone


def _named(generations: Sequence[Generation], when: str) -> Generation | None:
    """The one of that name, or whose name alone begins so."""
    wanted = when.strip().upper().removesuffix(".JSON")
    fitting = [one for one in generations if wanted and one.name.startswith(wanted)]
    exact = [one for one in fitting if one.name == wanted]
    found = exact or fitting
    return found[0] if len(found) == 1 else None


def _moment(desk: Desk, when: str) -> datetime:
    now, conventions = clock.now(), settings_of(desk.store).conventions
    reference = Reference(now, now.astimezone(conventions.zone).date(), conventions)
    try:
        moment = read_instant(when, reference)
    except BadInput:
        raise NotFound(
            f"no generation {when!r}, and no day or moment: `claimtrack restore` lists them"
        ) from None
    if moment > now and not _begun(when, reference):
        raise BadInput(f"{when!r} is ahead: a ledger comes back as it stood at a moment that was")
    return moment


def _begun(when: str, reference: Reference) -> bool:
    """Have the days that a phrase names begun? Today has, and this month."""
    try:
        return read_since(when, reference) <= reference.now
    except BadInput:
        return True  # without a first day


def _stands_since(desk: Desk, moment: datetime) -> bool:
    """Was the ledger, which can be read, last written by then?"""
    try:
        desk.view()
        written = desk.store.written()
    except DataError:
        return False
    return written is not None and written <= moment


def _last_before(generations: Sequence[Generation], moment: datetime, when: str) -> Generation:
    for one in generations:
        if one.written <= moment:
            return one
    oldest = f"the oldest is {generations[-1].name}" if generations else "there are none"
    raise NotFound(f"no generation was written by {when!r}: {oldest}")
