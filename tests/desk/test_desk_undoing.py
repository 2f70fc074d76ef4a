"""``undo`` takes back a command wherever it wrote; ``redo`` brings it back; the log keeps all."""

from datetime import timedelta
from typing import Any

import pytest
from newsroom import Newsroom, set_keys

from claimtrack.desk.forgetting import forget
from claimtrack.desk.registering import add_source, alias_source, edit_source, rate_source
from claimtrack.desk.undoing import Undone, redo, undo
from claimtrack.errors import NotFound
from claimtrack.model.entries import whole
from claimtrack.model.words import Reliability
from claimtrack.show.names import Names
from claimtrack.show.record import claim_record, why_record


def undone(room: Newsroom, *, anyone: bool = False, user: str = "desk") -> Undone:
    room.user = user
    with room.change() as change:
        return undo(change, anyone=anyone)


def redone(room: Newsroom, *, anyone: bool = False, user: str = "desk") -> Undone:
    room.user = user
    with room.change() as change:
        return redo(change, anyone=anyone)


def shown(room: Newsroom) -> dict[str, Any]:
    """All that a reader is told: what stands, and why."""
    view = room.view()
    names = Names(view.registry, discreet=False)
    claims = {
        c.id: (
            claim_record(view, c, names),
            why_record(view, c, names),
            [whole(entry) for entry in c.entries],
        )
        for c in view.claims()
    }
    sources = {key: source.fields for key, source in view.registry.sources.items()}
    parties = {key: party.fields for key, party in view.registry.parties.items()}
    return {"claims": claims, "of": (sources, parties), "settings": view.settings.written}


def entries(room: Newsroom) -> set[tuple[str, str, str]]:
    view = room.view()
    return {
        (table, key, entry["id"])
        for table in ("claims", "sources", "parties", "meta")
        for key in view.snapshot.keys(table)
        for entry in view.snapshot.entries(table, key) or ()
        if "id" in entry
    }


def _move(room: Newsroom) -> None:
    room.enter("here", "move daily there")


def _edit(room: Newsroom) -> None:
    room.enter("here", "edit daily quote 'what was said'")


def _edit_again(room: Newsroom) -> None:
    room.enter("here", "edit daily quote one")
    room.enter("here", "edit daily quote two")


def _settings(room: Newsroom) -> None:
    with room.change() as change:
        set_keys(change, {"weight.grades": "A", "timezone": "Asia/Yangon"})


def _settings_again(room: Newsroom) -> None:
    for grades in ("A", "A,B", "B"):
        with room.change() as change:
            set_keys(change, {"weight.grades": grades})


def _source(room: Newsroom) -> None:
    with room.change() as change:
        edit_source(change, "daily", new_name="The Daily", confidential=True)
        alias_source(change, "daily", ["dly"])


def _rate(room: Newsroom) -> None:
    with room.change() as change:
        rate_source(change, "daily", Reliability.E, reason="it was wrong twice")


COMMANDS = {
    "add": lambda room: room.open("new", "another", parties=["nobody yet"]),
    "report": lambda room: room.enter("here", "report radio refutes quote no"),
    "report of a new source": lambda room: room.enter("here", "report wire attribution anonymous"),
    "report on two claims": lambda room: room.enter("here", "report radio also there"),
    "confirm by a new party": lambda room: room.enter("here", "confirm rebels"),
    "a position over another": lambda room: room.enter("here", "deny army"),
    "assess": lambda room: room.enter("here", "assess daily credibility 5"),
    "retract": lambda room: room.enter("here", "retract daily"),
    "withdraw": lambda room: room.enter("here", "withdraw daily because wrong"),
    "verdict": lambda room: room.enter("here", "verdict true rests-on last"),
    "reopen": lambda room: room.enter("there", "reopen"),
    "link": lambda room: room.enter("here", "link contradicts there"),
    "note": lambda room: room.enter("here", "note hello"),
    "edit the claim": lambda room: room.enter(
        "here", "edit claim text 'in other words' kind state"
    ),
    "edit an entry": _edit,
    "move": _move,
    "rate": _rate,
    "source edit": _source,
    "config": _settings,
}


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("daily B", "radio C", "party army")
    newsroom.open("here", "it is so")
    newsroom.open("there", "it is not so")
    newsroom.enter("here", "report daily", "confirm army")
    newsroom.enter("there", "verdict false")
    return newsroom


@pytest.mark.parametrize("name", COMMANDS)
def test_undo_and_redo_of_a_command(room: Newsroom, name: str) -> None:
    before, logged = shown(room), entries(room)
    COMMANDS[name](room)
    after, logged_after = shown(room), entries(room)
    assert after != before
    for _ in range(3):
        taken = undone(room)
        assert {(p.table, p.key, p.entry.id) for p in taken.places} == logged_after - logged
        assert shown(room) == before
        assert redone(room).places == taken.places
        assert shown(room) == after
    assert entries(room) > logged_after


@pytest.mark.parametrize("steps", [_edit_again, _settings_again])
def test_it_goes_one_further_back_each_time(room: Newsroom, steps: Any) -> None:
    before = shown(room)
    steps(room)
    states = [shown(room)]
    while states[-1] != before:
        undone(room)
        states.append(shown(room))
    assert len(states) == (3 if steps is _edit_again else 4)
    for state in reversed(states[:-1]):
        redone(room)
        assert shown(room) == state
    assert not redone(room).places


def test_the_same_said_again_after_an_undo_stands(room: Newsroom) -> None:
    for name in ("report", "report of a new source", "confirm by a new party", "note", "withdraw"):
        COMMANDS[name](room)
        after = shown(room)["claims"]["here"][1]["counts"]
        logged = entries(room)
        undone(room)
        COMMANDS[name](room)
        assert shown(room)["claims"]["here"][1]["counts"] == after, name
        assert len(entries(room) - logged) > 1
        undone(room)


def test_each_takes_back_their_own(room: Newsroom) -> None:
    room.user = "ann"
    room.enter("here", "note hers")
    room.user = "bob"
    room.enter("here", "note his")
    assert [p.entry.by for p in undone(room, user="ann").places] == ["ann"]
    assert not undone(room, user="ann").places
    assert [p.entry.by for p in undone(room, user="ann", anyone=True).places] == ["bob"]
    assert not redone(
        room, user="bob"
    ).places  # ann took it back, so she, or anyone, brings it back
    assert [p.entry.by for p in redone(room, user="ann").places] == ["bob"]
    assert [p.entry.by for p in redone(room, user="bob", anyone=True).places] == ["ann"]


def test_nothing_to_undo_writes_nothing(room: Newsroom) -> None:
    before = room.path.read_bytes(), room.path.stat().st_mtime_ns
    assert undone(room, user="nobody") == Undone()
    assert redone(room) == Undone()
    assert (room.path.read_bytes(), room.path.stat().st_mtime_ns) == before


def test_a_new_command_leaves_nothing_to_redo_beyond_it(room: Newsroom) -> None:
    room.enter("here", "note one")
    room.enter("here", "note two")
    undone(room)
    undone(room)
    room.enter("here", "note three")
    assert not redone(room).places
    undone(room)
    assert len(redone(room).places) == 1
    assert not redone(room).places


def test_what_was_erased_leaves_nothing_to_redo_beyond_it(room: Newsroom) -> None:
    room.enter("here", "note one")
    undone(room)
    room.open("gap22")
    with room.change() as change:
        forget(change, "gap22", "a court")
    assert not redone(room).places


def test_what_somebody_else_took_back_is_passed_over(room: Newsroom) -> None:
    room.enter("here", "note one")
    room.enter("here", "note two")
    room.user = "ann"
    room.enter("here", "withdraw last")
    (place,) = undone(room).places
    assert whole(place.entry)["text"] == "one"


def test_an_edit_that_others_built_on_comes_back_to_the_original(room: Newsroom) -> None:
    original = room.claim("here").entries
    _edit(room)
    room.user = "ann"
    room.enter("here", "assess daily credibility 2")
    room.user = "desk"
    with room.change() as change:
        undo(change)
    (said,) = change.said
    assert said.startswith("1 later entry points to what is taken back: here/")
    assert [e for e in room.claim("here").entries if e.type != "assessment"] == list(original)


def test_a_source_that_others_cite_is_named(room: Newsroom) -> None:
    room.enter("here", "report wire attribution anonymous")
    room.user = "ann"
    room.enter("there", "report wire")
    room.user = "desk"
    with room.change() as change:
        undo(change)
    assert change.said == [
        f"1 later entry points to what is taken back: there/{room.claim('there').entries[-1].id}"
    ]
    assert "wire" not in room.view().registry.sources
    redone(room)
    assert "wire" in room.view().registry.sources


def test_a_claim_that_was_taken_back_says_so_and_comes_back(room: Newsroom) -> None:
    room.open("new", "another")
    room.user = "ann"
    room.enter("new", "report daily")
    room.enter("here", "link part-of new")
    room.user = "desk"
    with room.change() as change:
        undo(change)
    assert change.said[0].startswith("2 later entries point to what is taken back: ")
    with pytest.raises(NotFound, match="claim new was taken back on 2025-06-01 by desk") as told:
        room.view().find("new")
    assert "claimtrack redo" in str(told.value)
    room.enter("here", "note hello")  # so that there is nothing to redo
    assert not redone(room).places
    withdrawal = str(told.value).partition("withdraw new ")[2].split()[0]
    room.enter("new", f"withdraw {withdrawal} because 'it was right'")
    assert [e.type for e in room.claim("new").entries] == ["opened", "report"]


def test_the_id_of_a_claim_that_was_taken_back_is_not_given_again(room: Newsroom) -> None:
    room.open("new", "another")
    undone(room)
    with pytest.raises(Exception, match="is taken"):
        room.open("new", "a third")


def test_commands_at_one_moment_are_told_apart_by_user(room: Newsroom) -> None:
    room.user = "ann"
    room.enter("here", "note hers")
    room.now -= timedelta(minutes=2)
    room.user = "bob"
    room.enter("here", "note his")
    one, two = room.claim("here").entries[-2:]
    assert one.recorded == two.recorded
    assert [p.entry.by for p in undone(room, user="bob").places] == ["bob"]
    assert [e.by for e in room.claim("here").entries][-1] == "ann"


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_clock_that_stands_still_or_goes_back(room: Newsroom, minutes: int) -> None:
    before = shown(room)
    room.enter("here", "note x")
    after, still = shown(room), room.now + timedelta(minutes=minutes - 1)
    for _ in range(2):
        room.now = still
        undone(room)
        assert shown(room) == before
        room.now = still
        redone(room)
        assert shown(room) == after


def test_a_confidential_source_that_was_taken_back_stays_so_when_it_is_entered_again(
    room: Newsroom,
) -> None:
    room.user = "ann"
    with room.change() as change:
        add_source(change, "mole", confidential=True)
    room.user = "bob"
    room.enter("here", "report mole quote secret")
    undone(room, user="ann")
    room.user = "bob"
    change = room.enter("there", "report mole")
    assert room.view().registry.confidential("mole")
    assert any("was confidential before it was taken back" in line for line in change.said)
    assert not any("mole" in line for line in change.said)
