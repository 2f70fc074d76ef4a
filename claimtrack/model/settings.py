"""The ledger's own settings: what changes an answer, so that two people who ask get one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from claimtrack.errors import BadInput
from claimtrack.model.claim import standing_entries
from claimtrack.model.entries import Entry, Withdrawn
from claimtrack.model.words import Reliability

SCALE = "verdict."
"""What the keys of the words of the verdict scale begin with."""

LEANS = ("true-ish", "false-ish", "neither")


class SettingChanged(Entry):
    """Somebody set a key of the configuration; None puts its default back."""

    type: Literal["set"]
    key: str
    value: str | None


SettingEntry = Annotated[SettingChanged | Withdrawn, Field(discriminator="type")]


@dataclass(frozen=True, slots=True)
class Rating:
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


@dataclass(frozen=True, slots=True)
class Settings:
    """What the ledger is configured to, with a default for everything."""

    weight_grades: frozenset[Reliability] = frozenset((Reliability.A, Reliability.B, Reliability.C))
    scale: Mapping[str, Rating] = field(default_factory=lambda: DEFAULT_SCALE)
    timezone: tzinfo = UTC
    lock_wait: float = 10.0
    written: Mapping[str, str] = field(default_factory=dict)
    """The keys that were set, as they were typed."""


KEYS = {
    "weight.grades": "the grades of sources whose reports carry weight (default: A,B,C)",
    "timezone": "the zone that days are counted in, by its IANA name (default: UTC)",
    "lock.wait": "how many seconds a writer waits for another (default: 10)",
    "verdict.WORD": "a word of the verdict scale: NUMBER|none true-ish|false-ish|neither "
    "settles|open LABEL, or off",
}
"""What can be set, and what it means."""

DEFAULTS = {"weight.grades": "A,B,C", "timezone": "UTC", "lock.wait": "10"}
"""What holds where nothing was set, as it would be typed."""


def read_settings(records: Sequence[Mapping[str, Any]]) -> list[SettingEntry]:
    """Stored settings as models; pydantic's ``ValidationError`` where one is not an entry."""
    return _setting_entries().validate_python(records)


@cache
def _setting_entries() -> TypeAdapter[list[SettingEntry]]:
    return TypeAdapter(list[SettingEntry])


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
    known = settings_of({key: value for key, value in written.items() if is_setting(key)})
    return replace(known, written=written)


def is_setting(key: str) -> bool:
    """Can this key be set?"""
    return key in KEYS or bool(_scale_key(key))


def settings_of(written: Mapping[str, str]) -> Settings:
    """Settings from their written form; ``BadInput`` for a key or a value that is not one."""
    values: dict[str, Any] = {"written": dict(written)}
    scale = dict(DEFAULT_SCALE)
    for key, value in written.items():
        if key == "weight.grades":
            values["weight_grades"] = _grades(value)
        elif key == "timezone":
            values["timezone"] = _zone(value)
        elif key == "lock.wait":
            values["lock_wait"] = _seconds(value)
        elif word := _scale_key(key):
            if value.strip() == "off":
                scale.pop(word, None)
            else:
                scale[word] = _scale_word(word, value)
        else:
            raise BadInput(f"there is no setting {key!r}: known are {', '.join(KEYS)}")
    return Settings(scale=scale, **values)


def _scale_key(key: str) -> str:
    """The word of the scale that a key is about, as `verdict` reads it; empty where it is none."""
    return key.removeprefix(SCALE).lower() if key.startswith(SCALE) else ""


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
