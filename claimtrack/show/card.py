"""The card of a claim, as content: a headline, then sections of labelled lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Position
from claimtrack.model.words import Priority
from claimtrack.rules import Standing
from claimtrack.rules.activity import first_heard, last_heard
from claimtrack.rules.evidence import Tally
from claimtrack.rules.positions import speaks
from claimtrack.show.claims import origins, status_cell, window_text
from claimtrack.show.formats import markdown
from claimtrack.show.log import dated, short_ids, summary
from claimtrack.show.names import Names
from claimtrack.show.reports import Groups, grouped_reports
from claimtrack.show.safe import safe
from claimtrack.show.sheet import Cell, plain

DIM = "bright_black"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card; ``indent`` sets it below the line that it belongs to."""

    label: str
    cell: Cell
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Card:
    """A headline and what there is to say below it."""

    headline: Cell
    sections: Sequence[Section]


def claim_card(view: View, claim: Claim, names: Names) -> Card:
    """All that is on file about one claim."""
    standing = view.standing(claim)
    sections = (
        Section("", list(_facts(view, claim, standing, names))),
        Section("Positions", list(_positions(claim, standing, names))),
        Section("Reports, by origin", _report_lines(grouped_reports(view, claim, names))),
        Section("Links", list(_links(view, claim, names))),
        Section("Timeline", list(_timeline(claim, names))),
    )
    return Card(_headline(claim), [section for section in sections if section.lines])


def why_card(view: View, claim: Claim, names: Names) -> Card:
    """The rule that applied, the origins that were counted, and what was left out and why."""
    standing = view.standing(claim)
    counts = standing.counts
    ids = short_ids(claim)
    facts = [
        Line("status", (*_spans(status_cell(standing.status)), (f": {standing.rule.sentence}", ""))),
        Line(
            "counts",
            f"parties confirming {counts.confirms}, denying {counts.denies}; independent origins "
            f"supporting {counts.supports}, refuting {counts.refutes}",
        ),
    ]
    sections = (
        Section("", facts),
        Section("Positions", list(_positions(claim, standing, names))),
        Section("Counted", list(_counted(standing.tally, ids, names))),
        Section("Left out", list(_left_out(standing.tally, ids, names))),
    )
    return Card(_headline(claim), [section for section in sections if section.lines])


def card_lines(card: Card) -> str:
    """The card in a pipe: one line each, ``label: text``, nothing cut and nothing wrapped."""
    lines = [safe(plain(card.headline))]
    for section in card.sections:
        lines += [safe(section.title)] if section.title else []
        for line in section.lines:
            label = f"{line.label}: " if line.label else ""
            lines.append(safe("  " * line.indent + label + plain(line.cell)))
    return "".join(f"{line}\n" for line in lines)


def card_markdown(card: Card) -> str:
    """The card as Markdown: headings and lists."""
    lines = [f"## {markdown(plain(card.headline))}", ""]
    for section in card.sections:
        lines += [f"### {markdown(section.title)}", ""] if section.title else []
        for line in section.lines:
            label = f"**{markdown(line.label)}** " if line.label else ""
            lines.append(f"{'  ' * line.indent}- {label}{markdown(plain(line.cell))}")
        lines.append("")
    return "\n".join(lines)


def _headline(claim: Claim) -> Cell:
    return ((claim.id, "bold"), ("  ", ""), (claim.fields.text, "bold"))


def _facts(view: View, claim: Claim, standing: Standing, names: Names) -> Iterator[Line]:
    fields = claim.fields
    yield Line(
        "status", (*_spans(status_cell(standing.status)), (f": {standing.rule.sentence}", ""))
    )
    yield from _verdict(standing)
    if standing.flags:
        yield Line("flags", ((", ".join(standing.flags), "bold yellow"),))
    yield Line("origins", f"{origins(standing)} (independent, of {len(standing.tally.reports)} reports)")
    heard = (first_heard(claim, view.day), last_heard(claim, view.day))
    if heard[1]:
        yield Line("heard", f"first {heard[0] or 'unknown'}, last {heard[1]}")
    facts = {
        "kind": fields.kind,
        "claimant": names.origin(fields.claimant) if fields.claimant else None,
        "when": window_text(fields.when),
        "due": window_text(fields.due),
        "condition": fields.condition,
        "place": fields.place,
        "tags": ", ".join(fields.tags),
        "priority": fields.priority if fields.priority != Priority.NORMAL else None,
        "assignee": fields.assignee,
    }
    for label, value in facts.items():
        if value:
            yield Line(label, str(value))


def _verdict(standing: Standing) -> Iterator[Line]:
    verdict = standing.verdict
    if verdict is None:
        return
    rating = standing.rating
    label = rating.label if rating else verdict.rating
    value = f" ({rating.value})" if rating and rating.value is not None else ""
    yield Line("verdict", ((f"{label}{value}", "bold"), (f": {verdict.reason}", "")))
    yield Line("", ((f"by {verdict.by}, {window_text(verdict.on)}", DIM),), indent=1)


def _positions(claim: Claim, standing: Standing, names: Names) -> Iterator[Line]:
    ids = short_ids(claim)
    for party in standing.parties:
        position = standing.positions.get(party)
        if position is None:
            yield Line(names.party(party), (("nothing recorded", DIM),))
            continue
        yield Line(names.party(party), _position(claim, position, ids, names))
        quote = names.text(position, "quote")
        if quote:
            yield Line("", f"“{quote}”", indent=1)


def _position(claim: Claim, position: Position, ids: dict[str, str], names: Names) -> Cell:
    details = [dated(position)]
    if speaker := names.text(position, "speaker"):
        details.append(speaker)
    if position.source:
        details.append(f"read in {names.source(position.source)}")
    if position.answer_by:
        details.append(f"answer due {position.answer_by.text}")
    if not speaks(position, claim.fields.claimant) and position.position == "confirms":
        details.append("its own claim, so this decides nothing")
    if url := names.text(position, "url"):
        details.append(url)
    return (
        (position.position, "bold"),
        (f"  {', '.join(details)}", ""),
        (f"  {ids[position.id]}", DIM),
    )


def _report_lines(groups: Groups) -> list[Line]:
    lines = []
    for group in groups:
        lines.append(Line("", ((group.origin, "bold"), (f"  {group.counted}", DIM))))
        lines += [Line("", row.cell, indent=1 + row.depth) for row in group.rows]
    return lines


def _links(view: View, claim: Claim, names: Names) -> Iterator[Line]:
    for relation, other_id, link in view.links(claim):
        yield Line(relation, _linked(view, other_id))
        said = [link.reason] if link.reason else []
        said += [f"said by {names.source(link.source)}"] if link.source else []
        if said:
            yield Line("", "; ".join(said), indent=1)
    for relation, other_id in view.linked_from(claim):
        yield Line(f"← {relation}", _linked(view, other_id))


def _linked(view: View, other_id: str) -> Cell:
    other = view.claim(other_id)
    if other is None:
        return ((other_id, "bold"), ("  not on file", DIM))
    return ((other_id, "bold"), (f"  {other.fields.text}", ""))


def _timeline(claim: Claim, names: Names) -> Iterator[Line]:
    ids = short_ids(claim)
    for entry in sorted(claim.logged, key=claim.order):
        text = summary(claim, entry, ids, names)
        cell: list[tuple[str, str]] = [(text, ""), (f"  {ids[entry.id]} {entry.by}", DIM)]
        if withdrawal := claim.withdrawn.get(entry.id):
            cell = [(f"withdrawn ({withdrawal.reason}): ", "bold"), (text, DIM), *cell[1:]]
        yield Line(dated(entry), tuple(cell))


def _counted(tally: Tally, ids: dict[str, str], names: Names) -> Iterator[Line]:
    for counted in tally.counted:
        report = counted.report
        yield Line(
            names.origin(counted.origin),
            (
                (report.stance, "bold"),
                (f"  {names.source(report.source)}, {dated(report)}", ""),
                (f"  {ids[report.id]}", DIM),
            ),
        )


def _left_out(tally: Tally, ids: dict[str, str], names: Names) -> Iterator[Line]:
    for left in tally.left_out:
        other = f" ({ids.get(left.other) or names.origin(left.other)})" if left.other else ""
        yield Line(
            names.source(left.report.source),
            ((f"{left.why}{other}", ""), (f"  {ids[left.report.id]}", DIM)),
        )


def _spans(cell: Cell) -> Iterable[tuple[str, str]]:
    return ((cell, ""),) if isinstance(cell, str) else cell
