"""Sources and parties named in passing: found, refused when nearly known, or entered on the spot."""

from typing import Any

import pytest
from newsroom import Newsroom

from claimtrack.desk.change import Change
from claimtrack.desk.names import NearMatch, NewSource, party_key, source_key
from claimtrack.errors import BadInput
from claimtrack.model.words import Reliability, SourceKind


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    """A claim, and a few names."""
    newsroom.cast("the-daily B", "northern-herald C", "party army")
    newsroom.open("here", on="2025-01-01")
    return newsroom


def named(change: Change, name: str | None = None, url: str | None = None, **new: Any) -> str:
    key = source_key(change, name, url, NewSource(**new))
    assert key is not None
    return key


@pytest.mark.parametrize("name", ["the-daily", "THE-DAILY", "The-Daily"])
def test_a_known_name_in_any_case_is_found(desk: Newsroom, name: str) -> None:
    with desk.change() as change:
        assert named(change, name) == "the-daily"
        assert change.said == []


def test_an_unknown_name_is_entered_and_said(desk: Newsroom) -> None:
    with desk.change() as change:
        key = named(change, "Lashio  Evening Post")
        source = change.view.registry.sources[key]
    assert key == "lashio-evening-post"
    assert source.name == "Lashio Evening Post"
    assert (source.fields.kind, source.fields.reliability) == (SourceKind.OUTLET, Reliability.F)
    assert change.said == [
        "new source: lashio-evening-post (Lashio Evening Post), outlet, graded F"
    ]
    assert "lashio-evening-post" in desk.view().registry.sources


def test_an_unknown_party_is_entered_and_said(desk: Newsroom) -> None:
    change = desk.enter("here", "confirm 'The Council'")
    assert "new party: the-council (The Council)" in change.said
    assert desk.standing("here").confirmed_by == ("the-council",)


def test_a_source_by_the_name_of_a_party_is_the_partys_own(desk: Newsroom) -> None:
    with desk.change() as change:
        key = named(change, "Army")
        assert change.view.registry.owning_party(key) == "army"
    assert change.said[-1].endswith("of army")


def test_a_name_that_nearly_matches_is_refused_with_what_it_is_near(desk: Newsroom) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(NearMatch, match="near it: the-daily; .*--new") as refusal:
        desk.enter("here", "report the-dialy")
    assert (refusal.value.what, refusal.value.name) == ("source", "the-dialy")
    assert refusal.value.candidates == [("the-daily", "the-daily")]
    assert refusal.value.exit_code == 2
    assert desk.path.read_bytes() == before
    with pytest.raises(NearMatch, match="no party 'armyy'"):
        desk.enter("here", "confirm armyy")


def test_an_answer_settles_which_was_meant(desk: Newsroom) -> None:
    desk.enter("here", "report the-dialy", answers={("source", "the-dialy"): "the-daily"})
    assert getattr(desk.entry("here", 1), "source", None) == "the-daily"
    assert "the-dialy" not in desk.view().registry.sources
    desk.enter("here", "confirm armyy", answers={("party", "armyy"): "army"})
    assert desk.standing("here").confirmed_by == ("army",)


def test_an_answer_settles_that_a_new_one_was_meant(desk: Newsroom) -> None:
    desk.enter("here", "report the-dialy", answers={("source", "the-dialy"): None})
    assert getattr(desk.entry("here", 1), "source", None) == "the-dialy"


def test_an_answer_about_a_party_is_none_about_a_source(desk: Newsroom) -> None:
    with pytest.raises(NearMatch):
        desk.enter("here", "report the-dialy", answers={("party", "the-dialy"): None})


def test_new_enters_it_without_asking(desk: Newsroom) -> None:
    with desk.change() as change:
        assert named(change, "the-dialy", allowed=True) == "the-dialy"
        assert party_key(change, "armyy", new=True) == "armyy"


def test_a_key_that_is_taken_is_numbered(desk: Newsroom) -> None:
    with desk.change() as change:
        assert named(change, "The, Daily!", allowed=True) == "the-daily-2"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "!!!"])
def test_a_name_without_anything_to_read_is_refused(desk: Newsroom, name: str) -> None:
    with pytest.raises(BadInput), desk.change() as change:
        named(change, name)
    with pytest.raises(BadInput), desk.change() as change:
        party_key(change, name, new=True)


def test_a_url_finds_its_source_by_host(desk: Newsroom) -> None:
    with desk.change() as change:
        key = named(change, url="https://www.evening.example/news/1")
        assert key == "evening-example"
        assert named(change, url="http://EVENING.example/news/2?utm_source=x#top") == key
        assert named(change, "https://evening.example/3") == key
        assert (
            named(change, url="https://web.archive.org/web/2025/https://evening.example/4") == key
        )
        assert named(change, url="https://morning.example/1") != key


def test_a_url_on_a_platform_finds_its_source_by_account(desk: Newsroom) -> None:
    with desk.change() as change:
        key = named(change, url="https://t.me/LashioNews/123")
        source = change.view.registry.sources[key]
        assert (source.fields.kind, source.fields.reliability) == (SourceKind.SOCIAL, Reliability.D)
        assert named(change, url="https://t.me/s/lashionews/456") == key
        assert named(change, "t.me/lashionews") == key
        assert named(change, url="https://t.me/othernews/1") != key


def test_a_known_source_keeps_its_pages(desk: Newsroom) -> None:
    with desk.change() as change:
        assert named(change, "Evening", "https://evening.example/1") == "evening"
        assert named(change, url="https://evening.example/2") == "evening"


def test_a_page_of_one_source_can_be_cited_for_another(desk: Newsroom) -> None:
    with desk.change() as change:
        named(change, "Evening", "https://evening.example/1")
        assert named(change, "a minister", "https://evening.example/2") == "a-minister"
        assert named(change, url="https://evening.example/3") == "evening"


def test_what_a_new_source_is_taken_for_is_said(desk: Newsroom) -> None:
    with desk.change() as change:
        named(change, "Evening", "https://evening.example/1")
    assert change.said == ["new source: evening (Evening), outlet, graded F, for evening.example"]


@pytest.mark.parametrize(
    "new",
    [
        {"kind": SourceKind.WITNESS},
        {"kind": SourceKind.ANALYST},
        {"kind": SourceKind.DOCUMENT},
        {"confidential": True},
    ],
    ids=str,
)
def test_who_publishes_nothing_has_no_pages(desk: Newsroom, new: dict[str, Any]) -> None:
    with desk.change() as change:
        assert named(change, "A driver", "https://evening.example/1", **new) == "a-driver"
        assert named(change, url="https://evening.example/2") == "evening-example"


def test_a_page_that_a_source_was_read_in_is_not_its_own(desk: Newsroom) -> None:
    desk.enter("here", "report 'A minister', via the-daily, url https://daily.example/1")
    assert desk.view().registry.sources["a-minister"].fields.url is None


def test_a_claimant_or_owner_by_its_url_is_its_source(desk: Newsroom) -> None:
    desk.cast("radio B")
    desk.enter("here", "report evening, url https://evening.example/1")
    desk.enter("here", "edit claim claimant https://evening.example/7")
    desk.enter("here", "own radio https://www.evening.example/about")
    assert desk.claim("here").fields.claimant == "evening"
    assert desk.view().registry.sources["radio"].fields.owner == "evening"
    desk.enter("here", "edit claim claimant https://t.me/new_one/3")
    assert desk.view().registry.sources["t-me-new-one"].fields.kind == SourceKind.SOCIAL


def test_a_claimant_that_is_nearly_a_source_is_asked_about(desk: Newsroom) -> None:
    with pytest.raises(NearMatch, match="near it: the-daily; .*--new") as refusal:
        desk.enter("here", "edit claim claimant the-dialy")
    answers = {(refusal.value.what, "the-dialy"): "the-daily"}
    desk.enter("here", "edit claim claimant the-dialy", answers=answers)
    assert desk.claim("here").fields.claimant == "the-daily"


@pytest.mark.parametrize("line", ["report None", "confirm none"])
def test_nobody_is_called_none(desk: Newsroom, line: str) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match="(?i)none"):
        desk.enter("here", line)
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize("url", ["https://bit.ly/abc", "https://t.me/c/123/4", "ftp://a.example/1"])
def test_a_url_that_does_not_tell_whose_page_it_is_is_refused(desk: Newsroom, url: str) -> None:
    with pytest.raises(BadInput), desk.change() as change:
        named(change, url=url)


def test_what_describes_a_new_source_is_not_used_for_a_known_one(desk: Newsroom) -> None:
    with desk.change() as change:
        named(change, "the-daily", reliability=Reliability.A)
        assert change.view.registry.grade("the-daily") == Reliability.B
    assert "was not used" in change.said[0]


def test_a_source_is_entered_as_it_was_described(desk: Newsroom) -> None:
    with desk.change() as change:
        key = named(change, "Xinhua", kind=SourceKind.AGENCY, reliability=Reliability.C)
        fields = change.view.registry.sources[key].fields
    assert (fields.kind, fields.reliability) == (SourceKind.AGENCY, Reliability.C)


def test_what_is_entered_in_a_command_that_fails_is_not_entered(desk: Newsroom) -> None:
    with pytest.raises(BadInput):
        desk.enter("here", "report 'Lashio Evening Post'", "verdict likely")
    assert "lashio-evening-post" not in desk.view().registry.sources


# --- what a colleague would say


def test_an_ungraded_source_gives_no_weight(desk: Newsroom) -> None:
    change = desk.enter("here", "report newcomer")
    assert change.said[-1] == (
        "newcomer is not graded, so what it says gives no weight: "
        "claimtrack source rate newcomer B   (A-F)"
    )


def test_an_ungraded_source_that_a_report_was_read_in_gives_no_weight(desk: Newsroom) -> None:
    change = desk.enter("here", "report the-daily, via newcomer")
    assert "newcomer is not graded" in change.said[-1]


def test_nothing_is_said_of_a_source_that_was_judged_or_where_that_does_not_matter(
    desk: Newsroom,
) -> None:
    desk.cast("judged F", "tabloid D")
    assert "judged is not graded" in desk.enter("here", "report judged").said[-1]
    assert desk.enter("here", "rate judged F", "report judged, quote again").said == []
    assert desk.enter("here", "report tabloid").said == []
    change = desk.enter("here", "report newcomer, credibility 2")
    assert change.said == ["new source: newcomer (newcomer), outlet, graded F"]


@pytest.mark.parametrize(("stance", "verb"), [("supports", "confirm"), ("refutes", "deny")])
def test_a_report_of_a_partys_outlet_says_whom_it_speaks_for(
    desk: Newsroom, stance: str, verb: str
) -> None:
    desk.cast("radio B of army")
    desk.enter("here", "edit claim party army")
    change = desk.enter("here", f"report radio {stance}, url https://radio.example/1")
    assert change.said == [
        "radio speaks for army, so it counts as no source; if this is its position: "
        f"claimtrack {verb} here --by army --source radio --url https://radio.example/1"
    ]
    change = desk.enter("here", f"report radio {stance}, on 2025-01-05")
    assert change.said[0].endswith(f"{verb} here --by army --on 2025-01-05 --source radio")


@pytest.mark.parametrize("stance", ["questions", "mentions"])
def test_what_takes_no_side_is_no_position_to_paste(desk: Newsroom, stance: str) -> None:
    desk.cast("radio B of army")
    desk.enter("here", "edit claim party army")
    change = desk.enter("here", f"report radio {stance}")
    assert change.said == ["radio speaks for army, so it counts as no source"]


def test_the_grade_of_what_only_repeats_does_not_matter(desk: Newsroom) -> None:
    desk.cast("newcomer F")
    change = desk.enter("here", "report the-daily", "report newcomer, repeats 1")
    assert change.said == []


def test_what_one_command_enters_on_several_claims_was_not_on_file_before(desk: Newsroom) -> None:
    desk.open("there")
    change = desk.enter("here", "report the-daily, url https://daily.example/1, also there")
    assert change.said == []


def test_a_url_that_is_on_file_already_is_named(desk: Newsroom) -> None:
    desk.open("there")
    desk.enter("here", "report the-daily, url https://daily.example/1")
    entry = desk.entry("here", 1).id
    change = desk.enter("here", "report the-daily, quote a, url http://www.daily.example/1#top")
    assert change.said == [f"this url is on file already: this claim, entry {entry}"]
    change = desk.enter("there", "report the-daily, url https://daily.example/1")
    assert change.said[0] == f"this url is on file already: claim here, entry {entry}"
