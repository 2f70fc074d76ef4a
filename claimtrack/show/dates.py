"""How a date phrase was read."""

from claimtrack.show.record import Record
from claimtrack.show.sheet import Card, Column, Line, Section, Sheet
from claimtrack.when import Lean, Window, edtf, printed

COLUMNS = (
    Column("phrase", most=30),
    Column("from", most=10),
    Column("to", most=10),
    Column("edtf"),
)
CSV_HEADER = ("text", "from", "to", "approximate", "lean", "edtf")


def window_card(window: Window, lean: Lean) -> Card:
    """A window for people: its days, its EDTF form, and the lean that it was read with."""
    lines = [
        Line("days", printed(window)),
        Line("from", window.first.isoformat() if window.first else "open"),
        Line("to", window.last.isoformat() if window.last else "open"),
        Line("edtf", edtf(window)),
        Line("lean", lean),
    ]
    return Card("read", window.text, [Section("", "", lines)])


def window_record(window: Window, lean: Lean) -> Record:
    """A window for scripts."""
    return {
        **window.to_json(),
        "approximate": window.approximate,
        "lean": lean,
        "edtf": edtf(window),
    }


def window_sheet(window: Window, lean: Lean) -> Sheet:
    """A window as a table of one row."""
    first, last = (day.isoformat() if day else "" for day in (window.first, window.last))
    return Sheet(
        title="",
        columns=COLUMNS,
        rows=[(window.text, first, last, edtf(window))],
        ids=[edtf(window)],
        records=lambda: [window_record(window, lean)],
        csv_header=CSV_HEADER,
    )
