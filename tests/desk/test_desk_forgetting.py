"""``forget`` erases a claim; a tombstone stays, and nothing brings the claim back."""

import orjson
import pytest
from newsroom import Newsroom

from claimtrack.desk.forgetting import Erased, forget
from claimtrack.desk.reading import logged
from claimtrack.desk.undoing import undo
from claimtrack.errors import BadInput, NotFound


def forgotten(room: Newsroom, claim_id: str, reason: str = "a court said so") -> Erased:
    with room.change() as change:
        return forget(change, claim_id, reason)


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("daily B")
    newsroom.open("here", "words that must go")
    newsroom.open("there", "it is not so")
    newsroom.enter("here", "report daily quote 'this too'")
    newsroom.enter("there", "link contradicts here", "report daily")
    return newsroom


def test_nothing_of_it_is_left_but_the_tombstone(room: Newsroom) -> None:
    erased = forgotten(room, "here")
    assert erased.anew
    text = room.path.read_text()
    assert "words that must go" not in text
    assert "this too" not in text
    (record,) = orjson.loads(text)["forgotten"]["here"]["entries"]
    assert (record["type"], record["by"], record["reason"]) == (
        "forgotten",
        "desk",
        "a court said so",
    )
    assert [c.id for c in room.view().claims()] == ["there"]


def test_it_says_so_wherever_it_is_asked_for(room: Newsroom) -> None:
    forgotten(room, "here")
    for prefix in ("here", "HERE", "her"):
        with pytest.raises(NotFound, match="claim here was forgotten on 2025-06-01 by desk: a cou"):
            room.view().find(prefix)
    assert [i for i, entry in logged(room.view(), None) if entry.type == "forgotten"] == ["here"]
    assert not [i for i, entry in logged(room.view(known_at="2025-05-01"), None)]


def test_a_link_to_it_stays_and_decides_nothing(room: Newsroom) -> None:
    forgotten(room, "here")
    view = room.view()
    assert [other for _, other, _ in view.links(view.find("there"))] == ["here"]
    assert "contradicted" not in view.standing(view.find("there")).flags


def test_no_undo_brings_it_back(room: Newsroom) -> None:
    room.enter("here", "note hello")
    forgotten(room, "here")
    with room.change() as change:
        taken = undo(change)
    assert {place.key for place in taken.places} == {"there"}
    assert "forgotten" in orjson.loads(room.path.read_bytes())


def test_one_that_came_back_by_hand_is_not_on_file_and_is_erased_again(room: Newsroom) -> None:
    before = orjson.loads(room.path.read_bytes())["claims"]["here"]
    forgotten(room, "here")
    tables = orjson.loads(room.path.read_bytes())
    tables["claims"]["here"] = before
    room.path.write_bytes(orjson.dumps(tables))
    with pytest.raises(NotFound, match="forgotten"):
        room.view().find("here")
    assert [i for i, entry in logged(room.view(), None) if i == "here"] == ["here"]
    assert not forgotten(room, "here", "again").anew
    tables = orjson.loads(room.path.read_bytes())
    assert "here" not in tables["claims"]
    assert len(tables["forgotten"]["here"]["entries"]) == 1


def test_a_claim_that_was_taken_back_can_be_forgotten(room: Newsroom) -> None:
    room.open("new", "one more secret")
    with room.change() as change:
        undo(change)
    assert forgotten(room, "new").anew
    assert "one more secret" not in room.path.read_text()


def test_its_id_is_not_given_again(room: Newsroom) -> None:
    forgotten(room, "here")
    with pytest.raises(BadInput, match="is taken"):
        room.open("here", "another")


@pytest.mark.parametrize(
    ("claim_id", "error"), [("her", BadInput), ("nope", NotFound), ("", NotFound)]
)
def test_only_a_whole_id_is_taken(room: Newsroom, claim_id: str, error: type[Exception]) -> None:
    before = room.path.read_bytes()
    with pytest.raises(error):
        forgotten(room, claim_id)
    assert room.path.read_bytes() == before


def test_a_reason_is_needed(room: Newsroom) -> None:
    with pytest.raises(BadInput, match="reason is empty"):
        forgotten(room, "here", " ")
