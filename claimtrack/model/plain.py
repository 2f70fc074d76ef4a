"""Stored entries that are plainly in order, as the models that pydantic would make of them.

A long list reads tens of thousands of entries, and nearly all of them are as this program wrote
them. Those need no validator, which takes three times as long: each field only has to be of the
type that the model's own annotation asks for. Whatever is not so is left to pydantic: it may read
it all the same, and if not, the error is pydantic's.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import EnumType
from functools import lru_cache
from operator import itemgetter
from types import NoneType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from claimtrack.when.window import Window

M = TypeVar("M", bound=BaseModel)

Reader = Callable[[Any], Any]
"""From a stored value to the model's; LookupError, TypeError or ValueError if it is unusual."""

UNUSUAL = (LookupError, TypeError, ValueError)

_new: Callable[[type[M]], M] = object.__new__
_set_dict, _set_said, _set_extra, _set_private = (
    vars(BaseModel)[name].__set__
    for name in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)

KNOWN_WINDOWS = 1 << 14
KNOWN_SHAPES = 1 << 10


class Shape(NamedTuple):
    """How to read the records of one model that have the same keys in the same order."""

    texts: Callable[[Mapping[str, Any]], tuple[str, ...]]
    """The values that have to be texts."""
    others: tuple[tuple[str, Reader], ...]
    """How the other values are read."""
    defaults: dict[str, Any]
    """Every field in the model's order, with its default where it has one."""
    said: set[str]
    """The fields that are set: the same set for all, as no entry is ever changed."""


def read_plainly(models: Mapping[str, type[M]], record: Mapping[str, Any]) -> M | None:
    """The model of a record that is plainly in order, by its type; None for any other."""
    try:
        model = models[record["type"]]
        texts, others, defaults, said = _shape(model, tuple(record))
        "".join(texts(record))  # a TypeError where one is no text
        values = {**defaults, **record}
        for name, read in others:
            values[name] = read(record[name])
    except UNUSUAL:
        return None
    # As ``model_construct`` does, which looks up aliases and defaults anew each time.
    made = _new(model)
    _set_dict(made, values)
    _set_said(made, said)
    _set_extra(made, None)
    _set_private(made, None)
    return made


@lru_cache(KNOWN_SHAPES)
def _shape(model: type[BaseModel], keys: tuple[str, ...]) -> Shape:
    """How such records are read; ``KeyError`` where a key is unknown, or one is missing."""
    fields = model.model_fields
    missing = {name for name in fields.keys() - set(keys) if fields[name].is_required()}
    if missing:
        raise KeyError(*missing)
    readers = {name: _reader(fields[name]) for name in keys}
    texts = [name for name, read in readers.items() if read is _text]
    others = tuple((name, read) for name, read in readers.items() if read is not _text)
    return Shape(
        texts=itemgetter(*texts),
        others=others,
        defaults={name: field.default for name, field in fields.items()},
        said=set(keys),
    )


def _reader(field: FieldInfo) -> Reader:
    """How a value is read that is of the type that a field asks for."""
    kind = field.annotation
    inner = [part for part in get_args(kind) if part is not NoneType]
    if get_origin(kind) is not tuple and len(inner) == 1 and NoneType in get_args(kind):
        kind = inner[0]
    if kind is AwareDatetime:
        return _moment_within(*_bounds(field))
    if kind is int and len(field.metadata) == 2:
        first, last = _bounds(field)
        return {number: number for number in range(first, last + 1)}.__getitem__
    if field.metadata:
        return _unknown
    if kind is str or get_origin(kind) is Literal:  # the one word by which the model was chosen
        return _text
    if kind is Window:
        return _window
    if kind == tuple[str, ...]:
        return _texts
    if isinstance(kind, EnumType):
        return {member.value: member for member in kind}.__getitem__
    return _unknown


def _unknown(_: Any) -> Any:
    """Of a type that only pydantic reads."""
    raise TypeError


def _bounds(field: FieldInfo) -> tuple[Any, Any]:
    """The least and the greatest value that a field takes."""
    first = next(bound.ge for bound in field.metadata if hasattr(bound, "ge"))
    return first, next(bound.le for bound in field.metadata if hasattr(bound, "le"))


def _text(value: str) -> str:
    """Marks a text: those of a record are looked at all at once."""
    return value


def _texts(value: list[str]) -> tuple[str, ...]:
    if type(value) is not list:
        raise TypeError
    "".join(value)
    return tuple(value)


def _window(value: Mapping[str, Any]) -> Window:
    if len(value) != 3:
        return Window.model_validate(value)
    return _known_window(value["text"], value["from"], value["to"])


@lru_cache(KNOWN_WINDOWS, typed=True)
def _known_window(text: str, first: str | None, last: str | None) -> Window:
    """Windows are values, and most entries share theirs with others."""
    return Window.model_validate({"text": text, "from": first, "to": last})


def _moment_within(earliest: datetime, latest: datetime) -> Reader:
    def read(value: str) -> datetime:
        """A moment as this program writes it: ``2025-06-01T08:00:00.000000Z``."""
        if value[4:20:3] != "--T::." or value[26:] != "Z":
            raise ValueError  # Python would read more ways of writing it than pydantic
        moment = datetime.fromisoformat(value)
        if not earliest <= moment <= latest:
            raise ValueError
        return moment

    return read
