"""Two desks, one ledger: unite another ledger with ours, or say what stands in the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from claimtrack import clock
from claimtrack.desk.change import Change
from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.finding import Finding
from claimtrack.desk.view import View
from claimtrack.errors import DataError
from claimtrack.model.alike import same_words
from claimtrack.model.collisions import Shared, is_another, shared_names, shared_pages
from claimtrack.model.registry import Party, Registry, Source
from claimtrack.model.union import Clash, Union, united
from claimtrack.store.base import Snapshot, Tables
from claimtrack.store.held import Held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a merge brought, or the conflicts for which nothing was written."""

    union: Union
    conflicts: tuple[Finding, ...] = ()
    confidential: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    claims: tuple[str, ...] = field(default=())
    """The ids of the claims that came."""

    def counted(self) -> dict[str, int]:
        """How much came; nothing where there are conflicts."""
        new = {} if self.conflicts else self.union.new
        return {
            "claims": len(new.get("claims", ())),
            "entries": 0 if self.conflicts else self.union.entries,
            "sources": len(new.get("sources", ())),
            "parties": len(new.get("parties", ())),
            "earlier": 0 if self.conflicts else len(self.union.earlier),
            "forgotten": len(new.get("forgotten", ())),
        }


def merge(change: Change, other: Snapshot, location: str) -> Outcome:
    """Unite another ledger with ours; with conflicts, or nothing new, nothing is written."""
    outcome = unite(change.unit, other, change.view.location, location)
    for note in outcome.notes:
        change.say(note)
    if not outcome.conflicts and outcome.union.brought:
        change.unit.rewrite(outcome.union.tables)
    return outcome


def unite(
    ours: Snapshot, theirs: Snapshot, here: str, there: str, base: Tables | None = None
) -> Outcome:
    """What two ledgers are together; ``DataError`` where one of them cannot be read whole."""
    for side, where in ((ours, here), (theirs, there)):
        if side.repeated():
            raise DataError(
                f"{where}: a key stands there twice, of which only one would be kept: `claimtrack "
                "doctor` on that file says which; nothing was merged"
            )
    mine, yours = _read_whole(ours, here), _read_whole(theirs, there)
    union = united(ours.whole(), theirs.whole(), base)
    both = _read_whole(Held(union.tables), f"{here} and {there}")
    found = tuple(conflicts(union, mine, yours, both))
    hidden = confidential_sources(ours) | confidential_sources(theirs)
    notes = [*edited_notes(union, hidden), *forgotten_notes(union), *_same_text(mine, union, both)]
    return Outcome(
        union,
        found,
        hidden,
        tuple(notes if not found else ()),
        () if found else tuple(sorted(union.new.get("claims", ()))),
    )


def _read_whole(snapshot: Snapshot, location: str) -> View:
    """The ledger, every entry of it looked at: what is damaged is not carried over."""
    view = View(snapshot, location, clock.now())
    _ = view.registry, view.settings, view.forgotten
    for claim_id in snapshot.keys("claims"):
        view.claim(claim_id)
    return view


def _clash(clash: Clash) -> Finding:
    ways = {
        None: "change one of the two by hand, or leave it out",
        "claims": "they are two claims under one id: `claimtrack add` one of them anew",
    }
    fix = ways["claims" if clash.problem.startswith("is one claim") else None]
    if clash.entry:
        fix = "bring back what it said from a copy of either ledger; `claimtrack doctor` tells more"
    return Finding(clash.table, clash.key, clash.entry, clash.problem, fix)


def conflicts(union: Union, mine: View, yours: View, both: View) -> Iterator[Finding]:
    """What cannot be in one ledger in both ways; and one key for two, or one name or page for two
    keys, which neither ledger had by itself.
    """
    yield from map(_clash, union.clashes)
    for what, table, all_of in (
        ("source", "sources", _all_sources),
        ("party", "parties", _all_parties),
    ):
        here, there = all_of(mine.registry), all_of(yours.registry)
        for key in sorted(here.keys() & there.keys()):
            if is_another(here[key], there[key]):
                yield _one_key(what, table, key, here[key].name, there[key].name)
    yield from _shared(mine, yours, both, "source", lambda r: shared_names(r.sources.values()))
    yield from _shared(mine, yours, both, "source", lambda r: shared_pages(r.sources.values()))
    yield from _shared(mine, yours, both, "party", lambda r: shared_names(r.parties.values()))


def _all_sources(registry: Registry) -> dict[str, Source | Party]:
    return {**registry.sources, **registry.merged_sources}


def _all_parties(registry: Registry) -> dict[str, Source | Party]:
    return {**registry.parties, **registry.merged_parties}


def _one_key(what: str, table: str, key: str, ours: str, theirs: str) -> Finding:
    return Finding(
        table,
        key,
        None,
        f"is one {what} here and another there: {{ours}} and {{theirs}}",
        f"if they are one, give it the other name: claimtrack {what} alias {{which}} {{theirs}}; "
        "if not, cite one of them by another key",
        sources={"which": key} if what == "source" else {},
        texts={"ours": repr(ours), "theirs": repr(theirs)}
        | ({} if what == "source" else {"which": key}),
    )


def _shared(
    mine: View, yours: View, both: View, what: str, find: Callable[[Registry], Shared]
) -> Iterator[Finding]:
    known = find(mine.registry).keys() | find(yours.registry).keys()
    here = mine.registry.sources if what == "source" else mine.registry.parties
    for (first, second), shared in find(both.registry).items():
        if (first, second) not in known:
            pair = (first, second) if second in here else (second, first)
            yield shared_finding(what, *pair, shared, option=" --new")


def shared_finding(
    what: str, first: str, second: str, shared: list[str], *, option: str = ""
) -> Finding:
    """A name, or a page, that two sources or two parties have; ``second`` is on file here."""
    keys = {"first": first, "second": second}
    return Finding(
        "sources" if what == "source" else "parties",
        first,
        None,
        f"{{shared}} leads to two {'sources' if what == 'source' else 'parties'}: "
        "{first} and {second}",
        f"claimtrack {what} merge {{second}} {{first}}{option}, if they are one; "
        "else rename one of them",
        sources=keys if what == "source" else {},
        texts={"shared": " and ".join(map(repr, shared))} | ({} if what == "source" else keys),
    )


def edited_notes(union: Union, hidden: frozenset[str]) -> Iterator[str]:
    """A line for every entry that was changed by hand in one of the two."""
    for table, key, entry in union.edited:
        secret = table == "sources" and key in hidden
        called = "of a confidential source" if secret else f"of {table}/{key}"
        yield (
            f"entry {entry} {called} was changed by hand in one of the two: "
            "what its id stands for was kept"
        )


def forgotten_notes(union: Union) -> Iterator[str]:
    """A claim that one of the two has erased: it is not brought back."""
    for claim_id in union.erased:
        yield (
            f"claim {claim_id} was forgotten: it is gone from here, and from the backups with "
            f"claimtrack forget {claim_id} --because TEXT"
        )
    for claim_id in union.kept_out:
        yield f"claim {claim_id} was forgotten here: it was not brought back"


def _same_text(mine: View, union: Union, both: View) -> Iterator[str]:
    """The claims that came with the words of one that was here: no conflict, but worth a look."""
    new = set(union.new.get("claims", ()))
    if not new:
        return
    here: dict[str, str] = {}
    for claim_id in mine.snapshot.keys("claims"):
        if claim := mine.claim(claim_id):
            here[same_words(claim.fields.text)] = claim_id
    for claim_id in sorted(new):
        claim = both.claim(claim_id)
        other = here.get(same_words(claim.fields.text)) if claim else None
        if other is not None:
            yield (
                f"claims {other} and {claim_id} say the same: "
                f"claimtrack link {claim_id} same-as {other}"
            )
