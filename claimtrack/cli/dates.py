"""``when``."""

from typing import Annotated

import typer

from claimtrack.cli.common import Reading
from claimtrack.cli.frame import framed
from claimtrack.errors import BadInput
from claimtrack.when import Lean, read_window


@framed
def when(
    phrase: Annotated[list[str], typer.Argument(metavar="PHRASE", help="A date as you write it.")],
    *,
    past: Annotated[
        bool, typer.Option("--past", help="As of something reported: a bare June lies behind.")
    ] = False,
    future: Annotated[
        bool,
        typer.Option("--future", help="As of something due: a bare June lies ahead (default)."),
    ] = False,
    reading: Reading,
) -> None:
    """How a date phrase is read from today, or from the day of --as-of.

    claimtrack when "mid-January" --past
    """
    if past and future:
        raise BadInput("--past and --future: give one")
    lean = Lean.BEHIND if past else Lean.AHEAD
    window = read_window(" ".join(phrase), reading.view(hint=False).reference, lean)
    from claimtrack.show.output import print_window

    print_window(window, lean, reading.output())
