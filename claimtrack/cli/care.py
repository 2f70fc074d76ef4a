"""``init`` and ``config``."""

import os
from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.common import Common, Reading, tell
from claimtrack.cli.frame import framed
from claimtrack.config import LEDGER, PERSONAL, config_file, personal
from claimtrack.desk.configuring import SettingRow, configure, settings_rows
from claimtrack.desk.starting import start
from claimtrack.errors import BadInput
from claimtrack.place import is_url, shown
from claimtrack.show.safe import safe


@framed
def init(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help=f"A folder, a file or a url (default: the one named, else {LEDGER} here).",
        ),
    ] = None,
    *,
    example: Annotated[
        bool, typer.Option("--example", help="With the Lashio record, to look around in.")
    ] = False,
    common: Common,
) -> None:
    """A ledger that is there already is left as it is, and refused.

    claimtrack init --example
    """
    common.output()
    place = common.location()
    target = path or (place.where if place.named else LEDGER)
    if not is_url(target) and os.path.isdir(target):  # noqa: PTH112 (a path's own method fails where it may not look)
        target = str(Path(target) / LEDGER)
    start(target, example=example)
    tell(f"new ledger: {shown(target)}" + (" with the Lashio record" if example else ""))
    print(safe(shown(target)))


@framed
def config(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="A setting (default: all).")
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="What to set it to; default unsets it.")
    ] = None,
    *,
    reading: Reading,
) -> None:
    """The ledger's settings are kept in it, so that two people who ask get one answer.

    claimtrack config weight.grades A,B
    """
    from claimtrack.show.output import print_settings

    if key is not None and key in PERSONAL:
        _refuse_personal(value)
        own = personal()
        row = SettingRow(key, str(own.get(key, "")), key in own, PERSONAL[key])
        print_settings([row], reading.output())
        return
    if key is not None and value is not None:
        change, _ = reading.write(lambda change: configure(change, key, value), creates=True)
        written = change.view
    else:
        written = reading.view()
    print_settings(settings_rows(written, key), reading.output())


def _refuse_personal(value: str | None) -> None:
    if value is not None:
        raise BadInput(f"that is your own, not the ledger's: set it in {config_file()}")
