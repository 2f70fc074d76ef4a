"""``list``, ``show``, ``why``, ``log``, ``timeline`` and ``search``."""

from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.arguments import ClaimId
from claimtrack.cli.common import Reading, tell
from claimtrack.cli.filters import Filters, Unconfirmed, asker, filtered, terms_of, typed
from claimtrack.cli.frame import framed
from claimtrack.desk.reading import listed, logged, searched
from claimtrack.query import SORTS, UNCONFIRMED

if TYPE_CHECKING:
    from claimtrack.desk.view import View


@filtered
@framed
def list_claims(
    filters: Filters = None,
    *,
    unconfirmed: Unconfirmed = False,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help=f"{', '.join(SORTS)}; - before it turns it round.")
    ] = "activity",
    reading: Reading,
) -> None:
    """The latest activity comes first.

    The editors' list, --unconfirmed, holds the denied and the refuted too: they are open until
    somebody decides. status:unconfirmed is the narrow question.

    claimtrack list --unconfirmed party:mndaa -tag:opinion
    """
    terms = terms_of(filters, unconfirmed=unconfirmed)
    view = reading.view()
    claims = listed(view, terms, user=asker(reading, terms), sort=typed(sort))
    from claimtrack.show.output import print_claims

    tell(*view.read)
    if not claims and view.snapshot.exists:
        tell("no claim fits" if terms else _nothing(view))
    noun = "unconfirmed rumor" if terms == [UNCONFIRMED] else "claim"
    print_claims(view, claims, reading.output(), noun=noun)


@framed
def show(claim: ClaimId, *, reading: Reading) -> None:
    """claimtrack show k7q2m --as-of 2025-02-28"""
    view = reading.view()
    found = view.shown(claim)
    from claimtrack.show.output import print_claim

    print_claim(view, found, reading.output())


@framed
def why(claim: ClaimId, *, reading: Reading) -> None:
    """The rule that applied, the origins that were counted, and what was left out and why.

    claimtrack why k7q2m
    """
    view = reading.view()
    found = view.shown(claim)
    from claimtrack.show.output import print_why

    print_why(view, found, reading.output())


@framed
def log(
    claim: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A claim (default: all of them).")
    ] = None,
    *,
    reading: Reading,
) -> None:
    """Oldest first; what was withdrawn stays in the log.

    claimtrack log k7q2m
    """
    view = reading.view()
    rows = logged(view, view.shown(claim) if claim else None)
    from claimtrack.show.output import print_log

    print_log(view, rows, reading.output())


@framed
def timeline(claim: ClaimId, *, reading: Reading) -> None:
    """Sightings, positions, decisions, the due window and today, on one line of time.

    claimtrack timeline k7q2m
    """
    view = reading.view()
    found = view.shown(claim)
    from claimtrack.show.output import print_timeline

    print_timeline(view, found, reading.output())


@framed
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="Words that all have to occur, or a url.")
    ],
    *,
    reading: Reading,
) -> None:
    """Looks in claims, quotes, readings, notes and the names of sources and parties.

    claimtrack search "Spring Festival"
    """
    view = reading.view()
    out = reading.output()
    claims = searched(view, " ".join(words), discreet=out.discreet)
    from claimtrack.show.output import print_claims

    if not claims:
        tell("no claim fits")
    print_claims(view, claims, out)


def _nothing(view: "View") -> str:
    if view.dated or view.known_at:
        return "no claim was on file then"
    return "the ledger has no claim yet"
