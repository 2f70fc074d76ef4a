"""An import at work: read, checked, written or only shown, with a bar while it takes long."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from claimtrack.cli.common import tell
from claimtrack.desk.importing import Imported, Wish, import_items
from claimtrack.desk.watching import Watch, unwatched, watched
from claimtrack.errors import BadInput
from claimtrack.exchange.formats import Format, readable
from claimtrack.exchange.incoming import Incoming, recognised
from claimtrack.show.importing import plan_sheet, refusals, summary, summary_record
from claimtrack.show.output import Format as Printed
from claimtrack.show.output import Output, print_claims
from claimtrack.show.progress import progress

if TYPE_CHECKING:
    from claimtrack.cli.exchanging import Importing
    from claimtrack.desk.change import Change

MANY_LINES = 2000
"""From so many lines on there is a bar."""


class Job:
    """One file on its way in."""

    def __init__(
        self,
        importing: "Importing",
        source: Incoming,
        *,
        by: str | None,
        tags: Sequence[str],
        skip_bad: str | None,
    ) -> None:
        self._importing = importing
        self._out = _output(importing)
        self._source = source
        self._skip_bad = skip_bad
        self._format: Format = recognised(source, importing.source_format)[1]
        self._wish = Wish(source.stem, by, tags, source.options.stances, importing.new_source())
        self._told: set[str] = set()
        self._lines = source.data.count(b"\n")
        self._watch: Watch = progress if self._lines >= MANY_LINES else unwatched

    def run(self) -> None:
        """Write what the file says, all at once; or nothing, where anything in it is refused."""
        change, done = self._importing.write(self._work, creates=True, watch=self._watch)
        if change.new_ledger and done.entries:
            tell(f"new ledger: {change.view.location}")
        self._print(change, done)

    def rehearse(self) -> None:
        """Show what would be added."""
        change = self._importing.desk().rehearsal()
        done = self._take(change)
        out = self._out
        out.write_sheet(plan_sheet(change.view, done, out.names(change.view)))
        tell(*change.said)
        if not out.on_screen:
            tell(f"{summary(done)}: nothing was written")
        self._refuse(done)

    def _work(self, change: "Change") -> Imported:
        done = self._take(change)
        if self._skip_bad is None:
            self._refuse(done)
        elif done.refused:
            self._leave_refused(done, self._skip_bad)
        return done

    def _take(self, change: "Change") -> Imported:
        read = self._format.read(self._source)
        with closing(watched(read, "reading", self._lines, self._watch)) as items:
            done = import_items(change, items, self._wish, self._watch)
        notes = ", ".join(dict.fromkeys(self._source.notes))
        self._tell(f"{self._source.name}: {self._format.title}" + (f", {notes}" if notes else ""))
        return done

    def _refuse(self, done: Imported) -> None:
        """``BadInput`` where anything was refused, once each reason was told."""
        if not done.refused:
            return
        self._list(done)
        bad = len({one.place for one in done.refused})
        good = done.items - bad
        out = f"{good} {_is(good)} good: --skip-bad FILE imports these and puts the others there"
        raise BadInput(
            f"nothing was imported: {bad} of {done.items} rows {_is(bad)} refused, "
            + (out if good else "so none is good")
        )

    def _list(self, done: Imported) -> None:
        """Name what is refused, each with its place and why."""
        for line in refusals(done.refused):
            self._tell(f"{self._source.name}: {line}")

    def _leave_refused(self, done: Imported, path: str) -> None:
        """Put the refused rows in a file: where that cannot be done, nothing is imported."""
        from claimtrack.exchange.outgoing import write_out

        self._list(done)
        pieces = self._format.unread(self._source, done.refused)
        write_out(pieces, path, never=self._importing.location().where)
        bad = len({one.place for one in done.refused})
        self._tell(f"{bad} of {done.items} rows {_is(bad)} refused, and with the reason in {path}")

    def _tell(self, line: str) -> None:
        """Tell it once, also where another writer came between and the work is done again."""
        if line not in self._told:
            self._told.add(line)
            tell(line)

    def _print(self, change: "Change", done: Imported) -> None:
        out = self._out
        names = out.names(change.view)
        if out.format in (Printed.JSON, Printed.JSONL):
            out.write_object(summary_record(done, names))
        elif out.format == Printed.TABLE:
            out.write(f"{summary(done)}\n")
        else:
            claims = [c for i in change.added if (c := change.view.claim(i)) is not None]
            print_claims(change.view, claims, out)


def _output(importing: "Importing") -> Output:
    """What is printed; a word for what the file is belongs elsewhere."""
    word = importing.format
    if word in readable() and word not in Printed.__members__.values():
        raise BadInput(f"--format says what is printed: --from {word} says what the file is")
    return importing.output()


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
