"""The options that several commands which write share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.complete import claims, parties, sources, tags
from claimtrack.cli.frame import bundle
from claimtrack.desk.evidence import Sighting
from claimtrack.desk.names import NewSource
from claimtrack.model.words import Attribution, Medium, Reliability, SourceKind, Stance
from claimtrack.when import Window

EntryRef = Annotated[
    str,
    typer.Argument(
        metavar="ENTRY",
        help="An entry: as much of its id as is unique, last, or a source's or party's key for "
        "its latest there.",
    ),
]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why.")]
BecauseMaybe = Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why.")]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="WHEN", help="The day of what is entered (default: today)."),
]
Also = Annotated[
    list[str] | None,
    typer.Option(
        "--also",
        metavar="ID",
        help="Enter the same on this claim too; repeatable.",
        autocompletion=claims,
    ),
]
ByParty = Annotated[
    str,
    typer.Option("--by", metavar="PARTY", help="The party that says so.", autocompletion=parties),
]
Speaker = Annotated[str | None, typer.Option(metavar="NAME", help="Who spoke for the party.")]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="A tag; repeatable.", autocompletion=tags),
]
Parties = Annotated[
    list[str] | None,
    typer.Option(
        "--party",
        metavar="PARTY",
        help="A party in a position to know; repeatable.",
        autocompletion=parties,
    ),
]


@bundle
class Naming:
    """What is said of a source or party for the case that it is new."""

    new: Annotated[
        bool, typer.Option("--new", help="Enter an unknown source or party without asking.")
    ] = False
    source_kind: Annotated[
        SourceKind | None, typer.Option(help="What a new source is (default: outlet, or social).")
    ] = None
    reliability: Annotated[
        Reliability | None, typer.Option(help="The Admiralty grade of a new source.")
    ] = None
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Never name a new source outside the desk.")
    ] = False

    def new_source(self) -> NewSource:
        """As the desk takes it."""
        return NewSource(self.source_kind, self.reliability, self.confidential, self.new)


@bundle
class Citing(Naming):
    """Where something was read."""

    source: Annotated[
        str | None,
        typer.Option(
            metavar="KEY|NAME|URL",
            help="Who says so; a url finds its source by host, or by account.",
            autocompletion=sources,
        ),
    ] = None
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it stands.")] = None
    quote: Annotated[str | None, typer.Option(metavar="TEXT", help="The exact words.")] = None


@bundle
class Reporting(Citing):
    """Everything that a report may hold."""

    stance: Annotated[
        Stance | None, typer.Option(help="What it says of the claim (default: supports).")
    ] = None
    reading: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the desk reads in the quote.")
    ] = None
    medium: Annotated[Medium | None, typer.Option(help="What it was published as.")] = None
    attribution: Annotated[
        Attribution | None, typer.Option(help="Whom the report names as the one who says so.")
    ] = None
    credibility: Annotated[
        int | None,
        typer.Option(
            metavar="1-6", min=1, max=6, help="1 confirmed .. 5 improbable, 6 cannot be judged."
        ),
    ] = None
    repeats: Annotated[
        str | None, typer.Option(metavar="ENTRY", help="The report that this one merely repeats.")
    ] = None
    via: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE",
            help="The source that it was read in, when that is another.",
            autocompletion=sources,
        ),
    ] = None
    archive: Annotated[
        str | None, typer.Option(metavar="URL", help="Where a copy is archived.")
    ] = None
    file: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A saved copy: its SHA-256 is kept.")
    ] = None

    def sighting(self, on: Window | None = None) -> Sighting:
        """As the desk takes it, on that day."""
        return Sighting(
            source=self.source,
            url=self.url,
            via=self.via,
            stance=self.stance,
            quote=self.quote,
            reading=self.reading,
            medium=self.medium,
            attribution=self.attribution,
            credibility=self.credibility,
            repeats=self.repeats,
            archive=self.archive,
            file=self.file,
            on=on,
            new=self.new_source(),
        )
