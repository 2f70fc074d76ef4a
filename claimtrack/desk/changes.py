"""What moved since a moment: new claims, statuses, verdicts and flags, and who did it.

What the desk takes back of these moves too, and so does what it brings back.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from claimtrack.desk.commands import Command, command_of, place_in_time
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim, fold
from claimtrack.model.entries import (
    ClaimEntry,
    Entry,
    Flagged,
    Opened,
    Reopened,
    Report,
    Verdict,
    Withdrawn,
)
from claimtrack.model.merged import assembled, followed
from claimtrack.model.registry import (
    Amended,
    fold_party,
    fold_source,
)
from claimtrack.model.settings import fold_settings
from claimtrack.model.words import Status
from claimtrack.rules.context import Context
from claimtrack.rules.judge import judge_alone
from claimtrack.store.base import Table, Trace
from claimtrack.when import moment_printed, read_since

REGISTRIES: tuple[Table, ...] = ("sources", "parties")


class Moved(StrEnum):
    """What can move."""

    OPENED = "opened"
    STATUS = "status"
    VERDICT = "verdict"
    REOPENED = "reopened"
    FLAG = "flag"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


class Move(NamedTuple):
    """Something that moved on a claim, as it was logged, with the entries that made it.

    A status that moved without an entry of the claim's own (a source was graded, a setting
    changed) has none.
    """

    claim: Claim
    what: Moved
    recorded: datetime
    by: str
    entries: tuple[ClaimEntry, ...]
    before: Status | None = None
    after: Status | None = None
    about: ClaimEntry | None = None
    """What was taken back or brought back: an opening, a verdict, a reopening or a flag."""


def since_when(view: View, phrase: str) -> datetime:
    """The moment that a phrase means, in UTC: of a day its beginning."""
    moment = read_since(phrase, view.reference)
    then = moment_printed(moment, view.settings.timezone)
    view.read.append(f"since: {phrase.strip()} → {then}")
    return moment


def moves(
    view: View,
    since: datetime,
    claims: Iterable[Claim] | None = None,
    *,
    before: datetime | None = None,
) -> list[Move]:
    """What moved on the claims of the view, or on some of them, the earliest first.

    ``since`` and ``before`` are moments of logging, the second no longer looked at. Statuses are
    those of the view's day, before and after each command, as they were known then. Without
    ``claims`` those that were taken back are among them.
    """
    past = _Past(view, since)
    looked_at = _ever_begun(view, past.may_have_moved()) if claims is None else claims
    found = [
        move
        for claim in looked_at
        for move in _moves_of(claim, past)
        if before is None or move.recorded < before
    ]
    return sorted(found, key=lambda move: (move.recorded, move.claim.id))


def _ever_begun(view: View, ids: Iterable[str]) -> Iterator[Claim]:
    """Those of some claims of which anything has begun at the day, taken back or not."""
    for claim in view.histories(ids):
        entries = claim.entries if claim.on_file else claim.logged
        if any(entry.on.begun(view.day) for entry in entries):
            yield claim


def _moves_of(claim: Claim, past: "_Past") -> Iterator[Move]:
    own = [entry for entry in claim.logged if entry.recorded >= past.since]
    elsewhere = past.concerning(claim)
    if not own and not (elsewhere and past.status_before(claim) != past.view.status(claim)):
        return
    commands = sorted({*elsewhere, *map(command_of, own)}, key=place_in_time)
    before = past.status_before(claim)
    for command in commands:
        entries = tuple(e for e in own if command_of(e) == command)
        after = past.status_after(claim, command)
        for entry in entries:
            what, about = _told(claim, entry)
            if what is not None:
                yield Move(claim, what, command.moment, command.by, (entry,), about=about)
        if before and after and before != after:
            yield Move(claim, Moved.STATUS, command.moment, command.by, entries, before, after)
        before = after


def _told(claim: Claim, entry: ClaimEntry) -> tuple[Moved | None, ClaimEntry | None]:
    """What an entry moves by itself, whatever becomes of the status; a withdrawal with what it
    takes back or, as the withdrawal of a withdrawal, brings back.
    """
    if not isinstance(entry, Withdrawn):
        return _by_itself(entry), None
    on_file = {known.id: known for known in claim.logged}
    about: ClaimEntry | None = entry
    what = Moved.RESTORED
    while isinstance(about, Withdrawn):
        about = on_file.pop(about.entry, None)
        what = Moved.RESTORED if what == Moved.WITHDRAWN else Moved.WITHDRAWN
    return (what, about) if about is not None and _by_itself(about) else (None, None)


def _by_itself(entry: ClaimEntry) -> Moved | None:
    """What an entry that is no withdrawal moves."""
    match entry:
        case Opened():
            return Moved.OPENED
        case Verdict():
            return Moved.VERDICT
        case Reopened():
            return Moved.REOPENED
        case Flagged():
            return Moved.FLAG
    return None


class _Past:
    """The ledger as it was known before and after each command since a moment.

    What is on file is read once: at each moment it is folded anew as far as it was known by then.
    """

    def __init__(self, view: View, since: datetime) -> None:
        self.view = view
        self.since = since
        self._settings = view.setting_entries()
        self._sources = {k: view.source_entries(k) for k in view.snapshot.keys("sources")}
        self._parties = {k: view.party_entries(k) for k in view.snapshot.keys("parties")}
        registered: list[Sequence[Entry]] = [self._settings]
        registered += [*self._sources.values(), *self._parties.values()]
        self._turns = sorted({entry.recorded for logged in registered for entry in logged})
        """The moments at which sources, parties or settings changed."""
        self._contexts: dict[int, Context] = {}

    def concerning(self, claim: Claim) -> set[Command]:
        """The commands on settings, on what the claim cites and on the owners of that, since the
        moment and since the claim is on file: they may have moved it.
        """
        begun = max(self.since, claim.logged[0].recorded)
        keys = self._cited(claim)
        logged: list[Sequence[Entry]] = [self._settings]
        logged += [self._sources.get(key, ()) for key in keys]
        logged += [self._parties.get(key, ()) for key in keys]
        return {
            command_of(entry)
            for entries in logged
            for entry in entries
            if begun <= entry.recorded
            and (self.view.known_at is None or entry.recorded <= self.view.known_at)
        }

    def may_have_moved(self) -> Iterable[str]:
        """The ids of the claims of which something was logged since the moment, or that cite what
        was changed since; all, where a setting was.
        """
        snapshot = self.view.snapshot
        if any(entry.recorded >= self.since for entry in self._settings):
            return snapshot.keys("claims")
        ids = set(snapshot.logged_since("claims", self.since))
        changed = {key for table in REGISTRIES for key in snapshot.logged_since(table, self.since)}
        if changed:
            keys = changed | {key for key in self._sources if changed & self._behind([key])}
            citing = snapshot.traced(Trace.NAMED, keys)
            ids.update(claim_id for found in citing.values() for claim_id in found)
        return sorted(ids)

    def status_before(self, claim: Claim) -> Status | None:
        """A claim's status as known just before the moment; None where it was not on file."""
        return self._status(claim, self.since - self.since.resolution)

    def status_after(self, claim: Claim, command: Command) -> Status | None:
        """The same, as known after a command."""
        return self._status(claim, command.moment)

    def _status(self, claim: Claim, moment: datetime) -> Status | None:
        context = self._context(moment)
        then = fold(claim.id, self._on_file(claim), moment)
        if then is None or not then.begun(self.view.day):
            return None
        return judge_alone(followed(then, context.registry), context).status

    def _on_file(self, claim: Claim) -> Sequence[ClaimEntry]:
        """Its entries with the keys that they were logged with: what was merged later was not yet
        one.
        """
        merged = self.view.registry.merged_sources or self.view.registry.merged_parties
        return self.view.claim_entries(claim.id) if merged else claim.logged

    def _context(self, moment: datetime) -> Context:
        """Sources, parties and settings as known at a moment: the same until the next turn."""
        turn = bisect_right(self._turns, moment)
        if turn not in self._contexts:
            sources = {k: s for k, e in self._sources.items() if (s := fold_source(k, e, moment))}
            parties = {k: p for k, e in self._parties.items() if (p := fold_party(k, e, moment))}
            settings = fold_settings(self._settings, moment)
            self._contexts[turn] = Context(self.view.day, assembled(sources, parties), settings)
        return self._contexts[turn]

    def _cited(self, claim: Claim) -> set[str]:
        """The sources that a claim ever cited, all that they ever belonged to, and all that they
        were merged with.
        """
        reports = [e for e in self._on_file(claim) if isinstance(e, Report)]
        return self._behind([key for report in reports for key in (report.source, report.via)])

    def _behind(self, cited: Sequence[str | None]) -> set[str]:
        """Some sources, all that they ever belonged to, and all that they were merged with."""
        waiting = list(cited)
        found: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key is None or key in found:
                continue
            found.add(key)
            for entry in self._sources.get(key, ()):
                if isinstance(entry, Amended):
                    waiting.append(entry.changes.get("owner"))
                else:
                    waiting += (getattr(entry, name, None) for name in ("owner", "into"))
            heir = self.view.registry.sources.get(key)
            waiting += (other.key for other in heir.absorbed) if heir else ()
        return found
