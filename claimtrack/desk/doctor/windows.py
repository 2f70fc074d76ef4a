"""Windows that end before they begin, and what they must have been."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from claimtrack.errors import BadInput
from claimtrack.model.entries import NOT_CONTENT, entry_id
from claimtrack.model.moments import moment_of
from claimtrack.store.base import RawEntry
from claimtrack.when import Lean, Reference, read_window

Path = tuple[str, ...]


def impossible_windows(entry: RawEntry) -> list[tuple[Path, dict[str, Any]]]:
    """The windows in what an entry says whose last day is before their first, and where."""
    said = {name: value for name, value in entry.items() if name not in NOT_CONTENT}
    return [(path, window) for path, window in _windows(said, ()) if window["from"] > window["to"]]


def proven(entry: RawEntry) -> RawEntry | None:
    """The entry with its windows as they were, where its id proves that they were so.

    Tried are the two days the other way round, and what the phrase is read as.
    """
    for mended in (_swapped(entry), *(_read_again(entry, lean) for lean in Lean)):
        if mended is not None and entry_id(mended) == entry.get("id"):
            return mended
    return None


def _windows(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("from"), str) and isinstance(value.get("to"), str):
        yield path, value
    for key, inner in value.items():
        yield from _windows(inner, (*path, key))


def _swapped(entry: RawEntry) -> RawEntry | None:
    mended = deepcopy(entry)
    for _, window in impossible_windows(mended):
        window["from"], window["to"] = window["to"], window["from"]
    return mended


def _read_again(entry: RawEntry, lean: Lean) -> RawEntry | None:
    """As its phrases are read from the day on which they were logged."""
    mended, moment = deepcopy(entry), moment_of(entry)
    if moment is None:
        return None
    reference = Reference(moment, moment.date())
    for _, window in impossible_windows(mended):
        try:
            window.update(read_window(str(window.get("text")), reference, lean).to_json())
        except BadInput:
            return None
    return mended
