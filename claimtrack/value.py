"""Values: what is said once, and never changes.

One definition is read in two ways: by msgspec, which makes values of JSON as fast as others parse
it and takes only what is plainly in order; and by pydantic, which takes more, and says what is
wrong with the rest.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, Self, get_type_hints

from msgspec import Struct


class Value(Struct, frozen=True, gc=False):
    """A base of values, whose fields are given by name. None holds another that holds it."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of an object with the same keys, of which a value is made."""
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(cls._made_of, handler(cls._as_typed_dict()))

    @classmethod
    def _as_typed_dict(cls) -> Any:
        from typing import NotRequired, Required

        from msgspec.structs import fields
        from typing_extensions import TypedDict

        keys: dict[str, Any] = {
            field.encode_name: (Required if field.required else NotRequired)[field.type]
            for field in fields(cls)
        }
        if word := cls.__struct_config__.tag:
            keys["type"] = Required[Literal[word]]
        return TypedDict(cls.__name__, keys)  # type: ignore[operator]

    @classmethod
    def _made_of(cls, said: dict[str, Any]) -> Self:
        names = zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True)
        return cls(**{name: said[key] for name, key in names if key in said})


class Within(NamedTuple):
    """Marks a field for pydantic: the least and the greatest value that it takes."""

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
