"""The table of cases, each entered through the desk into a ledger of its own and read back."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from newsroom import Newsroom, cast, open_here, set_keys

from claimtrack.desk.view import View
from claimtrack.model.words import Flag
from claimtrack.rules import Standing

TABLE = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["case"]
END = "2025-12-31"
HERE = "here"
KEYS = {
    *("name", "kind", "parties", "claimant", "opened", "sources", "settings", "others", "entries"),
    *("as_of", "status", "supports", "refutes", "total", "confirmed_by", "denied_by", "positions"),
    *("left_out", "flags", "on_the_list", "verdict", "days", "known", "disagrees"),
}
"""What a case may say."""


def test_cases_have_names_of_their_own_and_known_keys() -> None:
    names = [case["name"] for case in CASES]
    assert sorted(set(names)) == sorted(names)
    assert not [key for case in CASES for key in case if key not in KEYS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], newsroom: Newsroom, request: pytest.FixtureRequest) -> None:
    if "disagrees" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["disagrees"]))
    enter(newsroom, case)
    view = newsroom.view(case.get("as_of", END))
    standing = view.standing(view.find(HERE))

    assert standing.status == case["status"], standing.rule.sentence
    flags = [flag for flag in standing.flags if flag != Flag.STALE]  # see attention.toml
    assert flags == case.get("flags", [])
    told = described(newsroom, standing)
    wanted = {key: case[key] for key in told.keys() & case.keys()}
    assert {key: told[key] for key in wanted} == wanted
    for day, status in case.get("days", {}).items():
        assert status_in(newsroom.view(as_of=day)) == status, f"as of {day}"
    for day, status in case.get("known", {}).items():
        assert status_in(newsroom.view(as_of=END, known_at=day)) == status, f"as known on {day}"


def enter(newsroom: Newsroom, case: dict[str, Any]) -> None:
    """Everything that a case says, in one write."""
    with newsroom.change() as change:
        house = "group F"  # it owns titles, so it comes before them
        for line in (house, *TABLE["cast"], *case.get("sources", ())):
            cast(change, line)
        set_keys(change, case.get("settings", {}))
        others = case.get("others", {})
        fields = {key: case[key] for key in ("kind", "parties", "claimant") if key in case}
        open_here(change, HERE, on=case.get("opened", "2025-01-01"), **fields)
        for other in others:
            open_here(change, other, on="2025-01-01")
        for claim_id, lines in {**others, HERE: case["entries"]}.items():
            for number, line in enumerate(lines, 1):
                newsroom.enter_into(change, claim_id, dated(line, number))


def dated(line: str, number: int) -> str:
    """The command with its day, where it takes one and says none: that of its number."""
    verb = line.split()[0]
    undated = ("withdraw", "edit", "move", "rate", "own")
    return line if " on " in line or verb in undated else f"{line}, on 2025-01-{number:02}"


def described(newsroom: Newsroom, standing: Standing) -> dict[str, Any]:
    """A standing in the words of the table."""
    numbers = {entry_id: n for n, entry_id in enumerate(newsroom.numbered.get(HERE, ()), 1)}
    left_out = sorted(standing.tally.left_out, key=lambda left: numbers[left.report.id])
    return {
        "supports": standing.counts.supports,
        "refutes": standing.counts.refutes,
        "total": len(standing.tally.reports),
        "confirmed_by": sorted(standing.confirmed_by),
        "denied_by": sorted(standing.denied_by),
        "positions": {party: p.position.value for party, p in standing.positions.items()},
        "left_out": [f"{numbers[left.report.id]} {left.why}" for left in left_out],
        "on_the_list": standing.unconfirmed_rumor,
        "verdict": standing.verdict.rating if standing.verdict else "none",
    }


def status_in(view: View) -> str:
    """The claim's status as a list would show it."""
    claim = next((claim for claim in view.claims() if claim.id == HERE), None)
    return view.standing(claim).status if claim else "absent"
