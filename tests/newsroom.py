"""A ledger in a test, worked on in the words of the command line.

``newsroom.enter("here", "report daily refutes, on 2025-02-01")`` is one command. Its words are:

    report SOURCE [supports|refutes|questions|mentions] [via SOURCE] [repeats ENTRY]
                  [credibility N] [attribution WORD] [quote TEXT] [url URL]
    confirm PARTY      deny PARTY      position PARTY hedges|declines|asked|silent
    assess ENTRY [credibility N]       retract ENTRY       withdraw ENTRY
    verdict RATING [rests-on ENTRY] [recheck WHEN]         reopen
    link RELATION CLAIM                note TEXT           snooze WHEN
    edit ENTRY WORDS OF A REPORT OR POSITION               move ENTRY CLAIM
    edit claim [text TEXT] [kind KIND] [claimant PARTY] [party PARTY]
    rate SOURCE GRADE                  own SOURCE OWNER

and of every entry: ``on WHEN`` (the day it speaks of), ``because TEXT`` and ``logged WHEN`` (the day
on which it is entered). A source that is ``nobody`` is not named. ENTRY is the number of the
command on that claim that entered it, or whatever the program takes.
"""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from claimtrack.desk import decide, evidence, mending
from claimtrack.desk.change import Answers, Change
from claimtrack.desk.configuring import configure
from claimtrack.desk.evidence import Sighting, Statement
from claimtrack.desk.mending import Revision, StatementEdit
from claimtrack.desk.opening import NewClaim, open_claim
from claimtrack.desk.registering import add_party, add_source, edit_source, rate_source
from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, named
from claimtrack.model.registry import PartyEntered, SourceEntered
from claimtrack.model.words import (
    Attribution,
    Kind,
    Medium,
    Relation,
    Reliability,
    SourceKind,
    Stance,
    Stand,
)
from claimtrack.rules import Standing
from claimtrack.store import open_store
from claimtrack.when import Reference, Window, read_instant, read_window

OPENING_HOUR = datetime(2025, 6, 1, 9, tzinfo=UTC)
"""When a newsroom begins to log, unless told otherwise; each command is a minute later."""

BY_ISO_DAYS = Reference(OPENING_HOUR, OPENING_HOUR.date())
"""From where its dates are read, which are written as ISO days and months."""


def entered_source(**said: Any) -> SourceEntered:
    """What a source is, as somebody entered it at the opening hour."""
    day = Window.day(OPENING_HOUR.date())
    return named(SourceEntered(on=day, recorded=OPENING_HOUR, by="kim", **said))


def entered_party(**said: Any) -> PartyEntered:
    """The same of a party."""
    day = Window.day(OPENING_HOUR.date())
    return named(PartyEntered(on=day, recorded=OPENING_HOUR, by="kim", **said))


def window(phrase: str) -> Window:
    """The window of an ISO day, month or year, or ``FROM..TO``."""
    return read_window(phrase, BY_ISO_DAYS)


class Newsroom:
    """A ledger, a clock that moves a minute for each command, and the commands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = open_store(str(path))
        self.user = "desk"
        self.now = OPENING_HOUR
        self.numbered: dict[str, list[str | None]] = {}

    @contextmanager
    def change(self, answers: Answers | None = None) -> Iterator[Change]:
        """One write, as the desk makes it."""
        self.now += timedelta(minutes=1)
        with self.store.write() as unit:
            view = View(unit, self.store.location, self.now)
            yield Change(unit, view, by=self.user, answers=answers or {})

    def view(self, as_of: str | None = None, known_at: str | None = None) -> View:
        """The ledger as it is read."""
        return View(
            self.store.read(),
            self.store.location,
            self.now,
            date.fromisoformat(as_of) if as_of else None,
            read_instant(known_at, BY_ISO_DAYS) if known_at else None,
        )

    def claim(self, claim_id: str) -> Claim:
        return self.view().find(claim_id)

    def standing(self, claim_id: str, as_of: str | None = None) -> Standing:
        view = self.view(as_of)
        return view.standing(view.find(claim_id))

    def entry(self, claim_id: str, number: int) -> ClaimEntry:
        """The entry of that command, as it is on file."""
        entry_id = self.numbered[claim_id][number - 1]
        return next(e for e in self.claim(claim_id).logged if e.id == entry_id)

    def cast(self, *lines: str) -> None:
        """Sources and parties: ``daily B``, ``radio C of army``, ``party army``."""
        with self.change() as change:
            for line in lines:
                cast(change, line)

    def open(self, claim_id: str, text: str = "", **fields: object) -> Change:
        """``add`` under a fixed id."""
        with self.change() as change:
            open_here(change, claim_id, text, **fields)
        return change

    def enter(self, claim_id: str, *lines: str, answers: Answers | None = None) -> Change:
        """Commands on a claim, in one write; each is logged a minute after the one before."""
        with self.change(answers) as change:
            for line in lines:
                self.enter_into(change, claim_id, line)
        return change

    def enter_into(self, change: Change, claim_id: str, line: str) -> None:
        """One command on a claim, within a write."""
        self.now += timedelta(minutes=1)
        words = Words(line, self.numbered.setdefault(claim_id, []))
        change.moment = change.unit.moment = words.logged(self.now)
        before = len(change.added.get(claim_id, ()))
        COMMANDS[words.verb](change, claim_id, words)
        words.done()
        new = change.added.get(claim_id, [])[before:]
        self.numbered[claim_id].append(new[-1] if new else None)


class Words:
    """The words of one command: a verb, words in their place, and words with a name."""

    NAMED = frozenset(
        [
            "via",
            "repeats",
            "credibility",
            "attribution",
            "quote",
            "reading",
            "url",
            "medium",
            "on",
            "logged",
            "because",
            "speaker",
            "rests-on",
            "note",
            "answer-by",
            "recheck",
            "by",
            "text",
            "kind",
            "claimant",
            "party",
            "source",
            "archive",
            "also",
        ]
    )

    def __init__(self, line: str, numbered: list[str | None]) -> None:
        self.line = line
        self.verb, *rest = (word.rstrip(",") for word in shlex.split(line))
        self._numbered = numbered
        self._placed: list[str] = []
        self._named: dict[str, str] = {}
        words = iter(rest)
        for word in words:
            if word in self.NAMED:
                self._named[word] = next(words)
            else:
                self._placed.append(word)

    def next(self) -> str:
        """The next word in its place."""
        if not self._placed:
            raise ValueError(f"{self.line!r}: a word is missing")
        return self._placed.pop(0)

    def one_of(self, words: type[Stance] | type[Stand]) -> Stance | Stand | None:
        """The next word, if it is one of a closed list."""
        return words(self.next()) if self._placed and self._placed[0] in list(words) else None

    def get(self, name: str) -> str | None:
        """The word of that name, if there is one."""
        return self._named.pop(name, None)

    def number(self, name: str) -> int | None:
        text = self.get(name)
        return int(text) if text else None

    def window(self, name: str) -> Window | None:
        text = self.get(name)
        return window(text) if text else None

    def because(self) -> str:
        return self.get("because") or "so it is"

    def logged(self, now: datetime) -> datetime:
        """When the command is given: at this time of another day, where it says so."""
        day = self.get("logged")
        return datetime.combine(date.fromisoformat(day), now.timetz()) if day else now

    def ref(self, text: str | None) -> str | None:
        """An entry: by the number of the command that entered it, or as the program reads it."""
        if text is None or not (text.isdecimal() and len(text) < 3):
            return text
        entry_id = self._numbered[int(text) - 1]
        if entry_id is None:
            raise ValueError(f"{self.line!r}: command {text} entered nothing")
        return entry_id

    def entry(self) -> str:
        return self.ref(self.next()) or ""

    def done(self) -> None:
        """Every word was used, or the command is not one."""
        if self._placed or self._named:
            raise ValueError(f"{self.line!r}: what is {self._placed or self._named}?")


def cast(change: Change, line: str) -> None:
    """Enter a source or a party: ``daily B``, ``radio C of army``, ``party army``."""
    name, what, *rest = line.split()
    if name == "party":
        add_party(change, what, name=None, aliases=())
        return
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    kind = options.get("kind")
    add_source(
        change,
        name,
        reliability=Reliability(what),
        owner=options.get("of"),
        kind=SourceKind(kind) if kind else None,
    )


def open_here(change: Change, claim_id: str, text: str = "", **fields: object) -> None:
    """Open a claim under a fixed id, its windows and its kind written as words."""
    for name in ("on", "when", "due"):
        if name in fields:
            fields[name] = window(str(fields[name]))
    if "kind" in fields:
        fields["kind"] = Kind(str(fields["kind"]))
    claim = NewClaim(text or f"what {claim_id} says", id=claim_id, **fields)  # type: ignore[arg-type]
    open_claim(change, claim)


def _sighting(words: Words) -> Sighting:
    stance = words.one_of(Stance)
    attribution, medium = words.get("attribution"), words.get("medium")
    return Sighting(
        stance=stance if isinstance(stance, Stance) else None,
        source=words.get("source"),
        via=words.get("via"),
        repeats=words.ref(words.get("repeats")),
        credibility=words.number("credibility"),
        attribution=Attribution(attribution) if attribution else None,
        medium=Medium(medium) if medium else None,
        quote=words.get("quote"),
        reading=words.get("reading"),
        url=words.get("url"),
        archive=words.get("archive"),
        on=words.window("on"),
    )


def _report(change: Change, claim_id: str, words: Words) -> None:
    source = words.next()
    also = (words.get("also") or "").split()
    sighting = _sighting(words)
    named = None if source == "nobody" else source
    evidence.report(change, [claim_id, *also], replace(sighting, source=named))


def _position(change: Change, claim_id: str, words: Words) -> None:
    party = words.next()
    if words.verb == "position":
        stand = Stand(words.next())
    else:
        stand = Stand.CONFIRMS if words.verb == "confirm" else Stand.DENIES
    also = (words.get("also") or "").split()
    statement = Statement(
        party=party,
        position=stand,
        speaker=words.get("speaker"),
        source=words.get("source"),
        url=words.get("url"),
        quote=words.get("quote"),
        answer_by=words.window("answer-by"),
        on=words.window("on"),
    )
    evidence.position(change, [claim_id, *also], statement)


def _assess(change: Change, claim_id: str, words: Words) -> None:
    evidence.assess(
        change,
        claim_id,
        words.entry(),
        words.get("note") or "looked into",
        credibility=words.number("credibility"),
        source=words.get("source"),
        on=words.window("on"),
    )


def _retract(change: Change, claim_id: str, words: Words) -> None:
    evidence.retract(change, claim_id, words.entry(), words.because(), on=words.window("on"))


def _withdraw(change: Change, claim_id: str, words: Words) -> None:
    decide.withdraw(change, claim_id, words.entry(), words.because())


def _verdict(change: Change, claim_id: str, words: Words) -> None:
    rests_on = words.ref(words.get("rests-on"))
    decide.verdict(
        change,
        claim_id,
        words.next(),
        words.because(),
        rests_on=[rests_on] if rests_on else [],
        recheck=words.window("recheck"),
        on=words.window("on"),
    )


def _reopen(change: Change, claim_id: str, words: Words) -> None:
    decide.reopen(change, claim_id, words.because(), on=words.window("on"))


def _link(change: Change, claim_id: str, words: Words) -> None:
    relation, other = Relation(words.next()), words.next()
    decide.link(
        change, claim_id, relation, other, reason=words.get("because"), on=words.window("on")
    )


def _note(change: Change, claim_id: str, words: Words) -> None:
    decide.note(change, claim_id, words.next(), on=words.window("on"))


def _snooze(change: Change, claim_id: str, words: Words) -> None:
    decide.snooze(change, claim_id, window(words.next()))


def _edit(change: Change, claim_id: str, words: Words) -> None:
    ref = words.entry()
    if ref == "claim":
        kind, party = words.get("kind"), words.get("party")
        revision = Revision(
            text=words.get("text"),
            kind=Kind(kind) if kind else None,
            claimant=words.get("claimant"),
            parties=[party] if party else (),
        )
        mending.revise(change, claim_id, revision)
        return
    stand = words.one_of(Stand)
    edit = StatementEdit(
        party=words.get("by"),
        position=stand if isinstance(stand, Stand) else None,
        speaker=words.get("speaker"),
    )
    mending.correct(change, claim_id, ref, _sighting(words), edit)


def _move(change: Change, claim_id: str, words: Words) -> None:
    mending.move(change, claim_id, words.entry(), words.next())


def _rate(change: Change, claim_id: str, words: Words) -> None:
    rate_source(change, words.next(), Reliability(words.next()))


def _own(change: Change, claim_id: str, words: Words) -> None:
    edit_source(change, words.next(), owner=words.next())


COMMANDS = {
    "report": _report,
    "confirm": _position,
    "deny": _position,
    "position": _position,
    "assess": _assess,
    "retract": _retract,
    "withdraw": _withdraw,
    "verdict": _verdict,
    "reopen": _reopen,
    "link": _link,
    "note": _note,
    "snooze": _snooze,
    "edit": _edit,
    "move": _move,
    "rate": _rate,
    "own": _own,
}


def set_keys(change: Change, settings: Mapping[str, str]) -> None:
    """``config KEY VALUE`` for each."""
    for key, value in settings.items():
        configure(change, key, value)
