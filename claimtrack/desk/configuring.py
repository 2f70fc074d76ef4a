"""Care of the ledger's settings."""

from claimtrack.desk.change import Change
from claimtrack.desk.text import some_text
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.settings import KEYS, SCALE, SettingChanged, settings_of

DEFAULT = "default"


def configure(change: Change, key: str, value: str) -> None:
    """Set a key of the configuration, or with ``default`` put its default back.

    ``BadInput`` for a key that is not known or a value that it cannot have.
    """
    key, value = some_text(key, "key"), some_text(value, "value")
    key = key.lower() if key.lower().startswith(SCALE) else key
    written = dict(change.view.settings.written)
    standing = written.get(key)
    if value.strip().lower() == DEFAULT:
        settings_of({key: ""} if not _known(key) else {})
        wanted = None
    else:
        wanted = value.strip()
        settings_of({**written, key: wanted})
    if wanted == standing:
        change.say(f"{key} is set so already: nothing changed")
        return
    change.configure(SettingChanged(type="set", key=key, value=wanted, **change.stamp()))


def settings_rows(view: View, key: str | None = None) -> list[tuple[str, str, str]]:
    """Key, value as set (empty: the default) and meaning, of all settings or of one."""
    written = view.settings.written
    if key is not None:
        if not _known(key):
            raise BadInput(f"there is no setting {key!r}: known are {', '.join(KEYS)}")
        return [(key, written.get(key, ""), _meaning(key))]
    own_words = [k for k in written if k not in KEYS]
    return [(k, written.get(k, ""), _meaning(k)) for k in (*KEYS, *own_words)]


def _known(key: str) -> bool:
    return key in KEYS or (key.startswith("verdict.") and key != "verdict.")


def _meaning(key: str) -> str:
    return KEYS.get(key, KEYS["verdict.WORD"])
