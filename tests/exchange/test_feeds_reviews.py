"""ClaimReview in: what others decided is a report of theirs."""

import json

import pytest
from desks import export
from reviewing import page, reports, review, take

from claimtrack.errors import BadInput
from claimtrack.model.words import Stance

MICRODATA = """
<div itemscope itemtype="http://schema.org/ClaimReview">
  <meta itemprop="url" content="https://check.example/9">
  <p itemprop="claimReviewed">Fuel ran out</p>
  <div itemprop="author" itemscope itemtype="http://schema.org/Organization">
    <span itemprop="name">Check It</span></div>
  <div itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating">
    <meta itemprop="ratingValue" content="1"><meta itemprop="worstRating" content="1">
    <meta itemprop="bestRating" content="5"><b itemprop="alternateName">Faux</b></div>
</div>"""


def feed(*reviews):
    items = [{"@type": "DataFeedItem", "item": [each]} for each in reviews]
    return {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": items}


SHAPES = {
    "an object": review(),
    "an array": [review()],
    "a graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, review()]},
    "a feed": feed(review()),
    "within an article": {"@type": "Article", "review": {"@type": ["Review"], "x": review()}},
    "a list of types": review(**{"@type": ["Review", "ClaimReview"]}),
    "a full type": review(**{"@type": "http://schema.org/ClaimReview"}),
    "full names": {f"https://schema.org/{k}" if k[0] != "@" else k: v for k, v in review().items()},
    "values": review(claimReviewed={"@value": "The moon is cheese", "@language": "en"}),
    "a line of its own": json.dumps({"@type": "WebPage"}) + "\n\n" + json.dumps(review()) + "\n",
    "an author elsewhere": {
        "@graph": [
            review(author={"@id": "#org"}),
            {"@id": "#org", "@type": "Organization", "name": "Check It"},
        ]
    },
    "a page": page(json.dumps(review())),
    "a page with several scripts": page('{"@type": "WebSite"}', json.dumps([review()])),
    "a page that hides its script": page(f"\n<!--\n{json.dumps(review())}\n-->\n"),
    "a page that marks its script": page(f"//<![CDATA[\n{json.dumps(review())}\n//]]>"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_review_is_found_wherever_it_stands(shape, newsroom):
    done = take(newsroom, SHAPES[shape])
    assert not done.refused
    ((text, (report,)),) = reports(newsroom).items()
    assert text == "The moon is cheese"
    assert (report.source, report.stance) == ("check-it", Stance.REFUTES)
    assert report.url == "https://check.example/1"
    assert report.on.text == "2024-05-01"
    assert report.reading == 'rates it "False"'
    assert newsroom.view().registry.sources["check-it"].name == "Check It"


def test_microdata_of_a_page(newsroom):
    take(newsroom, page(body=MICRODATA))
    (report,) = reports(newsroom)["Fuel ran out"]
    assert (report.source, report.stance) == ("check-it", Stance.REFUTES)
    assert report.reading == 'rates it "Faux" (1 of 1 to 5)'


def test_microdata_without_its_library_names_the_extra(newsroom, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "extruct.w3cmicrodata", None)
    with pytest.raises(BadInput, match=r"pip install 'claimtrack\[html\]'"):
        take(newsroom, page(body=MICRODATA))


@pytest.mark.parametrize(
    ("rating", "stance"),
    [
        ("FALSE", Stance.REFUTES),
        ("Partly false", Stance.REFUTES),
        ("Altered image", Stance.REFUTES),
        ("Mostly True", Stance.SUPPORTS),
        ("Half true", Stance.QUESTIONS),
        ("Explainer", Stance.MENTIONS),
        ("Somewhat iffy", Stance.MENTIONS),
        ({"ratingValue": 1, "worstRating": 1, "bestRating": 5}, Stance.REFUTES),
        ({"ratingValue": "3", "worstRating": "1", "bestRating": "5"}, Stance.QUESTIONS),
        ({"ratingValue": 5, "worstRating": 1, "bestRating": 5}, Stance.SUPPORTS),
        ({"ratingValue": 5}, Stance.SUPPORTS),
        ({"ratingValue": 9, "worstRating": 1, "bestRating": 5}, Stance.MENTIONS),
        ({"ratingValue": 1, "worstRating": 5, "bestRating": 1}, Stance.MENTIONS),
        ({"ratingValue": "1", "alternateName": "1"}, Stance.REFUTES),
        ({"ratingValue": "Falso"}, Stance.REFUTES),
        ({"ratingValue": 1, "alternateName": "Somewhat iffy"}, Stance.MENTIONS),
        ([{"alternateName": "Falso"}, {"alternateName": "False"}], Stance.REFUTES),
        ([{"alternateName": "True"}, {"alternateName": "False"}], Stance.MENTIONS),
        ({}, Stance.MENTIONS),
    ],
)
def test_a_rating_is_a_stance(rating, stance, newsroom):
    take(newsroom, review(rating=rating))
    ((report,),) = reports(newsroom).values()
    assert report.stance == stance


def test_a_word_that_is_not_known_is_kept(newsroom):
    take(newsroom, review(rating={"alternateName": "Somewhat iffy", "ratingValue": 2}))
    ((report,),) = reports(newsroom).values()
    assert report.reading == 'rates it "Somewhat iffy" (2)'


def test_a_word_of_their_own_can_be_given_a_meaning(newsroom):
    take(newsroom, review(rating="Somewhat iffy!"), stances={"somewhat iffy": "questions"})
    ((report,),) = reports(newsroom).values()
    assert report.stance == Stance.QUESTIONS


def test_whose_claim_it_was_and_why_are_kept(newsroom):
    rating = {"alternateName": "False", "ratingExplanation": "It is rock."}
    item = {"@type": "Claim", "author": {"@type": "Person", "name": "Some One"}}
    take(newsroom, review(rating=rating, itemReviewed=item))
    ((report,),) = reports(newsroom).values()
    assert report.quote == "It is rock."
    assert report.reading == 'rates it "False"; a claim of Some One'


def test_importing_it_twice_adds_nothing(newsroom):
    several = [review(), review("A second claim"), review("No address", url=None)]
    assert take(newsroom, several).entries == 6
    assert take(newsroom, several).entries == 0
    assert take(newsroom, several[::-1]).entries == 0
    assert take(newsroom, [review()]).entries == 0


def test_a_claim_is_known_again_by_the_address_of_its_review(newsroom):
    take(newsroom, review())
    done = take(newsroom, review("The moon is made of cheese", rating="True"))
    assert (done.opened, done.entries) == ([], 1)


def test_two_desks_that_review_one_claim_are_two_sources(newsroom):
    other = {"@type": "Organization", "name": "Verify"}
    take(newsroom, [review(), review(url="https://verify.example/a", author=other)])
    assert [r.source for r in reports(newsroom)["The moon is cheese"]] == ["check-it", "verify"]


def test_several_claims_in_one_review(newsroom):
    take(newsroom, review(claimReviewed=["One claim", "Another claim"]))
    assert set(reports(newsroom)) == {"One claim", "Another claim"}


def test_what_cannot_be_taken_is_named_with_its_path(newsroom):
    bad = [
        review(None),
        review(url="javascript:alert(1)"),
        review(datePublished="some day"),
        review(author=None, url=None),
    ]
    done = take(newsroom, {"@graph": [review(), *bad]})
    reasons = {one.place: f"{one.column}: {one.reason}" for one in done.refused}
    assert "no claimReviewed" in reasons["$.@graph[1]"]
    assert "url: 'javascript" in reasons["$.@graph[2]"]
    assert reasons["$.@graph[3]"].startswith("datePublished: ")
    assert "--source: the row names no source" in reasons["$.@graph[4]"]


def test_a_review_that_does_not_say_whose_it_is(newsroom):
    take(newsroom, review(author=None))
    take(newsroom, review("Another", author=None, url="https://other.example/2"), source="Verify")
    whose = {text: report.source for text, (report,) in reports(newsroom).items()}
    assert whose == {"The moon is cheese": "check-example", "Another": "verify"}


def test_what_was_reviewed_may_stand_in_the_item_alone(newsroom):
    item = {"@type": "Claim", "name": "Fuel ran out", "author": {"name": "Some One"}}
    take(newsroom, review(None, itemReviewed=[{"@id": "#nobody"}, item]))
    assert set(reports(newsroom)) == {"Fuel ran out"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"@type": "ClaimReview",\n "url": }', r"reviews.json:2:9: no JSON"),
        ('{"@type": "ClaimReview"}\n{"@type": }\n', r"reviews.json:2:11: no JSON"),
        ("[" * 100_000 + '"ClaimReview"', "reviews.json:1: nested too deeply"),
        ('{"@type": "ClaimReview", "n": ' + "9" * 5000 + "}", "no JSON that can be read"),
        ('{"@type": "Review", "about": "ClaimReview"}', "holds no ClaimReview"),
        (page('{"@type": "Article"}'), "without a ClaimReview"),
    ],
)
def test_what_is_no_review_is_refused_with_its_place(text, message, newsroom):
    with pytest.raises(BadInput, match=message):
        take(newsroom, text)


def test_a_script_that_is_no_json_is_named_with_its_line(newsroom):
    done = take(newsroom, page(json.dumps(review()), '\n{"@type": "ClaimReview" "x"}'))
    (refused,) = done.refused
    assert refused.place == "script in line 4"
    assert "reviews.json:5:25: no JSON" in refused.reason
    assert len(done.opened) == 1


def test_fields_cannot_be_mapped(newsroom):
    with pytest.raises(BadInput, match="--map"):
        take(newsroom, review(), mapping={"text": "claimReviewed"})


def test_what_another_desk_exports_can_be_imported(desk, tmp_path):
    from newsroom import Newsroom

    ours = Newsroom(tmp_path / "ours.json")
    done = take(ours, export(desk, "claimreview").text)
    assert not done.refused and len(done.opened) == 3
    told = {text: report.stance for text, (report,) in reports(ours).items()}
    assert told == {
        "Fuel ran out in the town": Stance.REFUTES,
        "The market opens again by May, and the bridge behind it is repaired by the town itself": (
            Stance.SUPPORTS
        ),
        "Talks begin after the harvest": Stance.QUESTIONS,
    }
