"""A sheet or a card as text: for pipes, spreadsheets, documents and scripts. No rich here."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from claimtrack.show.record import Record
from claimtrack.show.safe import escaped_json, is_safe, safe
from claimtrack.show.sheet import Card, Cell, Line, Section, Sheet, plain

FORMULA = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*[=+\-@\t\r\u2212\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet would run, full-width signs and leading space included."""

MARKDOWN = re.compile(r"[\\`*_\[\]|~<>&$#]|^[-+=]|(?<=:)/(?=/)|(?<=www)\.")
NUMBERED = re.compile(r"^(\d+)([.)])")
HTML = {"\\<": "&lt;", "\\>": "&gt;", "\\&": "&amp;"}


def as_json(value: Any, *, indent: bool = True) -> str:
    """JSON, a key a line, or on one line; nothing in it acts on a terminal."""
    options = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return escaped_json(orjson.dumps(value, option=options).decode())


def as_json_lines(records: Iterable[Record]) -> str:
    """One object a line."""
    return "".join(as_json(record, indent=False) for record in records)


def as_ids(ids: Iterable[str]) -> str:
    """One id a line."""
    return "".join(f"{safe(one)}\n" for one in ids)


def as_lines(sheet: Sheet) -> str:
    """One record a line, its cells between tabs: no border, no colour, nothing cut."""
    return "".join([_row_line(row) for row in sheet.rows])


def _row_line(row: Sequence[Cell]) -> str:
    """Cells between tabs; most rows hold nothing unsafe, so they are looked at all at once."""
    cells = [cell if isinstance(cell, str) else plain(cell) for cell in row]
    if not is_safe("".join(cells)):
        cells = [safe(cell) for cell in cells]
    return "\t".join(cells) + "\n"


def as_csv(sheet: Sheet) -> str:
    """A header and a line a record; cells that a spreadsheet would run are made harmless."""
    import csv
    import io

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(sheet.csv_header)
    for number, record in enumerate(sheet.records()):
        extra = {name: values[number] for name, values in sheet.csv_extra.items()}
        flat = flattened(record) | extra
        writer.writerow([_cell(flat.get(name)) for name in sheet.csv_header])
    return target.getvalue()


def as_markdown(sheet: Sheet) -> str:
    """A Markdown table; nothing for no rows."""
    if not sheet.rows:
        return ""
    header = [column.header for column in sheet.columns]
    lines = [header, ["---"] * len(header)]
    lines += [[markdown(plain(cell)) for cell in row] for row in sheet.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def card_lines(card: Card) -> str:
    """A card in a pipe: ``label: text`` lines, nothing cut and nothing wrapped; what belongs to a
    line is indented below it.
    """
    lines = [f"{safe(card.label)}: {safe(card.title)}"]
    lines += [_card_line(section, line) for section in card.sections for line in section.lines]
    return "".join(f"{line}\n" for line in lines)


def card_markdown(card: Card) -> str:
    """A card as Markdown: headings and lists."""
    lines = [f"## {markdown(card.title)}", "", f"- {markdown(card.label)}"]
    for section in card.sections:
        lines += ["", f"### {markdown(section.title)}", ""] if section.title else []
        lines += [_item(line) for line in section.lines]
    return "".join(f"{line}\n" for line in lines)


def markdown(text: str) -> str:
    """Text that a Markdown reader shows as it is: no markup, no links, no HTML."""
    escaped = MARKDOWN.sub(r"\\\g<0>", safe(text).strip())
    escaped = NUMBERED.sub(r"\1\\\2", escaped)
    for sign, entity in HTML.items():
        escaped = escaped.replace(sign, entity)
    return escaped


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
        return ";".join(_cell(part) for part in value)
    return spreadsheet_safe(value) if isinstance(value, str) else str(value)


def spreadsheet_safe(cell: str) -> str:
    """A cell as text: what a spreadsheet would run begins with an apostrophe."""
    return f"'{safe(cell)}" if FORMULA.match(cell) else safe(cell)


def _card_line(section: Section, line: Line) -> str:
    named = not line.indent or line.label
    label = " ".join(filter(None, (section.word if named else "", line.label)))
    text = f"{label}: {plain(line.cell)}" if label else plain(line.cell)
    return "  " * line.indent + safe(text)


def _item(line: Line) -> str:
    label = f"**{markdown(line.label)}** " if line.label else ""
    return f"{'  ' * line.indent}- {label}{markdown(plain(line.cell))}"
