"""The whole set of commands against a plain model of what they should come to.

The model knows nothing of entries, ids and folds. It keeps what each command said in plain lists,
marks what was taken back, and works the status out by the rules as people tell them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from newsroom import Newsroom

from claimtrack.desk.forgetting import forget
from claimtrack.desk.reading import logged
from claimtrack.desk.registering import rate_source
from claimtrack.desk.undoing import redo, undo
from claimtrack.model.entries import whole
from claimtrack.model.words import Reliability
from claimtrack.show.names import Names
from claimtrack.show.record import claim_record, source_record

SOURCES = {"wire": "A", "daily": "B", "rag": "E"}
PARTIES = ("army", "rebels")
RATINGS = ("true", "false", "unproven")
IDS = ("abc", "abd", "abe", "abf")
USERS = ("ann", "bob")


@dataclass
class Said:
    """One thing that a command said about a claim (or, without one, about a source)."""

    kind: str
    claim: str | None
    what: tuple[str, ...] = ()
    about: "Said | None" = None
    gone: int = 0
    """By how many withdrawals that hold it is taken back."""
    entry: str | None = None
    """The id under which the program filed it."""

    @property
    def stands(self) -> bool:
        return self.gone == 0


@dataclass
class Done:
    """A command: who gave it, what it said, what it took back, and whether it is undone."""

    by: str
    said: list[Said] = field(default_factory=list)
    took: list[Said] = field(default_factory=list)
    undone: list[Said] = field(default_factory=list)
    """What an undo of it took back, as long as that undo holds."""
    restored: list[Said] = field(default_factory=list)
    """What it had taken back and an undo of it gave back."""


class Machine(RuleBasedStateMachine):
    """Commands of two people, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.room = Newsroom(Path(self.folder.name) / "claims.json")
        self.done: list[Done] = []
        self.undos: dict[str, list[Done]] = {user: [] for user in USERS}
        self.forgotten: set[str] = set()
        self.on_file: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def cast(self) -> None:
        self.room.user = "desk"
        self.room.cast(*(f"party {party}" for party in PARTIES))
        self.room.cast(*(f"{source} {grade}" for source, grade in SOURCES.items()))

    # The commands.

    @rule(user=st.sampled_from(USERS), claim=st.sampled_from(IDS))
    def add(self, user: str, claim: str) -> None:
        if any(said.claim == claim for said in self._all()) or claim in self.forgotten:
            return
        self.room.user = user
        change = self.room.open(claim)
        self._did(user, Said("opened", claim, entry=change.added[claim][0]))

    @precondition(lambda self: self._open())
    @rule(data=st.data(), source=st.sampled_from(list(SOURCES)), stance=st.sampled_from(("supports", "refutes")))  # fmt: skip
    def report(self, data: st.DataObject, source: str, stance: str) -> None:
        self._say(data, "report", (source, stance), f"report {source} {stance}")

    @precondition(lambda self: self._open())
    @rule(data=st.data(), party=st.sampled_from(PARTIES), verb=st.sampled_from(("confirm", "deny")))
    def position(self, data: st.DataObject, party: str, verb: str) -> None:
        self._say(data, "position", (party, verb), f"{verb} {party}")

    @precondition(lambda self: self._open())
    @rule(data=st.data(), rating=st.sampled_from(RATINGS))
    def verdict(self, data: st.DataObject, rating: str) -> None:
        self._say(data, "verdict", (rating,), f"verdict {rating}")

    @precondition(lambda self: self._open())
    @rule(data=st.data())
    def note(self, data: st.DataObject) -> None:
        self._say(data, "note", (str(len(self.done)),), f"note 'number {len(self.done)}'")

    @precondition(lambda self: self._taken_back_by_hand())
    @rule(data=st.data(), user=st.sampled_from(USERS))
    def withdraw(self, data: st.DataObject, user: str) -> None:
        said = data.draw(st.sampled_from(self._taken_back_by_hand()))
        self.room.user = user
        self.room.enter(said.claim or "", f"withdraw {said.entry}")
        said.gone += 1
        self.done.append(Done(user, took=[said]))
        self.undos[user] = []

    @rule(user=st.sampled_from(USERS), grade=st.sampled_from("AE"))
    def rate(self, user: str, grade: str) -> None:
        self.room.user = user
        with self.room.change() as change:
            rate_source(change, "rag", Reliability(grade))
        if change.amended:
            self._did(user, Said("rated", None, (grade,), entry=change.amended[0]))

    @rule(user=st.sampled_from(USERS))
    def undo(self, user: str) -> None:
        expected = next(self._undoable(user), None)
        self.room.user = user
        before = shown(self.room)
        with self.room.change() as change:
            taken = undo(change)
        if expected is None:
            assert not taken.places
            return
        expected.undone = [said for said in expected.said if said.stands]
        expected.restored = list(expected.took)
        assert len(taken.places) == len(expected.undone) + len(expected.restored)
        self._shift(expected, 1)
        self.undos[user].append(expected)
        after = shown(self.room)
        with self.room.change() as change:  # undo, then redo: nothing that is shown differs
            redo(change)
        assert shown(self.room) == before
        with self.room.change() as change:
            undo(change)
        assert shown(self.room) == after

    @rule(user=st.sampled_from(USERS))
    def redo(self, user: str) -> None:
        self.room.user = user
        with self.room.change() as change:
            brought = redo(change)
        if not self.undos[user]:
            assert not brought.places
            return
        command = self.undos[user].pop()
        assert len(brought.places) == len(command.undone) + len(command.restored)
        self._shift(command, -1)
        command.undone, command.restored = [], []

    @precondition(lambda self: len(self.done) > 12 and self._open())
    @rule(data=st.data(), user=st.sampled_from(USERS))
    def forget(self, data: st.DataObject, user: str) -> None:
        claim = data.draw(st.sampled_from(self._open()))
        self.room.user = user
        with self.room.change() as change:
            forget(change, claim, "a court")
        self.forgotten.add(claim)
        self.on_file = {row for row in self.on_file if row[0] != claim}
        for command in self.done:
            for said in (command.said, command.took, command.undone, command.restored):
                said[:] = [one for one in said if one.claim != claim]
        self.undos = {user: [] for user in USERS}  # what was erased may have come after them

    # What always holds.

    @invariant()
    def nothing_ever_vanishes_from_the_log(self) -> None:
        rows = {(claim, entry.id) for claim, entry in logged(self.room.view(), None)}
        assert rows >= self.on_file
        self.on_file = rows

    @invariant()
    def every_claim_stands_where_the_model_has_it(self) -> None:
        view = self.room.view()
        assert sorted(claim.id for claim in view.claims()) == sorted(self._open())
        for claim in view.claims():
            standing = view.standing(claim)
            assert standing.status == self._status(claim.id), claim.id
            assert (standing.verdict.rating if standing.verdict else None) == self._rating(claim.id)
            notes = [whole(e)["text"] for e in claim.entries if e.type == "note"]
            assert len(notes) == len(self._standing(claim.id, "note"))

    @invariant()
    def what_was_forgotten_is_not_in_the_file(self) -> None:
        if self.forgotten:
            assert not self.forgotten & set(self.room.view().snapshot.keys("claims"))

    # The model.

    def _say(self, data: st.DataObject, kind: str, what: tuple[str, ...], line: str) -> None:
        claim, user = data.draw(st.sampled_from(self._open())), data.draw(st.sampled_from(USERS))
        self.room.user = user
        before = self.room.path.read_bytes()
        change = self.room.enter(claim, line)
        added = change.added[claim]
        if self._says_already(claim, kind, what):
            assert not added
            assert self.room.path.read_bytes() == before
        else:
            assert len(added) == 1
            self._did(user, Said(kind, claim, what, entry=added[0]))

    def _says_already(self, claim: str, kind: str, what: tuple[str, ...]) -> bool:
        """A report may be on file anywhere; of positions and verdicts the last one counts."""
        standing = self._standing(claim, kind)
        if kind == "position":
            standing = [said for said in standing if said.what[0] == what[0]][-1:]
        elif kind == "verdict":
            standing = standing[-1:]
        return any(said.what == what for said in standing)

    def _did(self, user: str, said: Said) -> None:
        self.done.append(Done(user, [said]))
        self.undos[user] = []

    def _all(self) -> Iterator[Said]:
        return (said for command in self.done for said in command.said)

    def _standing(self, claim: str | None, kind: str) -> list[Said]:
        return [s for s in self._all() if s.claim == claim and s.kind == kind and s.stands]

    def _open(self) -> list[str]:
        return [claim for claim in IDS if self._standing(claim, "opened")]

    def _taken_back_by_hand(self) -> list[Said]:
        """What can be withdrawn: what stands on a claim that is on file, but for its opening."""
        return [s for c in self._open() for k in ("report", "position", "verdict", "note") for s in self._standing(c, k)]  # fmt: skip

    def _undoable(self, user: str) -> Iterator[Done]:
        """The user's commands of which anything stands, the last one first."""
        for command in reversed(self.done):
            stands = any(said.stands for said in command.said)
            holds = command.took and not command.restored
            if command.by == user and (stands or holds):
                yield command

    def _shift(self, command: Done, by: int) -> None:
        for said in command.undone:
            said.gone += by
        for said in command.restored:
            said.gone -= by

    def _grade(self, source: str) -> str:
        rated = self._standing(None, "rated")
        return rated[-1].what[0] if source == "rag" and rated else SOURCES[source]

    def _status(self, claim: str) -> str:
        """By the rules as people tell them: who is in a position to know, then who reported it."""
        positions: dict[str, str] = {}
        for said in self._standing(claim, "position"):
            positions[said.what[0]] = said.what[1]
        latest: dict[str, str] = {}
        for said in self._standing(claim, "report"):
            if self._grade(said.what[0]) in "ABC":
                latest[said.what[0]] = said.what[1]
        supports = list(latest.values()).count("supports")
        refutes = list(latest.values()).count("refutes")
        confirmed, denied = "confirm" in positions.values(), "deny" in positions.values()
        if (confirmed and denied) or (confirmed and refutes > 1) or (denied and supports > 1):
            return "disputed"
        if confirmed or denied:
            return "confirmed" if confirmed else "denied"
        if refutes:
            return "refuted" if refutes > 1 and not supports else "disputed"
        return "corroborated" if supports > 1 else "unconfirmed"

    def _rating(self, claim: str) -> str | None:
        verdicts = self._standing(claim, "verdict")
        return verdicts[-1].what[0] if verdicts else None


def shown(room: Newsroom) -> dict[str, Any]:
    """What a list and the sources tell."""
    view = room.view()
    names = Names(view.registry, discreet=False)
    claims = {claim.id: claim_record(view, claim, names) for claim in view.claims()}
    return {**claims, "": [source_record(s, names) for s in view.registry.sources.values()]}


Machine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_machine = Machine.TestCase
