"""From where a phrase is read: the reference day, the lean, and the desk's conventions."""

from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from msgspec import Struct


class Lean(StrEnum):
    """In which direction a name without a year is looked for."""

    AHEAD = "ahead"
    """For what falls due."""
    BEHIND = "behind"
    """For what was reported."""


class Conventions(Struct, frozen=True):
    """What the ledger is configured to; the defaults refuse what they cannot know."""

    day_order: str | None = None
    """``day-first`` or ``month-first``: how 1/2/2025 is read. None: it is refused."""
    fiscal_month: int | None = None
    """The month (1-12) in which a fiscal year begins. None: FY2025 is refused.

    FY2025 is the fiscal year that ends in 2025: with 4, April 2024 to March 2025. Where it begins
    in January it is the calendar year. FY2024-25 names both years, and needs only the month.
    """
    southern: bool = False
    """Whether the seasons are those of the southern hemisphere."""
    languages: tuple[str, ...] = ("en", "my")
    """Names of the tables that come with the program, or paths of a desk's own (TOML)."""
    zone: tzinfo = UTC
    """The zone that days are counted in, and times without a zone are in."""


class Reference(Struct, frozen=True):
    """The moment and the day from which a phrase is read."""

    now: datetime
    """The moment of reading, with its offset."""
    day: date
    """The reference day: today in the zone of the conventions, or the ``--as-of`` day."""
    conventions: Conventions = Conventions()

    @property
    def moment(self) -> datetime:
        """The time of ``now`` on the reference day, in the zone of the conventions."""
        local = self.now.astimezone(self.conventions.zone)
        return datetime.combine(self.day, local.timetz())
