"""Words within texts: every place where some letters stand, found by threes of letters.

A word is looked for as a part of a text, wherever it stands. Texts come folded, with marks between
them that no word holds, and are closed with two more, so that a three begins at every letter.
SQLite's FTS5 finds the threes itself; PostgreSQL is given them as the words of a ``tsvector``,
which every engine of its kind has without an extension. What was found is looked at once more.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.engine import Connection
from sqlalchemy.schema import Column
from sqlalchemy.sql import ColumnElement, TextClause, bindparam, literal_column, text
from sqlalchemy.sql.expression import BindParameter

from claimtrack.query.derived import APART, Texts
from claimtrack.store.sql.fitting import storable

PLACES = Texts._fields
"""Where words are looked for, by the names of the columns."""

MOST = 20_000
"""Threes beyond which a text is looked through for each word: a ``tsvector`` has a largest size."""

ALL = "!"
"""The mark of such a text."""

COMPARED = 500
"""How many texts are compared with their threes at a time."""

ASTRAY = "the index of words does not hold what the claims say"
"""What is wrong where words are not found in the texts that have them."""

ENOUGH = 64
"""The letters of a word by which an index finds it: whether the rest stands there too is seen."""

ONE_TO_FTS5 = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""The letters that FTS5 reads as another."""

FTS5_OWN = {
    "claimtrack_words_config": "(k PRIMARY KEY, v) WITHOUT ROWID",
    "claimtrack_words_data": "(id INTEGER PRIMARY KEY, block BLOB)",
    "claimtrack_words_idx": "(segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID",
    "claimtrack_words_docsize": "(id INTEGER PRIMARY KEY, sz BLOB)",
}
"""The tables that FTS5 makes for its index, and their columns."""

FTS5_EMPTY = (
    "INSERT OR REPLACE INTO claimtrack_words_config VALUES ('version', 4)",
    "INSERT OR REPLACE INTO claimtrack_words_data VALUES (10, x'00000000000000')",
)
"""The rows without which it opens none: the version of its format, and that it has no segments."""

Row = tuple[str, Texts]
"""A claim's id and its texts."""


class FullText(Protocol):
    """How texts are kept and found in one sort of database."""

    def create(self, connection: Connection) -> None:
        """Make what they are kept in."""

    def drop(self, connection: Connection, claim_ids: Sequence[str]) -> None:
        """Let go of the texts of some claims."""

    def drop_all(self, connection: Connection) -> None:
        """Let go of all texts."""

    def discard(self, connection: Connection) -> None:
        """Let go of what they are kept in too."""

    def amiss(self, connection: Connection) -> str | None:
        """What is wrong with what finds words in them; None where nothing is."""

    def put(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Keep the texts of claims that have none."""

    def unindexed(self, column: "Column[Any]") -> ColumnElement[Any]:
        """A column that is compared with nearly always the same outcome: no way to find rows."""

    def holding(self, word: str, places: Sequence[str]) -> TextClause:
        """A SELECT of the ids of the claims that have the word in one of these places."""


def full_text(connection: Connection) -> FullText:
    """How it is done in a database."""
    return SqliteText() if connection.dialect.name == "sqlite" else PostgresText()


class SqliteText:
    """FTS5 by threes of letters, over a table of the texts."""

    def create(self, connection: Connection) -> None:
        """A table, its index, and the index as a table of its threes."""
        for statement in (
            "CREATE TABLE IF NOT EXISTS claimtrack_texts (number INTEGER PRIMARY KEY, "
            "claim TEXT NOT NULL UNIQUE, headline TEXT, openly TEXT, in_confidence TEXT)",
            "CREATE VIRTUAL TABLE IF NOT EXISTS claimtrack_words USING fts5("
            "headline, openly, in_confidence, content='claimtrack_texts', "
            "content_rowid='number', tokenize='trigram case_sensitive 1')",
            "CREATE VIRTUAL TABLE IF NOT EXISTS claimtrack_threes "
            "USING fts5vocab('claimtrack_words', 'instance')",
        ):
            connection.execute(text(statement))

    def drop(self, connection: Connection, claim_ids: Sequence[str]) -> None:
        """Out of the index by what it holds of them, then out of the table."""
        ids: BindParameter[Any] = bindparam("ids", list(claim_ids), expanding=True)
        forget = text(
            "INSERT INTO claimtrack_words (claimtrack_words, rowid, headline, openly, "
            "in_confidence) SELECT 'delete', number, headline, openly, in_confidence "
            "FROM claimtrack_texts WHERE claim IN :ids"
        )
        connection.execute(forget.bindparams(ids))
        gone = text("DELETE FROM claimtrack_texts WHERE claim IN :ids")
        connection.execute(gone.bindparams(ids))

    def drop_all(self, connection: Connection) -> None:
        """The index at once, then the table."""
        connection.execute(
            text("INSERT INTO claimtrack_words (claimtrack_words) VALUES ('delete-all')")
        )
        connection.execute(text("DELETE FROM claimtrack_texts"))

    def discard(self, connection: Connection) -> None:
        """What leads to others goes first. FTS5 drops no table whose own ones it cannot open: those
        that are lost are put there, as of an index that is empty.
        """
        for name, columns in FTS5_OWN.items():
            connection.execute(text(f"CREATE TABLE IF NOT EXISTS {name} {columns}"))
        for statement in FTS5_EMPTY:
            connection.execute(text(statement))
        for table in ("claimtrack_threes", "claimtrack_words", *FTS5_OWN, "claimtrack_texts"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))

    def amiss(self, connection: Connection) -> str | None:
        """FTS5's own check needs a connection that may write: here it is the texts that it holds
        that are compared, and the number of its threes, which follows from their lengths.
        """
        lengths = " + ".join(f"max(length({place}) - 2, 0)" for place in PLACES)
        for statement in (
            "SELECT number FROM claimtrack_texts EXCEPT SELECT id FROM claimtrack_words_docsize",
            "SELECT id FROM claimtrack_words_docsize EXCEPT SELECT number FROM claimtrack_texts",
            "SELECT 1 WHERE (SELECT count(*) FROM claimtrack_threes) <> "
            f"(SELECT coalesce(sum({lengths}), 0) FROM claimtrack_texts)",
        ):
            if connection.execute(text(f"{statement} LIMIT 1")).first():
                return ASTRAY
        return None

    def put(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Into the table, and from there into the index."""
        connection.execute(
            text(
                "INSERT INTO claimtrack_texts (claim, headline, openly, in_confidence) "
                "VALUES (:claim, :headline, :openly, :in_confidence)"
            ),
            [{"claim": claim, **closed(texts)} for claim, texts in rows],
        )
        ids: BindParameter[Any] = bindparam("ids", [claim for claim, _ in rows], expanding=True)
        connection.execute(
            text(
                "INSERT INTO claimtrack_words (rowid, headline, openly, in_confidence) "
                "SELECT number, headline, openly, in_confidence FROM claimtrack_texts "
                "WHERE claim IN :ids"
            ).bindparams(ids)
        )

    def unindexed(self, column: "Column[Any]") -> ColumnElement[Any]:
        """With a plus before it no index is thought of: nobody may have counted its values."""
        return literal_column(f"+{column.table.name}.{column.name}", column.type)

    def holding(self, word: str, places: Sequence[str]) -> TextClause:
        """By the threes of the word, one after another, or of a shorter one those that begin so;
        then by the word itself, as some letters are one to the index.
        """
        word = storable(word)
        indexed = word[:ENOUGH].translate(ONE_TO_FTS5)
        there = " OR ".join(f"instr({place}, :word) > 0" for place in places)
        found: BindParameter[str] = bindparam("word", word, unique=True)
        if len(word) >= 3:
            phrase = indexed.replace('"', '""')
            asked = f'{{{" ".join(places)}}} : "{phrase}"'
            return text(
                "SELECT claimtrack_texts.claim FROM claimtrack_texts WHERE number IN "
                "(SELECT rowid FROM claimtrack_words WHERE claimtrack_words MATCH :asked) "
                f"AND ({there})"
            ).bindparams(found, bindparam("asked", asked, unique=True))
        return text(
            "SELECT claimtrack_texts.claim FROM claimtrack_texts WHERE number IN "
            "(SELECT doc FROM claimtrack_threes WHERE term >= :short AND term <= :beyond "
            f"AND col IN ({', '.join(map(repr, places))})) AND ({there})"
        ).bindparams(
            found,
            bindparam("short", indexed, unique=True),
            bindparam("beyond", f"{indexed}\U0010ffff\U0010ffff", unique=True),
        )


class PostgresText:
    """Threes of letters as the words of a ``tsvector``, each with a letter for its place."""

    def create(self, connection: Connection) -> None:
        """A table with an index of the threes."""
        columns = ", ".join(f'{place} TEXT COLLATE "C" NOT NULL' for place in PLACES)
        for statement in (
            'CREATE TABLE IF NOT EXISTS claimtrack_texts (claim TEXT COLLATE "C" PRIMARY KEY, '
            f"{columns}, threes TSVECTOR NOT NULL)",
            "CREATE INDEX IF NOT EXISTS claimtrack_texts_threes ON claimtrack_texts "
            "USING GIN (threes)",
        ):
            connection.execute(text(statement))

    def drop(self, connection: Connection, claim_ids: Sequence[str]) -> None:
        """Delete their rows."""
        ids: BindParameter[Any] = bindparam("ids", list(claim_ids), expanding=True)
        gone = text("DELETE FROM claimtrack_texts WHERE claim IN :ids")
        connection.execute(gone.bindparams(ids))

    def drop_all(self, connection: Connection) -> None:
        """Delete all rows."""
        connection.execute(text("DELETE FROM claimtrack_texts"))

    def discard(self, connection: Connection) -> None:
        """Drop the table, and its index with it."""
        connection.execute(text("DROP TABLE IF EXISTS claimtrack_texts"))

    def amiss(self, connection: Connection) -> str | None:
        """The threes are compared with those of the texts; the server sees to its index."""
        texts = text(f"SELECT claim, {', '.join(PLACES)} FROM claimtrack_texts")
        rows = connection.execute(texts, execution_options={"yield_per": COMPARED})
        differing = text(
            "SELECT 1 FROM unnest(CAST(:claims AS TEXT[]), CAST(:threes AS TEXT[])) "
            "AS due (claim, threes) JOIN claimtrack_texts AS kept ON kept.claim = due.claim "
            "WHERE kept.threes <> CAST(due.threes AS TSVECTOR) LIMIT 1"
        )
        for batch in rows.partitions():
            due = [_threes({place: getattr(row, place) for place in PLACES}) for row in batch]
            asked = {"claims": [row.claim for row in batch], "threes": due}
            if connection.execute(differing, asked).first():
                return ASTRAY
        return None

    def put(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert them with their threes."""
        found = [(claim, closed(texts)) for claim, texts in rows]
        columns = {**dict.fromkeys(("claim", *PLACES), "TEXT"), "threes": "TSVECTOR"}
        kept = [{"claim": claim, **texts, "threes": _threes(texts)} for claim, texts in found]
        insert_at_once(connection, "claimtrack_texts", columns, kept)

    def unindexed(self, column: "Column[Any]") -> ColumnElement[Any]:
        """The server counts values by itself."""
        return column

    def holding(self, word: str, places: Sequence[str]) -> TextClause:
        """By all its threes, then by the word itself, as the threes may stand apart."""
        word = storable(word)
        asked = " | ".join([*(_tsquery(word[:ENOUGH], place) for place in places), f"'{ALL}'"])
        there = " OR ".join(f"position(:word IN {place}) > 0" for place in places)
        return text(
            "SELECT claimtrack_texts.claim FROM claimtrack_texts "
            f"WHERE threes @@ CAST(:asked AS TSQUERY) AND ({there})"
        ).bindparams(bindparam("asked", asked, unique=True), bindparam("word", word, unique=True))


def closed(texts: Texts) -> dict[str, str]:
    """Texts as they are kept, by place."""
    return {
        place: f"{storable(value)}{APART}{APART}" if value else ""
        for place, value in texts._asdict().items()
    }


def _threes(texts: dict[str, str]) -> str:
    """The threes of letters in each place, in the words of a ``tsvector``."""
    found = {
        f"{place[0]}{value[start : start + 3]}"
        for place, value in texts.items()
        for start in range(len(value) - 2)
    }
    return " ".join(map(_quoted, found if len(found) <= MOST else [ALL]))


def _tsquery(word: str, place: str) -> str:
    """A word in a place, in the words of a ``tsquery``."""
    if len(word) < 3:
        return f"{_quoted(place[0] + word)}:*"
    threes = dict.fromkeys(word[start : start + 3] for start in range(len(word) - 2))
    return f"({' & '.join(_quoted(place[0] + three) for three in threes)})"


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def insert_at_once(
    connection: Connection,
    table: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Insert rows into a table of PostgreSQL in one statement, a list for each column.

    ``columns`` are their names and types. A row that is there already stays.
    """
    names = ", ".join(columns)
    lists = ", ".join(
        f"CAST(:{name} AS {'INTEGER' if sort == 'INTEGER' else 'TEXT'}[])"
        for name, sort in columns.items()
    )
    given = ", ".join(
        f"CAST({name} AS {sort})" if sort == "TSVECTOR" else name for name, sort in columns.items()
    )
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {given} FROM unnest({lists}) AS t ({names}) "
        "ON CONFLICT DO NOTHING"
    )
    connection.execute(text(statement), {name: [row[name] for row in rows] for name in columns})
