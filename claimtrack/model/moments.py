"""Moments as they are stored, read from entries that nothing has checked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def moment(said: object) -> datetime | None:
    """A moment as it is stored; None for what is none.

    One without an offset from UTC is none, as in the models of entries: it may be of any day.
    """
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def moment_of(record: Mapping[str, Any]) -> datetime | None:
    """When an entry was logged; None for one that no program of ours wrote."""
    return moment(record.get("recorded"))
