"""Moving a ledger to another store, all of it, with the proof that nothing was lost on the way.

What is on file is copied document by document as it stands; where many make one write, each write
is done for good, so that a move which was broken off goes on where it was. At the end both ledgers
are counted and sealed: they have to be the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from claimtrack.batches import batches
from claimtrack.desk.retrying import retried
from claimtrack.desk.sealing import counted
from claimtrack.desk.unfinished import MARK, is_unfinished, refuse_unfinished
from claimtrack.desk.watching import Advance, Watch, unwatched
from claimtrack.errors import BadInput, DataError
from claimtrack.model.seal import leaves, root_of
from claimtrack.place import file_of
from claimtrack.store.base import TABLES, Document, Snapshot, Store

AT_ONCE = 1000
"""How many documents are compared at a time."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was counted in a ledger, and the seal over it."""

    root: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Migrated:
    """A ledger that was moved: both seals are this one, and so many documents were written."""

    sealed: Sealed
    written: int


def migrate(source: Store, target: Store, watch: Watch = unwatched) -> Migrated:
    """Copy a ledger into another store, which is new, or holds part of it from an earlier try.

    ``BadInput`` where the target holds anything else, ``DataError`` where one cannot be read or
    written, or where the two are not the same in the end.
    """
    refuse_unfinished(source.read(), source.location)
    _refuse_itself(source, target)
    here = source.read()
    total = here.count()
    _refuse_other(here, target)
    with watch("copying", total) as advance:
        written, ours = _copied(here, target, advance)
    with watch("comparing", 2 * total) as advance:
        theirs, again = (sealed_of(store.read(), advance) for store in (target, source))
    if ours != theirs:
        raise DataError(_unlike(source, target, ours, theirs))
    if ours != again:
        raise DataError(
            f"{source.location} was written to meanwhile: {target.location} holds what it held "
            "before; stop writing to the old one, then give the same command again"
        )
    _unmark(target)
    return Migrated(ours, written)


def sealed_of(snapshot: Snapshot, advance: Advance) -> Sealed:
    """The seal of a reading, with how many entries and documents are in it."""
    hashes: set[str] = set()
    for document in snapshot.documents():
        hashes.update(_hashes(document))
        advance(1)
    return _sealed(snapshot, hashes)


def _copied(here: Snapshot, target: Store, advance: Advance) -> tuple[int, Sealed]:
    """Write what the target does not hold yet, in as many writes as its kind of store asks for.

    Returns how many documents were written, and the seal of what was read.
    """
    written = 0
    hashes: set[str] = set()
    for batch in batches(here.documents(), target.batch):
        written += retried(target, partial(_write, target, batch))
        for document in batch:
            hashes.update(_hashes(document))
        advance(len(batch))
    return written, _sealed(here, hashes)


def _write(target: Store, batch: Sequence[Document]) -> int:
    """Put the documents of a batch in their places; how many were not there as they stand."""
    with target.write() as unit:
        _load(unit, batch)
        new = [each for each in batch if unit.document(each[0], each[1]) != each[2]]
        if new and target.batch:
            unit.lay(*MARK, {"entries": []})
        for table, key, document in new:
            unit.lay(table, key, document)
    return len(new)


def _load(snapshot: Snapshot, batch: Iterable[Document]) -> None:
    """Have the documents of these places at hand."""
    for table in TABLES:
        snapshot.load(table, [key for name, key, _ in batch if name == table])


def _refuse_itself(source: Store, target: Store) -> None:
    """Refuse a target that is the ledger itself, by whatever name: nothing would be moved, and
    whoever then removes the old one has none.
    """
    files = [file_of(store.location) for store in (source, target)]
    if None not in files:
        here, there = (Path(file or "").expanduser().resolve() for file in files)
        same = here == there
    elif any(files) or not target.exists():
        return
    else:  # a server has many names: what is marked by one is seen by the others
        with target.write() as unit:
            unit.lay(*MARK, {"entries": []})
        same = is_unfinished(source.read())
        if same:
            _unmark(target)
    if same:
        raise BadInput(f"{target.location} is the ledger that is to be moved: name another place")


def _unmark(target: Store) -> None:
    """It is all there: whoever wants to may write to it."""
    if is_unfinished(target.read()):
        with target.write() as unit:
            unit.erase(*MARK)


def _refuse_other(here: Snapshot, target: Store) -> None:
    """Refuse a target that holds what this ledger does not: that would be uniting two."""
    if not target.exists():
        return
    documents = (each for each in target.read().documents() if each[:2] != MARK)
    for batch in batches(documents, AT_ONCE):
        _load(here, batch)
        for table, key, document in batch:
            if not _part_of(table, key, document, here.document(table, key)):
                # names no source
                what = f"on claim {key}" if table == "claims" else f"among its {table}"
                raise BadInput(
                    f"{target.location} holds what this ledger does not, {what}: name a new place, "
                    "or unite the two with `claimtrack merge`, given there"
                )


def _part_of(
    table: str, key: str, document: Mapping[str, Any], ours: Mapping[str, Any] | None
) -> bool:
    """Is every entry of the document in ours?"""
    if document == ours or ours is None or "entries" not in document:
        return document == ours
    return {*_hashes((table, key, ours))}.issuperset(_hashes((table, key, document)))


def _hashes(document: Document) -> Iterator[str]:
    return (each.hash for each, _ in leaves([document]))


def _sealed(snapshot: Snapshot, hashes: Collection[str]) -> Sealed:
    return Sealed(root_of(hashes), counted(snapshot, len(hashes)))


def _unlike(source: Store, target: Store, ours: Sealed, theirs: Sealed) -> str:
    counts = ", ".join(
        f"{count} {name} here and {theirs.counts[name]} there"
        for name, count in ours.counts.items()
        if theirs.counts[name] != count
    )
    return (
        f"{target.location} is not the same as {source.location} ({counts or 'equal counts'}, but "
        f"seal {theirs.root} for {ours.root}): `claimtrack doctor` says what is wrong with either"
    )
