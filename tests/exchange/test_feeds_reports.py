"""Reports for people: a heading, the claims, nothing cut."""

from desks import export
from markdown_it import MarkdownIt


def test_markdown_is_a_heading_and_a_table(desk):
    tokens = MarkdownIt("commonmark").enable("table").parse(export(desk, "md").text)
    assert [t.type for t in tokens[:2]] == ["heading_open", "inline"]
    assert tokens[1].content == "4 claims · as of 2025-06-01"
    assert [t.type for t in tokens].count("tr_open") == 5


def test_a_column_that_no_claim_has_anything_in_is_left_out(desk):
    header = export(desk, "md").text.splitlines()[2]
    assert "verdict" in header and "assignee" not in header


def test_cards_are_a_card_for_each_claim(desk):
    text = export(desk, "md", cards=True).text
    tokens = MarkdownIt().parse(text)
    levels = [t.tag for t in tokens if t.type == "heading_open"]
    assert levels.count("h1") == 1 and levels.count("h2") == 4
    plain = export(desk, "text", cards=True).text
    assert plain.count("\nkind: ") == 4


def test_the_plain_report_has_no_line_too_long_to_mail(desk):
    text = export(desk, "text").text
    assert max(map(len, text.splitlines())) <= 78
    assert "abd45  Fuel ran out in the town\n       ✗ denied · verdict: false" in text


def test_a_confidential_source_is_named_only_on_request(desk):
    from claimtrack.desk.registering import add_source

    with desk.change() as change:
        add_source(change, "mole", name="Mole Name", confidential=True)
    desk.enter("abc23", "report mole, quote hush, on 2025-03-01")
    for name in ("md", "text"):
        withheld = export(desk, name, cards=True).text
        assert "Mole" not in withheld and "hush" not in withheld
        assert "a source known to the desk" in withheld
        assert "Mole Name" in export(desk, name, cards=True, reveal=True).text
