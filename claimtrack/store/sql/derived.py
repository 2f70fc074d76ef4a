"""The tables of what is derived of claims, by which claims are found.

They hold nothing that could not be worked out anew from the entries. Days are kept as ISO 8601
texts, which sort as days do; an open end is the earliest or the latest of all days.
"""

from typing import Any

from sqlalchemy.schema import Column, Index, MetaData, Table
from sqlalchemy.types import Integer, SmallInteger

from claimtrack.store.sql.schema import BYTEWISE

metadata = MetaData()


def _day(name: str, comment: str | None = None, *, needed: bool = False) -> Column[Any]:
    return Column(name, BYTEWISE, nullable=not needed, comment=comment)


claims = Table(
    "claimtrack_claims",
    metadata,
    Column("id", BYTEWISE, primary_key=True),
    _day("judged", "the day from which the row holds", needed=True),
    _day("turns", "the day from which it may no longer hold", needed=True),
    _day("begun", "the first day on which anything about it has begun", needed=True),
    Column("status", BYTEWISE, nullable=False),
    Column("open", SmallInteger, nullable=False),
    Column("unconfirmed", SmallInteger, nullable=False, comment="is it on the editors' list?"),
    Column("kind", BYTEWISE, nullable=False),
    Column("priority", BYTEWISE, nullable=False),
    Column("text", BYTEWISE, nullable=False, comment="folded, to be sorted by"),
    _day("due_begins"),
    _day("due_ends"),
    _day("heard_begins"),
    _day("heard_ends"),
    Column("opened", BYTEWISE, nullable=False, comment="in UTC to the microsecond, as updated"),
    Column("updated", BYTEWISE, nullable=False),
    Column("supports", Integer, nullable=False),
    Column("refutes", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    _day("attention", "the first day on which it calls for somebody"),
    comment="What is derived of each claim, as it holds from one day to another.",
)
for _name in (
    "judged",
    "turns",
    "status",
    "open",
    "unconfirmed",
    "kind",
    "priority",
    "due_begins",
    "due_ends",
    "heard_begins",
    "heard_ends",
    "attention",
):
    Index(f"claimtrack_claims_{_name}", claims.c[_name])

values = Table(
    "claimtrack_values",
    metadata,
    Column("field", BYTEWISE, primary_key=True),
    Column("value", BYTEWISE, primary_key=True),
    Column("claim", BYTEWISE, primary_key=True),
    comment="Tags, parties, sources and the like, each claim's; none is a value too.",
)
Index("claimtrack_values_claim", values.c.claim)

raisings = Table(
    "claimtrack_flags",
    metadata,
    Column("flag", BYTEWISE, primary_key=True),
    Column("first", BYTEWISE, primary_key=True),
    Column("claim", BYTEWISE, primary_key=True),
    _day("last", needed=True),
    comment="The days on which each flag is raised.",
)
Index("claimtrack_flags_claim", raisings.c.claim)

falling = Table(
    "claimtrack_falling_due",
    metadata,
    Column("last", BYTEWISE, primary_key=True),
    Column("first", BYTEWISE, primary_key=True),
    Column("what", BYTEWISE, primary_key=True),
    Column("claim", BYTEWISE, primary_key=True),
    comment="What falls due, within which days.",
)
Index("claimtrack_falling_due_claim", falling.c.claim)

traces = Table(
    "claimtrack_traces",
    metadata,
    Column("trace", BYTEWISE, primary_key=True),
    Column("value", BYTEWISE, primary_key=True),
    Column("claim", BYTEWISE, primary_key=True),
    comment="What entries say by which claims are found.",
)
Index("claimtrack_traces_claim", traces.c.claim)

derivation = Table(
    "claimtrack_derivation",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    comment="By which working-out all of this was derived; empty where it has to be done anew.",
)
