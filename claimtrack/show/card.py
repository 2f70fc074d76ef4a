"""The card of a claim, and the card that says why it has its status."""

from collections.abc import Iterator

from claimtrack.desk.view import View
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Link, Opened
from claimtrack.model.words import Priority, Relation
from claimtrack.rules.activity import first_heard, last_heard
from claimtrack.rules.coming_back import snoozed_until
from claimtrack.show.claims import status_cell, window_text
from claimtrack.show.log import moment_text, summary
from claimtrack.show.names import Names
from claimtrack.show.noticing import attention_text
from claimtrack.show.reports import (
    Dossier,
    positions_section,
    report_in_brief,
    reports_section,
)
from claimtrack.show.sheet import DIM, STRONG, Card, Cell, Line, Section, joined, spans


def claim_card(view: View, claim: Claim, names: Names) -> Card:
    """All that is on file about one claim, as it stood at the view's day."""
    dossier = Dossier(view, claim, names)
    return _card(
        dossier,
        Section("", "", [line for line in _facts(dossier) if line.cell]),
        positions_section(dossier),
        reports_section(dossier),
        _links(dossier),
        _timeline(dossier),
    )


def why_card(view: View, claim: Claim, names: Names) -> Card:
    """The rule that applied, the origins that were counted, and what was left out and why."""
    dossier = Dossier(view, claim, names)
    facts = [_status(dossier), Line("counts", _counts(dossier)), Line("as of", str(view.day))]
    return _card(
        dossier,
        Section("", "", facts),
        _counted(dossier),
        _left_out(dossier),
        positions_section(dossier),
    )


def _card(dossier: Dossier, *sections: Section) -> Card:
    claim = dossier.claim
    return Card(claim.id, claim.fields.text, [section for section in sections if section.lines])


def _status(dossier: Dossier) -> Line:
    rule = f": {dossier.standing.rule.sentence}"
    return Line("status", spans(status_cell(dossier.standing), rule))


def _facts(dossier: Dossier) -> Iterator[Line]:
    fields = dossier.claim.fields
    yield _status(dossier)
    yield Line("verdict", _verdict(dossier))
    yield Line("", _rests_on(dossier))
    flags = attention_text(dossier.claim, dossier.standing.raised, dossier.view.day, dossier.names)
    yield Line("flags", spans((flags, "bold red")))
    yield Line("snoozed", _snoozed(dossier))
    yield Line("kind", str(fields.kind))
    yield Line("claimant", dossier.names.anybody(fields.claimant) if fields.claimant else "")
    yield Line("when", window_text(fields.when))
    yield Line("due", window_text(fields.due))
    yield Line("condition", fields.condition or "")
    yield Line("place", fields.place or "")
    yield Line("tags", ", ".join(fields.tags))
    yield Line("priority", str(fields.priority) if fields.priority != Priority.NORMAL else "")
    yield Line("assignee", fields.assignee or "")
    external = dossier.names.external_id(fields.external_id)
    yield Line("imported", f"as {external}" if external else "")
    yield Line("origins", _origins(dossier))
    yield Line("heard", _heard(dossier))
    yield Line("opened", _opened(dossier))
    yield Line("as of", str(dossier.view.day))


def _snoozed(dossier: Dossier) -> str:
    until = snoozed_until(dossier.claim, dossier.view.settings.timezone)
    return f"until {until}" if until and until > dossier.view.day else ""


def _verdict(dossier: Dossier) -> Cell:
    verdict, rating = dossier.standing.verdict, dossier.standing.rating
    if verdict is None:
        return ""
    number = f" ({rating.value})" if rating and rating.value is not None else ""
    said = spans((f"{verdict.rating}{number}", STRONG), f": {verdict.reason}")
    return joined(said, f"{window_text(verdict.on)}, by {verdict.by}")


def _rests_on(dossier: Dossier) -> Cell:
    verdict = dossier.standing.verdict
    if verdict is None:
        return ""
    rests = ", ".join(dossier.short(entry) for entry in verdict.rests_on)
    return joined(
        f"rests on {rests}" if rests else "",
        f"look again {window_text(verdict.recheck)}" if verdict.recheck else "",
    )


def _origins(dossier: Dossier) -> str:
    reports = len(dossier.standing.tally.reports)
    counts = dossier.standing.counts
    noun = "report" if reports == 1 else "reports"
    return f"{counts.supports} for, {counts.refutes} against; {reports} {noun}"


def _heard(dossier: Dossier) -> str:
    claim, day = dossier.claim, dossier.view.day
    last = last_heard(claim, day)
    return f"first {first_heard(claim, day) or 'unknown'}, last {last}" if last else ""


def _opened(dossier: Dossier) -> str:
    opened = next(dossier.claim.all(Opened))
    return f"{moment_text(opened.recorded, dossier.view.settings.timezone)} by {opened.by}"


def _counts(dossier: Dossier) -> str:
    counts = dossier.standing.counts
    return (
        f"parties confirming {counts.confirms}, denying {counts.denies}; independent origins "
        f"supporting {counts.supports}, refuting {counts.refutes}"
    )


def _links(dossier: Dossier) -> Section:
    view, names = dossier.view, dossier.names
    lines: list[Line] = []
    bonds: dict[tuple[Relation, str], list[Link]] = {}
    for relation, other, link in view.links(dossier.claim):
        bonds.setdefault((relation, other), []).append(link)
    for (relation, other), links in bonds.items():
        own = dossier.ids.get(links[0].id, "")
        lines.append(Line(own, _linked(view, f"{relation} {other}", other)))
        for link in links:
            said_by = names.source(link.source) if link.source else ""
            if because := joined(link.reason or "", said_by):
                lines.append(Line("", because, 1))
    for relation, other in dict.fromkeys(view.linked_from(dossier.claim)):
        lines.append(Line("", _linked(view, f"{other} {relation} this", other)))
    return Section("Links", "link", lines)


def _linked(view: View, bond: str, claim_id: str) -> Cell:
    other = view.claim(claim_id)
    gone = "forgotten" if claim_id in view.forgotten else "not on file"
    text = other.fields.text if other else (gone, DIM)
    return joined(spans((bond, STRONG)), spans(text))


def _timeline(dossier: Dossier) -> Section:
    """What was logged, by the day on which it happened; what one `add` wrote opens the claim."""

    def place(entry: ClaimEntry) -> tuple[object, ...]:
        first, last, recorded, entry_id = dossier.claim.order(entry)
        return first, last, recorded, not isinstance(entry, Opened), entry_id

    logged = sorted(dossier.view.logged(dossier.claim), key=place)
    lines = [Line(dossier.ids[entry.id], _event(dossier, entry)) for entry in logged]
    return Section("Timeline", "entry", lines)


def _event(dossier: Dossier, entry: ClaimEntry) -> Cell:
    said = summary(dossier.claim, entry, dossier.ids, dossier.names)
    withdrawal = dossier.claim.withdrawn.get(entry.id)
    return joined(
        spans((window_text(entry.on), DIM)),
        spans((f"withdrawn: {withdrawal.reason}", STRONG)) if withdrawal else "",
        spans((said, "dim strike" if withdrawal else "")),
        spans((entry.by, DIM)),
    )


def _counted(dossier: Dossier) -> Section:
    lines: list[Line] = []
    tally = dossier.standing.tally
    for origin in dict.fromkeys(one.origin for one in tally.counted):
        lines.append(Line("", spans((dossier.names.anybody(origin), STRONG))))
        reports = (one.report for one in tally.counted if one.origin == origin)
        lines += [Line(dossier.short(r.id), report_in_brief(dossier, r), 1) for r in reports]
    return Section("Origins that count", "origin", lines)


def _left_out(dossier: Dossier) -> Section:
    lines = [
        Line(
            dossier.short(left.report.id),
            joined(report_in_brief(dossier, left.report), dossier.why_not(left.report)),
        )
        for left in dossier.standing.tally.left_out
    ]
    return Section("Left out", "left out", lines)
