"""One network in two regions, each with a database of its own, written to on both sides at once.

What is merged afterwards is one ledger: everything that either side was told is in both, under one
seal, and what is derived from it is the same on both sides.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from program import Program, Run

REGIONS = ("east", "west")
SHARED = ("abc23", "abd45", "qrs89")
"""Claims that both regions know before they part."""
ROUNDS, WRITES = 2, 6
"""How often the regions are merged while they go on writing, and what each writes in between."""

Regions = dict[str, str]
"""The location of each region's ledger."""
Command = tuple[str, ...]


@pytest.fixture
def regions(filed: Program, database: Callable[[], str]) -> Regions:
    """Two databases with one ledger in both, brought there by a merge."""
    found = {region: database() for region in REGIONS}
    for location in found.values():
        filed.ok("merge", "claims.json", "--db", location)
    return found


def seal(program: Program, location: str) -> str:
    return program.ok("seal", "--db", location).out.split()[0]


def in_step(program: Program, regions: Regions) -> None:
    """Merge both ways until neither side has anything new: two merges, and two that say so."""
    east, west = regions.values()
    for _ in range(2):
        program.ok("merge", west, "--db", east)
        program.ok("merge", east, "--db", west)
    for ours, theirs in ((east, west), (west, east)):
        assert "nothing new" in program.ok("merge", theirs, "--db", ours).err


def entries(program: Program, location: str) -> set[tuple[str, str]]:
    return {(e["claim"], e["id"]) for e in program.json("log", "--db", location)}


def writes(region: str, turn: int, random: Random) -> Iterator[Command]:
    """What a region's desk logs: on claims of its own, and on those that both know."""
    for number in range(WRITES):
        claim, day = random.choice(SHARED), f"2025-03-{random.randint(1, 28):02}"
        yield random.choice(
            (
                ("add", f"Bridge {turn}.{number} in the {region} was closed", "--on", day),
                ("report", claim, "--source", f"{region}-{number}", "--on", day, "--new"),
                ("report", claim, "--source", "khit-thit", "--on", "2025-03-05"),  # both say this
                ("position", claim, "hedges", "--by", "regime", "--on", day),
                ("note", claim, f"From the {region}: {turn}.{number}", "--on", day),
                ("source", "rate", "gossip", random.choice("ABCDE")),
                ("verdict", claim, "unproven", "--because", f"{region} says so", "--on", day),
                ("edit", claim, "--tag", f"{region}-{number}"),
            )
        )


def at_work(program: Program, regions: Regions, region: str, turn: int) -> list[Run]:
    """A region's desk writes, and fetches what the other has in the middle of it."""
    location, other = regions[region], regions[REGIONS[region == "east"]]
    commands = list(writes(region, turn, Random(f"{region} {turn}")))
    commands.insert(WRITES // 2, ("merge", other))
    who = ("--db", location, "--by-user", f"{region}-desk", "--format", "json")
    return [program.fresh(*command, *who) for command in commands]


def test_what_both_sides_write_at_once_becomes_one_ledger(filed: Program, regions: Regions) -> None:
    acknowledged: set[tuple[str, str]] = set()
    for turn in range(ROUNDS):
        with ThreadPoolExecutor() as both:
            work = [both.submit(at_work, filed, regions, region, turn) for region in REGIONS]
            runs = [run for each in work for run in each.result()]
        assert [run for run in runs if run.code] == []
        for run in runs:
            if "claim" in run.json:
                acknowledged |= {(run.json["claim"]["id"], id_) for id_ in run.json["entries"]}
    before = [entries(filed, location) for location in regions.values()]
    assert before[0] != before[1]

    in_step(filed, regions)

    east, west = regions.values()
    assert seal(filed, east) == seal(filed, west)
    assert entries(filed, east) == entries(filed, west) == before[0] | before[1]
    assert acknowledged <= entries(filed, east)


def test_what_is_derived_is_the_same_on_both_sides(filed: Program, regions: Regions) -> None:
    east, west = regions.values()
    filed.ok("source", "rate", "gossip", "B", "--db", east)
    filed.ok("report", "abd45", "--source", "khit-thit", "--on", "2025-02-03", "--db", west)
    assert {filed.claim("abd45", "--db", each)["status"] for each in regions.values()} == {"denied"}

    in_step(filed, regions)

    for command in (
        ("list", "--format", "jsonl"),
        ("list", "status:disputed", "--format", "ids"),
        ("stale",),
        ("board",),
        ("search", "Lashio"),
        ("log",),
        ("source", "list"),
        ("show", "abd45"),
    ):
        assert filed.ok(*command, "--db", east).out == filed.ok(*command, "--db", west).out
    assert filed.claim("abd45", "--db", west)["status"] == "disputed"  # one more origin counts


def test_what_one_side_takes_back_is_taken_back_on_both(filed: Program, regions: Regions) -> None:
    east, west = regions.values()
    added = filed.json("note", "abc23", "Typed in the wrong window", "--db", east)["entries"]
    in_step(filed, regions)
    filed.ok("undo", "--db", east)
    in_step(filed, regions)
    for location in regions.values():
        logged = filed.json("log", "abc23", "--db", location)
        assert [e["entry"] for e in logged if e["type"] == "withdrawn"] == added
    assert seal(filed, east) == seal(filed, west)


def test_three_stores_meet_in_one_seal(filed: Program, regions: Regions) -> None:
    """A region on a file and one in SQLite take part like any other."""
    regions |= {"south": "south.json", "north": "sqlite:///north.db"}
    for place, location in regions.items():
        filed.ok("merge", "claims.json", "--db", location)
        filed.ok("add", f"Something is new in the {place}", "--db", location)
    for _ in range(2):
        for ours in regions.values():
            for theirs in regions.values():
                if ours != theirs:
                    filed.ok("merge", theirs, "--db", ours)
    assert len({seal(filed, location) for location in regions.values()}) == 1
