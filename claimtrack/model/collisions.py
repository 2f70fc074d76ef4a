"""Names and pages that lead to two sources, or to two parties, where they must lead to one."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from claimtrack.model.entries import Entry
from claimtrack.model.registry import (
    Amended,
    Named,
    Party,
    PartyEntered,
    Source,
    SourceEntered,
    fold_name,
)
from claimtrack.model.urls import outlet_of

Shared = dict[tuple[str, str], list[str]]
"""What two keys share, each pair once, the lesser key first."""


def shared_names(named: Iterable[Named]) -> Shared:
    """The names, keys and aliases by which two of them are found."""
    return _shared({each.key: {fold_name(name): name for name in each.names} for each in named})


def shared_pages(sources: Iterable[Source]) -> Shared:
    """The hosts, or accounts on platforms, that are the home of two sources."""
    return _shared({source.key: {page: page for page in _pages(source)} for source in sources})


def is_another(ours: Source | Party, theirs: Source | Party) -> bool:
    """Are these, that bear one key in two ledgers, two different sources or parties?

    They are one where they were entered once, or where one is called or found as the other is. A
    name that only the key has says nothing more than the key.
    """
    entered = (SourceEntered, PartyEntered)
    here, there = ({e.id for e in side.logged if isinstance(e, entered)} for side in (ours, theirs))
    if here & there:
        return False
    names, others = _ever_called(ours.logged), _ever_called(theirs.logged)
    key = fold_name(ours.key)
    if names & others or key in names or key in others:
        return False
    both_sources = isinstance(ours, Source) and isinstance(theirs, Source)
    return not (both_sources and _pages(ours) & _pages(theirs))


def _shared(names_of: Mapping[str, Mapping[str, str]]) -> Shared:
    by_name: dict[str, dict[str, str]] = {}
    for key, names in names_of.items():
        for folded, name in names.items():
            by_name.setdefault(folded, {})[key] = name
    found: Shared = {}
    for owners in by_name.values():
        for first, second in combinations(sorted(owners), 2):
            found.setdefault((first, second), []).append(owners[first])
    return dict(sorted(found.items()))


def _pages(source: Source | Party) -> set[str]:
    known = (source, *source.absorbed)
    urls = (each.fields.url for each in known if isinstance(each, Source))
    return {home.key_url for url in urls if url and (home := outlet_of(url))}


def _ever_called(logged: Iterable[Entry]) -> set[str]:
    names: list[str] = []
    for entry in logged:
        if isinstance(entry, (SourceEntered, PartyEntered)):
            names += (entry.name, *entry.aliases)
        if isinstance(entry, Amended):
            names += (entry.changes.get("name") or "", *(entry.changes.get("aliases") or ()))
    return {fold_name(name) for name in names if name}
