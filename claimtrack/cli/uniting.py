"""``merge``, ``merge-driver`` and ``git-setup``."""

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.common import Common, refuse_database, tell
from claimtrack.cli.frame import framed
from claimtrack.errors import BadInput, DataError, Found


@framed
def merge(
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other ledger: a path or url.")],
    *,
    common: Common,
) -> None:
    """Claims, sources, parties and settings, with their entries; the earlier logging of each stays.

    Where one key or name means two different sources or parties, it is listed and nothing is
    written: `source merge` and `party merge` say that two are one.

    claimtrack merge other-desk.json
    """
    from claimtrack.desk.merging import merge
    from claimtrack.place import is_url
    from claimtrack.show.findings import print_outcome
    from claimtrack.store import open_store

    there = open_store(other)
    theirs = there.read()
    if not theirs.exists:
        raise DataError(
            f"{there.location} is not there: check the {'url' if is_url(other) else 'path'}"
        )
    _, outcome = common.write(lambda change: merge(change, theirs, there.location), creates=True)
    print_outcome(outcome, common.output())
    if outcome.conflicts:
        raise BadInput(f"nothing was merged: {len(outcome.conflicts)} in conflict, listed above")
    if not outcome.union.brought:
        tell("nothing new: all of it is on file already")


@framed
def merge_driver(
    base: Annotated[str, typer.Argument(metavar="BASE", help="What both grew from (%O).")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Ours, and the result (%A).")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="The other branch's (%B).")],
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="What the file is called (%P).")
    ] = None,
    *,
    common: Common,  # noqa: ARG001 - every command takes its options
) -> None:
    """For git to call: `git-setup` has it do so. Exit 1 leaves a conflict for you to settle.

    claimtrack merge-driver base.json ours.json theirs.json
    """
    from claimtrack.desk.git import merge_driver
    from claimtrack.show.findings import message

    outcome = merge_driver(base, ours, theirs, path)
    for note in outcome.notes:
        tell(note)
    if outcome.conflicts:
        said = "; ".join(message(each, outcome.confidential) for each in outcome.conflicts[:5])
        raise Found(f"{path or ours} is left as it is on this branch: {said}")


@framed
def git_setup(*, common: Common) -> None:
    """Branches then merge without conflict markers: what either logged is in the result.

    Writes .gitattributes and .gitignore beside the ledger and the driver into the checkout's
    configuration. Each clone needs it once, as git does not carry configuration along.

    claimtrack git-setup
    """
    from claimtrack.config import LEDGER
    from claimtrack.desk.git import git_setup

    place = common.location()
    refuse_database(place, "git-setup", "databases are united with `claimtrack merge`")
    found = Path(place.where) if place.named or not place.tried else Path(LEDGER)
    done = git_setup(found.expanduser().absolute())
    tell(*(done or ["git is set up already: nothing changed"]))
