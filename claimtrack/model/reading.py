"""Stored records as models: what is plainly in order is read at once, the rest by pydantic.

A list reads tens of thousands of entries, and nearly all of them are as this program wrote them.
msgspec makes models of those. Whatever it does not take is left to pydantic, whose import takes as
long as all else that a command does before it begins: it may read it all the same, and if not,
what is wrong is as it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, TypeVar

from msgspec import convert

from claimtrack.value import Value

M = TypeVar("M", bound=Value)

Record = Mapping[str, Any]


@dataclass(eq=False)
class NoEntry(ValueError):
    """A record is none of the models that it could be."""

    number: int
    """Which of the records it is, from 0."""
    path: tuple[str | int, ...]
    """Where in it: its type, then the field, and what stands in that."""
    why: str
    unknown_type: str | None = None
    """The word that its type is given as, where no model has that."""


def read_records(models: Mapping[str, type[M]], records: Sequence[Record]) -> list[M]:
    """Records as the models of their types; ``NoEntry`` where one is none."""
    try:
        return [convert(record, models[record["type"]]) for record in records]
    except (LookupError, TypeError, ValueError):
        return read_thoroughly(models, records)


def read_thoroughly(models: Mapping[str, type[M]], records: Sequence[Record]) -> list[M]:
    """As ``read_records``, all of it by pydantic."""
    from pydantic import ValidationError

    try:
        return _validator(tuple(models.values())).validate_python(records)  # type: ignore[no-any-return]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        number, *path = first["loc"] or (0,)
        unknown = first["ctx"]["tag"] if first["type"] == "union_tag_invalid" else None
        raise NoEntry(int(number), tuple(path), first["msg"], unknown) from None


@cache
def _validator(models: tuple[type, ...]) -> Any:
    from pydantic import Field, TypeAdapter

    if len(models) == 1:
        return TypeAdapter(list[models[0]])  # type: ignore[valid-type]
    union: Any = reduce(or_, models)
    return TypeAdapter(list[Annotated[union, Field(discriminator="type")]])
