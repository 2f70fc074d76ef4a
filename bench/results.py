"""What was measured, kept as JSON, and what it says about the goals."""

import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from cases import (
    ADD,
    FILTER,
    LIMIT,
    LIST,
    PARSE,
    PAUSED,
    POSTGRES,
    SHOW,
    SQLITE,
    STALE_FEW,
    STALE_TAG,
    START,
    TINY,
    WRITE,
)
from peers import LIST_ALL, LIST_PENDING, TASK

DESK, MANY, SMALL, HUGE = 10_000, 100_000, 1_000, 1_000_000
"""The sizes that goals are set for."""
READS, WRITES, GROWS, MEMORY = 1.6, 1.5, 1.5, 8.0


@dataclass
class Result:
    """The times of one command on a ledger of one size, in milliseconds."""

    size: int
    what: str
    who: str
    times: list[float]
    kilobytes: int

    @property
    def median(self) -> float:
        """The time that counts."""
        return statistics.median(self.times)


@dataclass
class Run:
    """All that one run measured."""

    machine: str
    rounds: int
    own_kilobytes: int
    """The bench's own memory: nothing that it starts shows less."""
    entries_a_claim: float = 0.0
    results: list[Result] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)
    """What a ledger takes: by store and size, as in "TinyDB 10000"."""

    def find(self, size: int, what: str, who: str) -> Result | None:
        """One of the results."""
        for one in self.results:
            if (one.size, one.what, one.who) == (size, what, who):
                return one
        return None

    def median(self, size: int, what: str, who: str) -> float | None:
        """Its median; None where it was not measured."""
        found = self.find(size, what, who)
        return found.median if found else None

    def total(self, size: int, *limits: str) -> float | None:
        """The sum of some limits."""
        medians = [self.median(size, what, LIMIT) for what in limits]
        return None if None in medians else sum(filter(None, medians))

    def save(self, path: Path) -> None:
        """Keep it, whatever comes later."""
        path.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, path: Path) -> "Run":
        """What was kept."""
        kept = json.loads(path.read_text())
        kept["results"] = [Result(**one) for one in kept["results"]]
        return cls(**kept)


class Goal(NamedTuple):
    """A goal and what came out."""

    what: str
    ratio: float
    limit: float | None
    """None: no goal, but told beside those that are, as the harder comparison."""
    strict: bool = False
    """Whether just as much is too much."""

    @property
    def met(self) -> bool:
        """Is it met?"""
        if self.limit is None:
            return True
        return self.ratio < self.limit if self.strict else self.ratio <= self.limit


def goals(run: Run) -> Iterator[Goal]:
    """The goals that this run measured all of, in their order."""
    for size in (DESK, MANY):
        yield from _file_goals(run, size)
    yield from _memory_goal(run)
    yield from _peer_goals(run)
    for who in (SQLITE, POSTGRES):
        for what in (FILTER, SHOW, ADD, STALE_FEW, STALE_TAG):
            small, huge = (run.median(size, what, who) for size in (SMALL, HUGE))
            if small and huge:
                yield Goal(f"{who}: {what}, {HUGE:,} claims : {SMALL:,}", huge / small, GROWS)


def unmeasured(run: Run) -> Iterator[str]:
    """Which goals of what was measured need other sizes, a line each."""
    there = {one.size for one in run.results}
    who = {one.who for one in run.results}
    for what, names, needed in (
        (f"{TINY}'s {LIST} and {ADD}", {TINY}, (DESK, MANY)),
        (f"{TINY}'s memory", {TINY}, (MANY,)),
        (f"{TASK}'s list", {TINY, TASK}, (DESK,)),
        (f"{SQLITE}'s growth", {SQLITE}, (SMALL, HUGE)),
        (f"{POSTGRES}'s growth", {POSTGRES}, (SMALL, HUGE)),
    ):
        if names <= who and not there >= set(needed):
            sizes = ",".join(f"{size:_}" for size in needed)
            yield f"not measured: the goals for {what}, which need --sizes {sizes}"


def unit(run: Run, size: int, what: str) -> float | None:
    """What a command on the file is compared to: the limits that it cannot avoid."""
    if what in (ADD, "report"):
        return run.total(size, START, PARSE, WRITE)
    return run.total(size, START, PARSE)


def _file_goals(run: Run, size: int) -> Iterator[Goal]:
    for what, limit, against, name in (
        (LIST, READS, (START, PARSE), "(start-up + parse)"),
        (LIST, None, (START, PAUSED), "(start-up + parse with the collector paused)"),
        (ADD, WRITES, (START, PARSE, WRITE), "(start-up + parse + dump, fsync, rename)"),
        (ADD, None, (START, PAUSED, WRITE), "(the same with the collector paused)"),
    ):
        median, base = run.median(size, what, TINY), run.total(size, *against)
        if median and base:
            yield Goal(f"{TINY}, {size:,} claims: {what} : {name}", median / base, limit)


def _memory_goal(run: Run) -> Iterator[Goal]:
    most = [one.kilobytes for one in run.results if (one.size, one.who) == (MANY, TINY)]
    file = run.bytes.get(f"{TINY} {MANY}")
    if most and file:
        ratio = max(most) * 1024 / file
        yield Goal(f"{TINY}, {MANY:,} claims: memory of the largest command : file", ratio, MEMORY)


def _peer_goals(run: Run) -> Iterator[Goal]:
    ours = run.median(DESK, LIST, TINY)
    for what, limit in ((LIST_ALL, 1.0), (LIST_PENDING, None)):
        theirs = run.median(DESK, what, TASK)
        if ours and theirs:
            name = f"{TINY}, {DESK:,} claims: {LIST} : {TASK}'s {what}"
            yield Goal(name, ours / theirs, limit, strict=True)
