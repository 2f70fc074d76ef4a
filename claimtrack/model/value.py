"""Values: what is said once, and never changes.

They are dataclasses that inherit their methods. Making these anew for each class takes half a
millisecond a class, and every command begins by loading some thirty of them.
"""

from collections.abc import Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Value:
    """A base of frozen dataclasses whose fields are given by name.

    An instance holds what was said; what was not, its class has as the field's default.
    """

    FIELDS: ClassVar[Mapping[str, Any]]
    """The fields in their order, each with its default, or MISSING."""

    def __init_subclass__(cls) -> None:
        made: Any = dataclass(init=False, repr=False, eq=False)(cls)
        cls.FIELDS = {field.name: field.default for field in fields(made)}

    def __init__(self, **said: Any) -> None:
        if unknown := said.keys() - self.FIELDS.keys():
            raise TypeError(f"{type(self).__name__} has no {min(unknown)}")
        for name, default in self.FIELDS.items():
            if default is MISSING and name not in said:
                raise TypeError(f"{type(self).__name__} needs {name}")
        object.__setattr__(self, "__dict__", said)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({said})"

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.FIELDS])
