"""Import and export of a ledger at a path, without the command line."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from claimtrack.desk.desk import Desk
from claimtrack.desk.importing import Imported, Wish, import_items
from claimtrack.desk.names import NewSource
from claimtrack.desk.reading import listed
from claimtrack.desk.view import View
from claimtrack.exchange.formats import FORMATS
from claimtrack.exchange.incoming import Incoming
from claimtrack.exchange.options import read_options
from claimtrack.exchange.outgoing import exported
from claimtrack.store import open_store

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def written_out(path: Path, name: str, *terms: str, reveal: bool = True) -> bytes:
    """An export of a ledger, in whole or of what the terms name."""
    store = open_store(str(path))
    view = View(store.read(), str(path), NOON)
    claims = listed(view, terms, user="ann")
    said: list[str] = []
    export = exported(view, claims, whole=not terms, reveal=reveal, say=said.append)
    pieces = FORMATS[name].write(export)
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


def taken_in(
    path: Path,
    name: str,
    data: bytes | str,
    *,
    file: str = "rumors.csv",
    new: bool = True,
    mapping: str | None = None,
    stances: str | None = None,
    source: str | None = None,
    tags: tuple[str, ...] = (),
    keep_bad: bool = False,
) -> Imported:
    """An import into a ledger; nothing is written where anything is refused."""
    raw = data.encode() if isinstance(data, str) else data
    options = read_options(
        [mapping] if mapping else None, [stances] if stances else None, None, None, source
    )
    wish = Wish(file, source, tags, options.stances, NewSource(allowed=new))
    desk = Desk(open_store(str(path)), "ann")
    try:
        with desk.change() as change:
            items = FORMATS[name].read(Incoming(file, raw, options))
            done = import_items(change, items, wish)
            if done.refused and not keep_bad:
                raise Undone(done)
    except Undone as undone:
        return undone.done
    return done


def tables(path: Path) -> Any:
    """What a ledger's file holds."""
    return orjson.loads(path.read_bytes())


class Undone(Exception):
    """Something was refused, so that nothing is written."""

    def __init__(self, done: Imported) -> None:
        super().__init__()
        self.done = done
