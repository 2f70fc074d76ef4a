"""Conditions and orders in SQL: just what they are in memory, on the rows that hold."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.sql import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    not_,
    or_,
    select,
    text,
    true,
)

from claimtrack.model.words import Flag, Priority, Status
from claimtrack.query.conditions import (
    Among,
    Condition,
    Days,
    FallsDue,
    How,
    InState,
    Mention,
    NeedsAttention,
    Negated,
    State,
    Without,
    Word,
)
from claimtrack.query.derived import LISTED
from claimtrack.store.base import Look
from claimtrack.store.sql.derived import claims, falling, raisings, values
from claimtrack.store.sql.fitting import iso, key_of
from claimtrack.store.sql.fulltext import PLACES, FullText

Holds = ColumnElement[bool]


class Compiler:
    """Conditions as one database is asked for them, looked at on a day."""

    def __init__(self, full_text: FullText, look: Look) -> None:
        self._full_text = full_text
        self._day = look.day
        self._reach = look.due_soon

    def begun(self) -> Holds:
        """Does the row hold, and has anything about the claim begun?"""
        today = iso(self._day)
        judged, turns = (self._full_text.unindexed(claims.c[name]) for name in ("judged", "turns"))
        return and_(judged <= today, turns > today, claims.c.begun <= today)

    def holds(self, condition: Condition) -> Holds:
        """A condition in SQL: true or false of every row, and never unknown."""
        match condition:
            case Among(field, wanted):
                return self._among(field, wanted)
            case InState(states):
                return or_(*(STATES[state] for state in states))
            case Days("due"):
                return and_(claims.c.due_ends.is_not(None), _due(condition))
            case Days():
                return and_(claims.c.heard_ends.is_not(None), self._heard(condition))
            case Without(field):
                return claims.c[f"{field}_ends"].is_(None)
            case Word(word):
                return self._words(word, PLACES[:1])
            case Mention():
                return self._mentioned(condition)
            case NeedsAttention():
                attention = claims.c.attention
                return and_(attention.is_not(None), attention <= iso(self._day))
            case FallsDue():
                return claims.c.id.in_(_falling(condition))
            case Negated(inner):
                return not_(self.holds(inner))
        raise TypeError(f"no SQL for {condition!r}")

    def order(self, sort: str) -> list[ColumnElement[Any]]:
        """An order of SORTS in SQL; of equals the ids decide."""
        name, turned = sort.removeprefix("-"), sort.startswith("-")
        key, downwards = self._sorts()[name]
        first = key.desc() if downwards != turned else key.asc()
        last = claims.c.id.desc() if turned else claims.c.id.asc()
        return [last] if name == "id" else [first, last]

    def _among(self, field: str, wanted: Iterable[str]) -> Holds:
        if field == "flag":
            return claims.c.id.in_(self._flagged(wanted))
        if field in LISTED:
            return claims.c.id.in_(_listed(field, wanted))
        return claims.c[field].in_(sorted(wanted))

    def _flagged(self, flags: Iterable[str]) -> Select[Any]:
        """The claims on which one of these flags is raised on the day.

        What is due soon is so for a set number of days: those behind us need not be looked at.
        """
        raised = []
        for flag in sorted(flags):
            days = [raisings.c.first <= iso(self._day), raisings.c.last >= iso(self._day)]
            if flag == Flag.DUE_SOON:
                reach = min(timedelta(self._reach), self._day - date.min)
                days.append(raisings.c.first >= iso(self._day - reach))
            raised.append(and_(raisings.c.flag == flag, *days))
        return select(raisings.c.claim).where(or_(*raised))

    def _heard(self, asked: Days) -> Holds:
        """The last day is that of the window, or the day that we look at while that runs."""
        day, first, last = self._day, iso(asked.first), iso(asked.last)
        begins, ends = claims.c.heard_begins, claims.c.heard_ends
        match asked.how:
            case How.BEFORE:
                return or_(ends < first, _known(day < asked.first))
            case How.UNTIL:
                return or_(ends <= last, _known(day <= asked.last))
            case How.AFTER:
                return and_(ends > last, _known(day > asked.last))
            case How.FROM:
                return and_(ends >= first, _known(day >= asked.first))
            case How.EXACTLY:
                on_it = or_(ends == first, and_(ends > first, _known(day == asked.first)))
                return and_(on_it, _known(asked.first == asked.last <= day))
            case How.SHARING:
                return and_(begins <= last, ends >= first, _known(day >= asked.first))

    def _words(self, word: str, places: Sequence[str]) -> Holds:
        if not word:
            return true()
        return claims.c.id.in_(self._full_text.holding(word, places).columns(claims.c.id))

    def _mentioned(self, asked: Mention) -> Holds:
        """In one list of ids, so that an index serves for each part of it."""
        if not asked.text:
            return true()
        places = PLACES[:2] if asked.discreet else PLACES
        found: list[Any] = [
            select(text("claim")).select_from(
                self._full_text.holding(asked.text, places).columns(claims.c.id).subquery()
            )
        ]
        if asked.parties:
            found.append(_listed("party", asked.parties))
        if asked.sources:
            found.append(_listed("cited", asked.sources))
        return claims.c.id.in_(found[0].union(*found[1:]))

    def _sorts(self) -> dict[str, tuple[ColumnElement[Any], bool]]:
        """What is sorted by, and whether that goes downwards."""
        heard = case(
            (claims.c.heard_ends > iso(self._day), iso(self._day)), else_=claims.c.heard_ends
        )
        return {
            "activity": (claims.c.updated, True),
            "id": (claims.c.id, False),
            "text": (claims.c.text, False),
            "status": (_ranked(claims.c.status, list(Status)), False),
            "priority": (_ranked(claims.c.priority, list(Priority)), False),
            "due": (func.coalesce(claims.c.due_ends, iso(date.max)), False),
            "heard": (func.coalesce(heard, iso(date.min)), False),
            "opened": (claims.c.opened, False),
            "updated": (claims.c.updated, False),
        }


STATES: dict[State, Holds] = {
    State.OPEN: claims.c.open == 1,
    State.CLOSED: claims.c.open == 0,
    State.UNCONFIRMED: claims.c.unconfirmed == 1,
}


def _due(asked: Days) -> Holds:
    first, last = iso(asked.first), iso(asked.last)
    begins, ends = claims.c.due_begins, claims.c.due_ends
    compared: dict[How, Callable[[], Holds]] = {
        How.BEFORE: lambda: ends < first,
        How.UNTIL: lambda: ends <= last,
        How.AFTER: lambda: begins > last,
        How.FROM: lambda: begins >= first,
        How.EXACTLY: lambda: and_(begins == first, ends == last),
        How.SHARING: lambda: and_(begins <= last, ends >= first),
    }
    return compared[asked.how]()


def _falling(asked: FallsDue) -> Select[Any]:
    begins = falling.c.last if asked.at_latest else falling.c.first
    return select(falling.c.claim).where(
        falling.c.last >= iso(asked.first), begins <= iso(asked.last)
    )


def _listed(field: str, wanted: Iterable[str]) -> Select[Any]:
    keys = sorted(map(key_of, wanted))
    return select(values.c.claim).where(values.c.field == field, values.c.value.in_(keys))


def _ranked(column: ColumnElement[Any], words: Sequence[str]) -> ColumnElement[Any]:
    return case({str(word): number for number, word in enumerate(words)}, value=column)


def _known(answer: bool) -> Holds:
    """What is known without looking."""
    return true() if answer else false()
