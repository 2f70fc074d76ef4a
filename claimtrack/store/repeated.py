"""Keys that stand twice in one object of the file: JSON's readers keep the last and say nothing."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

Path = tuple[str | int, ...]


class Repeated(Struct, frozen=True):
    """A key that stands more than once in the object at ``path``, and its values as they come."""

    path: Path
    key: str
    values: tuple[Any, ...]


def repeated_keys(data: bytes) -> list[Repeated]:
    """The keys that stand more than once, in the order of the file; none where it is no JSON."""
    import json  # only here: orjson reads everything else

    found: list[tuple[dict[str, Any], str, tuple[Any, ...]]] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            for key in made:
                values = tuple(value for name, value in pairs if name == key)
                if len(values) > 1:
                    found.append((made, key, values))
        return made

    try:
        whole = json.loads(data, object_pairs_hook=made)
    except (ValueError, RecursionError):
        return []
    if not found:
        return []
    paths = {id(where): path for where, path in _objects(whole, ())}
    known = [(paths.get(id(where)), key, values) for where, key, values in found]
    return [Repeated(path, key, values) for path, key, values in known if path is not None]


def _objects(value: Any, path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    if isinstance(value, dict):
        yield value, path
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        if isinstance(each, (dict, list)):
            yield from _objects(each, (*path, key))
