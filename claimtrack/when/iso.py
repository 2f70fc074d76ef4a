"""ISO days, months and years, and ``A..B`` of them: what needs no words and no grammar."""

import re
from datetime import date

from claimtrack.when.refusals import Refused
from claimtrack.when.years import likely, no_month

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NOT_ISO = re.compile(r"[^\d. -]", re.ASCII)

Days = tuple[date | None, date | None]


def iso_days(text: str) -> Days | None:
    """First and last day; None where it is something else; ``Refused`` where none exist."""
    if _NOT_ISO.search(text):
        return None
    if ".." not in text:
        return iso_period(text)
    start, _, end = (part.strip() for part in text.partition(".."))
    if not start and not end:
        raise Refused("has neither a first nor a last day: write FROM..TO")
    first = iso_period(start) if start else (None, None)
    last = iso_period(end) if end else (None, None)
    if first is None or last is None:
        return None
    return first[0], last[1]


def iso_period(text: str) -> tuple[date, date] | None:
    """First and last day of an ISO day, month or year, if it is one."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if month is not None and day is None and 21 <= month <= 41:
        return None  # a code of EDTF
    if year == 0 or (month is not None and not 1 <= month <= 12):
        if year and month and day is None:
            raise no_month(year, month)
        raise Refused("does not exist: months run from 01 to 12, years from 0001")
    if day is None:
        likely(year)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    from calendar import monthrange

    length = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, length)
    if not 1 <= day <= length:
        raise Refused(f"does not exist: {year:04}-{month:02} has {length} days")
    return date(year, month, day), date(year, month, day)
