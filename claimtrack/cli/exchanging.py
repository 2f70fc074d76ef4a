"""``import`` and ``export``."""

from collections.abc import Callable
from inspect import cleandoc
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.common import Common, Reading, tell
from claimtrack.cli.filters import Filters, asker, filtered, terms_of, typed
from claimtrack.cli.frame import bundle, framed
from claimtrack.desk.reading import UNCONFIRMED, listed
from claimtrack.errors import BadInput
from claimtrack.exchange.formats import (
    FORMATS,
    of_suffix,
    readable,
    refuse_others,
    to_write,
    writable,
)
from claimtrack.query import SORTS

if TYPE_CHECKING:
    from datetime import datetime

    from claimtrack.desk.view import View

BACKUP = "jsonl"


def _described(names: list[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Puts the formats, each with what it is for, into the help of a command."""
    formats = "; ".join(f"{name} ({FORMATS[name].summary})" for name in names)

    def documented(function: Callable[..., None]) -> Callable[..., None]:
        function.__doc__ = f"{cleandoc(function.__doc__ or '')}\n\nFormats: {formats}."
        return function

    return documented


def _completing(names: list[str]) -> list[tuple[str, str]]:
    return [(name, FORMATS[name].summary) for name in names]


@bundle
class Exporting(Reading):
    """The options of reading, with the formats of an export."""

    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help=f"{', '.join(writable())} (default: by the name of --out, else {BACKUP}).",
            autocompletion=lambda: _completing(writable()),
        ),
    ] = None


@filtered
@_described(writable())
@framed
def export(
    filters: Filters = None,
    *,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Where to (default: standard output)."),
    ] = None,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="The editors' list: open and not confirmed.")
    ] = False,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help=f"{', '.join(SORTS)}; - before it turns it round.")
    ] = "activity",
    cards: Annotated[
        bool, typer.Option("--cards", help="In a report, all that is on file about each claim.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="In a feed, what was logged since then."),
    ] = None,
    exporting: Exporting,
) -> None:
    """Without a filter, all that is on file. A file appears under its name when it is complete.

    Confidential sources are withheld, unless --reveal is given.

    claimtrack export --out backup.jsonl

    claimtrack export --format csv --out lashio.csv place:lashio

    claimtrack export --out due.ics is:open
    """
    from claimtrack.exchange.outgoing import exported, write_out

    view = exporting.view()
    terms = [*terms_of(filters), *([UNCONFIRMED] if unconfirmed else [])]
    known = to_write(_wanted(exporting, out))
    claims = listed(view, terms, user=asker(exporting, terms), sort=typed(sort))
    refuse_others(known, [*(["cards"] if cards else []), *(["since"] if since else [])])
    whole = not terms and exporting.as_of is None and exporting.known_at is None
    moment = _since(view, since)
    for line in view.read:
        tell(line)
    export = exported(
        *(view, claims),
        whole=whole,
        reveal=exporting.reveal,
        say=tell,
        terms=terms,
        since=moment,
        cards=cards,
    )
    write_out(known.write(export), out, never=view.location)


def _since(view: "View", phrase: str | None) -> "datetime | None":
    """The moment from which a feed tells what moved."""
    if phrase is None:
        return None
    from claimtrack.desk.changes import since_when

    return since_when(view, phrase)


def _wanted(exporting: Exporting, out: str | None) -> str:
    """The format that was asked for: by name, else by the end of the file's name."""
    if exporting.format or exporting.json:
        return exporting.format or BACKUP
    if out is None:
        return BACKUP
    if found := of_suffix(out, writable()):
        return found
    raise BadInput(f"--out {out} does not say which format: add --format ({', '.join(writable())})")


@_described(readable())
@framed
def import_file(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What to import; - is standard input.")
    ],
    *,
    importing: Common,
) -> None:
    """claimtrack import backup.jsonl"""
