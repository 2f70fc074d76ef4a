"""Seal a ledger, and say later whether all that was in it then is there still."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.view import View
from claimtrack.errors import BadInput, DataError, Found
from claimtrack.model.entries import instant
from claimtrack.model.seal import Leaf, leaves, root_of
from claimtrack.store.base import Snapshot, Table
from claimtrack.store.files import write_new

HEADING = "claimtrack seal 1"
ROOT = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seal:
    """The root over a ledger at a moment, with what was counted and the leaves below it."""

    root: str
    at: str
    counts: Mapping[str, int]
    leaves: tuple[Leaf, ...]

    def listed(self) -> str:
        """The list of hashes, a line an entry, below a head."""
        head = [HEADING, f"root {self.root}", f"at {self.at}"]
        head += [f"{name} {count}" for name, count in self.counts.items()]
        lines = sorted(f"{leaf.hash} {leaf.line}" for leaf in self.leaves)
        return "".join(f"{line}\n" for line in (*(f"# {line}" for line in head), *lines))


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is not as a seal has it."""

    state: str
    """missing, changed, earlier (a merge found it logged earlier) or added."""
    leaf: Leaf
    problem: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger beside a seal of it."""

    root: str
    sealed: str
    at: str | None
    unchanged: int
    differences: tuple[Difference, ...]
    confidential: frozenset[str]

    @property
    def broken(self) -> bool:
        """Is anything missing or changed?"""
        return any(each.state in ("missing", "changed") for each in self.differences)


def seal(view: View, *, reveal: bool = False) -> Seal:
    """The seal of a ledger. What names a confidential source is not listed, unless revealed."""
    from claimtrack import clock

    hidden = frozenset() if reveal else confidential_sources(view.snapshot)
    found = {
        each.hash: each.hidden() if hidden and _names(hidden, each, record) else each
        for each, record in leaves(view.snapshot.documents())
    }
    counts = counted(view.snapshot, len(found))
    return Seal(root_of(found), instant(clock.now()), counts, tuple(found.values()))


def counted(snapshot: Snapshot, entries: int) -> dict[str, int]:
    """How many entries and documents a seal is over."""
    tables: tuple[Table, ...] = ("claims", "sources", "parties")
    return {"entries": entries} | {table: len(snapshot.keys(table)) for table in tables}


def write_list(sealed: Seal, path: Path) -> None:
    """Write the list of hashes to a new file; ``BadInput`` where there is one: a seal is kept."""
    write_new(path, sealed.listed().encode())


def verify(view: View, given: str) -> Verified:
    """The ledger beside a seal: the list of hashes in a file, or a bare root.

    ``Found`` for a bare root that is not today's, ``BadInput`` for a list that was tampered with.
    """
    now = [each for each, _ in leaves(view.snapshot.documents())]
    root = root_of(each.hash for each in now)
    hidden = confidential_sources(view.snapshot)
    if ROOT.fullmatch(given):
        if given.lower() != root:
            raise Found(
                f"the root is {root} now, not {given.lower()}: something was added or changed. "
                "A bare root can only show that nothing was; the list of `seal --out` shows what"
            )
        return Verified(root, root, None, len({each.hash for each in now}), (), hidden)
    sealed_root, at, then = _read_list(Path(given))
    here = {each.hash for each in now}
    by_place: dict[tuple[str, str, str], list[Leaf]] = {}
    for each in now:
        by_place.setdefault(each.place, []).append(each)
    differences = [
        _difference(each, by_place.get(each.place, ()), view.snapshot.keys("forgotten"))
        for each in then
        if each.hash not in here
    ]
    gone = {each.leaf.place for each in differences if not each.leaf.withheld}
    known = {each.hash for each in then}
    differences += [
        Difference("added", each, "was added since")
        for each in {each.hash: each for each in now}.values()
        if each.hash not in known and each.place not in gone
    ]
    unchanged = sum(hash_ in here for hash_ in known)
    gone_sources = {each.key for each in then if each.table == "sources"} - {
        *view.snapshot.keys("sources")
    }  # nothing says any more whether these were confidential
    return Verified(root, sealed_root, at, unchanged, tuple(differences), hidden | gone_sources)


def _names(hidden: Collection[str], leaf: Leaf, record: Any) -> bool:
    """Is it about a confidential source, or does it name one anywhere?"""
    return (leaf.table == "sources" and leaf.key in hidden) or _holds(hidden, record)


def _holds(hidden: Collection[str], value: Any) -> bool:
    if isinstance(value, str):
        return value in hidden
    if isinstance(value, dict):
        return any(_holds(hidden, inner) for inner in value.values())
    return isinstance(value, list) and any(_holds(hidden, inner) for inner in value)


def _difference(then: Leaf, there: Sequence[Leaf], erased: Collection[str]) -> Difference:
    """What became of an entry that no longer stands as it was sealed; ``there`` is in its place,
    ``erased`` are the claims that were forgotten.
    """
    if then.withheld:
        problem = "an entry that names a confidential source is missing, or was changed"
        return Difference("missing", then, problem)
    if not there and then.table == "claims" and then.key in erased:
        return Difference("missing", then, "was erased: its claim was forgotten")
    if not there:
        return Difference("missing", then, "is no longer there")
    same = [each for each in there if each.content == then.content]
    if not same:
        return Difference("changed", there[0], "says something else now")
    if same[0].recorded < then.recorded:
        problem = f"turned out to have been logged earlier, {same[0].recorded}: no change"
        return Difference("earlier", same[0], problem)
    return Difference("changed", same[0], "who logged it, or when, was changed")


def _read_list(path: Path) -> tuple[str, str | None, list[Leaf]]:
    """Root, moment and leaves of a list of hashes that hash to it."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(
            f"{path} is neither a file nor a root: name what `claimtrack seal --out` wrote, or a "
            "root of 64 hex digits"
        ) from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    head = dict(line[2:].partition(" ")[::2] for line in text.splitlines() if line.startswith("# "))
    if not text.startswith(f"# {HEADING}\n") or "root" not in head:
        raise BadInput(f"{path} is no list of hashes: name what `claimtrack seal --out` wrote")
    found = [
        _read_line(path, number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    if root_of(each.hash for each in found) != head["root"]:
        raise BadInput(f"{path} was changed: its lines do not hash to its root {head['root']}")
    return head["root"], head.get("at"), found


def _read_line(path: Path, number: int, line: str) -> Leaf:
    hash_, _, said = line.partition(" ")
    try:
        fields = json.loads(said)
    except ValueError:
        fields = None
    good = isinstance(fields, list) and all(isinstance(field, str) for field in fields)
    if good and ROOT.fullmatch(hash_) and len(fields) == 1:
        return Leaf(fields[0], withheld=hash_)
    if good and len(fields) == 6:
        found = Leaf(*fields)
        if found.hash == hash_ and found.line == said:
            return found
    raise BadInput(f"{path}:{number} was changed: the line does not hash to what it begins with")
