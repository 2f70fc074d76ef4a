"""The ledger in a database: SQLite, or PostgreSQL and what speaks its protocol."""
