"""Reading EDTF, the extended date format of the Library of Congress.

Read are levels 0 and 1, and of level 2 the codes 21-41, marks on single parts, intervals with
unspecified days, and ``[A..B]``. A mark of any kind (``~``, ``?``, ``%``) makes it approximate.
"""

import re
from dataclasses import dataclass
from datetime import date

from claimtrack.when import calendar
from claimtrack.when.refusals import Refused
from claimtrack.when.spans import Span, Unit
from claimtrack.when.years import likely

_MARKS = "[?~%]?"
_DATE = re.compile(
    rf"{_MARKS}(\d{{4}}|\d{{3}}x|\d\dxx|\dxxx){_MARKS}"
    rf"(?:-{_MARKS}(\d\d|xx){_MARKS}(?:-{_MARKS}(\d\d|xx){_MARKS})?)?",
    re.ASCII,
)
_ALPHABET = re.compile(r"[-\dxysez?~%/.,\[\]{}]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Edtf:
    """What an EDTF phrase says; an open or unknown end is None."""

    text: str
    first: date | None
    last: date | None
    approximate: bool


def two_years(text: str) -> bool:
    """Is it a code of EDTF that also writes two years, such as 2024-25?"""
    match = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII)
    return match is not None and int(match[2]) > 12 and int(match[2]) == (int(match[1]) + 1) % 100


def read_edtf(text: str, *, southern: bool) -> Edtf | None:
    """A normalised phrase as EDTF; None where it is none; ``Refused`` where no day is meant."""
    if not _ALPHABET.fullmatch(text):
        return None
    inner = text
    if set_of := re.fullmatch(r"\[([^,\[\]]*\.\.[^,\[\]]*)\]", text):
        inner = set_of[1].replace("..", "/")
        inner = "/".join(end or ".." for end in inner.split("/"))
    ends = inner.split("/")
    if len(ends) == 1 and (span := _period(inner, southern=southern)):
        if span.unit is not Unit.DAY:
            likely(span.first.year)
            likely(span.last.year)
        first: date | None = span.first
        last: date | None = span.last
    elif len(ends) == 2:
        spans = [None if end in ("", "..") else _period(end, southern=southern) for end in ends]
        if any(s is None and end not in ("", "..") for s, end in zip(spans, ends, strict=True)):
            _refuse_level_2(text)
            return None
        if spans == [None, None]:
            raise Refused("has neither a first nor a last day: write FROM/TO")
        first = spans[0].first if spans[0] else None
        last = spans[1].last if spans[1] else None
        if first and last and first > last:
            raise Refused("ends before it begins: put the earlier day first")
    else:
        _refuse_level_2(text)
        return None
    return Edtf(text.upper(), first, last, any(mark in text for mark in "?~%"))


def _refuse_level_2(text: str) -> None:
    """Says no to what is EDTF and names no days for certain."""
    if re.fullmatch(r"y-?\d+.*|\d{4}s\d+|[\[{].*[\]}]", text):
        raise Refused(
            "is EDTF that names no days for certain or lies outside the years 1 to 9999: "
            "write a day, a month, a year or FROM/TO"
        )


def _period(text: str, *, southern: bool) -> Span | None:
    """The days of one EDTF date, with its marks."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    if "x" in year:
        if month not in (None, "xx") or day not in (None, "xx"):
            return None
        size = 10 ** year.count("x")
        first = int(year.replace("x", "0"))
        if size == 10:
            return calendar.decade(first)
        years = calendar.year_span(max(first, 1)).first, calendar.year_span(first + size - 1).last
        return Span(*years, Unit.OTHER)
    if year == "0000":
        raise Refused("does not exist: months run from 01 to 12, years from 0001")
    if month in (None, "xx"):
        return calendar.year_span(int(year)) if day in (None, "xx") else None
    if day is None and not 1 <= int(month) <= 12:
        return calendar.coded(int(year), int(month), southern=southern)
    if day in (None, "xx"):
        if not 1 <= int(month) <= 12:
            raise Refused("does not exist: months run from 01 to 12")
        return calendar.month_span(int(year), int(month))
    return calendar.day_in(int(year), int(month), int(day))
