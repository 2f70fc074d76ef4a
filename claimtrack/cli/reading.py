"""``list``, ``show``, ``why``, ``log`` and ``search``."""

import re
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from claimtrack.cli.arguments import ClaimId
from claimtrack.cli.common import Reading, tell
from claimtrack.cli.frame import framed
from claimtrack.desk.reading import UNCONFIRMED, listed, logged, searched
from claimtrack.query import KEYS, SORTS

NEGATED = "\N{NOT SIGN}"
"""Stands for the ``-`` of a negated filter while the arguments are parsed: -tag:x is no option."""


class FilteredCommand(TyperCommand):
    """A command whose arguments are filters, of which some begin with ``-``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with ``-x...`` taken for a negated filter."""
        return super().parse_args(ctx, [re.sub(r"^-(?=[^\W\d_]\S)", NEGATED, arg) for arg in args])


def negation(term: str) -> str:
    """A filter term as it was typed."""
    return "-" + term[1:] if term.startswith(NEGATED) else term


@framed
def list_claims(
    filters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILTER]...", help="Words, key:value terms; - before one negates."),
    ] = None,
    *,
    unconfirmed: Annotated[
        bool,
        typer.Option(
            "--unconfirmed",
            help="The editors' list: open, checkable and not confirmed (status:unconfirmed is "
            "narrower).",
        ),
    ] = False,
    sort: Annotated[
        str, typer.Option(metavar="KEY", help=f"{', '.join(SORTS)}; - before it turns it round.")
    ] = "activity",
    reading: Reading,
) -> None:
    """The latest activity comes first."""
    view = reading.view()
    terms = [negation(term) for term in filters or ()]
    if unconfirmed:
        terms.append(UNCONFIRMED)
    claims = listed(
        view, terms, user=reading.user() if _names_me(terms) else "", sort=negation(sort)
    )
    from claimtrack.show.output import print_claims

    if not claims and view.snapshot.exists:
        tell("no claim fits" if terms else "the ledger has no claim yet")
    noun = "unconfirmed rumor" if terms == [UNCONFIRMED] else "claim"
    print_claims(view, claims, reading.output(), noun=noun)


list_claims.__doc__ = f"""The latest activity comes first.

The editors' list, --unconfirmed, holds the denied and the refuted too: they are open until
somebody decides. status:unconfirmed is the narrow question.

Filters: {", ".join(f"{key}:" for key in KEYS)} and words.

claimtrack list --unconfirmed party:mndaa -tag:opinion
"""
list_claims.cls = FilteredCommand  # type: ignore[attr-defined]


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


def _names_me(terms: list[str]) -> bool:
    """Does a term ask for who is at the desk? Only then it has to be found out."""
    return any("assignee" in term.lower() for term in terms)
