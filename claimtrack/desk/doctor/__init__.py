"""The doctor: what is wrong with a ledger, what would be right, and what has one right answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from claimtrack.desk.deriving import derive
from claimtrack.desk.discretion import confidential_sources
from claimtrack.desk.doctor.documents import Document, documents
from claimtrack.desk.doctor.entries import entry_findings
from claimtrack.desk.doctor.layout import layout_findings
from claimtrack.desk.doctor.mending import mended
from claimtrack.desk.doctor.references import Known, owner_findings, reference_findings
from claimtrack.desk.finding import Finding
from claimtrack.desk.merging import shared_finding
from claimtrack.desk.retrying import retried
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.collisions import shared_names, shared_pages
from claimtrack.model.merged import assembled
from claimtrack.model.registry import Party, Registry, Source, fold_party, fold_source
from claimtrack.model.settings import SettingChanged, settings_of
from claimtrack.store.base import TABLES, Snapshot, Store


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, what was mended, and what must not be named.

    ``backup`` is the generation that the ledger as it was before the mending is in.
    """

    findings: tuple[Finding, ...]
    confidential: frozenset[str]
    mended: tuple[Finding, ...] = ()
    backup: str | None = None
    blocked: bool = False
    """Nothing was mended, as writing would lose what stands twice without one right answer."""


def examine(snapshot: Snapshot, now: datetime) -> Examined:
    """Everything that is wrong with a ledger as it stands."""
    hidden = confidential_sources(snapshot)
    return Examined(tuple(_findings(snapshot, now, hidden)), hidden)


def fix(store: Store, now: datetime) -> Examined:
    """Mend what has one right answer, after a backup; the findings are what is left."""
    return retried(store, lambda: _fix(store, now))


def _fix(store: Store, now: datetime) -> Examined:
    with store.write() as unit:
        before = examine(unit, now)
        wrong = tuple(finding for finding in before.findings if finding.fixable)
        if not wrong:
            return before
        tables = mended(unit)
        if tables is None:
            return Examined(before.findings, before.confidential, blocked=True)
        unit.backup()
        unit.derive_anew()
        unit.rewrite(tables)
    left = examine(store.read(), now)
    return Examined(left.findings, before.confidential | left.confidential, wrong, unit.kept)


def _findings(snapshot: Snapshot, now: datetime, hidden: frozenset[str]) -> Iterator[Finding]:
    yield from layout_findings(snapshot, hidden)
    read = list(documents(snapshot.whole()))
    known = _known(snapshot, read)
    for document in read:
        yield from entry_findings(document, now)
        yield from reference_findings(document, known)
        if document.table == "meta":
            yield from _settings(document)
        if document.table == "forgotten" and document.key in snapshot.keys("claims"):
            yield _back_again(document.key)
    yield from owner_findings(known)
    yield from _shared(assembled(known.sources, known.parties))
    yield from _kept(snapshot, now)


def _kept(snapshot: Snapshot, now: datetime) -> Iterator[Finding]:
    """A database that keeps something else of claims than what follows from their entries."""
    if (said := snapshot.amiss()) is not None:
        problem = f"what is kept to find claims by cannot serve: {said}"
        fix = "claimtrack doctor --fix makes it anew from the entries"
        yield Finding("claims", None, None, problem, fix, fixable=True)
        return
    view = View(snapshot, "", now)
    try:
        wrong = snapshot.wrongly_kept(derive(view, snapshot.keys("claims")))
    except BadInput:  # an entry that is none, which is told already
        return
    if wrong:
        count = f"{len(wrong)} claims" if len(wrong) > 1 else "1 claim"
        problem = f"what is kept to find {count} by is not what follows from the entries"
        fix = "claimtrack doctor --fix works it out anew"
        yield Finding("claims", wrong[0], None, problem, fix, fixable=True)


def _known(snapshot: Snapshot, read: list[Document]) -> Known:
    sources: dict[str, Source] = {}
    parties: dict[str, Party] = {}
    for document in read:
        if document.table == "sources":
            source = fold_source(document.key, document.read)  # type: ignore[arg-type]
            sources |= {document.key: source} if source else {}
        elif document.table == "parties":
            party = fold_party(document.key, document.read)  # type: ignore[arg-type]
            parties |= {document.key: party} if party else {}
    ever: dict[str, set[str]] = {table: set(snapshot.keys(table)) for table in TABLES}
    ever["claims"] |= ever["forgotten"]  # a link to what was erased leads to its tombstone
    return Known(sources, parties, ever)


def _back_again(claim_id: str) -> Finding:
    """A claim that was erased, whose entries came back by another way: nothing shows them."""
    fix = f"claimtrack forget {claim_id} --because TEXT erases it again, from the backups too"
    return Finding("claims", claim_id, None, "was forgotten, and stands there all the same", fix)


def _settings(document: Document) -> Iterator[Finding]:
    """Values that a setting cannot have: the whole ledger is refused for them."""
    for entry in document.standing:
        if isinstance(entry, SettingChanged) and entry.value is not None:
            try:
                settings_of({entry.key: entry.value})
            except BadInput as error:
                fix = "bring back what it said from a backup or a commit"
                yield Finding(document.table, document.key, entry.id, str(error), fix)


def _shared(registry: Registry) -> Iterator[Finding]:
    sources, parties = registry.sources.values(), registry.parties.values()
    for what, found in (
        ("source", shared_names(sources)),
        ("source", shared_pages(sources)),
        ("party", shared_names(parties)),
    ):
        for (first, second), shared in found.items():
            yield shared_finding(what, first, second, shared)
