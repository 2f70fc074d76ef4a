"""What was typed wrong is entered anew and keeps its place; what stands wrong is moved."""

import pytest
from newsroom import Newsroom

from claimtrack.desk.find import find_entry
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.entries import (
    Assessment,
    Opened,
    Position,
    Report,
    Retraction,
    Withdrawn,
)
from claimtrack.show.log import summary
from claimtrack.show.names import Names


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Two claims, here and there, and the cast."""
    newsroom.cast("daily B", "herald B", "column B", "party army")
    newsroom.open("here", on="2025-01-01")
    newsroom.open("there", on="2025-01-01")
    return newsroom


def test_an_edit_withdraws_the_old_and_enters_the_new_in_one_stroke(desk: Newsroom) -> None:
    desk.enter("here", "report daily, on 2025-01-05, quote 'It is sso.', medium article")
    change = desk.enter("here", "edit 1 quote 'It is so.'")
    logged = {entry.id: entry for entry in desk.claim("here").logged}
    taken, new = (logged[entry_id] for entry_id in change.added["here"])
    old = desk.entry("here", 1)
    assert isinstance(taken, Withdrawn)
    assert (taken.entry, taken.reason) == (old.id, "typed wrong")
    assert isinstance(new, Report)
    assert (new.corrects, new.quote, new.medium) == (old.id, "It is so.", "article")
    assert new.on == old.on
    assert new.recorded == taken.recorded > old.recorded


def test_for_order_a_correction_was_logged_when_the_old_one_was(desk: Newsroom) -> None:
    day = ", on 2025-01-05"
    desk.enter("here", "deny army" + day, "confirm army" + day, "edit 1 speaker 'the spokesman'")
    claim = desk.claim("here")
    old, new = desk.entry("here", 1), desk.entry("here", 3)
    assert claim.recorded(new) == old.recorded
    assert [e.id for e in claim.all(Position)] == [new.id, desk.entry("here", 2).id]
    assert desk.standing("here").confirmed_by == ("army",)


def test_a_correction_of_a_correction_was_logged_when_the_first_was(desk: Newsroom) -> None:
    day = ", on 2025-01-05"
    desk.enter("here", "deny army" + day, "confirm army" + day)
    desk.enter("here", "edit 1 speaker a", "edit 3 speaker b")
    claim = desk.claim("here")
    assert claim.recorded(desk.entry("here", 4)) == desk.entry("here", 1).recorded
    assert desk.standing("here").confirmed_by == ("army",)


def test_a_correction_follows_what_the_old_one_followed(desk: Newsroom) -> None:
    desk.enter("here", "deny army, on 2025-01-05", "confirm army, on 2025-01-06")
    desk.enter("here", "edit 2 quote Yes")
    assert desk.entry("here", 3).follows == desk.entry("here", 1).id


def test_what_pointed_at_the_old_one_means_the_new_one(desk: Newsroom) -> None:
    desk.enter(
        "here",
        "report daily, on 2025-01-05",
        "report herald, repeats 1, on 2025-01-06",
        "assess 1 credibility 5, on 2025-01-06",
        "verdict false, rests-on 1, on 2025-01-07",
        "edit 1 quote 'It is so.'",
    )
    claim, new = desk.claim("here"), desk.entry("here", 5)
    old = desk.entry("here", 1)
    assert claim.entry(old.id) == new
    tally = desk.standing("here").tally
    assert tally.credibility[new.id] == 5
    assert {left.other for left in tally.left_out if left.report.source == "herald"} == {new.id}


def test_what_pointed_at_the_old_one_means_the_last_of_two_corrections(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "edit 1 quote a", "edit 2 quote b")
    assert desk.claim("here").entry(desk.entry("here", 1).id) == desk.entry("here", 3)


def test_the_old_id_still_names_the_entry_that_was_withdrawn(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "edit 1 quote a")
    with pytest.raises(BadInput, match="was withdrawn"):
        desk.enter("here", "edit 1 quote b")


def test_a_correction_that_was_withdrawn_gives_way_to_what_it_replaced(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "report herald, repeats 1", "edit 1 refutes")
    (taken,) = (e for e in desk.claim("here").logged if isinstance(e, Withdrawn))
    desk.enter("here", "withdraw 3", f"withdraw {taken.id}")
    claim = desk.claim("here")
    assert claim.entry(desk.entry("here", 1).id) == desk.entry("here", 1)
    assert desk.standing("here").counts.supports == 1


def test_an_edit_that_changes_nothing_adds_nothing(desk: Newsroom) -> None:
    desk.enter("here", "report daily, quote 'It is so.'")
    before = desk.path.read_bytes()
    change = desk.enter("here", "edit 1 quote 'It is so.'", "edit claim kind event")
    assert change.added == {"here": []}
    assert [line.split()[-2:] for line in change.said] == [["nothing", "changed"]] * 2
    assert desk.path.read_bytes() == before


def test_none_clears_a_field_of_a_report(desk: Newsroom) -> None:
    desk.enter("here", "report daily, via column, quote a, url https://daily.example/1")
    desk.enter("here", "edit 1 via none, quote none, url none")
    new = desk.entry("here", 2)
    assert isinstance(new, Report)
    assert (new.source, new.via, new.quote, new.url) == ("daily", None, None, None)


def test_an_echo_that_was_none_can_be_mended(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "report herald, repeats 1", "edit 2 repeats none")
    assert desk.standing("here").counts.supports == 2


@pytest.mark.parametrize("edit", ["edit 1 repeats 1", "edit 1 repeats 2", "edit 1 repeats 3"])
def test_reports_cannot_repeat_one_another_in_a_circle(desk: Newsroom, edit: str) -> None:
    desk.enter("here", "report daily", "report herald, repeats 1", "report column, repeats 2")
    with pytest.raises(BadInput, match="would close a circle"):
        desk.enter("here", edit)


def test_reports_cannot_close_a_circle_over_a_correction(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "report herald, repeats 1", "edit 1 quote a")
    with pytest.raises(BadInput, match="would close a circle"):
        desk.enter("here", "edit 3 repeats 2")


def test_reports_cannot_close_a_circle_over_two_corrections(desk: Newsroom) -> None:
    desk.enter(
        "here", "report daily", "report herald, repeats 1", "edit 1 quote a", "edit 3 quote b"
    )
    with pytest.raises(BadInput, match="would close a circle"):
        desk.enter("here", "edit 4 repeats 2")


@pytest.mark.parametrize("line", ["note 'heard at lunch'", "verdict true", "link same-as there"])
def test_only_reports_and_positions_are_edited(desk: Newsroom, line: str) -> None:
    desk.enter("here", line)
    with pytest.raises(BadInput, match="only a report or a position can be edited"):
        desk.enter("here", "edit 1 quote a")


def test_a_claimant_is_cleared_with_none(desk: Newsroom) -> None:
    desk.enter("here", "edit claim claimant army", "edit claim claimant none")
    assert desk.claim("here").fields.claimant is None


def test_a_party_is_added_to_those_that_are_there(desk: Newsroom) -> None:
    desk.cast("party rebels")
    desk.enter("here", "edit claim party army", "edit claim party rebels", "edit claim party ARMY")
    assert desk.claim("here").fields.parties == ("army", "rebels")


def test_last_is_what_was_logged_last_a_withdrawal_too(desk: Newsroom) -> None:
    def last() -> str:
        return find_entry(desk.view(), desk.claim("here"), "last").id

    desk.enter("here", "report daily", "note a")
    assert last() == desk.entry("here", 2).id
    desk.enter("here", "withdraw last")
    assert last() == desk.entry("here", 3).id
    desk.enter("here", "withdraw last")
    assert desk.entry("here", 2) in desk.claim("here").entries
    desk.enter("here", "edit 1 quote a")
    assert last() == desk.entry("here", 5).id


def test_an_entry_that_stands_again_stands_for_itself(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "edit 1 quote a")
    (taken,) = (e for e in desk.claim("here").logged if isinstance(e, Withdrawn))
    desk.enter("here", f"withdraw {taken.id}")
    old, new = desk.entry("here", 1), desk.entry("here", 2)
    claim = desk.claim("here")
    assert [claim.entry(old.id), claim.entry(new.id)] == [old, new]
    desk.enter("here", f"retract {old.id}")
    assert desk.standing("here").tally.retracted == {old.id}


def test_the_withdrawal_of_what_was_corrected_names_the_old_one(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "edit 1 quote a")
    claim = desk.claim("here")
    (taken,) = (e for e in claim.logged if isinstance(e, Withdrawn))
    ids = {entry.id: entry.id for entry in claim.logged}
    said = summary(claim, taken, ids, Names(desk.view().registry, discreet=False))
    assert said == f"withdrawal of {desk.entry('here', 1).id}: typed wrong"


# --- move


def test_a_report_that_is_moved_stands_on_the_other_claim(desk: Newsroom) -> None:
    desk.enter("here", "report daily, on 2025-01-05, quote a")
    change = desk.enter("here", "move 1 there")
    moved = desk.entry("here", 1)
    assert desk.claim("here").withdrawn[moved.id].reason == "moved to there"
    assert change.added["there"] == [moved.id]
    (there,) = desk.claim("there").all(Report)
    assert (there.id, there.on) == (moved.id, moved.on)
    assert there.recorded == desk.claim("here").withdrawn[moved.id].recorded


def test_a_report_that_is_moved_to_and_fro_is_new_each_time(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "move 1 there")
    desk.enter("there", f"move {desk.entry('here', 1).id} here")
    desk.enter("here", "move daily there")
    assert not list(desk.claim("here").all(Report))
    assert len(list(desk.claim("there").all(Report))) == 1
    assert len({entry.id for entry in desk.claim("there").logged}) == 4


def test_a_position_that_is_moved_takes_its_place_there(desk: Newsroom) -> None:
    desk.enter("there", "deny army, on 2025-01-01")
    desk.enter("here", "deny army, on 2025-01-02", "confirm army, on 2025-01-05", "move 2 there")
    moved = next(e for e in desk.claim("there").all(Position) if e.position == "confirms")
    assert moved.follows == desk.entry("there", 1).id
    assert desk.standing("there").confirmed_by == ("army",)
    assert desk.standing("here").denied_by == ("army",)


def test_moved_to_where_it_stands_already_it_is_only_withdrawn(desk: Newsroom) -> None:
    line = "report daily, on 2025-01-05"
    desk.enter("here", line)
    desk.enter("there", line)
    change = desk.enter("here", "move 1 there")
    assert [len(ids) for ids in change.added.values()] == [1, 0]


def test_an_echo_goes_to_where_the_corrected_report_went(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "report herald, repeats 1", "edit 1 quote a")
    desk.enter("here", "move 3 there", "move 2 there")
    daily, herald = sorted(desk.claim("there").all(Report), key=lambda r: r.source or "")
    assert herald.repeats == daily.id
    assert desk.standing("there").counts.supports == 1


@pytest.mark.parametrize("said", ["report daily", "confirm army"])
def test_what_is_known_about_an_entry_goes_with_it(desk: Newsroom, said: str) -> None:
    found_out = "assess 1 note x, on 2025-01-06"
    desk.enter("here", said, found_out, "retract 1, on 2025-01-07", "report herald", "move 1 there")
    assert [e.type for e in desk.claim("here").entries] == ["opened", "report"]
    claim = desk.claim("there")
    moved = next(e for e in claim.entries if isinstance(e, (Report, Position)))
    about = [e for e in claim.entries if isinstance(e, (Assessment, Retraction))]
    assert [(e.entry, str(e.on.first)) for e in about] == [
        (moved.id, "2025-01-06"),
        (moved.id, "2025-01-07"),
    ]
    assert desk.standing("there").tally.retracted == {moved.id}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("move 1 here", "on here already"),
        ("move 2 there", "which there has not"),
        ("move 3 there", "reports, positions and notes can be moved"),
        ("move 4 there", "reports, positions and notes can be moved"),
        ("move 6 there", "was withdrawn"),
    ],
)
def test_what_cannot_be_moved_is_refused_and_nothing_is_written(
    desk: Newsroom, line: str, why: str
) -> None:
    desk.enter(
        "here",
        *("report daily", "report herald, repeats 1", "verdict true", "link same-as there"),
        *("note a", "note b", "withdraw 6"),
    )
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match=why):
        desk.enter("here", line)
    assert desk.path.read_bytes() == before


def test_nothing_is_moved_to_a_claim_that_is_not_there(desk: Newsroom) -> None:
    desk.enter("here", "report daily")
    with pytest.raises(NotFound, match="nowhere"):
        desk.enter("here", "move 1 nowhere")


# --- withdraw, retract, assess


def test_withdrawing_what_is_withdrawn_adds_nothing(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "withdraw 1")
    change = desk.enter("here", "withdraw 1, because again")
    assert change.added == {"here": []}
    assert "withdrawn already" in change.said[0]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("assess 2 credibility 3", "only a report has a credibility"),
        ("assess 3", "a report or a position is wanted"),
        ("retract 3", "a report or a position is wanted"),
        ("retract 4", "was withdrawn"),
        ("assess 4", "was withdrawn"),
        ("verdict true, rests-on 4", "a verdict cannot rest on it"),
        ("report herald, repeats 2", "a report is wanted"),
        ("verdict likely", "no rating 'likely': known are true, "),
        ("reopen", "has no verdict to reopen"),
        ("note ' '", "the note is empty"),
        ("verdict true, because ' '", "the reason is empty"),
        ("retract 1, because '\u200b'", "the reason is empty"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    desk: Newsroom, line: str, why: str
) -> None:
    desk.enter("here", "report daily", "deny army", "note a", "report herald", "withdraw 4")
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match=why):
        desk.enter("here", line)
    assert desk.path.read_bytes() == before


def test_an_entry_is_named_by_a_prefix_last_or_who_said_it(desk: Newsroom) -> None:
    desk.enter("here", "report daily, on 2025-01-05", "report daily, on 2025-01-06", "deny army")
    for ref in ("last", desk.entry("here", 3).id[:7], "army", "ARMY"):
        change = desk.enter("here", f"assess {ref} note {ref}")
        entry = desk.claim("here").logged[-1]
        assert entry.id == change.added["here"][0]
        assert getattr(entry, "entry", None) == desk.entry("here", 3).id
        desk.enter("here", "withdraw last")
    desk.enter("here", "assess daily")
    assert getattr(desk.claim("here").logged[-1], "entry", None) == desk.entry("here", 2).id


@pytest.mark.parametrize("ref", ["zzzz", "herald", "nobody"])
def test_an_entry_that_is_not_there_is_not_found(desk: Newsroom, ref: str) -> None:
    desk.enter("here", "report daily")
    with pytest.raises(NotFound):
        desk.enter("here", f"assess {ref}")


def test_a_prefix_of_several_entries_names_them(desk: Newsroom) -> None:
    desk.enter("here", *(f"note {number}" for number in range(40)))
    ids = [entry.id for entry in desk.claim("here").logged]
    first = next(c for c in "abcdef" if sum(entry_id[0] == c for entry_id in ids) > 1)
    with pytest.raises(NotFound, match=rf"fits \d+ entries of here: {first}"):
        desk.enter("here", f"withdraw {first}")


def test_the_opening_can_be_withdrawn_and_brought_back(desk: Newsroom) -> None:
    (opened,) = desk.claim("here").all(Opened)
    desk.enter("here", f"withdraw {opened.id}")
    with pytest.raises(NotFound):
        desk.claim("here")
