"""``doctor``."""

from typing import Annotated

import typer

from claimtrack.cli.common import Common, refuse_database, tell
from claimtrack.cli.frame import framed
from claimtrack.errors import BadInput
from claimtrack.place import is_url


@framed
def doctor(
    *,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend what has one right answer; a file is kept first."),
    ] = False,
    salvage: Annotated[
        str | None,
        typer.Option(metavar="OUT", help="Write what can be read of a damaged file to a new one."),
    ] = None,
    common: Common,
) -> None:
    """Each finding is a line: the place, what is wrong, what would be right. Exit 1 if any is left.

    Mended are a key that stands twice in the file, an entry that does, one that has no id, and a
    window that ends before it begins where the id proves what it was. An entry that was changed by
    hand is never given a new id. In a database, what is kept to find claims by is worked out anew
    where it does not follow from the entries. A file is backed up before it is mended; a database
    is copied with tools of its own.

    claimtrack doctor

    claimtrack doctor --salvage rescued.json
    """
    if fix and salvage is not None:
        raise BadInput("--fix and --salvage do not go together: salvage first, then mend OUT")
    if salvage is not None:
        left = _salvage(common, salvage)
    else:
        left = _fix(common) if fix else _examine(common)
    if left:
        raise typer.Exit(1)


def _examine(common: Common) -> bool:
    from claimtrack import clock
    from claimtrack.desk.doctor import examine
    from claimtrack.show.findings import print_findings

    found = examine(common.everything().snapshot, clock.now())
    print_findings(found.findings, found.confidential, common.output())
    if not found.findings:
        tell("nothing found")
    return bool(found.findings)


def _fix(common: Common) -> bool:
    from claimtrack import clock
    from claimtrack.desk.doctor import fix
    from claimtrack.show.findings import message, print_findings

    common.everything()  # one that was named has to be there
    done = fix(common.desk().store, clock.now())
    print_findings(done.findings, done.confidential, common.output())
    for finding in done.mended:
        tell(f"mended: {message(finding, done.confidential)}")
    if done.backup:
        tell(f"`claimtrack restore {done.backup}` brings back what it was")
    elif done.mended and is_url(common.location().where):
        tell("no backup was made of what it was: databases are copied with tools of their own")
    if done.blocked:
        tell(
            "nothing was mended: keep by hand one of each key that stands twice, as writing would "
            "keep only the last"
        )
    if not done.findings:
        tell("nothing found" if not done.mended else "nothing is left")
    return bool(done.findings)


def _salvage(common: Common, out: str) -> bool:
    from claimtrack.desk.doctor.salvaging import rescue
    from claimtrack.show.findings import print_findings

    place = common.location()
    refuse_database(place, "doctor --salvage", "bring back a copy of the database")
    rescued = rescue(place.where, out)
    print_findings(rescued.lost, rescued.confidential, common.output())
    counts = ", ".join(f"{count} {table}" for table, count in rescued.counts.items())
    tell(f"{out}: {counts or 'nothing'}; {'nothing lost' if not rescued.lost else 'not all of it'}")
    return bool(rescued.lost)
