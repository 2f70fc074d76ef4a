"""Atom, read by feedparser."""

from datetime import timedelta

import feedparser
from desks import busy, export
from newsroom import Newsroom


def feed(newsroom: Newsroom, *terms: str, **options):
    parsed = feedparser.parse(export(newsroom, "atom", *terms, **options).data)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    return parsed


def titles(newsroom: Newsroom, *terms: str, **options) -> list[str]:
    return [entry.title for entry in feed(newsroom, *terms, **options).entries]


def test_it_tells_of_new_claims_statuses_and_verdicts_the_newest_first(desk):
    assert titles(desk, "Fuel") == [
        "Verdict False: Fuel ran out in the town",
        "unconfirmed → denied: Fuel ran out in the town",
        "New claim: Fuel ran out in the town",
    ]


def test_each_event_was_updated_when_it_was_logged(desk):
    entries = feed(desk).entries
    moments = [entry.updated_parsed for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed(desk).feed.updated_parsed == moments[0]
    assert all(entry.published == entry.updated for entry in entries)


def test_each_event_has_an_id_of_its_own_that_stays(desk):
    before = {entry.id: entry.title for entry in feed(desk).entries}
    assert len(before) == len(feed(desk).entries)
    assert all(each.startswith("urn:uuid:") for each in before)
    desk.enter("abc23", "report daily refutes, on 2025-05-01", "verdict mixed, on 2025-06-01")
    after = {entry.id: entry.title for entry in feed(desk).entries}
    assert before.items() < after.items()


def test_it_says_where_it_stands_and_where_the_claims_do(desk):
    parsed = feed(desk)
    links = {link.rel: link.href for link in parsed.feed.links}
    assert links["self"] == "https://desk.example/feed.atom"
    assert links["alternate"] == "https://desk.example/claims"
    assert parsed.entries[-1].link == "https://desk.example/claims#abc23"
    assert parsed.feed.author_detail.name == "The Desk"


def test_without_a_page_it_is_a_feed_all_the_same(newsroom):
    newsroom.open("abc23", "A claim")
    parsed = feed(newsroom)
    assert parsed.feed.id.startswith("urn:uuid:")
    assert [entry.title for entry in parsed.entries] == ["New claim: A claim"]


def test_feeds_with_other_filters_are_other_feeds(desk):
    assert feed(desk).feed.id == feed(desk).feed.id
    assert feed(desk, "tag:withdrawal").feed.id != feed(desk).feed.id


def test_it_can_begin_at_a_moment(desk):
    moment = (desk.now + timedelta(seconds=1)).isoformat()
    desk.enter("abc23", "verdict true, on 2025-06-01")
    assert titles(desk, since=moment) == ["Verdict True: The rebels will leave the town in June"]


def test_what_had_not_happened_at_the_day_is_not_told(desk):
    assert "Verdict Mostly true" not in " ".join(titles(desk, as_of="2025-04-01"))
    assert "Verdict False" in " ".join(titles(desk, as_of="2025-04-01"))


def test_what_was_not_known_at_the_moment_is_not_told(desk):
    assert titles(desk, known_at="2025-06-01T09:04:00Z") == [
        "New claim: The rebels will leave the town in June"
    ]


def test_what_was_taken_back_is_not_told(desk):
    desk.enter("qrs89", "withdraw last, because 'A slip.'")
    assert titles(desk, "harvest") == ["New claim: Talks begin after the harvest"]


def test_a_status_that_moved_by_a_grade_is_an_event_too(desk):
    desk.open("grd56", "Graded", on="2025-03-01")
    desk.enter(
        "grd56", "report daily, on 2025-03-01", "report weekly, on 2025-03-01", "rate weekly F"
    )
    latest = feed(desk).entries[0]
    assert latest.title == "corroborated → unconfirmed: Graded"
    assert latest.id == feed(desk).entries[0].id


def test_texts_are_texts(desk):
    assert {e.content[0].type for e in feed(desk).entries} == {"text/plain"}


def test_a_confidential_source_is_not_in_it(newsroom):
    busy(newsroom)
    from claimtrack.desk.registering import add_source
    from claimtrack.model.words import Reliability

    with newsroom.change() as change:
        add_source(change, "mole", name="Mole Name", reliability=Reliability.A, confidential=True)
    newsroom.open("mst56", "Something secret")
    newsroom.enter("mst56", "report daily", "report mole, quote hush, reading hush")
    for reveal in (False, True):
        text = export(newsroom, "atom", reveal=reveal).text
        assert "a source known to the desk" in text
        assert "mole" not in text.lower() and "hush" not in text
