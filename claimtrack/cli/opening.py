"""``add``."""

import sys
from typing import Annotated

import typer

from claimtrack.cli.common import Common
from claimtrack.cli.frame import framed
from claimtrack.cli.options import On, Parties, Reporting, Tags
from claimtrack.cli.written import print_written
from claimtrack.desk.change import Change
from claimtrack.desk.opening import NewClaim, open_claim
from claimtrack.errors import BadInput
from claimtrack.model.words import Kind, Priority
from claimtrack.when import Lean


@framed
def add(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="TEXT",
            help="The claim in your own words, on one line; - reads it from standard input; "
            "on a terminal without it your editor opens.",
        ),
    ] = None,
    *,
    kind: Annotated[
        Kind | None, typer.Option(help="Default: forecast with --due, else event.")
    ] = None,
    claimant: Annotated[
        str | None,
        typer.Option(metavar="PARTY", help="Who makes the claim and has a stake in it, or none."),
    ] = None,
    when: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When it is said to have happened.")
    ] = None,
    due: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When a forecast should come true.")
    ] = None,
    condition: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What it is said to depend on.")
    ] = None,
    place: Annotated[str | None, typer.Option(metavar="PLACE", help="Where.")] = None,
    party: Parties = None,
    tag: Tags = None,
    priority: Annotated[Priority | None, typer.Option(help="Default: normal.")] = None,
    assignee: Annotated[str | None, typer.Option(metavar="WHO", help="Who works on it.")] = None,
    on: On = None,
    reporting: Reporting,
    claim_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="A fixed id, for scripts (default: random)."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Add it although the same words are on file.")
    ] = False,
    common: Common,
) -> None:
    """With --source, --url, --quote or another option of a report, its first report is added too.

    claimtrack add "MNDAA will withdraw from Lashio" --due 2025-06 --source https://t.me/name/123
    """
    words = _text(text)
    worker = common.user() if assignee == "me" else assignee

    def work(change: Change) -> str:
        on_day = change.window("on", on, Lean.BEHIND)
        claim = NewClaim(
            text=words,
            kind=kind,
            claimant=claimant,
            when=change.window("when", when, Lean.BEHIND),
            due=change.window("due", due, Lean.AHEAD),
            condition=condition,
            place=place,
            tags=tag or (),
            priority=priority,
            assignee=worker,
            parties=party or (),
            id=claim_id,
            force=force,
            new=reporting.new,
            on=on_day,
            sighting=reporting.sighting(on_day),
        )
        return open_claim(change, claim)

    change, added = common.write(work, creates=True)
    if change.new_ledger:
        from claimtrack.cli.common import tell

        tell(f"new ledger: {change.view.location}")
    print_written(common, change, [added])


def _text(text: str | None) -> str:
    """The claim as typed, from standard input, or from the editor."""
    if text == "-":
        return sys.stdin.read()
    if text is not None:
        return text
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput('add needs the claim: claimtrack add "...", or - to read standard input')
    from claimtrack.cli.editor import written_in_editor

    return written_in_editor()
