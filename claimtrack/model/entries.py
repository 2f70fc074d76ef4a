"""The entries of a claim: everything that was learned about it, one at a time.

Each entry is immutable and named by a hash of what it says, so that the same report logged by
two people is one entry. Who logged it and when are not part of what it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypedDict, TypeVar, get_args

import orjson
from msgspec import NODEFAULT, Meta
from msgspec.structs import fields, replace

from claimtrack.errors import BadInput
from claimtrack.model.reading import read_records
from claimtrack.model.words import (
    Attribution,
    Flag,
    Kind,
    Medium,
    Priority,
    Relation,
    Stance,
    Stand,
)
from claimtrack.value import AwareWithin, Partial, Value, Within
from claimtrack.when.window import Window

ID_LENGTH = 12
"""Hex digits of an entry's id: 48 bits, as ids need to be unique within one claim only."""

HEAD = ("id", "type", "on", "recorded", "by")
"""The keys that every entry begins with, on file and in JSON."""

NOT_CONTENT = frozenset({"id", "recorded", "by"})


def instant(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


EARLIEST, LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Beyond these a moment cannot be told in every zone."""

Moment = Annotated[datetime, Meta(tz=True), AwareWithin(EARLIEST, LATEST)]
"""A moment with its zone, written to the microsecond."""

Credibility = Annotated[int, Meta(ge=1, le=6), Within(1, 6)]
"""The Admiralty code for what a report says."""


class Entry(Value, frozen=True, kw_only=True, tag_field="type"):
    """What every entry has: what it is, when it happened, and who logged it when (UTC)."""

    id: str = ""
    on: Window
    recorded: Moment
    by: str
    follows: str | None = None
    """The entry that this one comes after, where it moves something from one state to another."""

    def __post_init__(self) -> None:
        if not EARLIEST <= self.recorded <= LATEST:
            raise ValueError(f"{self.recorded} cannot be told in every zone")

    @property
    def type(self) -> str:
        """Which type of entry it is, as its record says."""
        return str(self.__struct_config__.tag)


class ClaimChanges(TypedDict, total=False):
    """The fields of a claim that changed; a field that is set to None was cleared."""

    text: str | None
    kind: Kind | None
    claimant: str | None
    when: Window | None
    due: Window | None
    condition: str | None
    place: str | None
    tags: tuple[str, ...] | None
    priority: Priority | None
    assignee: str | None
    external_id: str | None
    parties: tuple[str, ...] | None


class Opened(Entry, frozen=True, kw_only=True, tag="opened"):
    """The claim is put on file."""

    text: str
    kind: Kind = Kind.EVENT
    claimant: str | None = None
    when: Window | None = None
    due: Window | None = None
    condition: str | None = None
    place: str | None = None
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    assignee: str | None = None
    external_id: str | None = None
    parties: tuple[str, ...] = ()


class Revised(Entry, frozen=True, kw_only=True, tag="revised"):
    """Some fields of the claim changed."""

    changes: Annotated[ClaimChanges, Partial()]
    reason: str | None = None


class Cited(Entry, frozen=True, kw_only=True):
    """An entry that was read or heard somewhere."""

    source: str | None = None
    url: str | None = None
    quote: str | None = None
    corrects: str | None = None
    """The entry, typed wrong, that this one replaces."""


class Report(Cited, frozen=True, kw_only=True, tag="report"):
    """A sighting: somebody says that the claim is so, or is not."""

    stance: Stance = Stance.SUPPORTS
    reading: str | None = None
    medium: Medium | None = None
    attribution: Attribution | None = None
    credibility: Credibility = 6
    repeats: str | None = None
    via: str | None = None
    archive: str | None = None
    sha256: str | None = None


class Position(Cited, frozen=True, kw_only=True, tag="position"):
    """Where a party stands."""

    party: str
    position: Stand
    speaker: str | None = None
    answer_by: Window | None = None


class Assessment(Entry, frozen=True, kw_only=True, tag="assessment"):
    """What was found out about a report or a position."""

    entry: str
    note: str
    source: str | None = None
    credibility: Credibility | None = None


class Retraction(Entry, frozen=True, kw_only=True, tag="retraction"):
    """A source takes a report back, or a party a position."""

    entry: str
    reason: str


class Link(Entry, frozen=True, kw_only=True, tag="link"):
    """How this claim bears on another."""

    relation: Relation
    other: str
    reason: str | None = None
    source: str | None = None


class Verdict(Entry, frozen=True, kw_only=True, tag="verdict"):
    """What the desk decided, and why."""

    rating: str
    reason: str
    rests_on: tuple[str, ...] = ()
    recheck: Window | None = None


class Reopened(Entry, frozen=True, kw_only=True, tag="reopened"):
    """The desk takes its verdict off again."""

    reason: str


class Note(Entry, frozen=True, kw_only=True, tag="note"):
    """Free text."""

    text: str


class Flagged(Entry, frozen=True, kw_only=True, tag="flag"):
    """A flag that was raised, once for each reason."""

    flag: Flag
    reason: str


class Snooze(Entry, frozen=True, kw_only=True, tag="snooze"):
    """Look again on that day."""

    until: Window


class Withdrawn(Entry, frozen=True, kw_only=True, tag="withdrawn"):
    """The desk takes back one of its own entries."""

    entry: str
    reason: str
    undoes: Moment | None = None
    """By `undo`: when the command that it takes back was logged."""
    redoes: Moment | None = None
    """By `redo`: when the command that it brings back was logged."""

    def __post_init__(self) -> None:
        for moment in filter(None, (self.recorded, self.undoes, self.redoes)):
            if not EARLIEST <= moment <= LATEST:
                raise ValueError(f"{moment} cannot be told in every zone")


class Forgotten(Entry, frozen=True, kw_only=True, tag="forgotten"):
    """All that is left of a claim that was erased, in a table of its own."""

    reason: str


ClaimEntry = (
    Opened
    | Revised
    | Report
    | Position
    | Assessment
    | Retraction
    | Link
    | Verdict
    | Reopened
    | Note
    | Flagged
    | Snooze
    | Withdrawn
)


def type_of(model: type[Entry]) -> str:
    """The word that the entries of a model have as their type."""
    return str(model.__struct_config__.tag)


CLAIM_ENTRIES: dict[str, type[ClaimEntry]] = {type_of(kind): kind for kind in get_args(ClaimEntry)}
"""The models of a claim's entries, by the word of their type."""

E = TypeVar("E", bound=Entry)


def written(entry: Entry) -> dict[str, Any]:
    """The entry as it is stored: JSON types, without what has its default value."""
    known = _defaults(type(entry))
    return _json(entry, (name for name in known if getattr(entry, name) != known[name]))


def whole(entry: Entry) -> dict[str, Any]:
    """The entry with all its fields, those with their default value too."""
    return _json(entry, _defaults(type(entry)))


@cache
def _defaults(model: type[Entry]) -> dict[str, Any]:
    """Every field in the order in which it is written, with its default, or NODEFAULT."""
    defaults = {field.name: field.default for field in fields(model)}
    return {name: defaults.get(name, NODEFAULT) for name in HEAD} | defaults


def _json(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """Some fields of an entry in JSON types; what changed is in the order of the fields."""
    record = {name: _stored(getattr(entry, name)) for name in names}
    if isinstance(changed := record.get("changes"), dict):
        changes = get_args(type(entry).__annotations__["changes"])[0].__annotations__
        record["changes"] = {name: changed[name] for name in changes if name in changed}
    return record


def _stored(value: Any) -> Any:
    """A field's value in JSON types."""
    match value:
        case Window():
            return value.to_json()
        case datetime():
            return instant(value)
        case Enum():
            return value.value
        case tuple():
            return list(value)
        case dict():
            return {name: _stored(inner) for name, inner in value.items()}
    return value


def entry_id(record: Mapping[str, Any]) -> str:
    """The id of a stored entry: the start of the SHA-256 of its content as canonical JSON.

    Its content is all but its id, who logged it and when; keys are sorted, and a key with its
    default value is left out, so that a field added to the model later changes no id.
    """
    from hashlib import sha256  # loads OpenSSL: only where an id is made

    content = {key: value for key, value in record.items() if key not in NOT_CONTENT}
    try:
        canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half of a surrogate pair, which is how bytes that are no UTF-8 come in
        raise BadInput(f"the {_unreadable(content)} is not valid UTF-8: type it anew") from None
    return sha256(canonical).hexdigest()[:ID_LENGTH]


def _unreadable(content: Mapping[str, Any]) -> str:
    """The field that holds what is no text."""
    for name, value in content.items():
        try:
            orjson.dumps(value)
        except TypeError:
            return name
    return "text"


def named(entry: E) -> E:
    """The entry with the id that its content gives it."""
    return replace(entry, id=entry_id(written(entry)))


def read_forgotten(records: Sequence[Mapping[str, Any]]) -> list[Forgotten]:
    """What is stored of a claim that was erased; ``NoEntry`` where it is no such entry."""
    return read_records({"forgotten": Forgotten}, records)


def read_entries(records: Sequence[Mapping[str, Any]]) -> list[ClaimEntry]:
    """Stored entries as models; ``NoEntry`` where one is none."""
    return read_records(CLAIM_ENTRIES, records)
