"""Two ledgers that grew apart, united: whatever is on file in either is in the result.

Claims, sources and parties are matched by their keys, entries by their ids. In which order ledgers
are united, and how often, makes no difference to the result, nor to its text: a document that is
the same everywhere stays as it is, and the entries of any other are put in one order. Only a claim
that either has forgotten is in neither any more: its tombstone is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from claimtrack.model.entries import NOT_CONTENT, entry_id
from claimtrack.model.moments import moment_of

Record = dict[str, Any]
Documents = dict[str, dict[str, Any]]
Tables = dict[str, Documents]

LISTED = ("claims", "sources", "parties")
OPENINGS = ("opened", "entered")
UNREADABLE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot be in one ledger in both ways."""

    table: str
    key: str
    entry: str | None
    problem: str


@dataclass(slots=True)
class Union:
    """The tables of both, what the second brought to the first, and what clashed."""

    tables: Tables = field(default_factory=dict)
    new: dict[str, list[str]] = field(default_factory=dict)
    """The keys of new documents, by table."""
    entries: int = 0
    earlier: list[tuple[str, str, str]] = field(default_factory=list)
    """Table, key and id of what the second had logged earlier."""
    edited: list[tuple[str, str, str]] = field(default_factory=list)
    """The same of what had been changed by hand in one of them; the words of its id are kept."""
    other: int = 0
    """Tables and keys that nobody knows, and that came."""
    clashes: list[Clash] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    """Claims that the first had, and the second has forgotten."""
    kept_out: list[str] = field(default_factory=list)
    """Claims that the second had, and the first has forgotten."""

    @property
    def brought(self) -> bool:
        """Did the second bring anything at all?"""
        came = any(self.new.values()) or self.entries or self.earlier or self.other
        return bool(came or self.erased)


def united(ours: Tables, theirs: Tables, base: Tables | None = None) -> Union:
    """Both ledgers in one. ``base`` is what they grew from, where that is known.

    It is asked only about keys that the program does not know; no entry is ever taken away.
    """
    union = Union()
    gone = {*forgotten(ours), *forgotten(theirs)}
    union.erased = sorted(gone & ours.get("claims", {}).keys())
    union.kept_out = sorted(forgotten(ours) & theirs.get("claims", {}).keys())
    ours, theirs = without(ours, gone), without(theirs, gone)
    own = list(ours)
    for name in (*own, *sorted(theirs.keys() - ours.keys())):
        mine, yours = ours.get(name), theirs.get(name)
        union.tables[name] = {**(yours or {}), **(mine or {})}
        for key, document in (yours or {}).items():
            before = (base or {}).get(name, {}).get(key)
            if mine is None or key not in mine:
                _came(union, name, key, document)
            elif mine[key] != document:
                union.tables[name][key] = _document(union, name, key, mine[key], document, before)
    return union


def forgotten(tables: Tables) -> set[str]:
    """The ids of the claims that were erased for good."""
    documents = tables.get("forgotten", {})
    return {key for key, document in documents.items() if document.get("entries")}


def without(tables: Tables, gone: set[str]) -> Tables:
    """The tables, but for those claims."""
    claims = tables.get("claims", {})
    if gone.isdisjoint(claims):
        return tables
    return {**tables, "claims": {key: claims[key] for key in claims if key not in gone}}


def joined(entries: Sequence[Record]) -> list[Record]:
    """Entries of one document in the order of the union, each once; the earliest logging stays.

    What two of them say differently under one id is kept as its id has it, else as it comes first.
    """
    first: dict[str, Record] = {}
    for entry in entries:
        name = identity(entry)
        known = first.get(name)
        first[name] = entry if known is None else _one_of(known, entry) or known
    return sorted(first.values(), key=place)


def identity(entry: Mapping[str, Any]) -> str:
    """What an entry is known by: its id, or where it has none the one that it should have."""
    given = entry.get("id")
    return given if isinstance(given, str) and given else entry_id(entry)


def genuine(entry: Mapping[str, Any]) -> bool:
    """Does it say what its id stands for?"""
    return entry_id(entry) == entry.get("id")


def place(entry: Mapping[str, Any]) -> tuple[datetime, bool, str]:
    """Where an entry stands in a united document: by when it was logged, of those logged together
    the opening first, then by its id.
    """
    moment = moment_of(entry) or UNREADABLE
    return moment, entry.get("type") not in OPENINGS, identity(entry)


def logging(entry: Mapping[str, Any]) -> tuple[datetime, str, str]:
    """When it was logged, by whom, and how that stands there: of two ways to write it one stays."""
    moment = moment_of(entry) or UNREADABLE
    return moment, str(entry.get("by", "")), str(entry.get("recorded"))


def _came(union: Union, name: str, key: str, document: Any) -> None:
    """Count a document that only the second had."""
    union.new.setdefault(name, []).append(key)
    if isinstance(document, dict) and isinstance(document.get("entries"), list):
        union.entries += len(document["entries"])


def _document(union: Union, name: str, key: str, mine: Any, yours: Any, before: Any) -> Any:
    """A document that both have, each in its way."""
    if not isinstance(mine, dict) or not isinstance(yours, dict):
        return _value(union, name, key, "it", ({"it": mine}, {"it": yours}, {"it": before}))
    before = before if isinstance(before, dict) else {}
    found: Record = {}
    for field_name in sorted((mine.keys() | yours.keys()) - {"entries"}):
        found[field_name] = _value(union, name, key, field_name, (mine, yours, before))
    if "entries" in mine or "entries" in yours:
        lists = mine.get("entries", []), yours.get("entries", [])
        found["entries"] = _entries(union, name, key, *lists)
    if name == "claims":
        _two_claims(union, key, mine, yours)
    return found


def _value(
    union: Union, name: str, key: str, field_name: str, sides: tuple[Record, Record, Record]
) -> Any:
    """What stands under a key that is not the entries: what one side has, or has changed."""
    mine, yours, before = (side.get(field_name) for side in sides)
    if field_name not in sides[1] or mine == yours or (before is not None and yours == before):
        return mine
    if field_name not in sides[0] or (before is not None and mine == before):
        union.other += 1
        return yours
    problem = f"{field_name} stands there in two ways, and claimtrack does not know what it is"
    union.clashes.append(Clash(name, key, None, problem))
    return mine


def _entries(
    union: Union, name: str, key: str, mine: Sequence[Record], yours: Sequence[Record]
) -> list[Record]:
    known = {identity(entry): entry for entry in joined(mine)}
    for entry in joined(yours):
        name_of = identity(entry)
        ours = known.get(name_of)
        if ours is None:
            union.entries += 1
        else:
            kept = _one_of(ours, entry)
            if kept is None:
                problem = "says one thing here and another there, and its id fits neither"
                union.clashes.append(Clash(name, key, name_of, problem))
            elif _content(ours) != _content(entry):
                union.edited.append((name, key, name_of))
                union.other += kept is entry
            elif logging(entry) < logging(ours):
                union.earlier.append((name, key, name_of))
    return joined([*mine, *yours])


def _one_of(first: Record, second: Record) -> Record | None:
    """Which of two entries of one id stays; None where there is no telling."""
    if _content(first) == _content(second):
        return second if logging(second) < logging(first) else first
    if genuine(first) != genuine(second):
        return first if genuine(first) else second
    return None


def _content(entry: Record) -> Record:
    return {key: value for key, value in entry.items() if key not in NOT_CONTENT}


def _two_claims(union: Union, key: str, mine: Record, yours: Record) -> None:
    """Ids of claims are drawn at random: two that were opened apart, in other words, are two."""
    ours, theirs = (
        [e for e in side.get("entries", []) if e.get("type") == "opened"] for side in (mine, yours)
    )
    same_id = {identity(e) for e in ours} & {identity(e) for e in theirs}
    same_text = {e.get("text") for e in ours} & {e.get("text") for e in theirs}
    if ours and theirs and not same_id and not same_text:
        union.clashes.append(Clash("claims", key, None, "is one claim here and another there"))
