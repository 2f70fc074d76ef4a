"""Completion with the Tab key, from the ledger that the command would use.

Whatever goes wrong here, the shell gets no completion and no message.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from claimtrack.place import file_of, scheme_of

if TYPE_CHECKING:
    from claimtrack.desk.view import View

MOST = 200
"""How many claims or tags of a large ledger are offered: more than anybody reads."""

Candidates = list[tuple[str, str]]


def _completed(
    candidates: "Callable[[View, str], Iterable[tuple[str, str]]]",
) -> Callable[[typer.Context, str], Candidates]:
    def complete(ctx: typer.Context, incomplete: str) -> Candidates:
        from claimtrack.cli.common import Reading

        try:
            reading = Reading(db=_named(ctx))
            if not _quickly_there(reading.location().where):
                return []
            view = reading.view()
            typed = incomplete.lower()
            return [row for row in candidates(view, typed) if row[0].startswith(typed)]
        except Exception:  # a broken ledger must not break the shell's line
            return []

    return complete


def _quickly_there(where: str) -> bool:
    """Is it worth asking? A server that does not answer soon is not waited for."""
    if scheme_of(where):
        os.environ.setdefault("PGCONNECT_TIMEOUT", "2")  # the least that libpq knows
    file = file_of(where)
    return file is None or Path(file).expanduser().is_file()


def _named(ctx: typer.Context | None) -> str | None:
    """The ledger that the line names so far: after the verb, or before it."""
    while ctx is not None:
        if named := ctx.params.get("db"):
            return str(named)
        ctx = cast("typer.Context | None", ctx.parent)
    return None


def _claims(view: "View", typed: str) -> Iterable[tuple[str, str]]:
    ids = view.snapshot.beginning("claims", typed, MOST)
    return ((claim.id, claim.fields.text) for claim in view.claims_of(ids))


def _sources(view: "View", _: str) -> Iterable[tuple[str, str]]:
    """The open ones: what a shell offers may be on a screen that is shared."""
    registry = view.registry
    return ((k, s.name) for k, s in registry.sources.items() if not registry.confidential(k))


def _parties(view: "View", _: str) -> Iterable[tuple[str, str]]:
    return ((party.key, party.name) for party in view.registry.parties.values())


def _tags(view: "View", typed: str) -> Iterable[tuple[str, str]]:
    from claimtrack.query.conditions import NONE

    if view.index is not None:
        found = set(view.index.values("tag", typed, MOST)) - {NONE}
    else:
        found = {tag for claim in view.claims() for tag in claim.fields.tags}
    return ((tag, "") for tag in sorted(found))


claims = _completed(_claims)
sources = _completed(_sources)
parties = _completed(_parties)
tags = _completed(_tags)
