"""The tables that a ledger is kept in, in SQL.

Their names begin with ``claimtrack_``, so that they may stand in a database beside others.
Texts are compared byte by byte, whatever the database's own collation is.
"""

from sqlalchemy.schema import Column, Index, MetaData, Table
from sqlalchemy.types import Integer, Text

metadata = MetaData()

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by its bytes, which is the order of code points."""

entries = Table(
    "claimtrack_entries",
    metadata,
    Column("tbl", BYTEWISE, primary_key=True, comment="claims, sources, parties, meta, forgotten"),
    Column("doc", BYTEWISE, primary_key=True, comment="the id or key of the document"),
    Column("id", BYTEWISE, primary_key=True, comment="what the entry is known by in its document"),
    Column("place", Integer, nullable=False, comment="its place in the document, from 0"),
    Column("type", BYTEWISE),
    Column("recorded", BYTEWISE, comment="in UTC to the microsecond; null where it is no moment"),
    Column("stands", BYTEWISE, comment="when its command stands in the log, in the same form"),
    Column("by", BYTEWISE),
    Column("body", BYTEWISE, nullable=False, comment="the entry as it is on file, in JSON"),
    comment="Each entry a row; append-only, but for what is erased for good.",
)
Index("claimtrack_entries_recorded", entries.c.tbl, entries.c.recorded)
Index("claimtrack_entries_stands", entries.c.stands)
Index("claimtrack_entries_by", entries.c.by, entries.c.stands)

extras = Table(
    "claimtrack_extras",
    metadata,
    Column("kind", BYTEWISE, primary_key=True, comment="table or document"),
    Column("tbl", BYTEWISE, primary_key=True),
    Column("doc", BYTEWISE, primary_key=True, comment="empty for a table"),
    Column("body", BYTEWISE, nullable=False, comment="JSON; of a document without its entries"),
    comment="What is more than entries: meta/ledger, keys and tables that nobody knows.",
)

TABLE, DOCUMENT = "table", "document"
"""The kinds of extras: a table that holds no documents, and a document as far as it is no list of
entries."""
