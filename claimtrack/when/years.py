"""Which numbers of four digits are read as years: those from 1500 to 2199.

Others are more often a time (0900), a count, or a year of another era (2568, 1386). A full day
by ISO 8601 and an interval of EDTF say what they are, and may lie in any year.
"""

from claimtrack.when.refusals import Refused

LIKELY = range(1500, 2200)


def unlikely(year: int) -> Refused:
    """The refusal of a year that may be none, or be counted from elsewhere."""
    return Refused(
        f"names a year, {year:04}, that may be of another era, or none: "
        "years are read from 1500 to 2199, and other days as 1027-01-01"
    )


def no_month(year: int, number: int) -> Refused:
    """The refusal of 2025-13, which may have meant two years."""
    years = f"{year}..{year // 100 * 100 + number}" if number > max(12, year % 100) else None
    out = f"; for years write {years}" if years else ""
    return Refused(f"does not exist: months run from 01 to 12{out}")


def likely(year: int) -> int:
    """The year, if it is one that is read by its number."""
    if year == 0:
        raise Refused("does not exist: years run from 0001")
    if year not in LIKELY:
        raise unlikely(year)
    return year
