"""``restore``."""

from typing import Annotated

import typer

from claimtrack.cli.common import Common, missing, refuse_database, tell
from claimtrack.cli.frame import framed, running
from claimtrack.config import locate
from claimtrack.desk import restoring
from claimtrack.desk.desk import open_desk
from claimtrack.show.generations import print_generations, print_restored


@framed
def restore(
    when: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHEN]",
            help="A generation, as much of its name as is unique, or a day or moment: the ledger "
            "as it stood then (default: list them).",
        ),
    ] = None,
    *,
    common: Common,
) -> None:
    """Each write keeps what it replaces, ten generations unless `backup.keep` says otherwise.

    What the ledger holds now, damaged or not, becomes a generation first: bring that one back to
    undo it.

    claimtrack restore

    claimtrack restore 2025-06-01T09:30
    """
    out = common.output()
    place = locate(common.db, lost=True)
    refuse_database(
        place, "restore", "bring back a copy of the database, or take back with `claimtrack undo`"
    )
    desk = open_desk(place.where, common.user() if when else "", running())
    if not desk.store.exists() and not desk.store.generations():
        raise missing(place)
    if when is None:
        generations = desk.store.generations()
        if not generations:
            tell("no earlier state is kept yet: the next command that writes keeps one")
        print_generations(generations, out, restoring.zone_of(desk))
        return
    done = restoring.restore(desk, when)
    if done.read:
        tell(done.read)
    if done.generation is None:
        tell("the ledger stands as it did then: nothing is brought back")
    print_restored(done.generation, done.undo, out, restoring.zone_of(desk))
