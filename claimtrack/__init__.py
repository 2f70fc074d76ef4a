"""claimtrack: a ledger for claims and rumors."""

__version__ = "0.1.0"
