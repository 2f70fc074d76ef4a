"""Finding claims by what is derived of them, in the database."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.engine import Row
from sqlalchemy.sql import Executable, func, select

from claimtrack.query.conditions import Condition
from claimtrack.store.base import Counted, Look
from claimtrack.store.sql.compiling import Compiler
from claimtrack.store.sql.derived import claims, values
from claimtrack.store.sql.fitting import iso
from claimtrack.store.sql.fulltext import FullText
from claimtrack.store.sql.questions import BEYOND

Ask = Callable[[Executable], Sequence[Row[Any]]]


class SqlIndex:
    """What is kept of what is derived of claims."""

    def __init__(self, ask: Ask, full_text: FullText) -> None:
        self._ask = ask
        self._full_text = full_text

    def find(
        self, conditions: Sequence[Condition], look: Look, sort: str | None = None
    ) -> list[str]:
        """The ids of the claims that all conditions hold for, in an order of SORTS."""
        return [row.id for row in self._ask(self.finding(conditions, look, sort))]

    def finding(self, conditions: Sequence[Condition], look: Look, sort: str | None = None) -> Any:
        """The statement that finds them."""
        compiler = Compiler(self._full_text, look)
        statement = select(claims.c.id).where(
            compiler.begun(), *(compiler.holds(condition) for condition in conditions)
        )
        return statement.order_by(*compiler.order(sort)) if sort else statement

    def count(self, conditions: Sequence[Condition], look: Look) -> list[Counted]:
        """How many they are, by status."""
        compiler = Compiler(self._full_text, look)
        statement = (
            select(
                claims.c.status,
                func.count(),
                func.sum(claims.c.open),
                func.sum(claims.c.unconfirmed),
            )
            .where(compiler.begun(), *(compiler.holds(condition) for condition in conditions))
            .group_by(claims.c.status)
        )
        return [
            Counted(status, number, int(open_ones), int(unconfirmed))
            for status, number, open_ones, unconfirmed in map(tuple, self._ask(statement))
        ]

    def values(self, field: str, prefix: str, most: int) -> list[str]:
        """The first values of a field, folded, that begin so."""
        known = values.c.value
        statement = select(known).where(
            values.c.field == field, known >= prefix, known < f"{prefix}{BEYOND}"
        )
        return [row.value for row in self._ask(statement.distinct().order_by(known).limit(most))]

    def turned(self, day: date, most: int | None = None) -> list[str]:
        """The ids of the claims whose rows do not hold on the day, all or some of them."""
        found: dict[str, None] = {}
        for statement in self.turning(day):
            found |= dict.fromkeys(row.id for row in self._ask(statement.limit(most)))
        return sorted(found)[:most]

    def turning(self, day: date) -> list[Any]:
        """The statements that find them, each by an index of its own."""
        today = iso(day)
        return [
            select(claims.c.id).where(claims.c.turns <= today),
            select(claims.c.id).where(claims.c.judged > today),
        ]
