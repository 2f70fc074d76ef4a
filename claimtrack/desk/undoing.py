"""``undo`` and ``redo``: a command is what shares one time of logging and one user.

Nothing is erased. What a command logged is withdrawn, wherever it stands; the withdrawals say
which command they undo, and ``redo`` withdraws them in turn. So which command comes next is read
from the log itself. A merge is no command of the log: what it brought are the commands of those who
gave them elsewhere, each undone by whoever's name it bears. ``restore`` takes a merge back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from claimtrack.desk.change import Change
from claimtrack.desk.commands import Command, command_of, place_in_time
from claimtrack.desk.find import pointed_at
from claimtrack.desk.names import discreet
from claimtrack.desk.view import View
from claimtrack.model.claim import withdrawals
from claimtrack.model.entries import Entry, Link, Opened, Withdrawn, instant, named
from claimtrack.model.moments import moment
from claimtrack.model.registry import PartyEntered, Registry, SourceEntered
from claimtrack.store.base import RawEntry, Table, Trace
from claimtrack.store.traces import place_of

UNDO, REDO = "undo", "redo"
CITING = ("source", "via", "party", "claimant", "owner")
"""The fields in which a record names a source or a party by its key."""

NAMED_AT_MOST = 6
"""How many of the entries that point to what is taken back are named in the message."""


class Place(NamedTuple):
    """An entry, and the document that it stands in."""

    table: Table
    key: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or brought back: the command, its entries, and the ids added for it."""

    command: Command | None = None
    places: Sequence[Place] = ()
    added: Sequence[str] = ()
    registry: Registry = field(default_factory=lambda: Registry({}, {}))
    """Who is on file while the command stands: before an undo, after a redo."""


def undo(change: Change, *, anyone: bool = False) -> Undone:
    """Take back the user's last command of which anything stands, or with ``anyone`` whoever's."""
    for command, where in _logged(change.view, None if anyone else change.by):
        if not command.ordinary:
            continue
        if places := _standing(change.view, command, where):
            _say_what_is_no_command(change)
            before = _known(change.view)
            added = [_withdraw(change, p, undoes=command.moment) for p in places]
            _say_what_points_there(change, places)
            return Undone(command, places, added, before)
    return Undone()


def redo(change: Change, *, anyone: bool = False) -> Undone:
    """Bring back what the user's last undo took, or with ``anyone`` that of whoever.

    Only undos that came after the last command proper of whoever made them: what was logged since
    is a new beginning, beyond which there is nothing to redo. What was erased may have been one.
    """
    begun_anew: set[str] = set()
    erased = max((each.recorded for each in change.view.forgotten.values()), default=None)
    for command, where in _logged(change.view, None if anyone else change.by):
        if erased and command.moment <= erased:
            break
        if command.ordinary:
            begun_anew.add(command.by)
        if command.undoes is None or command.by in begun_anew:
            continue
        if taken := _standing(change.view, command, where):
            added = [_withdraw(change, p, redoes=command.undoes) for p in taken]
            places = list(_what_they_took(change.view, taken))
            by = places[0].entry.by if places else command.by
            return Undone(Command(command.undoes, by), places, added, _known(change.view))
    return Undone()


def _logged(view: View, by: str | None) -> Iterator[tuple[Command, list[tuple[Table, str]]]]:
    """The commands of a user, or of all, with the documents that they wrote to, the latest first.

    Read from the records as they stand, only as far back as is asked for, and never made models.
    """
    known = view.snapshot.latest(by)
    for _, together in groupby(known, key=lambda logged: place_of(logged.record)):
        found: dict[Command, dict[tuple[Table, str], None]] = {}
        for table, key, record in together:
            command = _command(record)
            if command is not None and not (table == "claims" and key in view.forgotten):
                found.setdefault(command, {})[table, key] = None
        for command in sorted(found, key=place_in_time, reverse=True):
            yield command, list(found[command])


def _command(record: RawEntry) -> Command | None:
    """Whose command a record is of; None for one that no program of ours wrote."""
    logged, undoes, redoes = (moment(record.get(k)) for k in ("recorded", "undoes", "redoes"))
    by = record.get("by")
    return Command(logged, by, undoes, redoes) if logged and isinstance(by, str) else None


def _standing(view: View, command: Command, where: Iterable[tuple[Table, str]]) -> list[Place]:
    """The entries of a command that nothing has taken back."""
    places: list[Place] = []
    for table, key in where:
        logged = view.entries(table, key)
        gone = withdrawals(logged)
        standing = (e for e in logged if e.id not in gone and command_of(e) == command)
        places += _as_written(view, table, key, standing)
    return places


def _as_written(view: View, table: Table, key: str, entries: Iterable[Entry]) -> list[Place]:
    """Entries of one document in the order in which the command wrote them."""
    records = view.snapshot.entries(table, key) or ()
    order = {record.get("id"): number for number, record in reversed([*enumerate(records)])}
    return [Place(table, key, e) for e in sorted(entries, key=lambda e: order[e.id])]


def _withdraw(
    change: Change,
    place: Place,
    *,
    undoes: datetime | None = None,
    redoes: datetime | None = None,
) -> str:
    """Withdraw an entry that stands, in whichever document; the id of the withdrawal."""
    draft = Withdrawn(
        entry=place.entry.id,
        reason=UNDO if undoes else REDO,
        undoes=undoes,
        redoes=redoes,
        **change.stamp(),
    )
    entry = named(draft)
    logged = change.view.entries(place.table, place.key)
    on_file, gone = {known.id for known in logged}, withdrawals(logged)
    while entry.id in on_file:  # it said so before, and that was taken back
        before = gone.get(entry.id, logged[-1])
        entry = named(replace(entry, follows=before.id))
    change.put(place.table, place.key, entry)
    return entry.id


def _what_they_took(view: View, taken: Sequence[Place]) -> Iterator[Place]:
    """The entries that withdrawals took back."""
    for table, key in dict.fromkeys((table, key) for table, key, _ in taken):
        here = [place.entry for place in taken if (place.table, place.key) == (table, key)]
        ids = {entry.entry for entry in here if isinstance(entry, Withdrawn)}
        entries = (entry for entry in view.entries(table, key) if entry.id in ids)
        yield from _as_written(view, table, key, entries)


def _say_what_is_no_command(change: Change) -> None:
    """What a merge brought has been logged elsewhere: then the last write is no command's here.

    A file is dated by the command that wrote it, so the log tells.
    """
    written = change.unit.written_before
    if written is None or not change.unit.has_generations:
        return
    known = {tombstone.recorded for tombstone in change.view.forgotten.values()}
    known |= {command.moment for command, _ in _logged(change.view, None)}
    if written not in known:
        change.say(
            "what was written last is no command of this log but a merge, say: "
            "`claimtrack restore` takes that back"
        )


def _known(view: View) -> Registry:
    return view.registry.copied()


def _say_what_points_there(change: Change, places: Sequence[Place]) -> None:
    """Say what others built on what was taken back: it stays, and points to nothing now."""
    pointing = sorted(set(_pointing(change.view, places)))
    if not pointing:
        return
    named = ", ".join(pointing[:NAMED_AT_MOST]) + (", ..." if len(pointing) > NAMED_AT_MOST else "")
    noun = "later entry points" if len(pointing) == 1 else "later entries point"
    change.say(f"{len(pointing)} {noun} to what is taken back: {named}")


def _pointing(view: View, places: Sequence[Place]) -> Iterator[str]:
    taken = {(p.key, p.entry.id) for p in places if p.table == "claims"}
    claims = {p.key for p in places if isinstance(p.entry, Opened)}
    names = {p.key for p in places if isinstance(p.entry, (SourceEntered, PartyEntered))}
    linked = view.snapshot.traced(Trace.LINK, claims)
    citing = view.snapshot.traced(Trace.NAMED, names)
    found = {claim_id for ids in (*linked.values(), *citing.values()) for claim_id in ids}
    for claim_id in found | {key for key, _ in taken}:
        claim = view.history(claim_id)
        for entry in claim.entries if claim else ():
            if (
                claim_id in claims
                or any((claim_id, i) in taken for i in pointed_at(entry))
                or _cites(entry, names)
                or (isinstance(entry, Link) and entry.other in claims)
            ):
                yield f"{claim_id}/{entry.id}"
    for source in view.registry.sources.values():
        if source.fields.owner in names:
            yield f"source {discreet(view.registry, source)}"


def _cites(entry: Entry, names: set[str]) -> bool:
    return any(getattr(entry, name, None) in names for name in CITING)


def said_when(command: Command) -> str:
    """A command as a message names it: who gave it, and when."""
    return f"what {command.by} logged at {instant(command.moment)[:16].replace('T', ' ')}Z"
