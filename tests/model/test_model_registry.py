"""Sources and parties: how they are found, whose they are, what stands of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from newsroom import entered_party, entered_source, window

from claimtrack.model.entries import Withdrawn, named, written
from claimtrack.model.registry import (
    Amended,
    Changes,
    Party,
    PartyEntered,
    Registry,
    Source,
    SourceEntered,
    fold_party,
    fold_source,
    read_party,
    read_source,
    slug,
)
from claimtrack.model.words import Reliability

LOGGED = datetime(2025, 6, 1, 9, tzinfo=UTC)


def stamp(minute: int = 0) -> dict[str, Any]:
    moment = LOGGED + timedelta(minutes=minute)
    return {"on": window("2025-06-01"), "recorded": moment, "by": "kim"}


def registry(*parties: str, **owners: str | None) -> Registry:
    return Registry(
        sources={
            key: Source(key, entered_source(name=key.upper(), aliases=(f"old {key}",), owner=owner))
            for key, owner in owners.items()
        },
        parties={key: Party(key, entered_party(name=key)) for key in parties},
    )


def test_a_key_a_name_or_an_alias_in_any_case_works() -> None:
    known = registry(daily=None)
    for name in ("daily", "DAILY", "Daily", "old daily", "OLD  Daily"):
        found = known.find_source(name)
        assert found is not None
        assert found.key == "daily"
    assert known.find_source("dail") is None
    assert known.find_party("daily") is None


def test_owners_are_the_chain_upward_as_far_as_a_party() -> None:
    known = registry(
        "army", evening="east", east="group", group=None, bulletin="radio", radio="army"
    )
    assert known.owners("evening") == ["east", "group"]
    assert known.owners("bulletin") == ["radio", "army"]
    assert known.top_owner("evening") == "group"
    assert known.top_owner("group") == "group"
    assert known.owning_party("bulletin") == "army"
    assert known.owning_party("evening") is None


def test_an_owner_that_is_a_source_and_a_party_is_the_party() -> None:
    known = registry("army", radio="army", army="group", group=None)
    assert known.owners("radio") == ["army"]
    assert known.owning_party("radio") == "army"


def test_a_circle_of_owners_in_a_damaged_file_comes_to_an_end() -> None:
    known = registry(a="b", b="c", c="a", alone="alone")
    assert known.owners("a") == ["b", "c", "a"]
    assert known.owners("alone") == []


def test_a_source_that_nobody_entered_cannot_be_judged() -> None:
    assert registry().grade("nobody") == Reliability.F
    assert registry().owners("nobody") == []
    assert not registry().confidential("nobody")
    assert not registry().confidential(None)


def test_a_source_is_what_was_said_of_it_last() -> None:
    entered = named(SourceEntered(name="Daily", **stamp()))
    rated = named(Amended(changes=Changes(reliability=Reliability.B), **stamp(1)))
    source = fold_source("daily", [entered, rated])
    assert source is not None
    assert (source.name, source.fields.reliability) == ("Daily", Reliability.B)
    source = fold_source("daily", [entered, rated], LOGGED)
    assert source is not None
    assert source.fields.reliability == Reliability.F
    undone = named(Withdrawn(entry=rated.id, reason="a slip", **stamp(2)))
    source = fold_source("daily", [undone, rated, entered])
    assert source is not None
    assert source.fields.reliability == Reliability.F


def test_a_source_that_was_taken_back_is_none() -> None:
    entered = named(SourceEntered(name="Daily", **stamp()))
    undone = named(Withdrawn(entry=entered.id, reason="a slip", **stamp(1)))
    assert fold_source("daily", [entered, undone]) is None
    assert fold_source("daily", [entered], LOGGED - timedelta(seconds=1)) is None


def test_sources_and_parties_are_read_as_they_were_written() -> None:
    source = [
        named(SourceEntered(name="Daily", owner="group", **stamp())),
        named(Amended(changes=Changes(owner=None), **stamp(1))),
    ]
    assert read_source([written(entry) for entry in source]) == source
    folded = fold_source("daily", source)
    assert folded is not None
    assert folded.fields.owner is None
    party = [named(PartyEntered(name="Army", aliases=("junta",), **stamp()))]
    assert read_party([written(entry) for entry in party]) == party
    army = fold_party("army", party)
    assert army is not None
    assert list(army.names) == ["army", "Army", "junta"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Irrawaddy", "the-irrawaddy"),
        ("  AFP  ", "afp"),
        ("Agence France-Presse", "agence-france-presse"),
        ("El País", "el-pais"),
        ("t.me/name", "t-me-name"),
        ("ဧရာဝတီ", "ဧရာဝတီ"),
        ("新华社", "新华社"),
        ("!!!", ""),
    ],
)
def test_a_key_is_made_of_a_name(name: str, key: str) -> None:
    assert slug(name) == key
