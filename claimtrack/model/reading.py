"""Stored records as models: what is plainly in order is read at once, the rest by pydantic.

A list reads tens of thousands of entries, and nearly all of them are as this program wrote them.
Those need no validator, nor its import, which takes as long as all else that a command does before
it begins: each field only has to be of the type that the model's own annotation asks for. Whatever
is not so is left to pydantic: it may read it all the same, and if not, what is wrong is as it says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from datetime import date, datetime
from enum import Enum, EnumType
from functools import cache, lru_cache, reduce
from operator import itemgetter, or_
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from claimtrack.model.value import Value
from claimtrack.when.window import Window

M = TypeVar("M", bound=Value)

Record = Mapping[str, Any]

Reader = Callable[[Any], Any]
"""From a stored value to the model's; LookupError, TypeError or ValueError if it is unusual."""

UNUSUAL = (LookupError, TypeError, ValueError)

KNOWN_WINDOWS = 1 << 14
KNOWN_SHAPES = 1 << 10

_new: Callable[[type[M]], M] = object.__new__
_put = object.__setattr__


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


class Within(NamedTuple):
    """Marks a field: the least and the greatest value that it takes."""

    least: Any
    most: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of its type, with these bounds."""
        return {**handler(source), "ge": self.least, "le": self.most}


class AwareWithin(Within):
    """Marks a moment that has to have a zone; the earliest and the latest that there may be."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of a moment, with a zone and these bounds."""
        schema = super().__get_pydantic_core_schema__(source, handler)
        return {**schema, "tz_constraint": "aware"}


class Partial:
    """Marks a TypedDict: before Python 3.12 pydantic reads only those of typing_extensions."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of the same keys and types."""
        from typing_extensions import TypedDict

        hints = get_type_hints(source, include_extras=True)
        return handler(TypedDict(source.__name__, hints, total=False))  # type: ignore[operator]


def read_records(models: Mapping[str, type[M]], records: Sequence[Record]) -> list[M]:
    """Records as the models of their types; ``NoEntry`` where one is none."""
    read: list[M] = []
    for record in records:
        entry = read_plainly(models, record)
        if entry is None:
            return read_thoroughly(models, records)
        read.append(entry)
    return read


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


def read_plainly(models: Mapping[str, type[M]], record: Record) -> M | None:
    """The model of a record that is plainly in order, by its type; None for any other.

    What a record leaves out is left out of the object too: there its class has the default.
    """
    try:
        model = models[record["type"]]
        texts, others = _shape(model, tuple(record))  # type: ignore[arg-type]
        "".join(texts(record))  # a TypeError where one is no text
        values = dict(record)
        for name, read in others:
            values[name] = read(record[name])
    except UNUSUAL:
        return None
    made = _new(model)
    _put(made, "__dict__", values)
    return made


class Shape(NamedTuple):
    """How to read the records of one model that have the same keys in the same order."""

    texts: Callable[[Record], tuple[str, ...]]
    """The values that have to be texts."""
    others: tuple[tuple[str, Reader], ...]
    """How the other values are read."""


@lru_cache(KNOWN_SHAPES)
def _shape(model: type[Any], keys: tuple[str, ...]) -> Shape:
    """How such records are read; ``KeyError`` where a key is unknown, or one is missing."""
    known, required = _readers(model)  # type: ignore[arg-type]
    if missing := required.difference(keys):
        raise KeyError(*missing)
    readers = {name: known[name] for name in keys}
    return Shape(
        texts=itemgetter(*(name for name, read in readers.items() if read is _text)),
        others=tuple((name, read) for name, read in readers.items() if read is not _text),
    )


@cache
def _readers(model: type[Any]) -> tuple[dict[str, Reader], frozenset[str]]:
    """How each field of a model is read, and which there have to be.

    A field that is None unless said is never said to be: that would be unusual.
    """
    hints = get_type_hints(model, include_extras=True)
    return (
        {
            name: _reader(hints[name], may_be_none=default is not None)
            for name, default in model.FIELDS.items()
        },
        frozenset(name for name, default in model.FIELDS.items() if default is MISSING),
    )


def _reader(hint: Any, *, may_be_none: bool) -> Reader:
    """How a value is read that is of the type that a field asks for."""
    if get_origin(hint) in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        if len(inner) > 1:
            return _unknown
        read = _reader(inner[0], may_be_none=False)
        return _or_none(read) if may_be_none and NoneType in get_args(hint) else read
    if get_origin(hint) is Annotated:
        return _marked(*get_args(hint))
    if hint is str or get_origin(hint) is Literal:  # the one word by which the model was chosen
        return _text
    if hint == tuple[str, ...]:
        return _texts
    if isinstance(hint, EnumType):
        members: Iterable[Enum] = hint.__members__.values()
        return {member.value: member for member in members}.__getitem__
    others: dict[Any, Reader] = {Window: _window, bool: _truth}
    return others.get(hint, _unknown)


def _marked(hint: Any, *marks: Any) -> Reader:
    match marks:
        case [AwareWithin(least, most)]:
            return _moment_within(least, most)
        case [Within(least, most)] if hint is int:
            return {number: number for number in range(least, most + 1)}.__getitem__
        case [Partial()] if is_typeddict(hint):
            return _some_of(hint)
    return _unknown


def _unknown(_: Any) -> Any:
    """Of a type that only pydantic reads."""
    raise TypeError


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _text(value: str) -> str:
    """Those of a record are looked at all at once, without this."""
    if type(value) is not str:
        raise TypeError
    return value


def _texts(value: list[str]) -> tuple[str, ...]:
    if type(value) is not list:
        raise TypeError
    "".join(value)
    return tuple(value)


def _truth(value: bool) -> bool:
    if type(value) is not bool:
        raise TypeError
    return value


def _some_of(hint: Any) -> Reader:
    """A TypedDict, with its keys in the order in which it has them."""
    hints = get_type_hints(hint, include_extras=True)
    readers = {name: _reader(inner, may_be_none=True) for name, inner in hints.items()}

    def read(value: dict[str, Any]) -> dict[str, Any]:
        if type(value) is not dict or not value.keys() <= readers.keys():
            raise TypeError
        return {name: read(value[name]) for name, read in readers.items() if name in value}

    return read


def _window(value: Record) -> Window:
    if len(value) == 3:
        return _known_window(value["text"], value["from"], value["to"])
    if len(value) == 4 and value["approximate"] is True:
        return _known_window(value["text"], value["from"], value["to"], approximate=True)
    raise ValueError


@lru_cache(KNOWN_WINDOWS)
def _known_window(
    text: str, first: str | None, last: str | None, *, approximate: bool = False
) -> Window:
    """Windows are values, and most entries share theirs with others."""
    return Window(text=_text(text), first=_day(first), last=_day(last), approximate=approximate)


def _day(value: str | None) -> date | None:
    """A day as this program writes it: ``2025-06-01``."""
    if value is None:
        return None
    if value[4::3] != "--" or len(value) != 10:
        raise ValueError  # Python would read more ways of writing it than pydantic
    return date.fromisoformat(value)


def _moment_within(earliest: datetime, latest: datetime) -> Reader:
    first, last = earliest.isoformat(), latest.isoformat()

    def read(value: str) -> datetime:
        """A moment as this program writes it: ``2025-06-01T08:00:00.000000Z``."""
        if value[4:20:3] != "--T::." or value[26:] != "Z" or not first <= value <= last:
            raise ValueError  # Python would read more ways of writing it than pydantic
        return datetime.fromisoformat(value)

    return read
