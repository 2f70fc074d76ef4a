"""Where things are, and what is a person's own: the environment and a TOML file of theirs.

What changes an answer belongs to the ledger and is kept in it: :mod:`claimtrack.model.settings`.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from claimtrack.errors import BadInput, DataError
from claimtrack.place import as_meant, is_url, shown

LEDGER = "claims.json"
DB_VARIABLE = "CLAIMTRACK_DB"
USER_VARIABLE = "CLAIMTRACK_USER"
CONFIG_VARIABLE = "CLAIMTRACK_CONFIG"
PERSONAL = {
    "name": "who you are in the ledger (default: your login name)",
    "colour": "never, or auto (default: auto)",
    "columns": "the width of tables, in characters (default: your terminal's)",
    "editor": "what `add` without a text opens (default: $VISUAL, $EDITOR)",
}
"""What a person may set in their own file, and what it means."""


class Location(NamedTuple):
    """Where the ledger is: a path or url, and whether somebody named it."""

    where: str
    named: bool
    tried: tuple[str, ...] = ()
    """Where it was looked for, when nobody named it and it was not found."""

    @property
    def shown(self) -> str:
        """As it may be printed: a url without its password."""
        return shown(self.where)


def locate(option: str | None, *, lost: bool = False) -> Location:
    """The ledger: ``--db``, else CLAIMTRACK_DB, else the nearest claims.json from here upward,
    else the one in the user's data folder, which need not be there yet.

    Where it may be ``lost``, one of which only the backups are left is found too.
    """
    if option is not None and not option.strip():
        raise BadInput("--db is empty: name the ledger, such as claims.json, or leave it out")
    named = option or os.environ.get(DB_VARIABLE)
    if named:
        return Location(as_meant(named), named=True)
    here = _here()
    for folder in (here, *here.parents) if here else ():
        if _is_file(folder / LEDGER) or (lost and only_backups(str(folder / LEDGER))):
            return Location(str(folder / LEDGER), named=False)
    home = data_folder() / LEDGER
    tried = (*((f"{here} and the folders above it",) if here else ()), str(home))
    return Location(str(home), named=False, tried=() if _is_file(home) else tried)


def only_backups(where: str) -> bool:
    """Is this ledger gone, while the folder of its backups is there? A database has none."""
    if is_url(where):
        return False
    path = Path(where)
    try:
        return not path.exists() and path.with_name(f"{path.name}.backups").is_dir()
    except (OSError, ValueError):
        return False


def _here() -> Path | None:
    """The working directory; None where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _is_file(path: Path) -> bool:
    """Is a file there? In a folder that we may not look into, none of ours is."""
    try:
        return path.is_file()
    except OSError:
        return False


def data_folder() -> Path:
    """The user's data folder; ``DataError`` for a user without a home."""
    from platformdirs import user_data_path

    try:
        return user_data_path("claimtrack", appauthor=False)
    except RuntimeError:
        raise DataError(
            "no ledger here, and no home folder to look in: name it with --db or CLAIMTRACK_DB"
        ) from None


def config_file() -> Path:
    """The person's own file; it need not be there. A user without a home has none."""
    if given := os.environ.get(CONFIG_VARIABLE):
        return Path(given)
    from platformdirs import user_config_path

    try:
        return user_config_path("claimtrack", appauthor=False) / "config.toml"
    except RuntimeError:
        return Path(os.devnull)


@cache
def personal() -> dict[str, Any]:
    """What the person has set in their own file; ``DataError`` where that cannot be read."""
    path = config_file()
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        if os.environ.get(CONFIG_VARIABLE):
            raise DataError(f"{path} is not there: {CONFIG_VARIABLE} names it") from None
        return {}
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from None
    import tomllib

    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not TOML: {error}") from None


def _name(said: str) -> str:
    """A user's name, which stands in every entry."""
    try:
        said.encode()
    except UnicodeEncodeError:
        raise BadInput("the user's name is not valid UTF-8: type it anew") from None
    return said


def user(option: str | None) -> str:
    """Who is at the desk: ``--by-user``, CLAIMTRACK_USER, their own file, the login name."""
    if option or (option := os.environ.get(USER_VARIABLE)):
        return _name(option)
    if name := personal().get("name"):
        return _name(str(name))
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as in some containers
        return "unknown"
