"""What can be wrong with an entry by itself, or with two of one id."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from claimtrack.desk.doctor.documents import Document
from claimtrack.desk.doctor.windows import impossible_windows, proven
from claimtrack.desk.finding import Finding
from claimtrack.model.entries import NOT_CONTENT, Entry, Revised, entry_id, instant, whole, written
from claimtrack.model.reading import NoEntry
from claimtrack.model.registry import Amended
from claimtrack.model.union import identity
from claimtrack.store.base import RawEntry

OPENS = {"claims": "opened", "sources": "entered", "parties": "entered", "forgotten": "forgotten"}
"""With which entry the lists of a table begin."""

COPY = "bring back what it said from a backup or a commit"


def entry_findings(document: Document, now: datetime) -> Iterator[Finding]:
    """Each entry of a document, in its order."""
    for number, entry in enumerate(document.entries):
        yield from _alone(document, number, entry, now)
    yield from _twice(document)
    yield from _opening(document)


def _alone(document: Document, number: int, entry: RawEntry, now: datetime) -> Iterator[Finding]:
    model, error = document.models[number], document.errors[number]
    table, key = document.table, document.key
    place = str(entry.get("id") or f"entry {number}")
    windows = impossible_windows(entry)
    for path, window in windows:
        where = ".".join(path)
        problem = f"its window {where} runs from {window['from']} to {window['to']}"
        if proven(entry):
            yield Finding(table, key, place, problem, "put the earlier day first", fixable=True)
        else:
            yield Finding(table, key, place, problem, f"put the earlier day first, or {COPY}")
    if error is not None and not windows:
        yield _no_entry(table, key, place, error)
    if not entry.get("id"):
        fix = f"give it the id of what it says, {entry_id(entry)}"
        yield Finding(table, key, place, "has no id", fix, fixable=True)
    elif not windows and not _says_what_its_id_does(entry, model):
        yield Finding(
            table,
            key,
            place,
            "was changed by hand: it no longer says what its id stands for",
            f"{COPY}; or withdraw it and log anew what is right",
        )
    if model is not None:
        yield from _unknown_keys(table, key, place, entry, model)
        if model.recorded > now:
            problem = f"was logged in the future, {instant(model.recorded)}"
            fix = "set the clock of the machine that logged it right; the entry stays as it is"
            yield Finding(table, key, place, problem, fix)


def _says_what_its_id_does(entry: RawEntry, model: Entry | None) -> bool:
    """By its hash, as it stands or without keys that say nothing: a default written out changes
    no meaning.
    """
    return entry_id(entry) == entry["id"] or (
        model is not None and entry_id(written(model)) == entry["id"]
    )


def _no_entry(table: str, key: str, place: str, error: NoEntry) -> Finding:
    if error.unknown_type is not None:
        problem = f"is of the type {error.unknown_type!r}, which claimtrack does not know"
        return Finding(table, key, place, problem, "upgrade claimtrack, if a newer one wrote it")
    where = ".".join(map(str, error.path[1:]))
    problem = f"is no entry: {where or 'type'}: {error.why}"
    return Finding(table, key, place, problem, f"mend it by hand, or {COPY}")


def _unknown_keys(
    table: str, key: str, place: str, entry: RawEntry, model: Entry
) -> Iterator[Finding]:
    unknown = sorted(entry.keys() - whole(model).keys())
    if isinstance(model, (Revised, Amended)):
        inner = sorted(entry["changes"].keys() - model.changes.keys())
        unknown += [f"changes.{name}" for name in inner]
    for name in unknown:
        yield unknown_key(table, key, place, name)


def unknown_key(table: str, key: str, place: str | None, name: str) -> Finding:
    """A key that claimtrack does not know: it is kept, whatever is written."""
    problem = "holds {name}, which claimtrack does not know: it is kept as it is"
    fix = "nothing, if you need it; else take it out by hand"
    return Finding(table, key, place, problem, fix, texts={"name": repr(name)})


def _twice(document: Document) -> Iterator[Finding]:
    seen: dict[str, RawEntry] = {}
    for entry in document.entries:
        name = identity(entry)
        first = seen.setdefault(name, entry)
        if first is entry:
            continue
        if _content(first) == _content(entry):
            yield Finding(
                document.table, document.key, name, "stands there twice",
                "keep it once, as it was logged first", fixable=True,
            )  # fmt: skip
        else:
            yield Finding(
                document.table, document.key, name, "stands there twice, and says two things",
                "take out by hand the one that was changed",
            )  # fmt: skip


def _content(entry: RawEntry) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in NOT_CONTENT}


def _opening(document: Document) -> Iterator[Finding]:
    """A list that holds something begins with what put the thing on file."""
    if document.table == "meta":
        return
    types = {str(entry.get("type")) for entry in document.entries}
    wanted = OPENS[document.table]
    if not types:
        problem, fix = "has no entries", "take it out by hand, or bring it back from a backup"
        yield Finding(document.table, document.key, None, problem, fix)
    elif wanted not in types:
        problem = f"has no {wanted!r} entry, so that nothing of it is shown"
        yield Finding(document.table, document.key, None, problem, "bring it back from a backup")
