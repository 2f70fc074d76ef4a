"""A sheet or a card as text: for pipes, spreadsheets, documents and scripts. No rich here."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from claimtrack.show.record import Record
from claimtrack.show.safe import safe
from claimtrack.show.sheet import Sheet, plain

FORMULA = re.compile(r"^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
"""How a cell begins that a spreadsheet would run, full-width signs and leading space included."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~<>&$-])")


def as_json(value: Any, *, indent: bool = True) -> str:
    """JSON, a key a line, or on one line."""
    options = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(value, option=options).decode()


def as_json_lines(records: Iterable[Record]) -> str:
    """One object a line."""
    return "".join(as_json(record, indent=False) for record in records)


def as_ids(ids: Iterable[str]) -> str:
    """One id a line."""
    return "".join(f"{safe(one)}\n" for one in ids)


def as_lines(sheet: Sheet) -> str:
    """One record a line, its cells between tabs: no border, no colour, nothing cut."""
    return "".join("\t".join(safe(plain(cell)) for cell in row) + "\n" for row in sheet.rows)


def as_csv(sheet: Sheet) -> str:
    """A header and a line a record; cells that a spreadsheet would run are made harmless."""
    import csv
    import io

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(sheet.csv_header)
    for number, record in enumerate(sheet.records):
        extra = {name: values[number] for name, values in sheet.csv_extra.items()}
        flat = flattened(record) | extra
        writer.writerow([_cell(flat.get(name)) for name in sheet.csv_header])
    return target.getvalue()


def as_markdown(sheet: Sheet) -> str:
    """A Markdown table."""
    header = [column.header for column in sheet.columns]
    lines = [header, ["---"] * len(header)]
    lines += [[markdown(plain(cell)) for cell in row] for row in sheet.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def markdown(text: str) -> str:
    """Text that a Markdown reader shows as it is."""
    return MARKDOWN.sub(r"\\\1", safe(text)).replace("\\<", "&lt;").replace("\\&", "&amp;")


def flattened(record: Record) -> Record:
    """A record without depth: windows as two days, what else is nested by its inner names."""
    flat: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and "from" in value:
            flat |= {key: value["text"], f"{key}_from": value["from"], f"{key}_to": value["to"]}
        elif isinstance(value, dict) and key == "verdict":
            flat |= {"verdict": value["rating"], "verdict_reason": value["reason"]}
        elif isinstance(value, dict) and key == "positions":
            flat[key] = [f"{party}={stand}" for party, stand in value.items()]
        elif isinstance(value, dict):
            flat |= value
        elif key == "links":
            flat[key] = [f"{link['relation']}={link['claim']}" for link in value]
        else:
            flat[key] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return _cell(";".join(str(part) for part in value))
    text = safe(str(value))
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text


def header_of(records: Sequence[Record]) -> list[str]:
    """The keys of flattened records, in the order in which they come."""
    return list(dict.fromkeys(key for record in records for key in flattened(record)))
