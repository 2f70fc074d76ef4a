"""``seal`` and ``verify``."""

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.common import Common, tell
from claimtrack.cli.frame import framed


@framed
def seal(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the list of hashes below the root."),
    ] = None,
    common: Common,
) -> None:
    """The root covers every entry, with who logged it and when. Print, publish or commit it.

    The list names no confidential source and quotes nothing; with --reveal, for the desk's own
    keeping, it lists what names one like everything else.

    claimtrack seal --out 2025-06.seal
    """
    from claimtrack.desk.sealing import seal, write_list
    from claimtrack.show.sealing import print_seal

    sealed = seal(common.everything(), reveal=common.reveal)
    if out is not None:
        write_list(sealed, out)
        tell(f"{sealed.counts['entries']} hashes: {out}")
    print_seal(sealed, common.output())


@framed
def verify(
    seal: Annotated[
        str, typer.Argument(metavar="FILE|ROOT", help="What seal --out wrote, or a bare root.")
    ],
    *,
    common: Common,
) -> None:
    """Lists what is missing, changed or added; exit 1 if anything is missing or changed.

    What a merge found logged earlier by another is named, and is no change. A bare root shows only
    whether nothing has changed since.

    claimtrack verify 2025-06.seal
    """
    from claimtrack.desk.sealing import verify
    from claimtrack.show.sealing import print_verified, summary

    verified = verify(common.everything(), seal)
    print_verified(verified, common.output())
    tell(summary(verified))
    if verified.broken:
        raise typer.Exit(1)
