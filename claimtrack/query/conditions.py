"""What a filter asks of a claim, as data: run here on one claim, or compiled by a database.

A condition holds nothing that has still to be read or resolved: names are keys, phrases are days.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Position, Report
from claimtrack.model.registry import Registry
from claimtrack.model.words import Flag
from claimtrack.rules.activity import first_heard, last_heard
from claimtrack.rules.context import Context
from claimtrack.rules.falling_due import Owed, falling_due
from claimtrack.rules.standing import Standing

NONE = "none"
"""What a filter calls the lack of a value."""

QUIET = (Flag.UNSOURCED,)
"""Flags that are shown on a claim but call nobody."""

OF_OPEN_CLAIMS = frozenset({Flag.OVERDUE, Flag.DUE_SOON, Flag.STALE})
"""Flags that only an open claim can have."""


class Outlook(Protocol):
    """From where claims are looked at: the ledger at a day."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def context(self) -> Context:
        """What the rules need beside a claim."""

    @property
    def registry(self) -> Registry:
        """The sources and parties."""

    def standing(self, claim: Claim) -> Standing:
        """Where a claim stands."""

    def visible(self, claim: Claim) -> Iterator[ClaimEntry]:
        """What stands on a claim and may be seen from here."""


class Row(Struct, frozen=True):
    """A claim as a filter sees it; it is judged only where a filter asks for its standing."""

    claim: Claim
    outlook: Outlook

    @property
    def day(self) -> date:
        """The day that one looks at."""
        return self.outlook.day

    @property
    def standing(self) -> Standing:
        """Where the claim stands at the day."""
        return self.outlook.standing(self.claim)


class Condition(Protocol):
    """Something that holds for a claim or does not."""

    def holds(self, row: Row) -> bool:
        """Does it hold?"""


class Among(Struct, frozen=True):
    """One of the claim's values in a field of VALUES is one of these; NONE is having none."""

    field: str
    values: frozenset[str]

    def holds(self, row: Row) -> bool:
        """Does the claim have one of the values?"""
        return not self.values.isdisjoint(VALUES[self.field](row) or (NONE,))


class State(StrEnum):
    """What a claim can be for the desk."""

    OPEN = "open"
    CLOSED = "closed"
    UNCONFIRMED = "unconfirmed"


IS: dict[State, Callable[[Standing], bool]] = {
    State.OPEN: lambda standing: standing.open,
    State.CLOSED: lambda standing: not standing.open,
    State.UNCONFIRMED: lambda standing: standing.unconfirmed_rumor,
}


class InState(Struct, frozen=True):
    """The claim is one of these for the desk."""

    states: frozenset[State]

    def holds(self, row: Row) -> bool:
        """Is it?"""
        standing = row.standing
        for state in self.states:  # noqa: SIM110 - a list asks this of each claim; any() takes longer
            if IS[state](standing):
                return True
        return False


class How(StrEnum):
    """How days are compared: with sign, or as days that share one."""

    BEFORE = "<"
    UNTIL = "<="
    AFTER = ">"
    FROM = ">="
    EXACTLY = "="
    SHARING = ""


class Days(Struct, frozen=True):
    """The claim's days in a field of DAYS are before, after or within these, both included.

    Of when it was heard of, only the last day counts, unless days are shared.
    """

    field: str
    how: How
    first: date
    last: date

    def holds(self, row: Row) -> bool:
        """Are they? A claim without such days is not."""
        days = DAYS[self.field](row)
        if days is None:
            return False
        begins, ends = days
        if self.field == "heard" and self.how != How.SHARING:
            begins = ends
        return COMPARED[self.how](begins, ends, self.first, self.last)


class Without(Struct, frozen=True):
    """The claim has no days in a field of DAYS."""

    field: str

    def holds(self, row: Row) -> bool:
        """Has it none?"""
        return DAYS[self.field](row) is None


class Word(Struct, frozen=True):
    """A folded text stands in the claim's id, text, condition, place or tags."""

    text: str

    def holds(self, row: Row) -> bool:
        """Does it stand there?"""
        return any(self.text in folded(text) for text in headline(row.claim))


class Mention(Struct, frozen=True):
    """A folded text stands anywhere on the claim, or it names one of these parties or sources.

    What could give a confidential source away is not looked into where that has to be
    ``discreet``.
    """

    text: str
    parties: frozenset[str]
    sources: frozenset[str]
    discreet: bool

    def holds(self, row: Row) -> bool:
        """Does it stand there, or is one of them named?"""
        return (
            any(self.text in folded(text) for text in self._texts(row))
            or (bool(self.parties) and not self.parties.isdisjoint(VALUES["party"](row)))
            or (bool(self.sources) and not self.sources.isdisjoint(cited(row)))
        )

    def _texts(self, row: Row) -> Iterator[str]:
        yield from headline(row.claim)
        yield from said_openly(row)
        if not self.discreet:
            yield from said_in_confidence(row)


class NeedsAttention(Struct, frozen=True):
    """The claim has a flag that calls somebody."""

    def holds(self, row: Row) -> bool:
        """Has it one?"""
        return any(raised.flag not in QUIET for raised in row.standing.raised)


class FallsDue(Struct, frozen=True):
    """Something of the claim falls due within these days, or on one of them at the latest."""

    first: date = date.min
    last: date = date.max
    at_latest: bool = False
    """Ask for the day on which it falls due at the latest, whenever its window begins."""

    def holds(self, row: Row) -> bool:
        """Does anything?"""
        return any(map(self.takes, owed(row)))

    def takes(self, item: Owed) -> bool:
        """Is it something of the kind that is asked for?"""
        begins = item.day if self.at_latest else item.window.begins
        return begins <= self.last and item.day >= self.first


class Negated(Struct, frozen=True):
    """The condition does not hold."""

    condition: Condition

    def holds(self, row: Row) -> bool:
        """Does it not?"""
        return not self.condition.holds(row)


def hold(conditions: Iterable[Condition], row: Row) -> bool:
    """Do all of these hold for a claim?"""
    for condition in conditions:  # noqa: SIM110 - a list asks this of each claim; all() takes longer
        if not condition.holds(row):
            return False
    return True


def ask_for_open(conditions: Iterable[Condition]) -> bool:
    """Is there one among these that holds for no closed claim, whatever else is so of it?"""
    return any(map(_of_open_claims, conditions))


def _of_open_claims(condition: Condition) -> bool:
    """Is it one that holds for none but open claims?"""
    match condition:
        case InState(states):
            return State.CLOSED not in states
        case Negated(InState(states)):
            return State.CLOSED in states
        case Among("flag", flags):
            return flags <= OF_OPEN_CLAIMS
        case Among("verdict", ratings):
            return ratings <= {NONE}
    return False


def folded(text: str) -> str:
    """A text for comparing, in any case and spelling of its characters."""
    if text.isascii():  # the same, in a tenth of the time
        return text.lower().strip()
    return unicodedata.normalize("NFKC", text).casefold().strip()


def headline(claim: Claim) -> Iterator[str]:
    """The texts in which a filter word looks."""
    fields = claim.fields
    return filter(None, (claim.id, fields.text, fields.condition, fields.place, *fields.tags))


def said_openly(row: Row) -> Iterator[str]:
    """What else is on file about a claim and may be said to anybody."""
    if row.claim.fields.external_id:
        yield row.claim.fields.external_id
    yield from _said(row, in_confidence=False)


def said_in_confidence(row: Row) -> Iterator[str]:
    """What is on file about a claim and could give a confidential source away."""
    return _said(row, in_confidence=True)


def cited(row: Row) -> set[str]:
    """The keys of the sources that anything shown of a claim names."""
    entries = list(row.outlook.visible(row.claim))
    keys = {_text(entry, name) for entry in entries for name in ("source", "via")}
    return {key for key in keys if key}


def owed(row: Row) -> Iterator[Owed]:
    """What falls due on a claim."""
    return falling_due(row.claim, row.standing, row.outlook.context)


def _said(row: Row, *, in_confidence: bool) -> Iterator[str]:
    registry = row.outlook.registry
    for entry in row.outlook.visible(row.claim):
        for name in ("quote", "reading", "note", "reason", "text", "speaker"):
            text = _text(entry, name)
            if text and registry.gives_away(entry, name) == in_confidence:
                yield text


def _text(entry: ClaimEntry, name: str) -> str | None:
    value = getattr(entry, name, None)
    return value if isinstance(value, str) else None


def _sources(row: Row) -> tuple[str, ...]:
    reports = list(row.claim.at(Report, row.day))
    positions = row.claim.at(Position, row.day)
    keys = [key for r in reports for key in (r.source, r.via)] + [p.source for p in positions]
    return tuple(dict.fromkeys(key for key in keys if key))


def _optional(value: str | None) -> tuple[str, ...]:
    return (folded(value),) if value else ()


def _heard(row: Row) -> tuple[date, date] | None:
    last = last_heard(row.claim, row.day)
    return None if last is None else (first_heard(row.claim, row.day) or date.min, last)


def _due(row: Row) -> tuple[date, date] | None:
    due = row.claim.fields.due
    return (due.begins, due.ends) if due else None


VALUES: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "status": lambda row: (row.standing.status,),
    "flag": lambda row: row.standing.flags,
    "party": lambda row: (*row.standing.parties, *filter(None, (row.claim.fields.claimant,))),
    "source": _sources,
    "tag": lambda row: tuple(map(folded, row.claim.fields.tags)),
    "place": lambda row: _optional(row.claim.fields.place),
    "kind": lambda row: (row.claim.fields.kind,),
    "priority": lambda row: (row.claim.fields.priority,),
    "assignee": lambda row: _optional(row.claim.fields.assignee),
    "verdict": lambda row: (row.standing.verdict.rating,) if row.standing.verdict else (),
}
"""The values that a claim has in each field that can be asked for, folded where anybody may make
one up."""

DAYS: dict[str, Callable[[Row], tuple[date, date] | None]] = {"due": _due, "heard": _heard}
"""The first and the last day of a field, an open end as the earliest or the latest of all days."""

COMPARED: dict[How, Callable[[date, date, date, date], bool]] = {
    How.BEFORE: lambda begins, ends, first, last: ends < first,
    How.UNTIL: lambda begins, ends, first, last: ends <= last,
    How.AFTER: lambda begins, ends, first, last: begins > last,
    How.FROM: lambda begins, ends, first, last: begins >= first,
    How.EXACTLY: lambda begins, ends, first, last: (begins, ends) == (first, last),
    How.SHARING: lambda begins, ends, first, last: begins <= last and ends >= first,
}
"""How a claim's days, ``begins`` to ``ends``, are compared with those asked for."""
