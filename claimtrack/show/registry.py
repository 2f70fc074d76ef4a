"""Tables and cards of sources, parties and settings."""

from collections.abc import Sequence
from typing import Any

from claimtrack.desk.configuring import SettingRow
from claimtrack.desk.view import View
from claimtrack.model.claim import withdrawals
from claimtrack.model.entries import Entry, Report, Withdrawn, whole
from claimtrack.model.registry import Party, Source
from claimtrack.show.claims import window_text
from claimtrack.show.log import LEAST_ID
from claimtrack.show.names import Names
from claimtrack.show.record import Record, party_record, source_record
from claimtrack.show.sheet import DIM, STRONG, Card, Column, Line, Section, Sheet, joined, spans

ENTERED = ("name", "kind", "reliability", "owner", "url", "aliases", "confidential")
"""What is told of a source or party as it was entered."""

SOURCE_COLUMNS = (
    Column("key", most=28),
    Column("grade", most=5),
    Column("kind", rank=1, most=12, label="kind"),
    Column("owner", rank=2, most=18, label="owner"),
    Column("aliases", rank=3, most=30, label="aliases"),
    Column("url", rank=4, most=40, label="url"),
    Column("name"),
)
PARTY_COLUMNS = (
    Column("key", most=28),
    Column("aliases", rank=1, most=40, label="aliases"),
    Column("name"),
)
SETTING_COLUMNS = (
    Column("key", most=24),
    Column("value", rank=1, most=24, label="value"),
    Column("meaning"),
)


def sources_sheet(sources: Sequence[Source], names: Names) -> Sheet:
    """The sources as a table."""
    ordered = sorted(sources, key=lambda source: source.key)
    records = [source_record(source, names) for source in ordered]
    return Sheet(
        title="",
        columns=SOURCE_COLUMNS,
        rows=[
            _source_row(source, record, names)
            for source, record in zip(ordered, records, strict=True)
        ],
        ids=[record["key"] for record in records],
        records=lambda: records,
        csv_header=(
            "key",
            "name",
            "kind",
            "url",
            "reliability",
            "owner",
            "aliases",
            "confidential",
        ),
    )


def parties_sheet(parties: Sequence[Party]) -> Sheet:
    """The parties as a table."""
    ordered = sorted(parties, key=lambda party: party.key)
    return Sheet(
        title="",
        columns=PARTY_COLUMNS,
        rows=[(p.key, ", ".join(p.aliases), p.name) for p in ordered],
        ids=[party.key for party in ordered],
        records=lambda: [party_record(party) for party in ordered],
        csv_header=("key", "name", "aliases"),
    )


def settings_sheet(rows: Sequence[SettingRow]) -> Sheet:
    """The settings as a table."""
    records: list[Record] = [
        {"key": row.key, "value": row.value or None, "meaning": row.meaning, "set": row.set}
        for row in rows
    ]
    return Sheet(
        title="",
        columns=SETTING_COLUMNS,
        rows=[(row.key, row.value, row.meaning) for row in rows],
        ids=[row[0] for row in rows],
        records=lambda: records,
        csv_header=("key", "value", "meaning", "set"),
    )


def source_card(view: View, source: Source, names: Names) -> Card:
    """A source, how it is graded, and what was logged about it."""
    record = source_record(source, names)
    cited = sum(
        1
        for claim in view.citing(source)
        for report in claim.at(Report, view.day)
        if source.key in (report.source, report.via)
    )
    facts = [
        Line("grade", source.fields.reliability),
        *_lines(record, ("kind",)),
        *([Line("owner", names.anybody(record["owner"]))] if record["owner"] else ()),
        *_lines(record, ("url", "aliases")),
        Line("reports", str(cited)),
    ]
    logged = _logged_lines(source.logged, [names.own_entry(source.key, e) for e in source.logged])
    sections = [Section("", "", facts), Section("Logged", "entry", logged)]
    for other in source.absorbed:
        lines = _logged_lines(other.logged, [names.own_entry(other.key, e) for e in other.logged])
        sections.append(Section(f"Logged as {names.key(other.key)}", "entry", lines))
    return Card(record["key"], names.source(source.key), sections)


def party_card(party: Party) -> Card:
    """A party, and what was logged about it."""
    logged = _logged_lines(party.logged, [whole(entry) for entry in party.logged])
    facts = _lines(party_record(party), ("aliases",))
    sections = [Section("", "", facts), Section("Logged", "entry", logged)]
    for other in party.absorbed:
        lines = _logged_lines(other.logged, [whole(entry) for entry in other.logged])
        sections.append(Section(f"Logged as {other.key}", "entry", lines))
    return Card(party.key, party.name, [section for section in sections if section.lines])


def source_whole_record(source: Source, names: Names) -> Record:
    """A source with its entries."""
    entries = [names.own_entry(source.key, entry) for entry in source.logged]
    merged = [names.key(other.key) for other in source.absorbed]
    return {**source_record(source, names), "merged": merged, "entries": entries}


def party_whole_record(party: Party) -> Record:
    """A party with its entries."""
    merged = [other.key for other in party.absorbed]
    entries = [whole(entry) for entry in party.logged]
    return {**party_record(party), "merged": merged, "entries": entries}


def _source_row(source: Source, record: Record, names: Names) -> tuple[str, ...]:
    return (
        record["key"],
        record["reliability"],
        record["kind"],
        record["owner"] or "",
        ", ".join(record["aliases"]),
        record["url"] or "",
        names.source(source.key),
    )


def _lines(record: Record, labels: Sequence[str]) -> list[Line]:
    return [Line(label, _text(record[label])) for label in labels if record[label]]


def said_of(entry: Entry, record: Record) -> str:
    """What an entry of a list of its own says: as entered, or what changed."""
    if "changes" in record:
        said = record["changes"]
    else:
        said = {field: record[field] for field in ENTERED if record.get(field)}
    words = ", ".join(f"{field} → {_text(value)}" for field, value in said.items())
    return f"{entry.type}: {words or record.get('entry') or record.get('into', '')}"


def _logged_lines(logged: Sequence[Entry], records: Sequence[Record]) -> list[Line]:
    """The entries of a list of its own, each with what took it back, as they may be shown."""
    gone = withdrawals(logged)
    pairs = zip(logged, records, strict=True)
    return [_logged_line(entry, record, gone.get(entry.id)) for entry, record in pairs]


def _logged_line(entry: Entry, record: Record, withdrawal: Withdrawn | None) -> Line:
    about = spans((said_of(entry, record), "dim strike" if withdrawal else ""))
    day = spans((window_text(entry.on), DIM))
    gone = spans((f"withdrawn: {withdrawal.reason}", STRONG)) if withdrawal else ""
    cell = joined(day, gone, about, record.get("reason") or "", ((entry.by, DIM),))
    return Line(entry.id[:LEAST_ID], cell)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
