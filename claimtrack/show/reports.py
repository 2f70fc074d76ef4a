"""A claim's reports by origin, with their grades, echoes below what they repeat."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Assessment, Report
from claimtrack.rules import Standing
from claimtrack.rules.evidence import Omission, Tally, origin_of
from claimtrack.show.log import dated, short_ids
from claimtrack.show.names import Names
from claimtrack.show.sheet import Cell

DIM = "bright_black"


class Row(NamedTuple):
    """A line about a report; ``depth`` sets it below another."""

    cell: Cell
    depth: int = 0


class Group(NamedTuple):
    """The reports of one origin, and what they count for."""

    origin: str
    counted: str
    rows: Sequence[Row]


Groups = Sequence[Group]


class _Page(NamedTuple):
    """What every line here needs."""

    view: View
    claim: Claim
    standing: Standing
    names: Names
    ids: dict[str, str]


def grouped_reports(view: View, claim: Claim, names: Names) -> Groups:
    """The reports that have begun, those of one origin together, in Order."""
    page = _Page(view, claim, view.standing(claim), names, short_ids(claim))
    begun = list(claim.at(Report, view.day))
    by_origin: dict[str, list[Report]] = {}
    for report in begun:
        root = _root(claim, report)
        by_origin.setdefault(origin_of(root, view.context), []).append(report)
    return [
        Group(names.origin(origin), _counted(page.standing.tally, origin), _rows(page, reports))
        for origin, reports in by_origin.items()
    ]


def _rows(page: _Page, reports: Sequence[Report]) -> list[Row]:
    """First what is said, then below it what merely repeats it."""
    ids = {report.id for report in reports}
    echoes: dict[str, list[Report]] = {}
    roots = []
    for report in reports:
        repeated = page.claim.resolve(report.repeats) if report.repeats else None
        if repeated in ids and repeated != report.id:
            echoes.setdefault(repeated, []).append(report)
        else:
            roots.append(report)
    rows: list[Row] = []
    for report in roots:
        rows += _with_echoes(page, report, echoes, depth=0)
    return rows


def _with_echoes(
    page: _Page, report: Report, echoes: dict[str, list[Report]], depth: int
) -> Iterator[Row]:
    yield from _report(page, report, depth)
    for echo in echoes.pop(report.id, ()):
        yield from _with_echoes(page, echo, echoes, depth + 1)


def _report(page: _Page, report: Report, depth: int) -> Iterator[Row]:
    """The report in a line, then its quote, how the desk reads it, and what was found out."""
    names = page.names
    details = [names.source(report.source)]
    details += [f"read in {names.source(report.via)}"] if report.via else []
    details += [word for word in (report.medium, report.attribution) if word]
    spans = [
        (f"{_grade(page, report)} ", "bold"),
        (f"{dated(report)}  {report.stance}  {', '.join(details)}", ""),
        (f"  {page.ids[report.id]}", DIM),
    ]
    if left := _left_out(page, report):
        spans.append((f"  not counted: {left}", DIM))
    yield Row(tuple(spans), depth)
    for field, sign in (("quote", "“{}”"), ("reading", "read as: {}"), ("url", "{}")):
        if text := names.text(report, field):
            yield Row(sign.format(text), depth + 1)
    if archive := names.text(report, "archive"):
        yield Row(f"archived: {archive}", depth + 1)
    for assessment in page.claim.at(Assessment, page.view.day):
        if page.claim.resolve(assessment.entry) == report.id:
            by = names.source(assessment.source) if assessment.source else assessment.by
            yield Row(((f"{by}: ", DIM), (assessment.note, "")), depth + 1)


def _grade(page: _Page, report: Report) -> str:
    """Source and report together, as "B2"."""
    reliability = page.view.registry.grade(report.source) if report.source else "F"
    return f"{reliability}{page.standing.tally.credibility[report.id]}"


def _left_out(page: _Page, report: Report) -> str | None:
    for left in page.standing.tally.left_out:
        if left.report.id == report.id:
            if left.other is None:
                return str(left.why)
            other = page.ids.get(left.other) or page.names.origin(left.other)
            echo = left.why == Omission.REPEATS
            return f"echo, repeats {other}" if echo else f"{left.why}: {other}"
    return None


def _counted(tally: Tally, origin: str) -> str:
    stances = dict.fromkeys(c.report.stance for c in tally.counted if c.origin == origin)
    return f"one origin: {' and '.join(stances)}" if stances else "counts for nothing"


def _root(claim: Claim, report: Report) -> Report:
    """The report at the end of a chain of repeats, as far as it is on file."""
    seen = {report.id}
    while report.repeats:
        repeated = claim.entry(report.repeats)
        if not isinstance(repeated, Report) or repeated.id in seen:
            break
        report = repeated
        seen.add(report.id)
    return report
