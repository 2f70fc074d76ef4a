"""A claim as the fold of its entries: what stands, in the order in which it counts."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from claimtrack.model.entries import (
    CLAIM_ENTRIES,
    Assessment,
    Cited,
    ClaimEntry,
    Entry,
    Opened,
    Position,
    Reopened,
    Report,
    Retraction,
    Revised,
    Verdict,
    Withdrawn,
)

E = TypeVar("E", bound=Entry)
OrderKey = tuple[date, date, datetime, str]

EVIDENCE = (Report, Position, Assessment, Retraction, Verdict, Reopened)
"""What counts from the first day of its `on`; everything else is the desk's own bookkeeping."""

CITED = tuple(kind for kind in CLAIM_ENTRIES.values() if issubclass(kind, Cited))
"""What may correct another entry."""


_ORDER = attrgetter("on.first", "on.last", "recorded", "id")
"""The Order of what was not corrected and has no open end, three times as fast as otherwise."""


class Claim(Struct, frozen=True):
    """What is on file about one claim, as known at some moment.

    ``entries`` are those that stand, in the design's Order: first day of `on`, last day,
    recorded, id. ``logged`` are all, the withdrawn too, in the order in which they were logged.
    """

    id: str
    fields: Opened
    entries: tuple[ClaimEntry, ...]
    logged: tuple[ClaimEntry, ...]
    withdrawn: dict[str, Withdrawn]
    corrected: Mapping[str, str]
    """For each entry that was corrected, the one that stands for it now."""
    recorded_first: Mapping[str, datetime]
    """For each correction, when what it corrects was logged."""
    by_type: Mapping[type[Entry], Sequence[Any]]
    """``entries`` by their type: the rules ask for one type after another."""

    def all(self, kind: type[E]) -> Iterator[E]:
        """The entries of one type that stand, in Order."""
        return iter(self.by_type.get(kind, ()))

    def at(self, kind: type[E], day: date) -> Sequence[E]:
        """Those of them that have begun on ``day``, in Order."""
        entries: Sequence[E] | None = self.by_type.get(kind)
        if entries is None:
            return ()
        begins = entries[-1].on.first
        if begins is None or begins <= day:  # in Order, so those before it have begun too
            return entries
        return [entry for entry in entries if entry.on.begun(day)]

    @property
    def on_file(self) -> bool:
        """Does its opening stand?"""
        return Opened in self.by_type

    def begun(self, day: date) -> bool:
        """Has anything about the claim begun on ``day``? What is first in Order begins first."""
        if not self.entries:
            return False
        begins = self.entries[0].on.first
        return begins is None or begins <= day

    def with_entries(
        self, fields: Opened, entries: Iterable[ClaimEntry], logged: Iterable[ClaimEntry]
    ) -> "Claim":
        """The same claim with its fields and entries read otherwise; their order is kept."""
        entries = tuple(entries)
        return replace(
            self, fields=fields, entries=entries, logged=tuple(logged), by_type=_by_type(entries)
        )

    def resolve(self, entry_id: str) -> str:
        """The id that now stands for ``entry_id``: itself, or what corrected it in the end."""
        return self.corrected.get(entry_id, entry_id)

    def entry(self, entry_id: str) -> ClaimEntry | None:
        """The entry of that id that stands, or what corrected it."""
        wanted = self.resolve(entry_id)
        return next((entry for entry in self.entries if entry.id == wanted), None)

    def order(self, entry: Entry) -> OrderKey:
        """Where an entry stands among the others: the first day, the last, recorded, id."""
        return (entry.on.begins, entry.on.ends, self.recorded(entry), entry.id)

    def recorded(self, entry: Entry) -> datetime:
        """When it was logged; for a correction, when what it corrects was."""
        return self.recorded_first.get(entry.id, entry.recorded)

    def moments(self, entries: Iterable[Entry]) -> list[datetime]:
        """When each of some entries was logged, as ``recorded`` has it; most have no correction."""
        if not self.recorded_first:
            return [entry.recorded for entry in entries]
        return [self.recorded(entry) for entry in entries]


def fold(
    claim_id: str,
    entries: Iterable[ClaimEntry],
    known_at: datetime | None = None,
    *,
    taken_back: bool = False,
) -> Claim | None:
    """The claim that its entries make, in whatever order they arrived.

    ``known_at`` leaves out what was logged later. None where the claim was not on file, or where
    its opening was withdrawn; with ``taken_back`` that one too, with the fields that it had first.
    """
    logged = logged_entries(entries, known_at)
    withdrawn = withdrawals(logged)
    replaced = _replaced(logged)
    recorded = _recorded_of_corrections(replaced, logged)
    standing = _in_order(logged, withdrawn, recorded)
    by_type = _by_type(standing)
    fields = _fields(by_type) or (_fields(_by_type(logged)) if taken_back else None)
    if fields is None:
        return None
    return Claim(
        claim_id,
        fields,
        tuple(standing),
        tuple(logged),
        withdrawn,
        _corrected(replaced, standing),
        recorded,
        by_type,
    )


def _by_type(standing: Iterable[ClaimEntry]) -> dict[type[Entry], list[ClaimEntry]]:
    found: dict[type[Entry], list[ClaimEntry]] = {}
    for entry in standing:
        known = found.get(type(entry))
        if known is None:
            found[type(entry)] = [entry]
        else:
            known.append(entry)
    return found


def standing_entries(entries: Iterable[E], known_at: datetime | None = None) -> list[E]:
    """The entries of one list that stand, in Order: those of a source, a party, the settings."""
    logged = logged_entries(entries, known_at)
    return _in_order(logged, withdrawals(logged), {})


def logged_entries(entries: Iterable[E], known_at: datetime | None = None) -> list[E]:
    """Each entry once, the earliest logging of it, in the order of logging."""
    known = [e for e in entries if known_at is None or e.recorded <= known_at]
    once = {entry.id: entry for entry in known}
    if len(once) < len(known):
        by_logging = sorted(known, key=lambda e: (e.recorded, e.by))
        once = {entry.id: entry for entry in reversed(by_logging)}  # the earliest is put last
    return sorted(once.values(), key=lambda e: (e.recorded, type(e) is not Opened, e.id))


def _in_order(
    logged: Iterable[E], withdrawn: Container[str], recorded: Mapping[str, datetime]
) -> list[E]:
    """What stands, in the design's Order."""
    standing = [e for e in logged if type(e) is not Withdrawn and e.id not in withdrawn]
    if not recorded:
        try:
            return sorted(standing, key=_ORDER)
        except TypeError:  # an open end, which is None, stands beside a day
            pass
    standing.sort(key=lambda e: (e.on.begins, e.on.ends, recorded.get(e.id, e.recorded), e.id))
    return standing


def withdrawals(logged: Sequence[Entry]) -> dict[str, Withdrawn]:
    """What was taken back, by which entry; a withdrawal that was itself withdrawn is void."""
    by_target: dict[str, list[Withdrawn]] = {}
    for entry in logged:
        if type(entry) is Withdrawn:
            by_target.setdefault(entry.entry, []).append(entry)
    void = _void(by_target) if by_target else {}
    found: dict[str, Withdrawn] = {}
    for target, aimed in by_target.items():
        valid = [withdrawal for withdrawal in aimed if not void[withdrawal.id]]
        if valid:
            found[target] = valid[-1]
    return found


def _void(by_target: Mapping[str, Sequence[Withdrawn]]) -> dict[str, bool]:
    """For each withdrawal, whether one that is not void takes it back.

    Ids are hashes of content, so a withdrawal can only name what was there before it. In a file
    that was edited by hand they may go in circles: what closes one is taken for void.
    """
    void: dict[str, bool] = {}
    for start in (withdrawal.id for aimed in by_target.values() for withdrawal in aimed):
        path = [] if start in void else [start]
        while path:
            above = [w.id for w in by_target.get(path[-1], ())]
            open_ones = [i for i in above if i not in void and i not in path]
            if open_ones:
                path.append(open_ones[0])
            else:
                void[path.pop()] = any(not void.get(i, True) for i in above)
    return void


def _replaced(logged: Iterable[Any]) -> dict[str, str]:
    """For each correction, by its id, the entry that it was filed for. Most claims have none."""
    return {e.id: e.corrects for e in logged if type(e) in CITED and e.corrects}


def _corrected(replaced: Mapping[str, str], standing: Iterable[Entry]) -> dict[str, str]:
    """For each entry that was corrected, also several times, the one that stands for it now.

    One that stands again, as its withdrawal was withdrawn, stands for itself.
    """
    if not replaced:
        return {}
    found: dict[str, str] = {}
    stand = {entry.id for entry in standing}
    for entry_id in stand:
        corrects, seen = replaced.get(entry_id), set(stand)
        while corrects and corrects not in seen:
            seen.add(corrects)
            found[corrects] = entry_id
            corrects = replaced.get(corrects)
    return found


def _recorded_of_corrections(
    replaced: Mapping[str, str], logged: Sequence[Entry]
) -> dict[str, datetime]:
    """For each correction, when the entry at the root of its chain was logged."""
    if not replaced:
        return {}
    recorded = {entry.id: entry.recorded for entry in logged}
    found: dict[str, datetime] = {}
    for entry_id in replaced:
        root, seen = entry_id, {entry_id}
        while (corrects := replaced.get(root)) in recorded and corrects not in seen:
            root = corrects
            seen.add(root)
        if root != entry_id:
            found[entry_id] = recorded[root]
    return found


def _fields(by_type: Mapping[type[Entry], Sequence[Any]]) -> Opened | None:
    """What was first written, with every change since laid over it."""
    opened: Sequence[Opened] = by_type.get(Opened, ())
    revisions: Sequence[Revised] = by_type.get(Revised, ())
    if not opened:
        return None
    if not revisions:
        return opened[0]
    changed: dict[str, Any] = {}
    for revision in revisions:
        changed |= revision.changes
    return replace(opened[0], **changed)
