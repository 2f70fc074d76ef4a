"""``undo``, ``redo`` and ``forget``."""

from typing import Annotated

import typer

from claimtrack.cli.common import Common, can_ask, tell
from claimtrack.cli.frame import framed
from claimtrack.cli.options import Because
from claimtrack.desk import forgetting, undoing
from claimtrack.desk.view import View
from claimtrack.errors import BadInput

UndoAnyone = Annotated[
    bool, typer.Option("--anyone", help="The last command of whoever, not just your own.")
]
RedoAnyone = Annotated[
    bool, typer.Option("--anyone", help="The last undo of whoever, not just your own.")
]


@framed
def undo(*, anyone: UndoAnyone = False, common: Common) -> None:
    """Each time it goes one command further back. Nothing is erased: it is in the log, too.

    What a merge or an import brought are commands of others, or of yours elsewhere: `restore`
    takes those back.

    claimtrack undo
    """
    change, undone = common.write(lambda change: undoing.undo(change, anyone=anyone))
    from claimtrack.show.undone import print_undone

    if undone.command is None:
        whose = "nothing" if anyone else "nothing of yours"
        tell(f"{whose} to undo (`claimtrack restore` takes back what a merge or an import brought)")
    else:
        said = undoing.said_when(undone.command)
        tell(f"taken back: {said}; `claimtrack redo` brings it back")
    print_undone(change.view, undone, common.output(), verb="undone")


@framed
def redo(*, anyone: RedoAnyone = False, common: Common) -> None:
    """Each time it goes one undo further back, as far as your last command that was none.

    claimtrack redo
    """
    change, redone = common.write(lambda change: undoing.redo(change, anyone=anyone))
    from claimtrack.show.undone import print_undone

    if redone.command is None:
        whose = "nothing" if anyone else "nothing of yours"
        tell(f"{whose} to redo: no undo since the last command that was none")
    else:
        tell(f"brought back: {undoing.said_when(redone.command)}")
    print_undone(change.view, redone, common.output(), verb="redone")


@framed
def forget(
    claim: Annotated[str, typer.Argument(metavar="ID", help="The claim: its whole id.")],
    *,
    because: Because,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask; needed where nobody can be asked.")
    ] = False,
    common: Common,
) -> None:
    """The one command that erases, from the backups too: for a legal duty, not for mistakes.

    What is left is that there was such a claim, who erased it, when and why. No undo brings it
    back. Copies that others made, exports and the history of a version control are out of reach.

    claimtrack forget k7q2m --because "Court order 12/2025." --yes
    """
    from claimtrack.show.output import print_forgotten

    if not yes:
        _ask(common.desk().view(), claim)
    change, erased = common.write(lambda change: forgetting.forget(change, claim, because))
    print_forgotten(change.view, erased.claim_id, erased.tombstone, common.output())


def _ask(view: View, claim_id: str) -> None:
    """Ask twice, once with the id to type; ``BadInput`` where nobody can answer, or does not."""
    from claimtrack.show.safe import safe
    from claimtrack.store.readings import release_readings

    claim = forgetting.to_forget(view, claim_id)
    wanted = claim.id if claim else claim_id
    if not can_ask():
        raise BadInput(f"forget erases {wanted} for good: add --yes if that is meant")
    if claim is not None:
        tell(f"{claim.id}  {claim.fields.text}")
        count = len(claim.logged)
        entries = "its one entry" if count == 1 else f"its {count} entries"
        tell(f"This erases it with {entries}, from the backups too, for good")
    release_readings()  # nobody has to wait until it is answered
    typed = ""
    if typer.confirm("Erase it?", err=True):
        typed = typer.prompt(f"Type its id ({safe(wanted)}) to erase it", err=True)
    if typed.strip().lower() != wanted.strip().lower():
        raise BadInput(f"{wanted} was not erased: nothing changed")
