"""Saying again what stands adds nothing; saying again what was given up is something new."""

from datetime import UTC, date, datetime

import pytest
from newsroom import Newsroom, set_keys

from claimtrack.desk.change import Change
from claimtrack.errors import NotFound
from claimtrack.model.entries import Position, Report, Revised, Verdict

SAID = [
    "report daily, on 2025-01-05, quote 'It is so.'",
    "confirm army, on 2025-01-05, speaker 'the spokesman'",
    "verdict true, on 2025-01-05",
    "link contradicts there, on 2025-01-05",
    "note 'heard at lunch', on 2025-01-05",
]
words = pytest.mark.parametrize("line", SAID, ids=lambda line: line.split()[0])


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """Two claims, here and there, and the cast."""
    newsroom.cast("daily B", "herald B", "party army", "party rebels")
    newsroom.open("here", on="2025-01-01")
    newsroom.open("there", on="2025-01-01")
    return newsroom


def on_file(desk: Newsroom, claim_id: str = "here") -> list[str]:
    return [entry.id for entry in desk.claim(claim_id).logged]


def adds_nothing(desk: Newsroom, line: str) -> Change:
    """Entering that leaves the file as it was, and says so."""
    before = desk.path.read_bytes()
    change = desk.enter("here", line)
    assert change.added == {"here": []}
    assert any("on file already" in line for line in change.said)
    assert desk.path.read_bytes() == before
    return change


@words
def test_what_stands_is_not_entered_again(desk: Newsroom, line: str) -> None:
    desk.enter("here", line)
    desk.user = "somebody else"
    adds_nothing(desk, line)


@words
def test_the_same_entry_on_two_claims_is_two(desk: Newsroom, line: str) -> None:
    line = line.replace("there", "away")
    desk.open("away")
    desk.enter("here", line)
    desk.enter("there", line)
    assert on_file(desk, "here")[1] == on_file(desk, "there")[1]


@words
def test_said_again_after_it_was_withdrawn_it_is_a_new_entry(desk: Newsroom, line: str) -> None:
    desk.enter("here", line, "withdraw 1", line, "withdraw 3", line)
    ids = on_file(desk)
    assert len(ids) == len(set(ids)) == 6
    standing = [entry.id for entry in desk.claim("here").entries]
    assert standing[-1] == desk.entry("here", 5).id
    assert desk.entry("here", 3).follows == desk.entry("here", 2).id
    adds_nothing(desk, line)


@pytest.mark.parametrize("line", SAID[:2], ids=("report", "confirm"))
def test_said_again_after_it_was_retracted_it_is_a_new_entry(desk: Newsroom, line: str) -> None:
    retract = "retract 1, on 2025-01-06"
    desk.enter("here", line, retract, line, "retract 3, on 2025-01-07", line)
    ids = on_file(desk)
    assert len(ids) == len(set(ids)) == 6
    adds_nothing(desk, line)


def test_a_report_in_other_words_or_of_another_day_is_another(desk: Newsroom) -> None:
    desk.enter(
        "here",
        "report daily, on 2025-01-05",
        "report daily, on 2025-01-06",
        "report daily, on 2025-01-05, quote no",
        "report daily questions, on 2025-01-05",
        "report daily, on 2025-01-05, credibility 2",
        "report daily, on 2025-01",
    )
    assert len(list(desk.claim("here").all(Report))) == 6


def test_a_position_of_another_day_or_in_other_words_is_another(desk: Newsroom) -> None:
    desk.enter(
        "here", "deny army, on 2025-01-05", "deny army, on 2025-01-06", "deny army, quote No"
    )
    assert len(list(desk.claim("here").all(Position))) == 3


def test_a_then_b_then_a_again_are_three_positions(desk: Newsroom) -> None:
    day = ", on 2025-01-05"
    desk.enter("here", "deny army" + day, "confirm army" + day, "deny army" + day)
    first, second, third = (desk.entry("here", number) for number in (1, 2, 3))
    assert len({first.id, second.id, third.id}) == 3
    assert [entry.follows for entry in (first, second, third)] == [None, first.id, second.id]
    assert desk.standing("here").denied_by == ("army",)


def test_a_verdict_reopened_and_decided_the_same_again_is_three_entries(desk: Newsroom) -> None:
    day = ", on 2025-01-05"
    desk.enter("here", "verdict true" + day, "reopen" + day, "verdict true" + day)
    verdicts = list(desk.claim("here").all(Verdict))
    assert [v.follows for v in verdicts] == [None, desk.entry("here", 2).id]
    assert desk.standing("here").verdict == verdicts[-1]


def test_a_field_that_is_changed_to_and_fro_is_three_entries(desk: Newsroom) -> None:
    desk.enter("here", "edit claim text a", "edit claim text b", "edit claim text a")
    revisions = list(desk.claim("here").all(Revised))
    assert len({entry.id for entry in revisions}) == 3
    assert desk.claim("here").fields.text == "a"


def test_an_assessment_to_and_fro_is_three_entries(desk: Newsroom) -> None:
    assess = "assess 1 credibility {}, on 2025-01-06"
    desk.enter("here", "report daily, on 2025-01-05", *(assess.format(n) for n in (5, 2, 5)))
    assert desk.standing("here").tally.credibility[desk.entry("here", 1).id] == 5


def test_the_same_was_found_out_about_two_reports(desk: Newsroom) -> None:
    desk.enter("here", "report daily", "report herald", "assess 1 credibility 5")
    desk.enter("here", "assess 2 credibility 5")
    assert list(desk.standing("here").tally.credibility.values()) == [5, 5]


@pytest.mark.parametrize(
    "line", ["retract {}, on 2025-01-06", "assess {}, on 2025-01-06", "report herald, repeats {}"]
)
def test_what_was_said_of_an_entry_was_said_of_its_correction(desk: Newsroom, line: str) -> None:
    line += "" if " on " in line else ", on 2025-01-06"
    desk.enter("here", "report daily, on 2025-01-05", line.format(1), "edit 1 quote a")
    adds_nothing(desk, line.format(3))


def test_a_verdict_that_rests_on_a_correction_rests_on_what_it_corrects(desk: Newsroom) -> None:
    line = "verdict true, on 2025-01-06, rests-on {}"
    desk.enter("here", "report daily, on 2025-01-05", line.format(1), "edit 1 quote a")
    adds_nothing(desk, line.format(3))


def test_parties_do_not_follow_one_another(desk: Newsroom) -> None:
    desk.enter("here", "deny army, on 2025-01-05", "confirm rebels, on 2025-01-05")
    assert desk.entry("here", 2).follows is None
    adds_nothing(desk, "deny army, on 2025-01-05")


def test_a_position_that_is_dated_back_follows_what_was_before_that_day(desk: Newsroom) -> None:
    desk.enter(
        "here",
        "deny army, on 2025-01-01",
        "deny army, on 2025-01-10",
        "confirm army, on 2025-01-05",
        "position army declines, on 2024-12-01",
    )
    first, last, between, before = (desk.entry("here", number) for number in (1, 2, 3, 4))
    assert (last.follows, between.follows, before.follows) == (first.id, first.id, None)
    assert desk.standing("here", "2025-01-07").confirmed_by == ("army",)
    assert desk.standing("here", "2025-01-10").denied_by == ("army",)


def test_what_stood_on_its_day_is_not_entered_again_because_another_came_since(
    desk: Newsroom,
) -> None:
    desk.enter("here", "deny army, on 2025-01-05", "confirm army, on 2025-01-10")
    adds_nothing(desk, "deny army, on 2025-01-05")


def test_one_statement_on_several_claims_is_one_write(desk: Newsroom) -> None:
    change = desk.enter("here", "confirm army, on 2025-01-05, also there")
    (here,), (there,) = change.added["here"], change.added["there"]
    assert here == there
    assert desk.entry("here", 1).recorded == desk.claim("there").logged[-1].recorded
    assert desk.standing("there").confirmed_by == ("army",)


def test_a_claim_that_is_named_twice_gets_the_statement_once(desk: Newsroom) -> None:
    change = desk.enter("here", "report daily, also here")
    assert len(change.added["here"]) == 1


def test_one_statement_on_a_claim_that_is_not_there_is_entered_nowhere(desk: Newsroom) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(NotFound, match="nowhere"):
        desk.enter("here", "confirm newcomers, also nowhere")
    assert desk.path.read_bytes() == before


def test_a_statement_that_stands_on_one_of_the_claims_is_added_to_the_other(desk: Newsroom) -> None:
    desk.enter("there", "report daily, on 2025-01-05")
    change = desk.enter("here", "report daily, on 2025-01-05, also there")
    assert [len(ids) for ids in change.added.values()] == [1, 0]


def test_the_entries_of_one_command_share_one_time_of_logging(desk: Newsroom) -> None:
    desk.enter("here", "report daily, on 2025-01-05", "report daily, on 2025-01-06")
    change = desk.enter("here", "retract daily, on 2025-01-07")
    ids = change.added["here"]
    assert len(ids) == 2
    assert len({entry.recorded for entry in desk.claim("here").logged if entry.id in ids}) == 1


def test_the_status_before_a_command_is_known_after_it(desk: Newsroom) -> None:
    change = desk.enter("here", "confirm army")
    assert change.before == {"here": "unconfirmed"}
    assert change.view.status(change.view.find("here")) == "confirmed"


def test_what_was_changed_last_stands_though_the_day_went_back(desk: Newsroom) -> None:
    desk.now = datetime(2025, 6, 1, 23, tzinfo=UTC)
    with desk.change() as change:
        set_keys(change, {"timezone": "Pacific/Kiritimati"})
    desk.enter("here", "edit claim text a", "rate daily C")  # there it is the second of June
    for zone, grades in (("Asia/Tokyo", "A"), ("UTC", "A,B"), ("UTC", "A,C")):
        with desk.change() as change:
            set_keys(change, {"timezone": zone, "weight.grades": grades})
    desk.enter("here", "edit claim text b", "rate daily D")
    view = desk.view()
    assert view.find("here").fields.text == "b"
    assert view.registry.grade("daily") == "D"
    assert str(view.settings.timezone) == "UTC"
    assert view.settings.weight_grades == {"A", "C"}
    assert view.day == date(2025, 6, 1)
