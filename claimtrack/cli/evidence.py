"""``report``, ``confirm``, ``deny``, ``position``, ``assess`` and ``retract``."""

from typing import Annotated

import typer

from claimtrack.cli.arguments import ClaimId
from claimtrack.cli.common import Common
from claimtrack.cli.frame import framed
from claimtrack.cli.options import (
    Also,
    Because,
    ByParty,
    Citing,
    EntryRef,
    Naming,
    On,
    Reporting,
    Speaker,
)
from claimtrack.cli.written import print_written
from claimtrack.desk import evidence
from claimtrack.desk.change import Change
from claimtrack.desk.evidence import Statement
from claimtrack.model.words import Stand
from claimtrack.when import Lean


@framed
def report(
    claim: ClaimId, *, on: On = None, reporting: Reporting, also: Also = None, common: Common
) -> None:
    """The source is found by --source or by the host or account in --url; a new one is entered.

    claimtrack report k7q2m --url https://www.irrawaddy.com/news/1 --stance refutes
    """
    claims = [claim, *(also or ())]

    def work(change: Change) -> None:
        on_day = change.window("on", on, Lean.BEHIND)
        evidence.report(change, claims, reporting.sighting(on_day))

    change, _ = common.write(work)
    print_written(common, change, list(change.added))


@framed
def confirm(
    claim: ClaimId,
    *,
    by: ByParty,
    on: On = None,
    speaker: Speaker = None,
    citing: Citing,
    also: Also = None,
    common: Common,
) -> None:
    """claimtrack confirm k7q2m --by mndaa --speaker "Peng Daxun" --url https://..."""
    _position(claim, Stand.CONFIRMS, by, on, speaker, citing, also, common)


@framed
def deny(
    claim: ClaimId,
    *,
    by: ByParty,
    on: On = None,
    speaker: Speaker = None,
    citing: Citing,
    also: Also = None,
    common: Common,
) -> None:
    """claimtrack deny k7q2m --by regime --quote "There is no such agreement." """
    _position(claim, Stand.DENIES, by, on, speaker, citing, also, common)


@framed
def position(
    claim: ClaimId,
    stand: Annotated[
        Stand,
        typer.Argument(
            metavar="POSITION",
            help="confirms, denies, hedges (takes neither side), declines (no comment), asked, "
            "or silent.",
        ),
    ],
    *,
    by: ByParty,
    on: On = None,
    answer_by: Annotated[
        str | None, typer.Option(metavar="WHEN", help="With asked: when an answer is due.")
    ] = None,
    speaker: Speaker = None,
    citing: Citing,
    also: Also = None,
    common: Common,
) -> None:
    """claimtrack position k7q2m silent --by mndaa"""
    _position(claim, stand, by, on, speaker, citing, also, common, answer_by)


@framed
def assess(
    claim: ClaimId,
    entry: EntryRef,
    *,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was found out.")],
    credibility: Annotated[
        int | None,
        typer.Option(metavar="1-6", min=1, max=6, help="The report's credibility from now on."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="KEY|NAME|URL", help="Who found it out (default: the desk)."),
    ] = None,
    naming: Naming,
    on: On = None,
    common: Common,
) -> None:
    """claimtrack assess k7q2m last --note "Filmed in another town." --credibility 5"""
    change, _ = common.write(
        lambda change: evidence.assess(
            change,
            claim,
            entry,
            note,
            credibility=credibility,
            source=source,
            on=change.window("on", on, Lean.BEHIND),
            new=naming.new_source(),
        )
    )
    print_written(common, change, list(change.added))


@framed
def retract(
    claim: ClaimId, entry: EntryRef, *, because: Because, on: On = None, common: Common
) -> None:
    """A source's key takes back all its reports on the claim.

    claimtrack retract k7q2m the-irrawaddy --because "The paper corrected its story."
    """
    change, _ = common.write(
        lambda change: evidence.retract(
            change, claim, entry, because, on=change.window("on", on, Lean.BEHIND)
        )
    )
    print_written(common, change, list(change.added))


def _position(
    claim: str,
    stand: Stand,
    by: str,
    on: str | None,
    speaker: str | None,
    citing: Citing,
    also: list[str] | None,
    common: Common,
    answer_by: str | None = None,
) -> None:
    claims = [claim, *(also or ())]

    def work(change: Change) -> None:
        statement = Statement(
            party=by,
            position=stand,
            speaker=speaker,
            source=citing.source,
            url=citing.url,
            quote=citing.quote,
            answer_by=change.window("answer by", answer_by, Lean.AHEAD),
            on=change.window("on", on, Lean.BEHIND),
            new=citing.new_source(),
        )
        evidence.position(change, claims, statement)

    change, _ = common.write(work)
    print_written(common, change, list(change.added))
