"""Each format as it stands in a file, the same bytes in every run."""

import pytest
from desks import busy, export
from newsroom import Newsroom

FILES = {
    "claimreview": "claims.jsonld",
    "atom": "claims.atom",
    "ics": "claims.ics",
    "dot": "claims.dot",
    "mermaid": "claims.mmd",
    "md": "claims.md",
    "text": "claims.txt",
}


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_as_it_was(name, desk, golden):
    golden(export(desk, name).data, FILES[name])


@pytest.mark.parametrize("name", ["md", "text"])
def test_cards_are_as_they_were(name, desk, golden):
    golden(export(desk, name, cards=True).data, f"cards.{FILES[name].partition('.')[2]}")


@pytest.mark.parametrize("name", FILES)
def test_two_ledgers_that_say_the_same_are_exported_the_same(name, desk, tmp_path):
    other = busy(Newsroom(tmp_path / "other.json"))
    assert export(desk, name).data == export(other, name).data


@pytest.mark.parametrize("name", FILES)
def test_an_empty_selection_is_a_file_too(name, desk):
    assert export(desk, name, "tag:nothing").data
