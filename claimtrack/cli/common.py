"""The options that every command has, and what they open: the desk, a view, the output."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from claimtrack.cli.frame import bundle, running

if TYPE_CHECKING:
    from claimtrack.config import Location
    from claimtrack.desk.change import Change
    from claimtrack.desk.desk import Desk
    from claimtrack.desk.names import NearMatch
    from claimtrack.desk.view import View
    from claimtrack.desk.watching import Watch
    from claimtrack.errors import ClaimtrackError
    from claimtrack.show.output import Output

T = TypeVar("T")

FORMATS = "table, json, jsonl, csv, md or ids"


@bundle
class Common:
    """The options of every command."""

    db: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="The ledger: a path or url (default: the nearest claims.json)."
        ),
    ] = None
    by_user: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who is at the desk (default: you).")
    ] = None
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help=f"What to print: {FORMATS}.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Name confidential sources outside your terminal.")
    ] = False

    def output(self) -> "Output":
        """Where and how the answer is printed."""
        from claimtrack.errors import BadInput
        from claimtrack.show.output import Output

        if self.json and self.format not in (None, "json"):
            raise BadInput(f"--json is --format json, and --format {self.format} is not: give one")
        return Output.chosen("json" if self.json else self.format, reveal=self.reveal)

    def location(self) -> "Location":
        """Where the ledger is."""
        from claimtrack.config import locate

        return locate(self.db)

    def user(self) -> str:
        """Who is at the desk."""
        from claimtrack.config import user
        from claimtrack.desk.text import one_line

        name = self.by_user if self.by_user is not None else user(None)
        return one_line(name, "name of who is at the desk")

    def everything(self) -> "View":
        """The ledger as it is on file now; one that was named has to be there."""
        return Reading(db=self.db).view()

    def desk(self, watch: "Watch | None" = None) -> "Desk":
        """The desk, for writing; ``watch`` shows how far a long write is."""
        from claimtrack.desk.desk import open_desk
        from claimtrack.desk.watching import unwatched

        return open_desk(self.location().where, self.user(), running(), watch or unwatched)

    def write(
        self,
        work: "Callable[[Change], T]",
        *,
        creates: bool = False,
        watch: "Watch | None" = None,
    ) -> "tuple[Change, T]":
        """Do the work as one write, asking a person which near match was meant where one is there.

        What the desk says beside the answer goes to standard error once it is written. A ledger
        that is not there is made only by a command that ``creates`` one.
        """
        from claimtrack.desk.names import NearMatch
        from claimtrack.place import is_url

        self.output()  # one that cannot be is refused before anything is written
        desk, place = self.desk(watch), self.location()
        if not creates and not is_url(place.where) and not desk.store.exists():
            raise missing(place)  # before a lock is put beside it

        def at_hand(change: "Change") -> T:
            if not creates and change.new_ledger:
                raise missing(place)
            return work(change)

        answers: dict[tuple[str, str], str | None] = {}
        while True:
            try:
                change, result = desk.written(at_hand, answers)
                break
            except NearMatch as near:
                if not can_ask():
                    raise
                answers[near.what, near.name] = ask_which(near)
        tell(*change.view.read, *change.said)
        return change, result


@bundle
class Reading(Common):
    """The options of every command that reads."""

    as_of: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="As the evidence stood on that day (default: today)."),
    ] = None
    known_at: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="As the desk had logged it on that day, or moment."),
    ] = None

    def view(self, *, hint: bool = True) -> "View":
        """The ledger as asked for; a ledger that was named has to be there.

        Where none was named and none is found, it is empty, and a ``hint`` says how to start.
        """
        from claimtrack.desk.desk import Desk
        from claimtrack.desk.unfinished import is_unfinished, warning
        from claimtrack.store import open_store

        place = self.location()
        view = Desk(open_store(place.where), "").view()
        if not view.snapshot.exists:
            if place.named:
                raise missing(place)
            if hint:
                tell(_how_to_start(place))
        if is_unfinished(view.snapshot):
            tell(warning(view.location))
        if self.as_of is None and self.known_at is None:
            return view
        return view.at(self._day(view), self._moment(view))

    def _day(self, today: "View") -> date | None:
        """The day that is looked at; None for today."""
        if self.as_of is None:
            return None
        from claimtrack.errors import BadInput
        from claimtrack.when import Lean, read_window

        last = read_window(self.as_of, today.reference, Lean.BEHIND).last
        if last is None:
            raise BadInput(f"--as-of {self.as_of!r} has no last day: write a day (2025-06-01)")
        if self.as_of.strip() != last.isoformat():
            tell(f"as of: {self.as_of.strip()} → {last}")
        return last

    def _moment(self, today: "View") -> datetime | None:
        """The moment up to which entries are known; None for now."""
        if self.known_at is None:
            return None
        from claimtrack.when import moment_as_read, read_instant

        moment = read_instant(self.known_at, today.reference)
        if said := moment_as_read("known at", self.known_at, moment, today.settings.timezone):
            tell(said)
        return moment


def tell(*lines: str) -> None:
    """Messages for the user, each on one line of standard error."""
    from claimtrack.show.safe import safe

    for line in lines:
        print(safe(line), file=sys.stderr)


def can_ask() -> bool:
    """Is a person there to be asked? Never when the output is not a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_which(near: "NearMatch") -> str | None:
    """The key of the near match that was meant; None to enter a new one."""
    print(f"No {near.what} {near.name!r}. Did you mean one of these?", file=sys.stderr)
    for number, (_, label) in enumerate(near.candidates, 1):
        print(f"  {number}  {label}", file=sys.stderr)
    print("  n  none of them: enter a new one", file=sys.stderr)
    known = {str(number): key for number, (key, _) in enumerate(near.candidates, 1)}
    while True:
        answer = typer.prompt("Which", err=True).strip().lower()
        if answer in known:
            return known[answer]
        if answer == "n":
            return None
        tell("type a number or n")


def missing(place: "Location") -> "ClaimtrackError":
    """What to say where there is no ledger but one is needed."""
    from shlex import quote

    from claimtrack.config import only_backups
    from claimtrack.errors import DataError, NotFound
    from claimtrack.place import is_url

    if place.named and only_backups(place.where):
        return DataError(
            f"{place.where} is not there, but its backups are: `claimtrack restore --db "
            f"{quote(place.where)}` lists them"
        )
    if place.named and is_url(place.where):  # as it is shown it may be another, and no shell's word
        return DataError(
            f"{place.shown} is not there: check the url, or start it with `init` and the same url"
        )
    if place.named:
        return DataError(
            f"{place.where} is not there: check the path, or start it with `claimtrack init --db "
            f"{quote(place.where)}`"
        )
    return NotFound(_how_to_start(place))


def refuse_database(place: "Location", command: str, instead: str) -> None:
    """``BadInput`` for a command that is about a file, where the ledger is in a database."""
    from claimtrack.errors import BadInput
    from claimtrack.place import is_url

    if is_url(place.where):
        raise BadInput(f"{command} is for a ledger in a file, and {place.shown} is none: {instead}")


def _how_to_start(place: "Location") -> str:
    from claimtrack.config import locate, only_backups

    lost = locate(None, lost=True).where
    if only_backups(lost):
        return f"no ledger, but backups of {lost}: `claimtrack restore` lists them"
    tried = " and ".join(place.tried) or place.where
    return (
        f'no ledger yet: looked in {tried}. Start with: claimtrack add "..."   '
        "or: claimtrack init --example"
    )
