"""``source add|list|show|edit|rate|alias|merge``."""

from collections.abc import Callable
from typing import Annotated

import typer

from claimtrack.cli.common import Common, Reading
from claimtrack.cli.complete import sources
from claimtrack.cli.frame import framed
from claimtrack.cli.options import BecauseMaybe
from claimtrack.desk import registering
from claimtrack.desk.change import Change
from claimtrack.desk.names import unknown
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.words import Reliability, SourceKind

Name = Annotated[
    str,
    typer.Argument(
        metavar="KEY", help="The source: its key, name or alias.", autocompletion=sources
    ),
]
KindOption = Annotated[SourceKind | None, typer.Option("--kind", help="What sort it is.")]
Owner = Annotated[
    str | None,
    typer.Option(metavar="PARTY|SOURCE", help="Whom it belongs to: a party or another source."),
]
Home = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Its front page, or its account.")
]
Aliases = Annotated[
    list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name; repeatable.")
]
New = Annotated[bool, typer.Option("--new", help="Enter an unknown owner without asking.")]


def read_grade(text: str) -> Reliability:
    """A grade, in any case."""
    try:
        return Reliability(text.strip().upper())
    except ValueError:
        raise BadInput(f"no grade {text!r}: known are {', '.join(Reliability)}") from None


@framed
def add(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short key, or its name.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Default: the key.")] = None,
    kind: KindOption = None,
    reliability: Annotated[
        Reliability | None, typer.Option(help="Its Admiralty grade (default: F; social media D).")
    ] = None,
    owner: Owner = None,
    alias: Aliases = None,
    url: Home = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Never name it outside the desk's own screen.")
    ] = False,
    new: New = False,
    common: Common,
) -> None:
    """claimtrack source add irrawaddy --name "The Irrawaddy" --url https://www.irrawaddy.com"""
    _write(
        common,
        lambda change: registering.add_source(
            change,
            key,
            name=name,
            kind=kind,
            reliability=reliability,
            owner=owner,
            aliases=alias or (),
            url=url,
            confidential=confidential,
            new=new,
        ),
        creates=True,
    )


@framed
def list_sources(*, reading: Reading) -> None:
    """claimtrack source list --json"""
    view = reading.view()
    from claimtrack.show.output import print_sources

    print_sources(view, list(view.registry.sources.values()), reading.output())


@framed
def show(source: Name, *, reading: Reading) -> None:
    """claimtrack source show irrawaddy"""
    view = reading.view()
    found = view.registry.find_source(source)
    if found is None:
        raise NotFound(unknown("source", source, view.registry))
    from claimtrack.show.output import print_source

    print_source(view, found, reading.output())


@framed
def edit(
    source: Name,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    kind: KindOption = None,
    reliability: Annotated[Reliability | None, typer.Option(help="Its Admiralty grade.")] = None,
    owner: Owner = None,
    alias: Aliases = None,
    url: Home = None,
    confidential: Annotated[
        bool | None,
        typer.Option("--confidential/--not-confidential", help="Is it named outside the desk?"),
    ] = None,
    new: New = False,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """`none` clears the owner or the url.

    claimtrack source edit irrawaddy --kind outlet --owner none
    """

    def work(change: Change) -> str:
        edited = registering.edit_source(
            change,
            source,
            new_name=name,
            kind=kind,
            owner=owner,
            url=url,
            confidential=confidential,
            new=new,
            reason=because,
        )
        if alias:
            registering.alias_source(change, edited, alias)
        if reliability:
            registering.rate_source(change, edited, reliability, reason=because)
        return edited

    _write(common, work)


@framed
def rate(
    source: Name,
    grade: Annotated[
        Reliability,
        typer.Argument(
            metavar="A-F",
            help="A completely reliable, B usually, C fairly, D not usually, E unreliable, "
            "F cannot be judged.",
            parser=read_grade,
        ),
    ],
    *,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """Reports of sources graded A, B or C carry weight, unless the configuration says otherwise.

    claimtrack source rate irrawaddy B
    """
    _write(common, lambda change: registering.rate_source(change, source, grade, reason=because))


@framed
def alias(
    source: Name,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Other names.")],
    *,
    common: Common,
) -> None:
    """claimtrack source alias irrawaddy Irrawaddy"""
    _write(common, lambda change: registering.alias_source(change, source, names))


@framed
def merge(
    source: Name,
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", help="The one that stays.", autocompletion=sources),
    ],
    *,
    new: Annotated[bool, typer.Option("--new", help="Enter OTHER if it is not on file.")] = False,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """KEY becomes an alias of OTHER: what cites it is OTHER's from then on. Undo takes that back.

    claimtrack source merge irrawaddy-com irrawaddy
    """
    _write(
        common,
        lambda change: registering.merge_source(change, source, other, new=new, reason=because),
    )


def _write(common: Common, work: Callable[[Change], str], *, creates: bool = False) -> None:
    change, key = common.write(work, creates=creates)
    from claimtrack.show.output import print_source_written

    print_source_written(
        change.view, change.view.registry.sources[key], change.amended, common.output()
    )
