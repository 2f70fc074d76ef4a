"""Values as the tables of what is derived hold them."""

from datetime import date

LONGEST = 200
"""Bytes from which on a value is kept by its hash: an index takes no more than some 2,700."""


def storable(text: str) -> str:
    """A text as every database can hold it: what stands for NUL sorts next to it."""
    return text.replace("\x00", "\x01")


def key_of(value: str) -> str:
    """What a value is looked up by: itself, or the hash of one that is long."""
    known = storable(value)
    if len(known.encode()) <= LONGEST:
        return known
    from hashlib import sha256  # loads OpenSSL: only where a value is long

    return f"\x01{sha256(value.encode()).hexdigest()}"


def iso(day: date) -> str:
    """A day as it is kept."""
    return day.isoformat()
