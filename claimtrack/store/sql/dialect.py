"""PostgreSQL, and what speaks its protocol, as SQLAlchemy is told to speak to it."""

from typing import Any

from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Connection
from sqlalchemy.types import Text


class Types(PGTypeCompiler):
    """How types are written."""

    def visit_TEXT(self, type_: Text, **options: Any) -> str:  # noqa: N802 (as it is called)
        """Without a collation where an engine orders by bytes anyway, and knows no word for it."""
        if getattr(self.dialect, "ordered_by_bytes", False):
            return "TEXT"
        return super().visit_TEXT(type_, **options)


class Postgres(PGDialect_psycopg):
    """SQLAlchemy's dialect, which asks a server nothing before it is used.

    As it comes it asks for the version, in words that only PostgreSQL itself answers; and each
    question is a journey to the server, which a short command feels.
    """

    supports_statement_cache = True
    type_compiler_cls = Types
    server_version_info = (14,)
    """The oldest whose features are used."""

    ordered_by_bytes = False
    """Are texts ordered by their bytes, whatever they are told? So they are in CockroachDB."""

    def initialize(self, connection: Connection) -> None:
        """Nothing is asked; CockroachDB says by itself that it is one."""
        server = connection.connection.dbapi_connection
        info = getattr(server, "info", None)
        self.ordered_by_bytes = bool(info and info.parameter_status("crdb_version"))
