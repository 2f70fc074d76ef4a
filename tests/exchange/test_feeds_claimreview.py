"""ClaimReview out, judged by schema.org's own vocabulary."""

import json

import pytest
from desks import PAGE, busy, export
from newsroom import Newsroom, set_keys, window
from vocabulary import faults

from claimtrack.desk.registering import add_source
from claimtrack.errors import BadInput
from claimtrack.model.entries import Report


def reviews(document) -> dict[str, dict]:
    """The reviews in an export, by the ids of their claims."""
    if document["@type"] == "ClaimReview":
        found = [document]
    else:
        found = [item["item"] for item in document["dataFeedElement"]]
    return {review["url"].partition("#")[2]: review for review in found}


def exported(newsroom: Newsroom, *terms: str, **options):
    return reviews(json.loads(export(newsroom, "claimreview", *terms, **options).data))


def test_the_vocabulary_has_no_objection_to_several(desk):
    document = json.loads(export(desk, "claimreview").data)
    assert document["@context"] == "https://schema.org"
    assert document["@type"] == "DataFeed"
    assert faults(document) == []


def test_the_vocabulary_has_no_objection_to_one(desk):
    desk.enter("abc23", "verdict true, on 2025-06-01")
    document = json.loads(export(desk, "claimreview", "tag:withdrawal").data)
    assert document["@type"] == "ClaimReview"
    assert faults(document) == []


@pytest.mark.parametrize(
    ("what", "value"),
    [("claimReviewd", "a slip"), ("datePublished", "yesterday"), ("@type", "ClaimRevue")],
)
def test_the_vocabulary_does_object_to_mistakes(desk, what, value, caplog):
    document = json.loads(export(desk, "claimreview").data)
    document["dataFeedElement"][0]["item"][what] = value
    assert faults(document)


def test_only_claims_with_a_verdict_and_that_is_said(desk):
    assert set(exported(desk)) == {"abd45", "mnp67", "qrs89"}
    assert "1 claim without a verdict left out" in export(desk, "claimreview").said


def test_a_rating_with_a_number_stands_between_the_ends_of_the_scale(desk):
    rating = exported(desk)["mnp67"]["reviewRating"]
    assert rating["alternateName"] == "Mostly true"
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 4, 5)
    assert all(type(rating[k]) is int for k in ("worstRating", "ratingValue", "bestRating"))


def test_a_rating_without_a_number_has_none_of_the_three(desk):
    rating = exported(desk)["qrs89"]["reviewRating"]
    assert rating["alternateName"] == "Unproven"
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_the_ends_are_those_of_the_desk_s_own_scale(desk):
    with desk.change() as change:
        set_keys(change, {"verdict.pinocchio": "0 false-ish settles Four Pinocchios"})
    desk.enter("abd45", "verdict pinocchio, on 2025-05-31")
    rating = exported(desk)["abd45"]["reviewRating"]
    assert rating["alternateName"] == "Four Pinocchios"
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (0, 0, 5)


def test_a_word_that_left_the_scale_is_its_own_label(desk):
    with desk.change() as change:
        set_keys(change, {"verdict.false": "off"})
    rating = exported(desk)["abd45"]["reviewRating"]
    assert rating["alternateName"] == "false"
    assert "ratingValue" not in rating


def test_address_author_and_day(desk):
    review = exported(desk)["abd45"]
    assert review["url"] == "https://desk.example/claims#abd45"
    page = "https://desk.example/claims"
    assert review["author"] == {"@type": "Organization", "name": "The Desk", "url": page}
    assert review["datePublished"] == "2025-03-01"


def test_a_person_with_a_page_of_their_own(desk):
    with desk.change() as change:
        set_keys(change, {"publish.kind": "person", "publish.url": "https://ann.example"})
    author = exported(desk)["abd45"]["author"]
    assert author == {"@type": "Person", "name": "The Desk", "url": "https://ann.example"}


def test_who_is_not_named_is_named_by_the_page(newsroom):
    busy(newsroom)
    with newsroom.change() as change:
        set_keys(change, {"publish.name": "default"})
    export_ = export(newsroom, "claimreview")
    assert reviews(json.loads(export_.data))["abd45"]["author"]["name"] == "desk.example"
    assert any("publish.name" in line for line in export_.said)


def test_without_a_page_it_is_refused(newsroom):
    newsroom.open("abc23")
    with pytest.raises(BadInput, match=r"publish\.base_url"):
        export(newsroom, "claimreview")


def test_the_claim_has_its_claimant_else_the_source_that_said_it_first(desk):
    assert exported(desk)["abd45"]["itemReviewed"]["author"]["name"] == "army"
    desk.enter("abc23", "verdict true, on 2025-06-01")
    item = exported(desk)["abc23"]["itemReviewed"]
    assert item["author"]["name"] == "daily"
    assert item["datePublished"] == "2025-01-10"


def test_where_it_appeared_is_where_it_was_said_not_where_it_was_refuted(desk):
    desk.enter("abc23", "verdict true, on 2025-06-01")
    item = exported(desk)["abc23"]["itemReviewed"]
    assert item["firstAppearance"] == {
        "@type": "Article",
        "url": "https://daily.example/1",
        "author": {"@type": "Organization", "name": "daily"},
        "datePublished": "2025-01-10",
    }
    assert [work["url"] for work in item["appearance"]] == ["https://weekly.example/2"]
    assert item["appearance"][0]["@type"] == "VideoObject"


def test_a_long_claim_is_said(desk):
    warning = "claimReviewed is longer than 75 characters, and may be cut: mnp67 (86)"
    assert warning in export(desk, "claimreview").said
    desk.enter("abd45", f"edit claim, text '{'x' * 75}'")
    assert warning in export(desk, "claimreview").said


def test_as_of_a_day_the_verdicts_of_that_day(desk):
    assert set(exported(desk, as_of="2025-04-01")) == {"abd45"}


def test_a_confidential_source_is_never_in_it(desk):
    with desk.change() as change:
        add_source(change, "mole", name="Mole Name", url="https://mole.example", confidential=True)
    desk.open("mst56", "Something secret", on="2025-03-01", claimant="mole")
    desk.enter(
        "mst56",
        "report mole, url https://mole.example/1, quote hush, on 2025-03-01",
        "report daily, via mole, url https://daily.example/hush, on 2025-03-01",
        "report daily, url https://daily.example/9, on 2025-03-02",
        "verdict true, on 2025-03-03",
    )
    for reveal in (False, True):
        text = export(desk, "claimreview", reveal=reveal).text
        assert "mole" not in text.lower() and "hush" not in text
    item = exported(desk)["mst56"]["itemReviewed"]
    assert "author" not in item and "firstAppearance" not in item
    assert [work["url"] for work in item["appearance"]] == ["https://daily.example/9"]


def test_a_url_that_is_none_of_the_web_is_left_out(newsroom):
    newsroom.cast("daily B")
    with newsroom.change() as change:
        set_keys(change, PAGE)
    newsroom.open("abc23")
    with newsroom.change() as change:
        bad = Report(source="daily", url="javascript:alert(1)", **change.stamp(window("2025")))
        change.add("abc23", bad)
    newsroom.enter("abc23", "verdict true")
    assert "javascript" not in export(newsroom, "claimreview").text
