"""PostgreSQL, and what speaks its protocol, as SQLAlchemy is told to speak to it."""

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Connection


class Postgres(PGDialect_psycopg):
    """SQLAlchemy's dialect, which asks a server nothing before it is used.

    As it comes it asks for the version, in words that only PostgreSQL itself answers; and each
    question is a journey to the server, which a short command feels.
    """

    supports_statement_cache = True
    server_version_info = (14,)
    """The oldest whose features are used."""

    def initialize(self, connection: Connection) -> None:
        """Nothing is asked."""
