"""``import`` and ``export``."""

from collections.abc import Callable
from inspect import cleandoc
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.common import Common, Reading, tell
from claimtrack.cli.complete import sources
from claimtrack.cli.filters import Filters, asker, filtered, terms_of, typed
from claimtrack.cli.frame import bundle, framed
from claimtrack.cli.options import Naming, Tags
from claimtrack.desk.reading import listed
from claimtrack.desk.rows import FIELDS
from claimtrack.errors import BadInput
from claimtrack.exchange.formats import (
    FORMATS,
    of_suffix,
    readable,
    refuse_others,
    to_write,
    writable,
)
from claimtrack.model.words import Stance
from claimtrack.query import SORTS

if TYPE_CHECKING:
    from datetime import datetime

    from claimtrack.desk.view import View
    from claimtrack.exchange.incoming import Options

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

    Confidential sources are withheld, unless --reveal is given; from ClaimReview and Atom always.

    claimtrack export --out backup.jsonl

    claimtrack export --format csv --out lashio.csv place:lashio

    claimtrack export --out due.ics is:open
    """
    from claimtrack.exchange.outgoing import exported, write_out

    terms = terms_of(filters, unconfirmed=unconfirmed)
    view = exporting.view()
    known = to_write(_wanted(exporting, out))
    if known.verbatim:
        view.snapshot.load("claims", ())  # first: entries made of records share their texts
    claims = listed(view, terms, user=asker(exporting, terms), sort=typed(sort))
    refuse_others(known, [*(["cards"] if cards else []), *(["since"] if since else [])])
    whole = not terms and exporting.as_of is None and exporting.known_at is None
    moment = _since(view, since)
    tell(*view.read)
    if terms and not claims and view.snapshot.exists:
        tell("no claim fits")
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


@bundle
class Importing(Naming, Common):
    """How a file is read."""

    source_format: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help=f"What the file is: {', '.join(readable())} (default: as it looks).",
            autocompletion=lambda: _completing(readable()),
        ),
    ] = None
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN,...",
            help=f"Which column holds what; repeatable. Fields: {', '.join(FIELDS)}.",
        ),
    ] = None
    stance_words: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORD=STANCE,...",
            help=f"The file's words for stances ({', '.join(Stance)}); repeatable.",
        ),
    ] = None
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="How the file is encoded (default: found).")
    ] = None
    delimiter: Annotated[
        str | None, typer.Option(metavar="SIGN", help="Between its cells (default: found).")
    ] = None

    def options(self, source: str | None) -> "Options":
        """As a format takes them."""
        from claimtrack.exchange.options import read_options

        return read_options(self.mapping, self.stance_words, self.encoding, self.delimiter, source)


@_described(readable())
@framed
def import_file(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What to import; - is standard input.")
    ],
    *,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="KEY|NAME|URL",
            help="Who says so, where no column does; claims are known again by it.",
            autocompletion=sources,
        ),
    ] = None,
    tag: Tags = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, and write nothing.")
    ] = False,
    skip_bad: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Import what is good, and put the rows that are refused there."
        ),
    ] = None,
    importing: Importing,
) -> None:
    """All that the file says is checked first; where anything in it is refused, nothing is written.

    What was imported before, or was withdrawn since, is not added again.

    claimtrack import rumors.csv --map text=headline,quote=article,source=outlet,on=date --new

    claimtrack import backup.jsonl
    """
    from claimtrack.cli.importing import Job
    from claimtrack.exchange.incoming import incoming

    job = Job(
        importing,
        incoming(file, importing.options(source)),
        by=source,
        tags=tag or (),
        skip_bad=skip_bad,
    )
    if dry_run:
        job.rehearse()
    else:
        job.run()
