"""A window of days: what "June" or "late 2024" means once it has been read."""

from datetime import date
from typing import Any, Self

from claimtrack.value import Value

JSON_NAMES = {"first": "from", "last": "to"}


class Window(Value, frozen=True, kw_only=True, rename=JSON_NAMES):
    """The days from ``first`` to ``last``, both included, with the phrase they were read from.

    An end that is open is None. In JSON the ends are called ``from`` and ``to``, and
    ``approximate`` is there only where it is true. ``ValueError`` for one that ends before it
    begins.
    """

    text: str
    first: date | None
    last: date | None
    approximate: bool = False
    """Whether the phrase said "about": the days are as read, no wider for it."""

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"the window {self.text!r} ends before it begins")

    @classmethod
    def day(cls, day: date) -> Self:
        """The window of one day, written as ISO 8601."""
        return cls(text=day.isoformat(), first=day, last=day)

    @property
    def begins(self) -> date:
        """The first day for ordering: an open start is the earliest."""
        return self.first or date.min

    @property
    def ends(self) -> date:
        """The last day for ordering: an open end is the latest."""
        return self.last or date.max

    def begun(self, day: date) -> bool:
        """Has it begun on ``day``?"""
        return self.first is None or self.first <= day

    def to_json(self) -> dict[str, Any]:
        """``{"text", "from", "to"}`` with ISO days, an open end as None.

        ``"approximate": true`` is added where it is.
        """
        record: dict[str, Any] = {
            "text": self.text,
            "from": self.first and self.first.isoformat(),
            "to": self.last and self.last.isoformat(),
        }
        return record | {"approximate": True} if self.approximate else record
