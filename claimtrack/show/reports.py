"""The evidence on a claim's card: positions by party, reports by origin with their echoes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Assessment, Position, Report, Retraction
from claimtrack.model.words import Reliability, Stance, Stand
from claimtrack.rules import Standing
from claimtrack.rules.evidence import LeftOut, Omission, origin_of
from claimtrack.rules.positions import open_questions, speaks
from claimtrack.show.claims import NOTHING_RECORDED, window_text
from claimtrack.show.log import short_ids
from claimtrack.show.names import Names
from claimtrack.show.sheet import DIM, STRONG, Cell, Line, Section, joined, spans

STANCE_STYLES = {Stance.SUPPORTS: "green", Stance.REFUTES: "red"}

STAND_SIGNS = {
    Stand.CONFIRMS: "✓",
    Stand.DENIES: "✗",
    Stand.HEDGES: "~",
    Stand.DECLINES: "-",
    Stand.ASKED: "?",
    Stand.SILENT: "◌",
}
STAND_STYLES = {
    Stand.CONFIRMS: "green",
    Stand.DENIES: "red",
    Stand.HEDGES: "magenta",
    Stand.ASKED: "yellow",
}


@dataclass(frozen=True)
class Dossier:
    """A claim with what its card needs at hand."""

    view: View
    claim: Claim
    names: Names

    @cached_property
    def standing(self) -> Standing:
        """Where the claim stands at the view's day."""
        return self.view.standing(self.claim)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Each entry's id, as short as tells it from the claim's others."""
        return short_ids(self.claim)

    def short(self, entry_id: str) -> str:
        """An entry's id as commands take it."""
        return self.ids.get(self.claim.resolve(entry_id), entry_id)

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports that have begun, in Order, by their ids."""
        return {report.id: report for report in self.claim.at(Report, self.view.day)}

    def origin(self, report: Report) -> str:
        """Whose word a report is in the end."""
        return origin_of(report, self.view.context)

    def grade(self, report: Report) -> str:
        """The Admiralty grade, as "B2": of the source, and of the report as it is rated now."""
        letter = self.view.registry.grade(report.source) if report.source else Reliability.F
        return f"{letter}{self.standing.tally.credibility[report.id]}"

    @cached_property
    def left_out(self) -> dict[str, LeftOut]:
        """Why reports do not count, by their ids."""
        return {left.report.id: left for left in self.standing.tally.left_out}

    @cached_property
    def questions(self) -> dict[str, Position]:
        """The questions that parties owe an answer to."""
        return open_questions(self.claim, self.standing.tally.retracted, self.view.day)

    def why_not(self, report: Report) -> str:
        """Why a report does not count, in words; empty where it does."""
        left = self.left_out.get(report.id)
        if left is None:
            return ""
        if left.why == Omission.REPEATS:
            return f"echo of {self.short(left.other or '')}"
        other = f": {self.names.anybody(left.other)}" if left.other else ""
        return f"{left.why}{other}"


def positions_section(dossier: Dossier) -> Section:
    """Where each party stands; those named of whom nothing is recorded, too."""
    lines: list[Line] = []
    for party in dossier.standing.parties:
        name = (dossier.names.party(party), STRONG)
        position = dossier.standing.positions.get(party)
        question = dossier.questions.get(party)
        if position is None:
            lines.append(Line("", joined(spans(name), ((NOTHING_RECORDED, DIM),))))
        else:
            lines.append(Line(dossier.short(position.id), _position(dossier, name, position)))
            lines += _said(dossier, position, 1)
        if question and position and question.id != position.id:
            lines.append(Line(dossier.short(question.id), _asked(question), 1))
    return Section("Positions", "position", lines)


def reports_section(dossier: Dossier) -> Section:
    """The reports by origin, echoes below what they repeat."""
    roots, echoes = _sorted_out(dossier)
    by_origin: dict[str, list[Report]] = {}
    for report in roots:
        by_origin.setdefault(dossier.origin(report), []).append(report)
    lines: list[Line] = []
    for origin, reports in by_origin.items():
        lines.append(Line("", _origin(dossier, origin)))
        for report in reports:
            lines += _with_echoes(dossier, report, echoes, 1)
    return Section("Reports by origin", "report", lines)


def report_in_brief(dossier: Dossier, report: Report) -> Cell:
    """Grade, source, stance and day of a report."""
    via = f", read in {dossier.names.source(report.via)}" if report.via else ""
    return joined(
        spans((dossier.grade(report), STRONG), f"  {dossier.names.source(report.source)}{via}"),
        spans((str(report.stance), STANCE_STYLES.get(report.stance, ""))),
        window_text(report.on),
    )


def _sorted_out(dossier: Dossier) -> tuple[list[Report], dict[str, list[Report]]]:
    """The reports that stand for themselves, and the echoes by what they repeat."""
    roots: list[Report] = []
    echoes: dict[str, list[Report]] = {}
    for report in dossier.reports.values():
        repeated = dossier.claim.resolve(report.repeats) if report.repeats else report.id
        if repeated in dossier.reports and repeated != report.id:
            echoes.setdefault(repeated, []).append(report)
        else:
            roots.append(report)
    return roots, echoes


def _origin(dossier: Dossier, origin: str) -> Cell:
    """The name of an origin, and what it counts as."""
    tally = dossier.standing.tally
    counts = [
        spans((f"counts as one that {stance}", STANCE_STYLES[stance]))
        for stance in STANCE_STYLES
        if origin in tally.origins(stance)
    ]
    name = spans((dossier.names.anybody(origin), STRONG))
    return joined(name, *(counts or [spans(("counts for nothing", DIM))]))


def _with_echoes(
    dossier: Dossier, report: Report, echoes: dict[str, list[Report]], depth: int
) -> Iterator[Line]:
    why_not = dossier.why_not(report)
    cell = joined(
        report_in_brief(dossier, report),
        report.medium or "",
        report.attribution or "",
        spans((f"not counted: {why_not}", DIM)) if why_not else "",
    )
    yield Line(dossier.short(report.id), cell, depth)
    yield from _said(dossier, report, depth + 1)
    for echo in echoes.pop(report.id, ()):
        yield from _with_echoes(dossier, echo, echoes, depth + 1)


def _position(dossier: Dossier, name: tuple[str, str], position: Position) -> Cell:
    names, stand = dossier.names, position.position
    own = stand == Stand.CONFIRMS and not speaks(position, dossier.claim.fields.claimant)
    return joined(
        spans(name, "  ", (f"{STAND_SIGNS[stand]} {stand}", STAND_STYLES.get(stand, ""))),
        window_text(position.on),
        names.text(position, "speaker") or "",
        names.source(position.source) if position.source else "",
        f"answer due {window_text(position.answer_by)}" if position.answer_by else "",
        spans(("its own claim: decides nothing", DIM)) if own else "",
    )


def _asked(question: Position) -> Cell:
    """A question that a party still owes an answer to, beside where it stands."""
    sign = spans((f"{STAND_SIGNS[Stand.ASKED]} {Stand.ASKED}", STAND_STYLES[Stand.ASKED]))
    due = f"answer due {window_text(question.answer_by)}"
    return joined(sign, window_text(question.on), due)


def _said(dossier: Dossier, entry: Report | Position, depth: int) -> Iterator[Line]:
    """What an entry quotes, how the desk reads it, where it is, and what came of it."""
    if quote := dossier.names.text(entry, "quote"):
        yield Line("", spans(("quote ", DIM), (f"\u201c{quote}\u201d", "italic")), depth)
    for field in ("reading", "url", "archive", "sha256"):
        if text := dossier.names.text(entry, field):
            yield Line("", spans((f"{field} ", DIM), text), depth)
    if entry.corrects:
        replaced = dossier.ids.get(entry.corrects, entry.corrects)
        yield Line("", spans((f"corrects {replaced}", DIM)), depth)
    day = dossier.view.day
    found_out: list[Assessment | Retraction] = [
        *dossier.claim.at(Assessment, day),
        *dossier.claim.at(Retraction, day),
    ]
    for later in found_out:
        if dossier.claim.resolve(later.entry) == entry.id:
            yield Line(dossier.short(later.id), _found_out(dossier, later), depth)


def _found_out(dossier: Dossier, later: Assessment | Retraction) -> Cell:
    on = window_text(later.on)
    if isinstance(later, Retraction):
        return joined(spans(("retracted", "red")), on, later.reason)
    by = dossier.names.source(later.source) if later.source else later.by
    rated = f"credibility {later.credibility}" if later.credibility else ""
    return joined(spans(("assessed", DIM)), by, on, rated, later.note)
