"""The argument that nearly every command has; apart, as reading commands need no more."""

from typing import Annotated

import typer

from claimtrack.cli.complete import claims

ClaimId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The claim: its id, or as much of it as is unique.",
        autocompletion=claims,
    ),
]
