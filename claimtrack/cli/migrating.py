"""``migrate``."""

from typing import Annotated

import typer

from claimtrack.cli.common import Common, missing, tell
from claimtrack.cli.frame import framed, running


@framed
def migrate(
    to: Annotated[
        str,
        typer.Argument(metavar="TO", help="Where to: a path, sqlite:///PATH or postgresql://..."),
    ],
    *,
    common: Common,
) -> None:
    """Copies every entry as it stands, then counts and seals both: they have to be the same.

    The old ledger is left as it is. A move that was broken off goes on where it was when the same
    command is given again.

    claimtrack migrate sqlite:///desk.db
    """
    from claimtrack.desk.desk import open_desk
    from claimtrack.desk.migrating import migrate
    from claimtrack.desk.unfinished import WAY_OUT
    from claimtrack.show.migrating import print_migrated
    from claimtrack.show.progress import progress

    out = common.output()
    place = common.location()
    user = common.user()
    source, target = (open_desk(where, user, running()).store for where in (place.where, to))
    if not source.exists():
        raise missing(place)
    try:
        migrated = migrate(source, target, progress)
    except KeyboardInterrupt:
        if target.batch:
            tell(f"broken off: {target.location} holds a part of it; {WAY_OUT}")
        raise
    tell(
        f"all of {source.location} is in {target.location}, under the same seal"
        if migrated.written
        else f"all of {source.location} is in {target.location} already: nothing was written"
    )
    print_migrated(source.location, target.location, migrated, out)
