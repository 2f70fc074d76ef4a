"""What calls for attention, as a table; each case is entered through the desk and read back."""

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from newsroom import Newsroom, cast, open_here, set_keys

from claimtrack.desk.attention import reasons_of
from claimtrack.model.words import Flag
from claimtrack.rules.flags import FINDERS

TABLE = tomllib.loads((Path(__file__).parent / "attention.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]
CAST = ("party army", "party rebels", "daily B", "herald B", "wire A", "blog D")
HERE = "here"
THERE = "there"
KEYS = {
    "name",
    "claim",
    "logged",
    "opened",
    "settings",
    "others",
    "entries",
    "there",
    "flags",
    "said",
}


def test_cases_have_names_of_their_own_and_known_keys() -> None:
    names = [case["name"] for case in CASES]
    assert sorted(set(names)) == sorted(names)
    assert not [key for case in CASES for key in case if key not in KEYS]


def test_flags_are_looked_for_in_the_order_of_urgency() -> None:
    assert [find.__name__.strip("_").replace("_", "-") for find in FINDERS] == list(Flag)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], newsroom: Newsroom) -> None:
    day = date.fromisoformat(case.get("logged", "2025-01-01"))
    newsroom.now = datetime.combine(day, time(9), UTC)
    with newsroom.change() as change:
        for line in CAST:
            cast(change, line)
        set_keys(change, case.get("settings", {}))
        for claim_id in (HERE, *case.get("others", ())):
            open_here(change, claim_id, on=case.get("opened", str(day)), **case.get("claim", {}))
    entered = [(HERE, line) for line in case["entries"]]
    entered += [(THERE, line) for line in case.get("there", ())]
    for claim_id, line in entered:
        command, _, logged = line.partition(", logged ")
        if logged:
            newsroom.now = datetime.combine(date.fromisoformat(logged), time(9), UTC)
        newsroom.enter(claim_id, command)

    for as_of, flags in case["flags"].items():
        standing = newsroom.standing(HERE, as_of)
        told = [flag for flag in standing.flags if flag != Flag.UNSOURCED]
        assert told == flags, f"as of {as_of}"
    for as_of, line in case.get("said", {}).items():
        view = newsroom.view(as_of)
        reasons = reasons_of(view, view.find(HERE))
        assert "; ".join(raised.said(view.day) for raised in reasons) == line, f"as of {as_of}"
