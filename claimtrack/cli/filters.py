"""Filter terms as arguments: some begin with ``-`` and are no options."""

import re
from collections.abc import Callable, Sequence
from inspect import cleandoc
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from claimtrack.cli.common import Reading
from claimtrack.query import KEYS, UNCONFIRMED, split_term

NEGATED = "\N{NOT SIGN}"
"""Stands for the ``-`` of a negated filter while the arguments are parsed: -tag:x is no option."""

Filters = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILTER]...", help="Words, key:value terms; - before one negates."),
]

Unconfirmed = Annotated[
    bool,
    typer.Option(
        "--unconfirmed",
        help="The editors' list: open, checkable and not confirmed (status:unconfirmed is "
        "narrower).",
    ),
]

KNOWN = f"Filters: {', '.join(f'{key}:' for key in KEYS)} and words."


class FilteredCommand(TyperCommand):
    """A command whose arguments are filters, of which some begin with ``-``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with ``-x...`` taken for a negated filter."""
        return super().parse_args(ctx, [re.sub(r"^-(?=[^\W\d_]\S)", NEGATED, arg) for arg in args])


def filtered(function: Callable[..., None]) -> Callable[..., None]:
    """A framed command whose arguments are filters; its help names the known ones."""
    function.cls = FilteredCommand  # type: ignore[attr-defined]
    function.__doc__ = f"{cleandoc(function.__doc__ or '')}\n\n{KNOWN}"
    return function


def typed(term: str) -> str:
    """A filter term, or a sort key, as it was typed."""
    return "-" + term[1:] if term.startswith(NEGATED) else term


def terms_of(filters: Sequence[str] | None, *, unconfirmed: bool = False) -> list[str]:
    """The filter terms as they were typed, and the one that ``--unconfirmed`` is short for.

    Asked for before the ledger is opened: a term that is none is wrong usage, wherever that is.
    """
    terms = [typed(term) for term in filters or ()]
    for term in terms:
        split_term(term)
    return [*terms, UNCONFIRMED] if unconfirmed else terms


def asker(reading: Reading, terms: Sequence[str]) -> str:
    """Who is at the desk, where a term asks for it: only then it has to be found out."""
    return reading.user() if any("assignee:" in term for term in terms) else ""
