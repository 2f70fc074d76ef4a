"""Two keys that are one source or one party: what cites one follows, and undoing brings it back."""

import pytest
from newsroom import Newsroom

from claimtrack.desk.registering import (
    add_source,
    alias_party,
    edit_source,
    merge_party,
    merge_source,
)
from claimtrack.desk.undoing import redo, undo
from claimtrack.desk.view import View
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.entries import Report, Withdrawn, named, written


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.cast(
        "daily B", "daily-com C", "weekly B", "party army", "party junta", "radio C of junta"
    )
    newsroom.open("here", parties=["junta"])
    newsroom.enter("here", "report daily", "report daily-com", "deny junta")
    return newsroom


def merge(newsroom: Newsroom, what: str, name: str, into: str) -> None:
    with newsroom.change() as change:
        (merge_source if what == "source" else merge_party)(change, name, into)


def unmerge(newsroom: Newsroom, table: str, key: str) -> None:
    """As undo does it."""
    with newsroom.change() as change:
        last = change.unit.entries(table, key)[-1]
        taken = Withdrawn(entry=last["id"], reason="undone", **change.stamp())
        change.unit.append(table, key, [written(named(taken))])


def cited(newsroom: Newsroom, known_at: str | None = None) -> list[str | None]:
    return cited_in(newsroom.view(known_at=known_at))


def cited_in(view: View) -> list[str | None]:
    return [r.source for r in view.find("here").all(Report)]


def test_one_source_speaks_once(desk):
    assert desk.standing("here").counts.supports == 2
    merge(desk, "source", "daily-com", "daily")
    assert desk.standing("here").counts.supports == 1
    assert cited(desk) == ["daily", "daily"]


def test_the_entries_on_file_keep_their_words_and_ids(desk):
    before = desk.store.read().entries("claims", "here")
    merge(desk, "source", "daily-com", "daily")
    assert desk.store.read().entries("claims", "here") == before


def test_withdrawing_it_brings_both_back_and_so_does_an_earlier_time(desk):
    moment = desk.now.isoformat()
    merge(desk, "source", "daily-com", "daily")
    assert cited(desk, known_at=moment) == ["daily", "daily-com"]
    assert set(desk.view(known_at=moment).registry.sources) >= {"daily", "daily-com"}
    unmerge(desk, "sources", "daily-com")
    assert cited(desk) == ["daily", "daily-com"]
    assert desk.view().registry.find_source("daily-com").key == "daily-com"
    merge(desk, "source", "daily-com", "daily")
    assert cited(desk) == ["daily", "daily"]


def test_its_key_names_and_url_lead_to_the_other(newsroom):
    with newsroom.change() as change:
        add_source(change, "first", name="The First", aliases=["1st"], url="https://first.example")
        add_source(change, "second")
    merge(newsroom, "source", "first", "second")
    registry = newsroom.view().registry
    for name in ("first", "THE FIRST", "1st", "second"):
        assert registry.find_source(name).key == "second"
    assert registry.source_of("https://first.example/page").key == "second"
    assert registry.sources["second"].aliases == ["first", "The First", "1st"]


def test_a_party_follows_in_claims_positions_and_owners(desk):
    merge(desk, "party", "junta", "army")
    claim = desk.claim("here")
    assert claim.fields.parties == ("army",)
    assert desk.standing("here").denied_by == ("army",)
    assert desk.view().registry.owners("radio") == ["army"]
    assert desk.view().registry.find_party("Junta").key == "army"


def test_saying_the_same_again_adds_nothing(desk):
    merge(desk, "party", "junta", "army")
    assert desk.enter("here", "deny junta").added["here"] == []


def test_a_merge_within_a_command_counts_for_the_rest_of_it(desk):
    with desk.change() as change:
        merge_source(change, "daily-com", "daily")
        assert change.view.standing(change.view.find("here")).counts.supports == 1


def test_a_chain_leads_to_its_end_and_a_circle_to_its_least_key(desk):
    merge(desk, "source", "daily-com", "daily")
    merge(desk, "source", "daily", "weekly")
    assert desk.view().registry.find_source("daily-com").key == "weekly"
    with desk.change() as change:  # as two desks may, each the other way round
        entry = dict(change.unit.entries("sources", "daily")[-1])
        change.unit.append("sources", "weekly", [{**entry, "into": "daily-com", "id": "0" * 12}])
    assert set(cited(desk)) == {"daily"}


def test_merging_what_is_one_changes_nothing(desk):
    merge(desk, "source", "daily-com", "daily")
    with desk.change() as change:
        assert merge_source(change, "daily-com", "daily") == "daily"
        assert not change.amended


def test_only_what_is_on_file_can_be_merged_unless_it_is_entered(desk):
    with pytest.raises(NotFound), desk.change() as change:
        merge_source(change, "daily", "monthly")
    with desk.change() as change:
        assert merge_party(change, "junta", "regime", new=True) == "regime"
    assert desk.standing("here").denied_by == ("regime",)


def test_an_alias_given_after_a_merge_does_not_carry_over_what_was_merged(desk):
    merge(desk, "party", "junta", "army")
    with desk.change() as change:
        alias_party(change, "army", ["the forces"])
    unmerge(desk, "parties", "junta")
    assert desk.view().registry.parties["army"].aliases == ["the forces"]
    assert desk.view().registry.find_party("junta").key == "junta"


def test_a_confidential_source_is_merged_with_no_open_one(desk):
    with desk.change() as change:
        edit_source(change, "daily-com", confidential=True)
    with pytest.raises(BadInput, match="confidential"):
        merge(desk, "source", "daily-com", "daily")
    with desk.change() as change:
        edit_source(change, "daily", confidential=True)
    merge(desk, "source", "daily-com", "daily")
    with desk.change() as change:
        edit_source(change, "daily-com", confidential=False)
    assert not desk.view().registry.confidential("daily")
    with desk.change() as change:
        edit_source(change, "daily", confidential=True)
    assert desk.view().registry.confidential("daily-com")


def test_no_circle_of_owners_is_closed(desk):
    with desk.change() as change:
        edit_source(change, "weekly", owner="daily")
        edit_source(change, "daily-com", owner="weekly")
    with pytest.raises(BadInput, match="circle"):
        merge(desk, "source", "daily", "daily-com")
    merge(desk, "source", "daily", "weekly")
    assert desk.view().registry.owners("daily-com") == ["weekly"]


def test_undo_and_redo_of_a_merge_bring_both_back_and_together_again(desk):
    merge(desk, "source", "daily-com", "daily")
    with desk.change() as change:
        undo(change)
        assert change.view.registry.find_source("daily-com").key == "daily-com"
        assert cited_in(change.view) == ["daily", "daily-com"]
    assert cited(desk) == ["daily", "daily-com"]
    with desk.change() as change:
        redo(change)
        assert cited_in(change.view) == ["daily", "daily"]
    assert cited(desk) == ["daily", "daily"]


def test_a_claim_that_was_taken_back_follows_too(desk):
    merge(desk, "source", "daily-com", "daily")
    desk.open("new")
    desk.enter("new", "report daily-com")
    with desk.change() as change:
        undo(change)
        undo(change)
    claim = desk.view().history("new")
    assert not claim.on_file and [e.source for e in claim.logged if e.type == "report"] == ["daily"]


def test_what_was_merged_away_can_still_be_amended_by_its_key(desk):
    merge(desk, "party", "junta", "army")
    with desk.change() as change:
        before = change.view.registry
        entry = before.merged_parties["junta"].logged[0]
        draft = Withdrawn(entry=entry.id, reason="x", **change.stamp())
        assert change.amend_party("junta", draft)
        assert change.view.registry is before and before.find_party("junta") is None


def test_what_is_one_with_a_confidential_source_is_hidden_at_every_time(desk):
    apart = desk.now.isoformat()
    merge(desk, "source", "daily-com", "daily")
    together = desk.now.isoformat()
    with desk.change() as change:
        edit_source(change, "daily", confidential=True)
        assert change.view.registry.confidential("daily-com")
    for moment in (apart, together, None):
        registry = desk.view(known_at=moment).registry
        assert registry.confidential("daily") and registry.confidential("daily-com")
        assert not registry.confidential("weekly")


def test_what_was_one_with_it_is_hidden_for_the_time_that_it_was(desk):
    merge(desk, "source", "daily-com", "daily")
    together = desk.now.isoformat()
    unmerge(desk, "sources", "daily-com")
    with desk.change() as change:
        edit_source(change, "daily", confidential=True)
    assert not desk.view().registry.confidential("daily-com")
    assert desk.view(known_at=together).registry.confidential("daily-com")
