"""The registries of sources and parties, and that a confidential source is not named."""

from collections.abc import Callable

import pytest
from newsroom import Newsroom

from claimtrack.desk import registering
from claimtrack.desk.change import Change
from claimtrack.desk.decide import link
from claimtrack.desk.evidence import Sighting, Statement, position, report, retract
from claimtrack.desk.names import NewSource
from claimtrack.desk.opening import NewClaim, open_claim
from claimtrack.desk.registering import (
    add_party,
    add_source,
    alias_party,
    alias_source,
    edit_party,
    edit_source,
    rate_source,
)
from claimtrack.errors import BadInput, ClaimtrackError, NotFound
from claimtrack.model.words import Relation, Reliability, SourceKind, Stance, Stand


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("party army", "group F", "east B of group", "evening B of east", "daily B")
    newsroom.open("here")
    return newsroom


# --- keys, names and aliases


@pytest.mark.parametrize("taken", ["daily", "DAILY", "The Daily", "old rag", "Daily!"])
def test_a_key_name_or_alias_that_is_taken_is_refused(desk: Newsroom, taken: str) -> None:
    with desk.change() as change:
        edit_source(change, "daily", new_name="The Daily")
        alias_source(change, "daily", ["Old Rag"])
    with pytest.raises(BadInput, match="is taken: .* of source daily"), desk.change() as change:
        add_source(change, taken)
    with pytest.raises(BadInput, match="is taken"), desk.change() as change:
        add_source(change, "something-new", aliases=[taken])
    with pytest.raises(BadInput, match="is taken"), desk.change() as change:
        alias_source(change, "east", [taken])
    with pytest.raises(BadInput, match="is taken"), desk.change() as change:
        edit_source(change, "east", new_name=taken)


def test_nothing_is_refused_for_likeness_in_the_registries(desk: Newsroom) -> None:
    with desk.change() as change:
        assert add_source(change, "dailly") == "dailly"
        assert add_party(change, "armyy", name=None, aliases=()) == "armyy"


def test_a_source_and_a_party_may_have_one_name(desk: Newsroom) -> None:
    with desk.change() as change:
        assert add_source(change, "army") == "army"
        assert add_party(change, "daily", name=None, aliases=()) == "daily"


def test_the_names_of_a_party_are_taken_too(desk: Newsroom) -> None:
    with desk.change() as change:
        alias_party(change, "army", ["regime", "junta"])
    for taken in ("Army", "JUNTA"):
        with pytest.raises(BadInput, match="of party army"), desk.change() as change:
            add_party(change, taken, name=None, aliases=())
    with desk.change() as change:
        edit_party(change, "junta", new_name="Tatmadaw")
    found = desk.view().registry.find_party("tatmadaw")
    assert found is not None
    assert found.key == "army"


def test_saying_again_what_is_on_file_changes_nothing(desk: Newsroom) -> None:
    with desk.change() as change:
        rate_source(change, "daily", Reliability.A)
        alias_source(change, "daily", ["Old Rag"])
    before = desk.path.read_bytes()
    with desk.change() as change:
        rate_source(change, "daily", Reliability.A)
        alias_source(change, "daily", ["Old Rag"])
        edit_source(change, "evening", owner="east")
        edit_party(change, "army", new_name="army")
    assert len(change.said) == 4
    assert all("nothing changed" in line for line in change.said)
    assert desk.path.read_bytes() == before


def test_a_grade_to_and_fro_is_three_entries(desk: Newsroom) -> None:
    for grade in "ACA":
        with desk.change() as change:
            rate_source(change, "daily", Reliability(grade))
    source = desk.view().registry.sources["daily"]
    assert source.fields.reliability == Reliability.A
    assert len({entry.id for entry in source.logged}) == 4


def test_social_media_start_at_d_and_all_others_at_f(desk: Newsroom) -> None:
    with desk.change() as change:
        channel = add_source(change, "channel", url="https://t.me/channel")
        witness = add_source(change, "witness", kind=SourceKind.WITNESS)
        sources = change.view.registry.sources
        assert sources[channel].fields.kind == SourceKind.SOCIAL
        assert sources[channel].fields.reliability == Reliability.D
        assert sources[witness].fields.reliability == Reliability.F


def test_a_page_belongs_to_one_source(desk: Newsroom) -> None:
    with desk.change() as change:
        edit_source(change, "daily", url="https://daily.example")
    with pytest.raises(BadInput, match="a page of source daily"), desk.change() as change:
        add_source(change, "other", url="https://www.daily.example/about")
    with desk.change() as change:
        edit_source(change, "daily", url="none")
        add_source(change, "other", url="https://www.daily.example/about")


# --- owners


@pytest.mark.parametrize(
    ("source", "owner"),
    [("group", "group"), ("group", "east"), ("group", "evening"), ("east", "Evening")],
)
def test_owners_in_a_circle_are_refused(desk: Newsroom, source: str, owner: str) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match="would close a circle"), desk.change() as change:
        edit_source(change, source, owner=owner)
    assert desk.path.read_bytes() == before


def test_an_owner_can_be_changed_and_cleared(desk: Newsroom) -> None:
    with desk.change() as change:
        edit_source(change, "east", owner="army")
    assert desk.view().registry.owning_party("evening") == "army"
    with desk.change() as change:
        edit_source(change, "east", owner="none")
        edit_source(change, "group", owner="evening")
    assert desk.view().registry.top_owner("group") == "east"


def test_a_source_that_bears_its_partys_name_closes_no_circle(desk: Newsroom) -> None:
    with desk.change() as change:
        add_source(change, "army", owner="army")
        edit_source(change, "army", kind=SourceKind.OFFICIAL, owner="army")
    assert desk.view().registry.owning_party("army") == "army"


@pytest.mark.parametrize(
    "command",
    [
        lambda change: rate_source(change, "dialy", Reliability.A),
        lambda change: edit_source(change, "nobody", new_name="x"),
        lambda change: alias_source(change, "nobody", ["x"]),
        lambda change: alias_party(change, "nobody", ["x"]),
        lambda change: edit_party(change, "armyy", new_name="x"),
    ],
)
def test_what_is_looked_up_has_to_be_there(
    desk: Newsroom, command: Callable[[Change], object]
) -> None:
    with pytest.raises(NotFound), desk.change() as change:
        command(change)


# --- a confidential source

SECRET = "Zebra Quill"
KEY = "zebra-quill"
HIDDEN = NewSource(confidential=True)


@pytest.fixture
def hush(desk: Newsroom) -> Newsroom:
    """Beside the others a confidential source, of the army and at home on a page."""
    with desk.change() as change:
        url = "https://zebraquill.example"
        add_source(change, KEY, name=SECRET, owner="army", url=url, confidential=True)
    return desk


def unnamed(text: str) -> bool:
    return "zebra" not in text.lower()


SAYING: dict[str, Callable[[Change], object]] = {
    "entered on the spot": lambda c: report(
        c, ["here"], Sighting(source="Zebra Two", new=NewSource(confidential=True, allowed=True))
    ),
    "reports": lambda c: report(c, ["here"], Sighting(source=KEY)),
    "speaks for a party": lambda c: (
        position(c, ["here"], Statement("army", Stand.SILENT)),
        report(c, ["here"], Sighting(source=KEY, stance=Stance.REFUTES)),
    ),
    "speaks for a party in which it was read": lambda c: (
        position(c, ["here"], Statement("army", Stand.SILENT)),
        report(c, ["here"], Sighting(source="daily", via=KEY)),
    ),
    "is described again": lambda c: report(c, ["here"], Sighting(source=KEY, new=HIDDEN)),
    "gives a claim its claimant": lambda c: open_claim(
        c, NewClaim("x", sighting=Sighting(source=KEY))
    ),
    "was read in": lambda c: report(c, ["here"], Sighting(source="daily", via=KEY)),
    "is graded twice": lambda c: [rate_source(c, KEY, Reliability.B) for _ in range(2)],
    "is edited to what it is": lambda c: edit_source(c, KEY, confidential=True),
    "says the same again": lambda c: [report(c, ["here"], Sighting(source=KEY)) for _ in range(2)],
    "backs a link": lambda c: (
        open_claim(c, NewClaim("y", id="there")),
        link(c, "here", Relation.SAME_AS, "there", source=KEY),
    ),
}


@pytest.mark.parametrize("command", SAYING.values(), ids=SAYING.keys())
def test_a_confidential_source_is_not_named_in_what_is_said(
    hush: Newsroom, command: Callable[[Change], object]
) -> None:
    with hush.change() as change:
        command(change)
    assert all(unnamed(line) for line in change.said), change.said


def test_a_confidential_source_that_is_the_claimant_is_not_named(hush: Newsroom) -> None:
    with hush.change() as change:
        open_claim(
            change, NewClaim("x", claimant=SECRET, sighting=Sighting(source="daily", via=KEY))
        )
    assert all(unnamed(line) for line in change.said), change.said


REFUSING: dict[str, Callable[[Change], object]] = {
    "a near miss": lambda c: report(c, ["here"], Sighting(source="Zebbra Quil")),
    "a near miss that is looked up": lambda c: rate_source(c, "Zebbra Quil", Reliability.B),
    "a name that is taken": lambda c: add_source(c, "Pseudonym"),
    "a page that is taken": lambda c: registering.add_source(
        c, "another", url="https://zebraquill.example/about"
    ),
    "a report that is not there": lambda c: retract(c, "here", KEY, "so it is"),
    "a circle to itself": lambda c: edit_source(c, KEY, owner="pseudonym"),
}


@pytest.mark.parametrize("command", REFUSING.values(), ids=REFUSING.keys())
def test_a_confidential_source_is_not_named_in_a_refusal(
    hush: Newsroom, command: Callable[[Change], object]
) -> None:
    with hush.change() as change:
        alias_source(change, KEY, ["pseudonym"])
    with pytest.raises(ClaimtrackError) as refusal, hush.change() as change:
        command(change)
    typed = ("Zebbra Quil", "https://zebraquill.example/about", "'zebra-quill' has")
    message = str(refusal.value)
    for words in typed:
        message = message.replace(words, "")
    assert unnamed(message), message
