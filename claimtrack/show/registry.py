"""Tables and cards of sources, parties and settings."""

from collections.abc import Sequence
from typing import Any

from claimtrack.desk.view import View
from claimtrack.model.entries import Entry, Report
from claimtrack.model.registry import Party, Source
from claimtrack.show.card import Card, Line, Section
from claimtrack.show.formats import header_of
from claimtrack.show.log import dated
from claimtrack.show.names import Names
from claimtrack.show.record import Record, party_record, source_record
from claimtrack.show.sheet import Column, Sheet

SOURCE_COLUMNS = (
    Column("key", most=28),
    Column("grade", most=5),
    Column("name", most=200, grows=True),
    Column("kind", rank=1, most=12, label="kind"),
    Column("owner", rank=2, most=18, label="owner"),
    Column("url", rank=4, most=40, label="url"),
    Column("aliases", rank=3, most=30, label="aliases"),
)
PARTY_COLUMNS = (
    Column("key", most=28),
    Column("name", most=60),
    Column("aliases", most=200, grows=True),
)
SETTING_COLUMNS = (
    Column("key", most=24),
    Column("value", most=24),
    Column("meaning", most=200, grows=True),
)


def sources_sheet(sources: Sequence[Source], names: Names) -> Sheet:
    """The sources as a table."""
    ordered = sorted(sources, key=lambda source: source.key)
    records = [source_record(source, names) for source in ordered]
    return Sheet(
        title="",
        columns=SOURCE_COLUMNS,
        rows=[_source_row(source, record, names) for source, record in zip(ordered, records, strict=True)],
        ids=[record["key"] for record in records],
        records=records,
        csv_header=("key", "name", "kind", "url", "reliability", "owner", "aliases", "confidential"),
    )


def parties_sheet(parties: Sequence[Party]) -> Sheet:
    """The parties as a table."""
    ordered = sorted(parties, key=lambda party: party.key)
    return Sheet(
        title="",
        columns=PARTY_COLUMNS,
        rows=[(p.key, p.name, ", ".join(p.fields.aliases)) for p in ordered],
        ids=[party.key for party in ordered],
        records=[party_record(party) for party in ordered],
        csv_header=("key", "name", "aliases"),
    )


def settings_sheet(rows: Sequence[tuple[str, str, str]]) -> Sheet:
    """The settings as a table."""
    records: list[Record] = [
        {"key": key, "value": value or None, "meaning": meaning} for key, value, meaning in rows
    ]
    return Sheet("", SETTING_COLUMNS, rows, [row[0] for row in rows], records, header_of(records))


def source_card(view: View, source: Source, names: Names) -> Card:
    """A source, how it is graded, and what was logged about it."""
    record = source_record(source, names)
    cited = sum(
        1
        for claim in view.claims()
        for report in claim.at(Report, view.day)
        if source.key in (report.source, report.via)
    )
    facts = [
        Line("grade", source.fields.reliability),
        *_lines(record, ("kind", "owner", "url", "aliases")),
        Line("reports", str(cited)),
    ]
    logged = [_logged_line(entry, names.own_entry(source, entry)) for entry in source.logged]
    headline = ((record["key"], "bold"), (f"  {names.source(source.key)}", ""))
    return Card(headline, [Section("", facts), Section("Logged", logged)])


def party_card(view: View, party: Party) -> Card:
    """A party, and what was logged about it."""
    names = Names(view.registry, discreet=True)
    logged = [_logged_line(entry, names.entry(entry)) for entry in party.logged]
    facts = _lines(party_record(party), ("name", "aliases"))
    return Card(((party.key, "bold"),), [Section("", facts), Section("Logged", logged)])


def source_whole_record(source: Source, names: Names) -> Record:
    """A source with its entries."""
    entries = [names.own_entry(source, entry) for entry in source.logged]
    return {**source_record(source, names), "entries": entries}


def party_whole_record(party: Party, names: Names) -> Record:
    """A party with its entries."""
    return {**party_record(party), "entries": [names.entry(entry) for entry in party.logged]}


def _source_row(source: Source, record: Record, names: Names) -> tuple[str, ...]:
    return (
        record["key"],
        record["reliability"],
        names.source(source.key),
        record["kind"],
        record["owner"] or "",
        record["url"] or "",
        ", ".join(record["aliases"]),
    )


def _lines(record: Record, labels: Sequence[str]) -> list[Line]:
    return [Line(label, _text(record[label])) for label in labels if record[label]]


def _logged_line(entry: Entry, record: dict[str, Any]) -> Line:
    said = record.get("changes") or {
        k: v for k, v in record.items() if k in ("name", "kind", "reliability", "owner", "aliases")
    }
    words = ", ".join(f"{name} → {_text(value)}" for name, value in said.items() if value)
    return Line(dated(entry), f"{entry.type}: {words} (by {entry.by})")


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
