"""What a filter with few hits reads of a hundred thousand claims: no table from end to end.

Most of the claims are alike; a hundred differ from them, and those are asked for.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import anything
import psycopg
import pytest
from msgspec.structs import replace
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, Executable

from claimtrack.desk.reading import mention_of
from claimtrack.desk.selecting import conditions_of
from claimtrack.desk.view import View
from claimtrack.model.words import Flag, Kind, Priority, Status
from claimtrack.query.conditions import Condition, FallsDue, NeedsAttention
from claimtrack.query.derived import APART, Derived, Falling, Texts
from claimtrack.rules.falling_due import What
from claimtrack.rules.turning import Raising
from claimtrack.store import open_store
from claimtrack.store.held import Held
from claimtrack.store.sql import deriving
from claimtrack.store.sql.fulltext import full_text
from claimtrack.store.sql.index import SqlIndex
from claimtrack.store.sql.store import SqlStore

CLAIMS = 100_000
RARE = 100
TODAY = date(2025, 6, 1)
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)

FILTERS = {
    "status:retracted": "claims_status",
    "flag:overdue": "flags",
    "flag:due-soon": "flags",
    "flag:stale,contested": "flags",
    "party:rebels": "values",
    "source:daily": "values",
    "tag:truce": "values",
    "place:lashio": "values",
    "kind:forecast": "claims_kind",
    "priority:high": "claims_priority",
    "assignee:me": "values",
    "verdict:true": "values",
    "is:closed": "claims_open",
    "due:2025-06-20": "claims_due",
    "due:>2025-06-20": "claims_due",
    "heard:>=2025-06-01": "claims_heard_ends",
    "bridge": "texts",
    "zq": "texts",
}
"""Terms with few hits, and the index by which each is answered."""


def common(number: int) -> Derived:
    """One of those that are alike: of last year, long told, and about nothing in particular."""
    heard = TODAY - timedelta(200 + number % 100)
    told = f"word {number} of what was said"
    return Derived(
        id=f"k{number:06}",
        judged=TODAY,
        turns=date.max,
        begun=heard,
        status=Status.UNCONFIRMED,
        open=True,
        unconfirmed=True,
        kind=Kind.EVENT,
        priority=Priority.NORMAL,
        text=told,
        due=None,
        heard=(heard, heard),
        opened=NOW - timedelta(200),
        updated=NOW - timedelta(200, number),
        supports=1,
        refutes=0,
        total=1,
        attention=TODAY + timedelta(40 + number % 50),
        values={
            "verdict": ("none",),
            "place": ("valley",),
            "assignee": ("none",),
            "tag": (f"tag-{number % 40}",),
            "party": ("army",),
            "source": ("wire",),
        },
        cited=("wire",),
        raisings=(Raising(Flag.STALE, TODAY + timedelta(40 + number % 50)),),
        falling=(),
        texts=Texts(f"k{number:06}{APART}{told}", "", ""),
    )


def rare(number: int) -> Derived:
    """One of the others."""
    due = TODAY + timedelta(number % 40 - 10)
    return replace(
        common(number),
        id=f"r{number:06}",
        status=Status.RETRACTED,
        open=number % 2 == 0,
        unconfirmed=number % 2 == 0,
        kind=Kind.FORECAST,
        priority=Priority.HIGH,
        due=(due, due),
        heard=(TODAY, TODAY),
        attention=due - timedelta(7),
        values={
            "verdict": ("true",),
            "place": ("lashio",),
            "assignee": ("desk",),
            "tag": ("truce",),
            "party": ("rebels",),
            "source": ("daily",),
        },
        cited=("daily",),
        raisings=(
            Raising(Flag.DUE_SOON, due - timedelta(7), due),
            Raising(Flag.OVERDUE, due + timedelta(1)),
            Raising(Flag.CONTESTED),
        ),
        falling=(Falling(What.DUE, due, due),),
        texts=Texts(f"r{number:06}{APART}the bridge zq", "said in the north", ""),
    )


def many() -> Iterator[tuple[str, Derived]]:
    for number in range(CLAIMS - RARE):
        yield f"k{number:06}", common(number)
    for number in range(RARE):
        yield f"r{number:06}", rare(number)


class Filled:
    """A database with so many claims in it, and how it would answer."""

    def __init__(self, location: str) -> None:
        store = open_store(location)
        assert isinstance(store, SqlStore)
        with store.write() as unit:
            unit.create()
        with store.write() as unit:
            connection = unit._connected()
            deriving.keep(connection, many())
            connection.commit()
        self.snapshot = store.read()

    def plan(self, statement: Any) -> str:
        """What the database says that it will do."""
        connection = self.snapshot._connected()
        how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        found = connection.execute(Explained(how, statement))
        return "\n".join(str(row[-1]) for row in found)


class Explained(Executable, ClauseElement):
    """A statement with words before it."""

    inherit_cache = False

    def __init__(self, how: str, statement: Any) -> None:
        self.how = how
        self.statement = statement


@compiles(Explained)
def _explained(element: Explained, compiler: Any, **kw: Any) -> str:
    return f"{element.how} {compiler.process(element.statement, **kw)}"


def asked(view: View) -> Iterator[tuple[str, list[Condition], str]]:
    """What is asked for, by name, and the index by which it is answered."""
    for term, index in FILTERS.items():
        yield term, conditions_of(view, [term], user="desk"), index
    yield "stale", [NeedsAttention()], "claims_attention"
    yield "due", [FallsDue(TODAY, TODAY + timedelta(6))], "falling_due"
    yield "due by", [FallsDue(last=TODAY, at_latest=True)], "falling_due"
    for words in ("the bridge zq", "north", "herald"):
        yield (
            f"search {words}",
            [mention_of(view, w, discreet=True) for w in words.split()],
            "texts",
        )


SCANNED = re.compile(
    r"SCAN claimtrack_(?!.*VIRTUAL TABLE)\w+|Seq Scan on claimtrack_(claims|values|flags|texts)"
)
"""How a database says that it reads a table from end to end."""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_has_few_hits_is_found_by_an_index(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "sqlite":
        location = f"sqlite:///{tmp_path}/many.db"
    else:
        location = request.getfixturevalue("database")()
    filled = Filled(location)
    if engine == "postgresql":
        with psycopg.connect(location, autocommit=True) as connection:
            connection.execute("ANALYZE")  # as a server does by itself, sooner or later
    view = View(Held(anything.ledger(Random(1))), "a ledger", NOW)
    index = filled.snapshot.index or SqlIndex(
        filled.snapshot._rows, full_text(filled.snapshot._connected())
    )
    wrong = {}
    for name, conditions, by in asked(view):
        for sort in ("activity", None):
            plan = filled.plan(index.finding(conditions, view.look, sort))
            if SCANNED.search(plan) or f"claimtrack_{by}" not in plan:
                wrong[name] = plan
        hits = len(index.find(conditions, view.look))
        if not 0 < hits <= RARE and name != "search herald":
            wrong[f"{name} has hits"] = str(hits)
    assert not wrong, "\n\n".join(f"{name}: {plan}" for name, plan in wrong.items())
    for statement in index.turning(TODAY):
        plan = filled.plan(statement)
        assert not SCANNED.search(plan), plan
    everything = index.finding(conditions_of(view, ["-tag:none"], user="desk"), view.look)
    assert SCANNED.search(filled.plan(everything)), "what nearly all have is read from end to end"
    assert index.turned(view.day) == []
    filled.snapshot.release()
