"""``stale``, ``due``, ``changes`` and ``board``: what needs attention, for people and for cron."""

from typing import Annotated

import typer

from claimtrack.cli.common import Common, Reading, tell
from claimtrack.cli.filters import Filters, Unconfirmed, asker, filtered, terms_of
from claimtrack.cli.frame import framed
from claimtrack.errors import BadInput


@filtered
@framed
def stale(
    filters: Filters = None,
    *,
    unconfirmed: Unconfirmed = False,
    flag: Annotated[
        bool,
        typer.Option("--flag", help="Write a flag for each reason, once until evidence comes."),
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where something needs attention.")
    ] = False,
    mail_subject: Annotated[
        bool, typer.Option("--mail-subject", help="Print one line, for the subject of a mail.")
    ] = False,
    reading: Reading,
) -> None:
    """Overdue, due soon, unanswered, stale, contested, contradicted, to recheck.

    One line a claim, the most urgent first; nothing at all where nothing needs attention.

    claimtrack stale --flag priority:high
    """
    if mail_subject and (reading.json or reading.format not in (None, "table")):
        raise BadInput("--mail-subject prints a line of its own: leave --json and --format out")
    if flag and (reading.as_of or reading.known_at):
        raise BadInput("--flag writes what is so today: leave --as-of and --known-at out")
    terms = terms_of(filters, unconfirmed=unconfirmed)
    view = reading.view()
    from claimtrack.desk.attention import needing_attention, raise_flags

    user = asker(reading, terms)
    needed = needing_attention(view, terms, user=user)
    if flag and needed:
        writing = Common(db=reading.db, by_user=reading.by_user)
        writing.write(lambda change: raise_flags(change, terms))
    if needed:
        tell(*view.read)
    from claimtrack.show.output import print_attention

    print_attention(view, needed, reading.output(), only_subject=mail_subject)
    if needed and exit_code:
        raise typer.Exit(1)


@filtered
@framed
def due(
    when: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHEN] [FILTER]...",
            help='A date such as "this month" (default: all that is open), then filters.',
        ),
    ] = None,
    *,
    unconfirmed: Unconfirmed = False,
    reading: Reading,
) -> None:
    """Forecasts, answers that parties owe and verdicts to look at again, the earliest first.

    What is overdue stands on top, unless a date is given. A date keeps whatever has a window that
    shares a day with it, as the filter due: does: what is due in June is due "this week" in June.

    claimtrack due "next week" party:regime
    """
    words = terms_of(when, unconfirmed=unconfirmed)
    view = reading.view()
    from claimtrack.desk.agenda import agenda, split_window

    window, terms = split_window(view, words)
    items = agenda(view, terms, window, user=asker(reading, terms))
    tell(*view.read)
    if not items and view.snapshot.exists:
        tell("nothing falls due" + (" then" if window else ""))
    from claimtrack.show.output import print_agenda

    print_agenda(view, items, reading.output())


@framed
def changes(
    *,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="WHEN", help='A day or a moment: yesterday, "8 hours ago", 22:00.'
        ),
    ],
    reading: Reading,
) -> None:
    """New claims, statuses with the evidence that moved them, verdicts and flags, by whom.

    What was taken back of these, or brought back, is told too.

    claimtrack changes --since "yesterday 18:00"
    """
    view = reading.view()
    from claimtrack.desk.changes import moves, since_when

    moment = since_when(view, since)
    moved = moves(view, moment)
    tell(*view.read)
    if not moved and view.snapshot.exists:
        tell("nothing moved since then")
    from claimtrack.show.output import print_moves

    print_moves(view, moved, reading.output())


@filtered
@framed
def board(filters: Filters = None, *, unconfirmed: Unconfirmed = False, reading: Reading) -> None:
    """Counts by status, what is due this week, gone stale or contested, and what moved.

    claimtrack board tag:lashio
    """
    terms = terms_of(filters, unconfirmed=unconfirmed)
    view = reading.view()
    from claimtrack.desk.board import board_of

    shown = board_of(view, terms, user=asker(reading, terms))
    tell(*view.read)
    from claimtrack.show.output import print_board

    print_board(shown, reading.output())
