"""``party add|list|show|edit|alias|merge``."""

from collections.abc import Callable
from typing import Annotated

import typer

from claimtrack.cli.common import Common, Reading
from claimtrack.cli.complete import parties
from claimtrack.cli.frame import framed
from claimtrack.cli.options import BecauseMaybe
from claimtrack.desk import registering
from claimtrack.desk.change import Change
from claimtrack.desk.names import unknown
from claimtrack.errors import BadInput, NotFound

Name = Annotated[
    str,
    typer.Argument(
        metavar="KEY", help="The party: its key, name or alias.", autocompletion=parties
    ),
]


@framed
def add(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short key, or its name.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Default: the key.")] = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name; repeatable.")
    ] = None,
    common: Common,
) -> None:
    """claimtrack party add regime --name "The military regime" --alias junta"""
    _write(
        common,
        lambda change: registering.add_party(change, key, name=name, aliases=alias or ()),
        creates=True,
    )


@framed
def list_parties(*, reading: Reading) -> None:
    """claimtrack party list --json"""
    view = reading.view()
    from claimtrack.show.output import print_parties

    print_parties(view, list(view.registry.parties.values()), reading.output())


@framed
def show(party: Name, *, reading: Reading) -> None:
    """claimtrack party show regime"""
    view = reading.view()
    found = view.registry.find_party(party)
    if found is None:
        raise NotFound(unknown("party", party, view.registry))
    from claimtrack.show.output import print_party

    print_party(view, found, reading.output())


@framed
def edit(
    party: Name,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="A new name.")] = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name; repeatable.")
    ] = None,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """Its key stays, and everything that cites it.

    claimtrack party edit regime --name "State Administration Council"
    """
    if name is None and not alias:
        raise BadInput("nothing to change: say what, with --name or --alias")

    def work(change: Change) -> str:
        key = registering.find_party(change, party).key
        if name is not None:
            registering.edit_party(change, key, new_name=name, reason=because)
        if alias:
            registering.alias_party(change, key, alias)
        return key

    _write(common, work)


@framed
def alias(
    party: Name,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Other names.")],
    *,
    common: Common,
) -> None:
    """claimtrack party alias regime junta "the military" """
    _write(common, lambda change: registering.alias_party(change, party, names))


@framed
def merge(
    party: Name,
    other: Annotated[
        str,
        typer.Argument(metavar="OTHER", help="The one that stays.", autocompletion=parties),
    ],
    *,
    new: Annotated[bool, typer.Option("--new", help="Enter OTHER if it is not on file.")] = False,
    because: BecauseMaybe = None,
    common: Common,
) -> None:
    """KEY becomes an alias of OTHER: what cites it is OTHER's from then on. Undo takes that back.

    claimtrack party merge junta regime
    """
    _write(
        common,
        lambda change: registering.merge_party(change, party, other, new=new, reason=because),
    )


def _write(common: Common, work: Callable[[Change], str], *, creates: bool = False) -> None:
    change, key = common.write(work, creates=creates)
    from claimtrack.show.output import print_party_written

    print_party_written(
        change.view, change.view.registry.parties[key], change.amended, common.output()
    )
