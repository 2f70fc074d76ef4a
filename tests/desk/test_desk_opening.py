"""Opening a claim: its kind, its claimant, its id, and that it is not on file already."""

import pytest
from newsroom import Newsroom, window

from claimtrack.desk.evidence import Sighting
from claimtrack.desk.opening import ID_LETTERS, NewClaim, open_claim
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Report
from claimtrack.model.words import Attribution, Kind, Stance

TEXT = "MNDAA will withdraw from Lashio."


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("daily B", "party army", "radio B of army", "bulletin C of radio")
    return newsroom


def opened(desk: Newsroom, claim: NewClaim) -> tuple[Claim, list[str]]:
    """The claim as it is on file, and what was said."""
    with desk.change() as change:
        claim_id = open_claim(change, claim)
    return desk.claim(claim_id), change.said


def test_a_claim_is_an_event_and_with_a_due_date_a_forecast(desk: Newsroom) -> None:
    assert opened(desk, NewClaim("a"))[0].fields.kind == Kind.EVENT
    due = window("2025-06")
    assert opened(desk, NewClaim("b", due=due))[0].fields.kind == Kind.FORECAST
    assert opened(desk, NewClaim("c", due=due, kind=Kind.STATE))[0].fields.kind == Kind.STATE


def test_an_id_is_short_and_has_no_letters_that_look_alike(desk: Newsroom) -> None:
    claim, _ = opened(desk, NewClaim("a"))
    assert len(claim.id) == 5
    assert set(claim.id) <= set(ID_LETTERS)
    assert not set(ID_LETTERS) & set("ilo01")


@pytest.mark.parametrize(
    "wanted", ["ab", "abcdefghjkmnp", "Here", "lashio", "a b", "h\u0435re", ""]
)
def test_an_id_that_is_none_is_refused(desk: Newsroom, wanted: str) -> None:
    with pytest.raises(BadInput, match="--id"):
        opened(desk, NewClaim("a", id=wanted))


def test_an_id_that_is_taken_is_refused(desk: Newsroom) -> None:
    desk.open("here")
    with pytest.raises(BadInput, match="'here' is taken"):
        opened(desk, NewClaim("another", id="here"))


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\x07"])
def test_a_claim_without_anything_to_read_is_refused(desk: Newsroom, text: str) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match="the claim is empty"):
        opened(desk, NewClaim(text))
    assert desk.path.read_bytes() == before


def test_a_claim_is_one_line(desk: Newsroom) -> None:
    claim, _ = opened(desk, NewClaim("  MNDAA will\n  withdraw "))
    assert claim.fields.text == "MNDAA will withdraw"


# --- the same words


@pytest.mark.parametrize(
    "words",
    [TEXT, "mndaa will withdraw from lashio", "MNDAA  will withdraw -- from Lashio!", f"«{TEXT}»"],
)
def test_the_same_words_are_refused_and_the_claim_is_named(desk: Newsroom, words: str) -> None:
    desk.open("here", TEXT)
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match="claim here says this already.*--force"):
        opened(desk, NewClaim(words))
    assert desk.path.read_bytes() == before


def test_the_same_words_are_taken_with_force(desk: Newsroom) -> None:
    desk.open("here", TEXT)
    claim, _ = opened(desk, NewClaim(TEXT, force=True))
    assert claim.id != "here"


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("敏昂莱将访华", "敏昂莱 将访华"),
        ("It doesn't rain in the U.S.", "it doesnt rain in the US"),
        ("a cease-fire", "A ceasefire"),
    ],
)
def test_signs_and_spaces_make_no_other_words(desk: Newsroom, words: str, again: str) -> None:
    desk.open("here", words)
    with pytest.raises(BadInput, match="claim here says this already"):
        opened(desk, NewClaim(again))


@pytest.mark.parametrize("words", ["MNDAA will not withdraw from Lashio", "MNDAA will withdraw"])
def test_other_words_are_another_claim(desk: Newsroom, words: str) -> None:
    desk.open("here", TEXT)
    assert opened(desk, NewClaim(words))[0].fields.text == words


def test_the_words_that_a_claim_has_now_count(desk: Newsroom) -> None:
    desk.open("here", TEXT)
    desk.enter("here", "edit claim text 'MNDAA will stay'")
    opened(desk, NewClaim(TEXT))
    with pytest.raises(BadInput, match="claim here"):
        opened(desk, NewClaim("MNDAA will stay"))


@pytest.mark.parametrize("text", ["မြန်မာ", "它会撤军", "سينسحب", "?!"])
def test_claims_in_any_script_are_compared(desk: Newsroom, text: str) -> None:
    desk.open("here", text)
    with pytest.raises(BadInput, match="claim here"):
        opened(desk, NewClaim(f" {text} "))
    opened(desk, NewClaim(text + text))


# --- the claimant


@pytest.mark.parametrize("source", ["radio", "bulletin"])
def test_a_claim_of_a_partys_outlet_is_the_partys(desk: Newsroom, source: str) -> None:
    claim, said = opened(desk, NewClaim("a", sighting=Sighting(source=source)))
    assert claim.fields.claimant == "army"
    assert f"claimant: army, as {source} belongs to it (--claimant none if it only reports)" in said
    assert not any("--by" in line for line in said if line.startswith("claimant"))


@pytest.mark.parametrize(
    "claim",
    [
        NewClaim("a"),
        NewClaim("a", sighting=Sighting(source="daily")),
        NewClaim("a", sighting=Sighting(source="radio", stance=Stance.REFUTES)),
        NewClaim("a", sighting=Sighting(source="radio", stance=Stance.QUESTIONS)),
        NewClaim("a", sighting=Sighting(source="daily", via="radio")),
        NewClaim("a", sighting=Sighting(attribution=Attribution.ANONYMOUS)),
        NewClaim("a", claimant="none", sighting=Sighting(source="radio")),
        NewClaim("a", claimant="NONE", sighting=Sighting(source="radio")),
    ],
    ids=["bare", "nobody's", "refutes", "questions", "via", "anonymous", "none", "NONE"],
)
def test_no_claimant_is_taken_from_anything_else(desk: Newsroom, claim: NewClaim) -> None:
    on_file, said = opened(desk, claim)
    assert on_file.fields.claimant is None
    assert not any(line.startswith("claimant") for line in said)


def test_a_claimant_that_was_named_stays(desk: Newsroom) -> None:
    claim = NewClaim("a", claimant="daily", sighting=Sighting(source="radio"))
    assert opened(desk, claim)[0].fields.claimant == "daily"


# --- the first report


def test_the_first_report_is_of_the_day_of_the_claim_and_of_one_stroke(desk: Newsroom) -> None:
    day = window("2025-01-05")
    sighting = Sighting(source="daily", on=day)
    claim, _ = opened(desk, NewClaim("a", on=day, sighting=sighting))
    (report,) = claim.all(Report)
    assert report.on == claim.logged[0].on == day
    assert report.recorded == claim.logged[0].recorded


def test_a_day_alone_adds_no_report(desk: Newsroom) -> None:
    day = window("2025-01-05")
    claim, _ = opened(desk, NewClaim("a", on=day, sighting=Sighting(on=day)))
    assert len(claim.logged) == 1


@pytest.mark.parametrize(
    ("sighting", "why"),
    [
        (Sighting(quote="a"), "a report needs its source"),
        (Sighting(via="daily", attribution=Attribution.UNATTRIBUTED), "--via goes with --source"),
        (Sighting(source="daily", repeats="abc"), "no report yet"),
        (Sighting(source="daily", url="daily.example"), "is no url"),
        (Sighting(source="daily", quote=" "), "the quote is empty"),
    ],
    ids=["nobody", "via", "repeats", "url", "quote"],
)
def test_a_first_report_that_makes_no_sense_opens_no_claim(
    desk: Newsroom, sighting: Sighting, why: str
) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(BadInput, match=why):
        opened(desk, NewClaim("a", sighting=sighting))
    assert desk.path.read_bytes() == before


def test_a_source_that_a_report_was_read_in_is_not_itself(desk: Newsroom) -> None:
    claim, _ = opened(desk, NewClaim("a", sighting=Sighting(source="daily", via="Daily")))
    (report,) = claim.all(Report)
    assert report.via is None


def test_a_url_as_source_is_cited_too(desk: Newsroom) -> None:
    claim, _ = opened(desk, NewClaim("a", sighting=Sighting(source="https://t.me/lashionews/1")))
    (report,) = claim.all(Report)
    assert report.url == "https://t.me/lashionews/1"
