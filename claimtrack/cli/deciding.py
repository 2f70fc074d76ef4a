"""``verdict``, ``reopen``, ``link``, ``note``, ``snooze`` and ``withdraw``."""

from typing import Annotated

import typer

from claimtrack.cli.arguments import ClaimId
from claimtrack.cli.common import Common
from claimtrack.cli.frame import framed
from claimtrack.cli.options import Because, BecauseMaybe, EntryRef, Naming, On
from claimtrack.cli.written import print_written
from claimtrack.desk import decide
from claimtrack.model.words import Relation
from claimtrack.when import Lean


@framed
def verdict(
    claim: ClaimId,
    rating: Annotated[
        str,
        typer.Argument(
            metavar="RATING",
            help="true, mostly-true, mixed, mostly-false, false, probably-true, probably-false, "
            "unproven (leaves it open), not-checkable, or a word of the desk's own scale.",
        ),
    ],
    *,
    because: Because,
    rests_on: Annotated[
        list[str] | None,
        typer.Option(metavar="ENTRY", help="An entry that it rests on; repeatable."),
    ] = None,
    recheck: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When to check again.")
    ] = None,
    on: On = None,
    common: Common,
) -> None:
    """claimtrack verdict k7q2m false --because "Its troops are still there." --rests-on last"""
    change, _ = common.write(
        lambda change: decide.verdict(
            change,
            claim,
            rating,
            because,
            rests_on=rests_on or (),
            recheck=change.window("recheck", recheck, Lean.AHEAD),
            on=change.window("on", on, Lean.BEHIND),
        )
    )
    print_written(common, change, list(change.added))


@framed
def reopen(claim: ClaimId, *, because: Because, on: On = None, common: Common) -> None:
    """claimtrack reopen k7q2m --because "A second witness came forward." """
    change, _ = common.write(
        lambda change: decide.reopen(
            change, claim, because, on=change.window("on", on, Lean.BEHIND)
        )
    )
    print_written(common, change, list(change.added))


@framed
def link(
    claim: ClaimId,
    relation: Annotated[
        Relation,
        typer.Argument(
            metavar="RELATION",
            help="contradicts, in-tension, same-as (seen from both claims), stems-from, "
            "depends-on or part-of.",
        ),
    ],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other claim.")],
    *,
    because: BecauseMaybe = None,
    source: Annotated[
        str | None, typer.Option(metavar="KEY|NAME|URL", help="Who says so (default: the desk).")
    ] = None,
    naming: Naming,
    on: On = None,
    common: Common,
) -> None:
    """claimtrack link k7q2m stems-from p3x9d --because "It was made when that was heard." """
    change, _ = common.write(
        lambda change: decide.link(
            change,
            claim,
            relation,
            other,
            reason=because,
            source=source,
            on=change.window("on", on, Lean.BEHIND),
            new=naming.new_source(),
        )
    )
    print_written(common, change, list(change.added))


@framed
def note(
    claim: ClaimId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to note.")],
    *,
    on: On = None,
    common: Common,
) -> None:
    """claimtrack note k7q2m "Ask the liaison office again on Monday." """
    change, _ = common.write(
        lambda change: decide.note(change, claim, text, on=change.window("on", on, Lean.BEHIND))
    )
    print_written(common, change, list(change.added))


@framed
def snooze(
    claim: ClaimId,
    until: Annotated[str, typer.Argument(metavar="WHEN", help="The day to look at it again.")],
    *,
    common: Common,
) -> None:
    """Until its first day the claim is not stale; what is due or contested still is.

    Of what runs already, "this week" or July on the 15th, it is the day after the last.

    claimtrack snooze k7q2m "next month"
    """
    change, _ = common.write(
        lambda change: decide.snooze(change, claim, change.window("snooze", until, Lean.AHEAD))
    )
    print_written(common, change, list(change.added))


@framed
def withdraw(claim: ClaimId, entry: EntryRef, *, because: Because, common: Common) -> None:
    """For what the desk itself got wrong; what a source takes back is `retract`. Nothing is erased.

    claimtrack withdraw k7q2m last --because "Logged on the wrong claim."
    """
    change, _ = common.write(lambda change: decide.withdraw(change, claim, entry, because))
    print_written(common, change, list(change.added))
