"""Ledgers of any size for the benches: for the same seed and day the same, byte for byte.

    python bench/ledgers.py claims.json 10000

What they say is put together from lists of words; its lengths, and how many reports and verdicts
there are, are those of a desk that has been at work for a year. Claims are made one at a time, so
that there may be more of them than memory holds.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from few import RARE, claim_id, is_rare

from claimtrack.model.entries import (
    ClaimEntry,
    Entry,
    Opened,
    Position,
    Report,
    Verdict,
    named,
    written,
)
from claimtrack.model.registry import PartyEntered, SourceEntered
from claimtrack.model.words import Kind, Medium, Priority, Reliability, Stance, Stand
from claimtrack.show.progress import progress
from claimtrack.store.base import RawEntry, Tables
from claimtrack.store.layout import SCHEMA, dumped
from claimtrack.when import Window

WHO = ("The army", "The council", "The port authority", "Traders", "The mine's owner", "The union")
DOES = ("will close", "has reopened", "moved troops to", "stopped trucks at", "will pay for")
WHAT = ("the harbour bridge", "the border gate", "the northern road", "the market", "the airfield")
WHY = ("after the talks", "because of the floods", "before the festival", "in return for fuel")
PLACES = ("north", "south", "harbour", "border", "hills", "old town", "valley", "coast")
WORDS = ("people", "on", "the", "road", "say", "trucks", "and", "boats", "wait", "since", "morning")
SOURCES, PARTIES, TAGS = 200, 20, 60


def write_ledger(path: Path, claims: int, day: date, *, days: int = 365, seed: int = 1) -> None:
    """A ledger of a desk that has logged for so many ``days`` up to ``day``.

    With 0 days all was logged on that one, so that nothing needs attention yet.
    """
    tables = registries(day - timedelta(days), seed)
    with progress(f"{claims:,} claims", claims) as advance:
        for claim, entries in ledger_claims(claims, day, days=days, seed=seed):
            tables.setdefault("claims", {})[claim] = {"entries": entries}
            advance(1)
    path.write_bytes(dumped(tables))


def registries(first: date, seed: int = 1) -> Tables:
    """All of a ledger but its claims; sources and parties were entered on its first day."""
    random = Random(seed)
    sources = {
        f"source-{n:03}": SourceEntered(
            name=f"The Daily {n:03}",
            url=f"https://daily-{n:03}.example.org",
            reliability=random.choice(list(Reliability)),
            **_stamp(random, first),
        )
        for n in range(SOURCES)
    }
    parties = {
        f"party-{n:02}": PartyEntered(name=f"Party {n:02}", **_stamp(random, first))
        for n in range(PARTIES)
    }
    return {
        "meta": {"ledger": {"schema": SCHEMA}},
        "sources": {key: {"entries": _records(source)} for key, source in sources.items()},
        "parties": {key: {"entries": _records(party)} for key, party in parties.items()},
    }


def ledger_claims(
    claims: int, day: date, *, days: int = 365, seed: int = 1
) -> Iterator[tuple[str, list[RawEntry]]]:
    """The claims, each with its entries as they are stored; made as they are asked for."""
    random = Random(seed + 1)
    first = day - timedelta(days)
    for number in range(claims):
        rare = is_rare(number, claims)
        opened = first + timedelta(random.randint(0, days // 2 if rare else days))
        yield claim_id(number), _records(*_claim(random, opened, day, rare=rare))


def _claim(random: Random, opened: date, day: date, *, rare: bool) -> Iterator[ClaimEntry]:
    """A claim's life: reports within a month, a position of some, a verdict on most of the old."""
    forecast = random.random() < 0.3
    parties = random.sample(range(PARTIES), random.choice((0, 1, 1, 2)))
    tags = [f"tag-{n:02}" for n in random.sample(range(TAGS), random.randint(1, 2))]
    yield Opened(
        text=f"{_said(random)} by the {RARE}" if rare else _said(random),
        kind=Kind.FORECAST if forecast else Kind.EVENT,
        due=Window.day(opened + timedelta(random.randint(20, 120))) if forecast else None,
        when=None if forecast else Window.day(opened - timedelta(random.randint(0, 9))),
        place=random.choice(PLACES),
        tags=(*tags, RARE) if rare else tuple(tags),
        priority=random.choices(list(Priority), weights=(1, 6, 3))[0],
        parties=tuple(f"party-{n:02}" for n in parties),
        **_stamp(random, opened),
    )
    known = (day - opened).days
    for number in range(random.choices((1, 2, 3, 6), weights=(88, 8, 3, 1))[0]):
        later = random.randint(0, 30) if number else 0
        yield _report(random, opened + timedelta(min(later, known)))
    if parties and random.random() < 0.2:
        yield Position(
            party=f"party-{parties[0]:02}",
            position=random.choice((Stand.CONFIRMS, Stand.DENIES, Stand.DECLINES)),
            **_stamp(random, opened + timedelta(min(5, known))),
        )
    if known > 40 and (rare or random.random() < 0.6):
        yield Verdict(
            rating=random.choice(("true", "mostly-true", "false", "mostly-false")),
            reason=_words(random, 6),
            recheck=Window.day(opened + timedelta(90)) if rare else None,
            **_stamp(random, opened + timedelta(40)),
        )


def _report(random: Random, on: date) -> Report:
    source = random.randrange(SOURCES)
    return Report(
        source=f"source-{source:03}",
        url=f"https://daily-{source:03}.example.org/{on:%Y/%m}/{random.randrange(10**6)}",
        quote=_words(random, random.randint(8, 24)) if random.random() < 0.4 else None,
        stance=random.choices((Stance.SUPPORTS, Stance.REFUTES), weights=(9, 1))[0],
        medium=random.choice((Medium.ARTICLE, Medium.POST, Medium.VIDEO)),
        credibility=random.randint(2, 6),
        **_stamp(random, on),
    )


def _said(random: Random) -> str:
    said = " ".join(random.choice(words) for words in (WHO, DOES, WHAT, WHY))
    return f"{said}, at kilometre {random.randint(1, 400)}"


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count)).capitalize() + "."


def _stamp(random: Random, on: date) -> dict[str, Any]:
    """A day, logged on it, within its first second."""
    logged = datetime.combine(on, time(0, 0, 0, random.randrange(10**6)), UTC)
    return {"on": Window.day(on), "recorded": logged, "by": random.choice(("desk", "editor"))}


def _records(*entries: Entry) -> list[RawEntry]:
    return [written(named(entry)) for entry in entries]


if __name__ == "__main__":
    write_ledger(Path(sys.argv[1]), int(sys.argv[2]), datetime.now(UTC).date())
