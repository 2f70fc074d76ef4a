"""Care of the ledger's settings."""

from typing import NamedTuple

from claimtrack.desk.change import Change
from claimtrack.desk.text import some_text
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.settings import (
    DEFAULTS,
    KEYS,
    SCALE,
    SettingChanged,
    is_setting,
    settings_of,
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
    if wanted is None and not is_setting(key):
        raise BadInput(_no_setting(key))
    if wanted is not None:
        settings_of({key: wanted})
    if wanted == standing:
        change.say(f"{key} is set so already: nothing changed")
        return
    change.configure(SettingChanged(type="set", key=key, value=wanted, **change.stamp()))


class SettingRow(NamedTuple):
    """A setting as it is shown: what holds, whether that was set, and what it means."""

    key: str
    value: str
    set: bool
    meaning: str


def settings_rows(view: View, key: str | None = None) -> list[SettingRow]:
    """All settings, or one; ``BadInput`` for a key that is not known."""
    written = view.settings.written
    if key is not None and not is_setting(key):
        raise BadInput(_no_setting(key))
    own_words = [k for k in written if k not in KEYS]
    keys = (*KEYS, *own_words) if key is None else (key,)
    return [
        SettingRow(k, written.get(k, DEFAULTS.get(k, "")), k in written, _meaning(k)) for k in keys
    ]


def _no_setting(key: str) -> str:
    return f"there is no setting {key!r}: known are {', '.join(KEYS)}"


def _meaning(key: str) -> str:
    if not is_setting(key):
        return "not known to this version of claimtrack, and without effect in it"
    return KEYS.get(key, KEYS["verdict.WORD"])
