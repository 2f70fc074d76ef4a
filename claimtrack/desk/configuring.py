"""Care of the ledger's settings."""

from claimtrack.desk.change import Change
from claimtrack.desk.view import View
from claimtrack.model.settings import KEYS, SettingChanged, Settings, settings_of, split_key

DEFAULT = "default"


def configure(change: Change, key: str, value: str) -> None:
    """Set a key of the configuration, or with ``default`` put its default back.

    ``BadInput`` for a key that is not known or a value that it cannot have.
    """
    written = dict(change.view.settings.written)
    standing = written.get(key)
    if value.strip().lower() == DEFAULT:
        split_key(key)
        wanted = None
    else:
        wanted = value.strip()
        _check_languages(settings_of({**written, key: wanted}))
    if wanted == standing:
        change.say(f"{key} is set so already: nothing changed")
        return
    change.configure(SettingChanged(type="set", key=key, value=wanted, **change.stamp()))


def settings_rows(view: View, key: str | None = None) -> list[tuple[str, str, str]]:
    """Key, value as set (empty: the default) and meaning, of all settings or of one."""
    written = view.settings.written
    if key is not None:
        return [(key, written.get(key, ""), _meaning(key))]
    own_words = [k for k in written if k not in KEYS]
    return [(k, written.get(k, ""), _meaning(k)) for k in (*KEYS, *own_words)]


def _check_languages(settings: Settings) -> None:
    """The tables of words are read when a phrase needs them: here, so that none is missing then."""
    from claimtrack.when.words import load_words

    load_words(settings.conventions.languages)


def _meaning(key: str) -> str:
    return KEYS[split_key(key)[0]].means
