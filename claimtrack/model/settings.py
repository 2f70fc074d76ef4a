"""The ledger's own settings: what changes an answer, so that two people who ask get one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from claimtrack.errors import BadInput
from claimtrack.model.claim import standing_entries
from claimtrack.model.entries import Entry, Withdrawn
from claimtrack.model.reading import read_records
from claimtrack.model.urls import check_url
from claimtrack.model.words import Priority, Reliability
from claimtrack.when import Conventions

SCALE = "verdict."
"""What the keys of the words of the verdict scale begin with."""

LEANS = ("true-ish", "false-ish", "neither")


class SettingChanged(Entry, frozen=True, kw_only=True, tag="set"):
    """Somebody set a key of the configuration; None puts its default back."""

    key: str
    value: str | None


SettingEntry = SettingChanged | Withdrawn

SETTING_ENTRIES: dict[str, type[SettingEntry]] = {"set": SettingChanged, "withdrawn": Withdrawn}


class Rating(Struct, frozen=True):
    """One word of a verdict scale."""

    word: str
    value: int | None
    lean: str
    """One of LEANS: which kind of later evidence contests it."""
    settles: bool
    """Does it close the claim?"""
    label: str
    """What readers are shown."""


def _rating(
    word: str, value: int | None, lean: str, *, settles: bool = True, label: str = ""
) -> Rating:
    return Rating(word, value, lean, settles, label or word.replace("-", " ").capitalize())


DEFAULT_SCALE = {
    rating.word: rating
    for rating in (
        _rating("true", 5, "true-ish"),
        _rating("mostly-true", 4, "true-ish"),
        _rating("mixed", 3, "neither"),
        _rating("mostly-false", 2, "false-ish"),
        _rating("false", 1, "false-ish"),
        _rating("probably-true", None, "true-ish"),
        _rating("probably-false", None, "false-ish"),
        _rating("unproven", None, "neither", settles=False),
        _rating("not-checkable", None, "neither"),
    )
}


DEFAULT_STALE = {Priority.HIGH: 2, Priority.NORMAL: 15, Priority.LOW: 30}
"""After how many days without anything new a claim is stale: the action times of WikiRumours."""


class Settings(Struct, frozen=True):
    """What the ledger is configured to, with a default for everything."""

    weight_grades: frozenset[Reliability] = frozenset((Reliability.A, Reliability.B, Reliability.C))
    scale: Mapping[str, Rating] = field(default_factory=lambda: DEFAULT_SCALE)
    conventions: Conventions = field(default_factory=Conventions)
    stale_days: Mapping[Priority, int] = field(default_factory=lambda: DEFAULT_STALE)
    stale_tag_days: Mapping[str, int] = field(default_factory=dict)
    """For claims with a tag, instead of what their priority says."""
    due_soon_days: int = 7
    lock_wait: float = 10.0
    publish_base_url: str | None = None
    """The page on which what is published stands, without an anchor."""
    publish_name: str | None = None
    publish_kind: str = "Organization"
    """What the publisher is, in the words of schema.org."""
    publish_url: str | None = None
    backup_keep: int = 10
    written: Mapping[str, str] = field(default_factory=dict)
    """The keys that were set, as they were typed."""

    @property
    def timezone(self) -> tzinfo:
        """The zone that days are counted in."""
        return self.conventions.zone


def read_settings(records: Sequence[Mapping[str, Any]]) -> list[SettingEntry]:
    """Stored settings as models; ``NoEntry`` where one is none."""
    return read_records(SETTING_ENTRIES, records)


def fold_settings(entries: Iterable[SettingEntry], known_at: datetime | None = None) -> Settings:
    """The settings that stand after all that was set, the latest word for each key.

    A key of a later version is kept among what is written, and has no effect here.
    """
    written: dict[str, str] = {}
    for entry in standing_entries(entries, known_at):
        if isinstance(entry, SettingChanged):
            written.pop(entry.key, None)
            if entry.value is not None:
                written[entry.key] = entry.value
    known = settings_of({key: value for key, value in written.items() if split_key(key)})
    return replace(known, written=written)


def settings_of(written: Mapping[str, str]) -> Settings:
    """Settings from their written form; ``BadInput`` for a key or a value that is not one."""
    values: dict[str, Any] = {"written": dict(written)}
    for key, value in written.items():
        found = split_key(key)
        if found is None:
            raise BadInput(f"there is no setting {key!r}: known are {', '.join(KEYS)}")
        name, inner = found
        KEYS[name].put(values, inner, value)
    conventions = {name: values.pop(name) for name in _CONVENTIONS & values.keys()}
    return Settings(conventions=Conventions(**conventions), **values)


def split_key(key: str) -> tuple[str, str] | None:
    """The key of KEYS that a written key is one of, and the word that stands in its open place.

    ``stale.tag.election`` is ``("stale.tag.TAG", "election")``. None where it can not be set.
    """
    if key in KEYS and not key[-1].isupper():
        return key, ""
    for name in KEYS:
        beginning, _, place = name.rpartition(".")
        inner = key.removeprefix(f"{beginning}.")
        if place.isupper() and inner and inner != key:
            return name, inner
    return None


class Key(NamedTuple):
    """A setting: what it means, and how its value is put among the others."""

    means: str
    put: Callable[[dict[str, Any], str, str], None]
    """Takes the values so far, the word in the key's open place, and the value as typed."""
    default: str = ""
    """What holds where nothing was set, as it would be typed; empty where nothing does."""


def _plain(
    field_name: str, read: Callable[[str], Any]
) -> Callable[[dict[str, Any], str, str], None]:
    """A setting that is one field."""

    def put(values: dict[str, Any], inner: str, value: str) -> None:
        values[field_name] = read(value)

    return put


def _stale(priority: Priority) -> Callable[[dict[str, Any], str, str], None]:
    def put(values: dict[str, Any], inner: str, value: str) -> None:
        so_far = values.get("stale_days", DEFAULT_STALE)
        values["stale_days"] = {**so_far, priority: _days(f"stale.{priority}", value)}

    return put


def _stale_tag(values: dict[str, Any], tag: str, value: str) -> None:
    values.setdefault("stale_tag_days", {})[tag] = _days(f"stale.tag.{tag}", value)


def _scale(values: dict[str, Any], word: str, value: str) -> None:
    word = word.lower()  # as `verdict` reads it
    scale = values.setdefault("scale", dict(DEFAULT_SCALE))
    if value.strip() == "off":
        scale.pop(word, None)
    else:
        scale[word] = _scale_word(word, value)


def _days(key: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 100_000):
        raise BadInput(f"{key} is {value!r}: write a number of days, such as 7")
    return int(value)


def _one_of(key: str, words: Mapping[str, Any]) -> Callable[[str], Any]:
    def read(value: str) -> Any:
        if value.strip().lower() not in words:
            raise BadInput(f"{key} is {value!r}: write {' or '.join(words)}")
        return words[value.strip().lower()]

    return read


def _month(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 12):
        raise BadInput(f"dates.fiscal is {value!r}: write the number of a month, such as 4")
    return int(value)


def _languages(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


def _grades(value: str) -> frozenset[Reliability]:
    letters = [part.strip().upper() for part in value.replace(",", " ").split()]
    wrong = [letter for letter in letters if letter not in Reliability.__members__]
    if wrong or not letters:
        raise BadInput(f"weight.grades is {value!r}: write grades from A to F, such as A,B,C")
    return frozenset(Reliability(letter) for letter in letters)


def _zone(value: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"timezone {value!r} is not known: write one such as Asia/Yangon") from None


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < 86400:
        raise BadInput(f"lock.wait is {value!r}: write seconds, such as 10")
    return seconds


def _page(key: str) -> Callable[[str], str]:
    """A page of the web that anchors can be put behind."""

    def read(value: str) -> str:
        try:
            url = check_url(value)
        except BadInput as error:
            raise BadInput(f"{key}: {error}") from None
        if "#" in url:
            raise BadInput(f"{key} is {url!r}: write the page without what follows the #")
        return url

    return read


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not name:
        raise BadInput("publish.name is empty: write what the desk is called")
    return name


def _number_kept(value: str) -> int:
    if not (value.strip().isascii() and value.strip().isdecimal() and len(value.strip()) <= 4):
        raise BadInput(f"backup.keep is {value!r}: write a number up to 9999, such as 10, or 0")
    return int(value)


def _scale_word(word: str, value: str) -> Rating:
    usage = f"verdict.{word}: write NUMBER|none {'|'.join(LEANS)} settles|open LABEL, or off"
    parts = value.split(maxsplit=3)
    if len(parts) < 3 or parts[1] not in LEANS or parts[2] not in ("settles", "open"):
        raise BadInput(f"{value!r} is no rating. {usage}")
    if parts[0] != "none" and not parts[0].isdecimal():
        raise BadInput(f"{parts[0]!r} is no number. {usage}")
    number = None if parts[0] == "none" else int(parts[0])
    label = parts[3] if len(parts) > 3 else ""
    return _rating(word, number, parts[1], settles=parts[2] == "settles", label=label)


KEYS = {
    "weight.grades": Key(
        "the grades of sources whose reports carry weight (default: A,B,C)",
        _plain("weight_grades", _grades),
        "A,B,C",
    ),
    "stale.high": Key(
        "days without anything new after which a claim of high priority is stale (default: 2)",
        _stale(Priority.HIGH),
        "2",
    ),
    "stale.normal": Key(
        "the same for normal priority (default: 15)", _stale(Priority.NORMAL), "15"
    ),
    "stale.low": Key("the same for low priority (default: 30)", _stale(Priority.LOW), "30"),
    "stale.tag.TAG": Key(
        "the same for claims with that tag, whatever their priority; the shortest of several tags",
        _stale_tag,
    ),
    "due.soon": Key(
        "days before the end of its due window from which a claim is due soon (default: 7)",
        _plain("due_soon_days", partial(_days, "due.soon")),
        "7",
    ),
    "dates.order": Key(
        "how 1/2/2025 is read: day-first or month-first (default: it is refused)",
        _plain(
            "day_order",
            _one_of("dates.order", {"day-first": "day-first", "month-first": "month-first"}),
        ),
    ),
    "dates.fiscal": Key(
        "the number of the month in which a fiscal year begins (default: FY2025 is refused)",
        _plain("fiscal_month", _month),
    ),
    "dates.hemisphere": Key(
        "where summer is in July, or not: northern or southern (default: northern)",
        _plain("southern", _one_of("dates.hemisphere", {"northern": False, "southern": True})),
        "northern",
    ),
    "dates.languages": Key(
        "in which languages dates are read: names or paths of tables of words (default: en,my)",
        _plain("languages", _languages),
        "en,my",
    ),
    "timezone": Key(
        "the zone that days are counted in, by its IANA name (default: UTC)",
        _plain("zone", _zone),
        "UTC",
    ),
    "lock.wait": Key(
        "how many seconds a writer waits for another (default: 10)",
        _plain("lock_wait", _seconds),
        "10",
    ),
    "backup.keep": Key(
        "how many earlier generations of the ledger are kept beside it (default: 10; 0: none)",
        _plain("backup_keep", _number_kept),
        "10",
    ),
    "publish.base_url": Key(
        "the page on which claims are published: a claim's own url is this with its id as anchor",
        _plain("publish_base_url", _page("publish.base_url")),
    ),
    "publish.name": Key(
        "who publishes, by name (default: the host of publish.base_url)",
        _plain("publish_name", _name),
    ),
    "publish.kind": Key(
        "what the publisher is: organization or person (default: organization)",
        _plain(
            "publish_kind",
            _one_of("publish.kind", {"organization": "Organization", "person": "Person"}),
        ),
    ),
    "publish.url": Key(
        "the publisher's own page (default: publish.base_url)",
        _plain("publish_url", _page("publish.url")),
    ),
    "verdict.WORD": Key(
        "a word of the verdict scale: NUMBER|none true-ish|false-ish|neither settles|open LABEL, "
        "or off",
        _scale,
    ),
}
"""What can be set. A word in capitals at the end of a key stands for one of the desk's own."""

_CONVENTIONS = frozenset(Conventions.__struct_fields__)
