"""What an entry points to and is not there, and what points to itself in the end."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.desk.doctor.documents import Document
from claimtrack.desk.finding import Finding
from claimtrack.model.claim import Claim, fold
from claimtrack.model.entries import Entry, Link, Report, Withdrawn
from claimtrack.model.registry import Party, Source

WITHIN = ("repeats", "entry", "corrects", "follows", "rests_on")
"""The fields that name entries of the same document."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file: sources and parties that stand, and everything that ever did."""

    sources: Mapping[str, Source]
    parties: Mapping[str, Party]
    ever: Mapping[str, Collection[str]]
    """The keys of every table."""


def reference_findings(document: Document, known: Known) -> Iterator[Finding]:
    """What the entries of a document point to, and its circles."""
    yield from _within(document)
    if document.table == "claims":
        claim = fold(document.key, document.read)  # type: ignore[arg-type] # claims hold theirs
        yield from _cited(document, known)
        if claim is not None:
            yield from _of_the_claim(document, claim, known)
            yield from _repeats_in_circles(document, claim)
    corrected = {e.id: c for e in document.read if (c := getattr(e, "corrects", None))}
    follows = {e.id: e.follows for e in document.read if e.follows}
    for name, edges in (("corrects", corrected), ("follows", follows)):
        for circle in circles(edges):
            yield _circle(document, name, circle)


def owner_findings(known: Known) -> Iterator[Finding]:
    """Owners, and what was merged into what, of all sources and parties."""
    for key, source in known.sources.items():
        owner = source.fields.owner
        if owner and owner not in known.sources and owner not in known.parties:
            either = "source" if owner in known.ever["sources"] else "party"
            yield _missing("sources", key, None, "belongs to", either, owner, known)
        if source.into and source.into not in known.sources:
            yield _missing("sources", key, None, "is merged into", "source", source.into, known)
    for key, party in known.parties.items():
        if party.into and party.into not in known.parties:
            yield _missing("parties", key, None, "is merged into", "party", party.into, known)
    owners = {
        key: source.fields.owner
        for key, source in known.sources.items()
        if source.fields.owner and source.fields.owner not in known.parties
    }
    for circle in circles(owners):
        yield _circle_of_keys("source", circle, "belongs to itself in the end", "--owner none")
    merged_sources = {key: source.into for key, source in known.sources.items() if source.into}
    merged_parties = {key: party.into for key, party in known.parties.items() if party.into}
    for what, merged in (("source", merged_sources), ("party", merged_parties)):
        for circle in circles(merged):
            yield _circle_of_keys(what, circle, "is merged into itself in the end", "")


def circles(edges: Mapping[str, str]) -> list[list[str]]:
    """The circles in a graph in which each node points to one other, each from its least node."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        node: str | None = start
        while node is not None and node not in done and node not in path:
            path.append(node)
            node = edges.get(node)
        if node in path:
            circle = path[path.index(node) :]
            least = circle.index(min(circle))
            found.append(circle[least:] + circle[:least])
        done.update(path)
    return found


def _within(document: Document) -> Iterator[Finding]:
    """Entries of the same document that are pointed to; what was taken back may point anywhere."""
    ids = document.ids
    taken_back = [entry for entry in document.read if isinstance(entry, Withdrawn)]
    for entry in (*document.standing, *taken_back):
        for name in WITHIN:
            value = getattr(entry, name, None)
            for target in value if isinstance(value, tuple) else (value,):
                if isinstance(target, str) and target not in ids:
                    problem = f"points to {target} ({name}), which is not there"
                    fix = "bring that entry back from a backup, or withdraw this one"
                    yield Finding(document.table, document.key, entry.id, problem, fix)


def _cited(document: Document, known: Known) -> Iterator[Finding]:
    table, key = document.table, document.key
    for entry in document.standing:
        for name in ("source", "via"):
            cited = getattr(entry, name, None)
            if cited and cited not in known.sources:
                yield _missing(table, key, entry.id, "cites", "source", cited, known)
        party = getattr(entry, "party", None)
        if party and party not in known.parties:
            yield _missing(table, key, entry.id, "is the position of", "party", party, known)
        if isinstance(entry, Link) and entry.other not in known.ever["claims"]:
            problem = f"links to claim {entry.other}, which is not on file"
            fix = f"claimtrack withdraw {key} {entry.id} --because ..."
            yield Finding(table, key, entry.id, problem, fix)
        if isinstance(entry, Link) and entry.other == key:
            fix = f"claimtrack withdraw {key} {entry.id} --because ..."
            yield Finding(table, key, entry.id, "links the claim to itself", fix)
        repeats = _report(document, entry)
        if repeats is not None and not isinstance(repeats, Report):
            problem = f"repeats {repeats.id}, which is a {repeats.type}, not a report"
            fix = f"claimtrack edit {key} {entry.id} --repeats ENTRY"
            yield Finding(table, key, entry.id, problem, fix)


def _report(document: Document, entry: Entry) -> Entry | None:
    repeats = getattr(entry, "repeats", None)
    return next((each for each in document.read if repeats and each.id == repeats), None)


def _of_the_claim(document: Document, claim: Claim, known: Known) -> Iterator[Finding]:
    table, key, fields = document.table, document.key, claim.fields
    for party in fields.parties:
        if party not in known.parties:
            yield _missing(table, key, None, "names", "party", party, known)
    claimant = fields.claimant
    if claimant and claimant not in known.parties and claimant not in known.sources:
        either = "source" if claimant in known.ever["sources"] else "party"
        yield _missing(table, key, None, "is made by", either, claimant, known)


def _repeats_in_circles(document: Document, claim: Claim) -> Iterator[Finding]:
    edges = {
        report.id: claim.resolve(report.repeats) for report in claim.all(Report) if report.repeats
    }
    for circle in circles(edges):
        yield _circle(document, "repeats", circle)


def _missing(
    table: str, key: str, entry: str | None, verb: str, what: str, named: str, known: Known
) -> Finding:
    taken_back = named in known.ever["sources" if what == "source" else "parties"]
    state = "was taken back" if taken_back else "is not on file"
    return Finding(
        table,
        key,
        entry,
        f"{verb} the {what} {{named}}, which {state}",
        f"claimtrack {what} add {{named}}, or name another"
        if not taken_back
        else "bring it back (undo what took it back), or name another",
        sources={"named": named} if what == "source" else {},
        texts={} if what == "source" else {"named": named},
    )


def _circle(document: Document, name: str, circle: Sequence[str]) -> Finding:
    way = " → ".join((*circle, circle[0]))
    fix = "bring back what they said from a backup, or withdraw one of them"
    return Finding(document.table, document.key, circle[0], f"{name} goes in a circle: {way}", fix)


def _circle_of_keys(what: str, circle: Sequence[str], problem: str, option: str) -> Finding:
    keys = {f"key{number}": key for number, key in enumerate(circle)}
    way = " → ".join(f"{{{name}}}" for name in (*keys, "key0"))
    return Finding(
        "sources" if what == "source" else "parties",
        circle[0],
        None,
        f"{problem}: {way}",
        f"claimtrack source edit {{key0}} {option}" if option else "undo one of the merges",
        sources=keys if what == "source" else {},
        texts={} if what == "source" else keys,
    )
