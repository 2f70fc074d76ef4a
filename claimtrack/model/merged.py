"""Two keys that turned out to be one source, or one party: everything that cites one follows.

Nothing is overwritten for it. What was merged holds an entry that says into what, and whatever
names its key is read as naming the other; withdraw that entry, and both stand as before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Opened, Revised
from claimtrack.model.registry import Party, Registry, Source


def assembled(
    sources: Mapping[str, Source], parties: Mapping[str, Party], hidden: Iterable[str] = ()
) -> Registry:
    """The registry of all that are on file, with what was merged laid to what stands for it.

    Where merges go in a circle (two desks, each the other way round) the least key stands. What is
    one with a ``hidden`` source is hidden too.
    """
    if not any(s.into for s in sources.values()) and not any(p.into for p in parties.values()):
        return Registry(dict(sources), dict(parties), hidden=set(hidden))
    source_heirs, party_heirs = _heirs(sources), _heirs(parties)
    merged_sources = {
        key: replace(sources[key], into=heir) for key, heir in source_heirs.items() if heir != key
    }
    merged_parties = {
        key: replace(parties[key], into=heir) for key, heir in party_heirs.items() if heir != key
    }
    return Registry(
        sources={
            key: _source(
                source,
                tuple(other for other in merged_sources.values() if other.into == key),
                source_heirs,
                party_heirs,
            )
            for key, source in sources.items()
            if source_heirs[key] == key
        },
        parties={
            key: replace(
                party,
                into=None,
                absorbed=tuple(other for other in merged_parties.values() if other.into == key),
            )
            for key, party in parties.items()
            if party_heirs[key] == key
        },
        merged_sources=merged_sources,
        merged_parties=merged_parties,
        hidden=_one_with(set(hidden), source_heirs),
    )


def followed(claim: Claim, registry: Registry) -> Claim:
    """The claim, with keys that were merged read as the keys that stand for them."""
    if not registry.merged_sources and not registry.merged_parties:
        return claim
    fields = replace(claim.fields, **_claim_fields(claim.fields, registry))
    return claim.with_entries(
        fields,
        (_entry(entry, registry) for entry in claim.entries),
        (_entry(entry, registry) for entry in claim.logged),
    )


def _heirs(named: Mapping[str, Source] | Mapping[str, Party]) -> dict[str, str]:
    return {key: _heir(key, named) for key in named}


def _heir(key: str, named: Mapping[str, Source] | Mapping[str, Party]) -> str:
    """Who stands for a key in the end; one that was merged into nobody on file is itself."""
    path = [key]
    while (into := named[path[-1]].into) and into in named:
        if into in path:
            return min(path[path.index(into) :])
        path.append(into)
    return path[-1]


def _one_with(hidden: set[str], heirs: Mapping[str, str]) -> set[str]:
    """The hidden sources, and all that are one with one of them, each by every key that it had."""
    standing = {heirs.get(key, key) for key in hidden}
    return hidden | {key for key, heir in heirs.items() if heir in standing}


def _source(
    source: Source,
    absorbed: tuple[Source, ...],
    source_heirs: Mapping[str, str],
    party_heirs: Mapping[str, str],
) -> Source:
    """A source that stands: its owner followed, and confidential if anything in it is."""
    owner = source.fields.owner
    if owner is not None and owner not in party_heirs:
        owner = source_heirs.get(owner, owner)
        owner = None if owner == source.key else owner
    elif owner is not None:
        owner = party_heirs[owner]
    hidden = any(each.fields.confidential for each in (source, *absorbed))
    fields = replace(source.fields, owner=owner, confidential=hidden)
    return replace(source, fields=fields, into=None, absorbed=absorbed)


def _entry(entry: ClaimEntry, registry: Registry) -> ClaimEntry:
    read: dict[str, Any] = {}
    for name in ("source", "via"):
        if key := getattr(entry, name, None):
            read[name] = registry.resolve_source(key)
    if read.get("via") is not None and read.get("via") == read.get("source"):
        read["via"] = None
    if key := getattr(entry, "party", None):
        read["party"] = registry.resolve_party(key)
    if isinstance(entry, Opened):
        read |= _claim_fields(entry, registry)
    if isinstance(entry, Revised):
        read["changes"] = {**entry.changes, **_followed_keys(entry.changes, registry)}
    changed_at_all = any(getattr(entry, name) != value for name, value in read.items())
    return replace(entry, **read) if changed_at_all else entry


def _claim_fields(fields: Opened, registry: Registry) -> dict[str, Any]:
    return _followed_keys({"claimant": fields.claimant, "parties": fields.parties}, registry)


def _followed_keys(fields: Mapping[str, Any], registry: Registry) -> dict[str, Any]:
    read: dict[str, Any] = {}
    if claimant := fields.get("claimant"):
        read["claimant"] = registry.resolve(claimant)
    if parties := fields.get("parties"):
        read["parties"] = tuple(dict.fromkeys(map(registry.resolve_party, parties)))
    return read
