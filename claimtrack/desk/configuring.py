"""Care of the ledger's settings."""

from typing import NamedTuple

from claimtrack.desk.change import Change
from claimtrack.desk.text import some_text
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.settings import (
    KEYS,
    SCALE,
    SettingChanged,
    Settings,
    settings_of,
    split_key,
)

DEFAULT = "default"


def configure(change: Change, key: str, value: str) -> None:
    """Set a key of the configuration, or with ``default`` put its default back.

    ``BadInput`` for a key that is not known or a value that it cannot have.
    """
    key, value = some_text(key, "key"), some_text(value, "value")
    key = key.lower() if key.lower().startswith(SCALE) else key
    written = dict(change.view.settings.written)
    standing = written.get(key)
    wanted = None if value.lower() == DEFAULT else value
    if split_key(key) is None:
        raise BadInput(_no_setting(key))
    if wanted is not None:
        _check_languages(settings_of({key: wanted}))
    if wanted == standing:
        change.say(f"{key} is set so already: nothing changed")
        return
    change.configure(SettingChanged(key=key, value=wanted, **change.stamp()))


class SettingRow(NamedTuple):
    """A setting as it is shown: what holds, whether that was set, and what it means."""

    key: str
    value: str
    set: bool
    meaning: str


def settings_rows(view: View, key: str | None = None) -> list[SettingRow]:
    """All settings, or one; ``BadInput`` for a key that is not known."""
    written = view.settings.written
    if key is not None and split_key(key) is None:
        raise BadInput(_no_setting(key))
    keys = (key,) if key is not None else (*KEYS, *(k for k in written if k not in KEYS))
    return [_row(k, written.get(k)) for k in keys]


def _row(key: str, written: str | None) -> SettingRow:
    found = split_key(key) or ((key, "") if key in KEYS else None)
    if found is None:
        means = "not known to this version of claimtrack, and without effect in it"
        return SettingRow(key, written or "", True, means)
    holds = KEYS[found[0]].default if written is None else written
    return SettingRow(key, holds, written is not None, KEYS[found[0]].means)


def _check_languages(settings: Settings) -> None:
    """The tables of words are read when a phrase needs them: here, so that none is missing then."""
    from claimtrack.when.words import load_words

    load_words(settings.conventions.languages)


def _no_setting(key: str) -> str:
    return f"there is no setting {key!r}: known are {', '.join(KEYS)}"
