"""Links between claims: what cuts both ways is stored once and seen from both."""

import pytest
from newsroom import Newsroom

from claimtrack.errors import BadInput, NotFound
from claimtrack.model.entries import Link
from claimtrack.model.words import Relation
from claimtrack.show.card import claim_card
from claimtrack.show.formats import card_lines
from claimtrack.show.names import Names
from claimtrack.show.record import claim_record

MUTUAL = [relation for relation in Relation if relation.mutual]
ONE_WAY = [relation for relation in Relation if not relation.mutual]


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("party army")
    newsroom.open("here")
    newsroom.open("there")
    return newsroom


def seen(desk: Newsroom, claim_id: str) -> list[tuple[Relation, str]]:
    view = desk.view()
    return [row[:2] for row in view.links(view.find(claim_id))]


def test_which_relations_cut_both_ways() -> None:
    assert [relation.value for relation in MUTUAL] == ["contradicts", "in-tension", "same-as"]


@pytest.mark.parametrize("relation", MUTUAL)
def test_what_cuts_both_ways_is_stored_once_and_seen_from_both(
    desk: Newsroom, relation: Relation
) -> None:
    desk.enter("here", f"link {relation} there")
    before = desk.path.read_bytes()
    change = desk.enter("there", f"link {relation} here")
    assert change.added == {"there": []}
    assert change.said == [f"here {relation} there is on file already: nothing added"]
    assert desk.path.read_bytes() == before
    assert seen(desk, "here") == [(relation, "there")]
    assert seen(desk, "there") == [(relation, "here")]


@pytest.mark.parametrize("relation", MUTUAL)
def test_another_reason_or_day_is_another_link_from_either_side(
    desk: Newsroom, relation: Relation
) -> None:
    line = f"link {relation} {{}}, on 2025-01-05"
    desk.enter("here", line.format("there"), line.format("there") + ", because b")
    change = desk.enter(
        "there",
        line.format("here") + ", because b",
        line.format("here"),
        line.format("here") + ", because c",
        f"link {relation} here, on 2025-01-06",
    )
    assert len(change.added["there"]) == 2
    change = desk.enter("here", line.format("there") + ", because c")
    assert change.added == {"here": []}
    view = desk.view()
    for claim_id, other in (("here", "there"), ("there", "here")):
        claim = view.find(claim_id)
        record = claim_record(view, claim, Names(view.registry, discreet=False))
        assert record["links"] == [{"relation": relation, "claim": other}]
        shown = card_lines(claim_card(view, claim, Names(view.registry, discreet=False)))
        assert shown.count(f"{relation} {other}") == 1 + len(list(claim.all(Link)))
        assert "\n  b\n" in shown and "\n  c\n" in shown


@pytest.mark.parametrize("relation", ONE_WAY)
def test_what_cuts_one_way_is_the_claims_own(desk: Newsroom, relation: Relation) -> None:
    desk.enter("here", f"link {relation} there")
    assert seen(desk, "here") == [(relation, "there")]
    assert seen(desk, "there") == []
    view = desk.view()
    assert view.linked_from(view.find("there")) == [(relation, "here")]
    desk.enter("there", f"link {relation} here")
    assert seen(desk, "there") == [(relation, "here")]


def test_a_claim_cannot_be_linked_to_itself_or_to_none(desk: Newsroom) -> None:
    with pytest.raises(BadInput, match="cannot be linked to itself"):
        desk.enter("here", "link same-as her")
    with pytest.raises(NotFound):
        desk.enter("here", "link same-as nowhere")


def test_a_link_is_named_by_the_whole_id(desk: Newsroom) -> None:
    desk.enter("here", "link stems-from ther")
    (link,) = desk.claim("here").all(Link)
    assert link.other == "there"


def test_a_link_that_was_withdrawn_can_be_made_from_the_other_side(desk: Newsroom) -> None:
    desk.enter("here", "link contradicts there", "withdraw 1")
    assert seen(desk, "there") == []
    change = desk.enter("there", "link contradicts here")
    assert len(change.added["there"]) == 1
    assert seen(desk, "here") == [(Relation.CONTRADICTS, "there")]


def test_a_link_to_a_claim_that_is_gone_contradicts_nothing(desk: Newsroom) -> None:
    desk.enter("there", "confirm army")
    desk.enter("here", "link contradicts there")
    assert desk.standing("here").flags == ("contradicted", "unsourced")
    opened = desk.claim("there").logged[0]
    desk.enter("there", f"withdraw {opened.id}")
    assert desk.standing("here").flags == ("unsourced",)
