"""What ``undo`` and ``redo`` print: an entry a line, with the claim, source, party or setting."""

from collections.abc import Sequence

from msgspec.structs import replace

from claimtrack.desk.undoing import Place, Undone
from claimtrack.desk.view import View
from claimtrack.model.entries import Withdrawn
from claimtrack.model.settings import SettingChanged
from claimtrack.show.log import short_ids, summary
from claimtrack.show.names import Names
from claimtrack.show.output import Format, Output
from claimtrack.show.record import Record
from claimtrack.show.registry import said_of
from claimtrack.show.sheet import Column, Sheet

COLUMNS = (Column("about", most=28), Column("entry", most=12), Column("what"))
CSV_HEADER = ("claim", "source", "party", "setting", "id", "type", "what")
KINDS = {"claims": "claim", "sources": "source", "parties": "party", "meta": "setting"}
"""What an entry is about, by the table that it stands in."""


def print_undone(view: View, undone: Undone, out: Output, *, verb: str) -> None:
    """What was ``undone`` or ``redone``, in whichever format was asked for."""
    names = replace(out.names(view), registry=undone.registry)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object({verb: _grouped(view, undone, names), "entries": list(undone.added)})
    else:
        out.write_sheet(undone_sheet(view, undone.places, names))


def undone_sheet(view: View, places: Sequence[Place], names: Names) -> Sheet:
    """The entries of the command, with what each said."""
    rows = [_row(view, place, names) for place in places]
    records: list[Record] = [
        {**_about(view, place, names), "id": place.entry.id, "type": place.entry.type}
        for place in places
    ]
    return Sheet(
        title="",
        columns=COLUMNS,
        rows=rows,
        ids=list(dict.fromkeys(p.key for p in places if p.table == "claims")),
        records=lambda: records,
        csv_header=CSV_HEADER,
        csv_extra={"what": [row[-1] for row in rows]},
    )


def _row(view: View, place: Place, names: Names) -> tuple[str, str, str]:
    ((kind, name),) = _about(view, place, names).items()
    about = name if kind == "claim" else f"{kind} {name}"
    claim = view.history(place.key) if place.table == "claims" else None
    if claim is not None:
        ids = short_ids(claim)
        return about, ids[place.entry.id], summary(claim, place.entry, ids, names)  # type: ignore[arg-type]
    return about, place.entry.id[:4], _said(place, names)


def _said(place: Place, names: Names) -> str:
    entry = place.entry
    if isinstance(entry, Withdrawn):
        return f"withdrawal of {entry.entry[:4]}: {entry.reason}"
    if isinstance(entry, SettingChanged):
        return f"set to {entry.value if entry.value is not None else 'its default'}"
    return said_of(entry, names.own_entry(place.key, entry))


def _about(view: View, place: Place, names: Names) -> dict[str, str]:
    """``{"source": "irrawaddy"}``: what an entry is about, as it may be named here."""
    kind = KINDS[place.table]
    if place.table == "sources":
        return {kind: names.key(place.key) or ""}
    if place.table == "meta":
        return {kind: _setting(view, place)}
    return {kind: place.key}


def _setting(view: View, place: Place) -> str:
    """The key that an entry of the settings is about, through what it withdraws."""
    by_id = {entry.id: entry for entry in view.entries("meta", "settings")}
    entry, seen = by_id.get(place.entry.id), set[str]()
    while isinstance(entry, Withdrawn) and entry.id not in seen:
        seen.add(entry.id)
        entry = by_id.get(entry.entry)
    return entry.key if isinstance(entry, SettingChanged) else place.key


def _grouped(view: View, undone: Undone, names: Names) -> list[Record]:
    """The entries' ids by what they are about, in the order of the log."""
    groups: dict[tuple[str, ...], Record] = {}
    for place in undone.places:
        about = _about(view, place, names)
        key = (place.table, place.key, *about.values())
        groups.setdefault(key, {**about, "entries": []})["entries"].append(place.entry.id)
    return list(groups.values())
