"""What moved since a moment: new claims, statuses, verdicts and flags, and who did it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Flagged, Opened, Reopened, Verdict
from claimtrack.model.words import Status
from claimtrack.when import read_since


class Moved(StrEnum):
    """What can move."""

    OPENED = "opened"
    STATUS = "status"
    VERDICT = "verdict"
    REOPENED = "reopened"
    FLAG = "flag"


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


class Logged(NamedTuple):
    """A command as far as it may have moved something: when it was logged, and by whom."""

    recorded: datetime
    by: str


def since_when(view: View, phrase: str) -> datetime:
    """The moment that a phrase means, in UTC: of a day its beginning."""
    moment = read_since(phrase, view.reference)
    view.read.append(
        f"since: {phrase.strip()} → {moment.astimezone(view.settings.timezone):%Y-%m-%d %H:%M %Z}"
    )
    return moment


def moves(view: View, since: datetime, claims: Iterable[Claim] | None = None) -> list[Move]:
    """What moved on the claims of the view, or on some of them, the earliest first.

    ``since`` is a moment of logging. Statuses are those of the view's day, before and after each
    command, as they were known then.
    """
    past = _Past(view, since)
    looked_at = view.claims() if claims is None else claims
    found = [move for claim in looked_at for move in _moves_of(claim, past)]
    return sorted(found, key=lambda move: (move.recorded, move.claim.id))


def _moves_of(claim: Claim, past: "_Past") -> Iterator[Move]:
    own = [entry for entry in claim.logged if entry.recorded >= past.since]
    if not own and not past.moved(claim):
        return
    commands = sorted({*past.elsewhere, *(Logged(e.recorded, e.by) for e in own)})
    before = past.status_before(claim.id)
    for command in commands:
        entries = tuple(e for e in own if (e.recorded, e.by) == command)
        after = past.status_after(claim.id, command)
        for entry in entries:
            if what := _told(entry):
                yield Move(claim, what, *command, (entry,))
        if before and after and before != after:
            yield Move(claim, Moved.STATUS, *command, entries, before, after)
        before = after


def _told(entry: ClaimEntry) -> Moved | None:
    """What an entry moves by itself, whatever becomes of the status."""
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
    """The ledger as it was known before and after each command since a moment."""

    def __init__(self, view: View, since: datetime) -> None:
        self.view = view
        self.since = since
        self.elsewhere = sorted(
            {
                Logged(entry.recorded, entry.by)
                for entry in _of_the_registry(view)
                if since <= entry.recorded
                and (view.known_at is None or entry.recorded <= view.known_at)
            }
        )
        """The commands that changed sources, parties or settings: they may move any claim."""
        self._views: dict[datetime, View] = {}

    def moved(self, claim: Claim) -> bool:
        """Is its status another now than it was just before the moment?"""
        if not self.elsewhere:
            return False
        return self.status_before(claim.id) != self.view.status(claim)

    def status_before(self, claim_id: str) -> Status | None:
        """A claim's status as known just before the moment; None where it was not on file."""
        return self._status(claim_id, self.since - self.since.resolution)

    def status_after(self, claim_id: str, command: Logged) -> Status | None:
        """The same, as known after a command."""
        return self._status(claim_id, command.recorded)

    def _status(self, claim_id: str, moment: datetime) -> Status | None:
        if moment not in self._views:
            self._views[moment] = self.view.at(self.view.day, moment)
        view = self._views[moment]
        claim = view.claim(claim_id)
        return view.status(claim) if claim and claim.begun(view.day) else None


def _of_the_registry(view: View) -> Iterator[Logged]:
    """What was logged of sources, parties and settings."""
    sources = (source.logged for source in view.registry.sources.values())
    parties = (party.logged for party in view.registry.parties.values())
    for logged in (*sources, *parties, view.setting_entries()):
        yield from (Logged(entry.recorded, entry.by) for entry in logged)
