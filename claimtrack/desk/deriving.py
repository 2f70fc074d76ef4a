"""What is derived of claims, and of which claims when something is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimtrack.batches import batches
from claimtrack.desk.view import View
from claimtrack.errors import DataError
from claimtrack.model.claim import Claim
from claimtrack.model.settings import SCALE
from claimtrack.query.conditions import Row
from claimtrack.query.derived import Derived, derived_of, unreadable
from claimtrack.rules.flags import Asked
from claimtrack.rules.turning import raisings, turns_on
from claimtrack.store.base import RawEntry, Table, Trace

Written = Mapping[tuple[Table, str], Sequence[RawEntry]]
"""What a unit of work wrote, by document: the entries that were added or, where the document was
erased, those that it held."""

ANSWERS = ("weight.grades", "stale.", "due.soon", "timezone", SCALE)
"""What the keys of the settings begin with that change what is derived."""

ASIDE = frozenset({"name", "aliases", "url", "kind"})
"""What may change of a source or a party without changing what is derived: names are looked up when
somebody asks."""

IN_PASSING = 50
"""How many claims that turned a write brings up to date beside its own."""

BATCH = 500
"""How many claims are read at a time."""


def derived(view: View, claim: Claim) -> Derived:
    """What is derived of a claim at the view's day."""
    asked = Asked(
        claim,
        view.standing(claim),
        view.context,
        view.status_of,
        view.mutual_links(claim.id),
    )
    return derived_of(Row(claim, view), raisings(asked), turns_on(asked, view.claim))


def derive(view: View, claim_ids: Iterable[str]) -> Iterator[tuple[str, Derived | None]]:
    """What is derived of some claims, read in batches; None of one that is not on file.

    Of one that cannot be read nothing that holds: whoever looks judges it afresh, and is told.
    """
    for batch in batches(claim_ids, BATCH):
        view.prepare(batch)
        for claim_id in batch:
            try:
                claim = view.claim(claim_id)
                yield claim_id, derived(view, claim) if claim else None
            except DataError:  # it is told to whoever lists it, and keeps nobody from writing
                yield claim_id, unreadable(claim_id, view.day)
        view.let_go(batch)


def to_derive(view: View, written: Written | None) -> Iterable[str]:
    """The ids of the claims that have to be derived anew: those that are touched by what is
    written, and some of those that turned since they were derived.
    """
    ids = None if written is None else touched(view, written)
    if ids is None:
        return list(view.snapshot.keys("claims"))
    return dict.fromkeys((*ids, *view.snapshot.turned(view.day, IN_PASSING)))


def touched(view: View, written: Written) -> Iterable[str] | None:
    """The ids of the claims of which something else may be derived now; None for all.

    Those that were written to, those that cite a source or a party that changed or that belongs
    to one, and those that are linked with any of them: what becomes of a claim bears on the flags
    of those that it contradicts, no further.
    """
    settings = written.get(("meta", "settings"), ())
    if any(map(_changes_answers, settings)):
        return None
    claims = {key: entries for (table, key), entries in written.items() if table == "claims"}
    ids = {*claims, *(key for table, key in written if table == "forgotten")}
    if changed := _changed_names(written):
        citing = view.snapshot.traced(Trace.NAMED, _reaching(view, changed))
        ids.update(claim_id for found in citing.values() for claim_id in found)
    linked = {str(r["other"]) for entries in claims.values() for r in entries if "other" in r}
    return sorted(ids | linked | _linked_with(view, ids))


def _linked_with(view: View, ids: set[str]) -> set[str]:
    """The claims that hold a link to one of these, and those that these hold a link to."""
    found: set[str] = set()
    for batch in batches(sorted(ids), BATCH):
        holding = view.snapshot.traced(Trace.LINK, batch)
        found.update(claim_id for held in holding.values() for claim_id in held)
    for batch in batches(sorted(ids), BATCH):
        view.prepare(batch)
        for claim_id in batch:
            for record in view.snapshot.entries("claims", claim_id) or ():
                if record.get("type") == "link" and isinstance(record.get("other"), str):
                    found.add(record["other"])
    return found


def _changes_answers(record: RawEntry) -> bool:
    """Does an entry of the settings change what is derived? One that takes back may."""
    return record.get("type") != "set" or str(record.get("key")).startswith(ANSWERS)


def _changed_names(written: Written) -> set[str]:
    """The keys of the sources and parties of which more changed than how they are called."""
    return {
        key
        for (table, key), entries in written.items()
        if table in ("sources", "parties") and not all(map(_aside, entries))
    }


def _aside(record: RawEntry) -> bool:
    changes = record.get("changes")
    return isinstance(changes, dict) and changes.keys() <= ASIDE


def _reaching(view: View, changed: set[str]) -> set[str]:
    """These keys, and those of all sources and parties that ever belonged to one of them, or were
    merged with one, by however many steps.
    """
    towards: dict[str, set[str]] = {}
    for table in ("sources", "parties"):
        for key in view.snapshot.keys(table):
            for record in view.snapshot.entries(table, key) or ():
                said = {**record, **(record.get("changes") or {})}
                if isinstance(owner := said.get("owner"), str):
                    towards.setdefault(owner, set()).add(key)
                if isinstance(into := said.get("into"), str):
                    towards.setdefault(into, set()).add(key)
                    towards.setdefault(key, set()).add(into)
    found, waiting = set(changed), list(changed)
    while waiting:
        for key in towards.get(waiting.pop(), set()) - found:
            found.add(key)
            waiting.append(key)
    return found
