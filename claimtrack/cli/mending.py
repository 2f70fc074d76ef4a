"""``edit``, ``move``, ``assign`` and ``take``."""

from typing import Annotated

import typer

from claimtrack.cli.arguments import ClaimId
from claimtrack.cli.common import Common
from claimtrack.cli.complete import claims, tags
from claimtrack.cli.frame import framed
from claimtrack.cli.options import (
    BecauseMaybe,
    EntryRef,
    Parties,
    Reporting,
    Speaker,
    Tags,
)
from claimtrack.cli.written import print_written
from claimtrack.desk import mending
from claimtrack.desk.change import Change
from claimtrack.desk.mending import Revision, StatementEdit
from claimtrack.errors import BadInput
from claimtrack.model.words import Kind, Priority, Stand
from claimtrack.when import Lean


@framed
def edit(
    claim: ClaimId,
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="[ENTRY]", help="A report or position typed wrong; without it, the claim."
        ),
    ] = None,
    *,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="The claim's words.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What sort of statement it is.")] = None,
    claimant: Annotated[str | None, typer.Option(metavar="PARTY", help="Who makes it.")] = None,
    when: Annotated[str | None, typer.Option(metavar="WHEN", help="When it happened.")] = None,
    due: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When it should come true.")
    ] = None,
    condition: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What it depends on.")
    ] = None,
    place: Annotated[str | None, typer.Option(metavar="PLACE", help="Where.")] = None,
    priority: Annotated[Priority | None, typer.Option(help="How much it matters.")] = None,
    assignee: Annotated[str | None, typer.Option(metavar="WHO", help="Who works on it.")] = None,
    tag: Tags = None,
    no_tag: Annotated[
        list[str] | None,
        typer.Option(metavar="TAG", help="Take a tag off; repeatable.", autocompletion=tags),
    ] = None,
    party: Parties = None,
    no_party: Annotated[
        list[str] | None,
        typer.Option(metavar="PARTY", help="Take a party off; repeatable."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Of a position: whose it is.")
    ] = None,
    position: Annotated[Stand | None, typer.Option(help="Of a position: which it is.")] = None,
    answer_by: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Of asked: when it is due.")
    ] = None,
    speaker: Speaker = None,
    on: Annotated[str | None, typer.Option(metavar="WHEN", help="The day of the entry.")] = None,
    reporting: Reporting,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """Without ENTRY, --tag and --party add to what is there; `none` clears a field, or all
    tags or parties named.

    With ENTRY, the entry is withdrawn and entered anew with what you give; it keeps its place.

    claimtrack edit k7q2m --due 2025-06 --tag lashio

    claimtrack edit k7q2m last --quote "The words as they were said."
    """
    revision = Revision(
        text=text,
        kind=kind,
        claimant=claimant,
        when=when,
        due=due,
        condition=condition,
        place=place,
        priority=priority,
        assignee=common.user() if assignee == "me" else assignee,
        tags=tag or (),
        parties=party or (),
        dropped_tags=no_tag or (),
        dropped_parties=no_party or (),
        new=reporting.new,
    )
    of_entry = reporting.sighting().said or any(
        value is not None for value in (by, position, answer_by, speaker, on)
    )
    if entry is None and of_entry:
        raise BadInput("that belongs to a report or a position: name it, edit ID ENTRY ...")
    if entry is not None and revision.said:
        raise BadInput("that belongs to the claim: leave ENTRY out, edit ID ...")
    if not of_entry and not revision.said:
        raise BadInput(f"nothing to change: say what, such as edit {claim} --due June")

    def work(change: Change) -> None:
        if entry is None:
            mending.revise(change, claim, revision, reason=because)
            return
        sighting = reporting.sighting(change.window("on", on, Lean.BEHIND))
        due = change.window("answer by", answer_by, Lean.AHEAD)
        statement = StatementEdit(by, position, speaker, due)
        mending.correct(change, claim, entry, sighting, statement, reason=because)

    change, _ = common.write(work)
    print_written(common, change, list(change.added))


@framed
def move(
    claim: ClaimId,
    entry: EntryRef,
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", help="The claim it belongs to.", autocompletion=claims),
    ],
    *,
    common: Common,
) -> None:
    """It is withdrawn from the one claim and entered on the other, in one write.

    claimtrack move k7q2m last p3x9d
    """
    change, _ = common.write(lambda change: mending.move(change, claim, entry, other))
    print_written(common, change, list(change.added))


@framed
def assign(
    claim: ClaimId,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A name, me, or none.")],
    *,
    common: Common,
) -> None:
    """claimtrack assign k7q2m ann"""
    _assign(claim, who, common)


@framed
def take(claim: ClaimId, *, common: Common) -> None:
    """claimtrack take k7q2m"""
    _assign(claim, "me", common)


def _assign(claim: str, who: str, common: Common) -> None:
    revision = Revision(assignee=common.user() if who == "me" else who)
    change, _ = common.write(lambda change: mending.revise(change, claim, revision))
    print_written(common, change, list(change.added))
