"""Sources and parties named in passing: found, asked about, or entered on the spot."""

from collections import ChainMap
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claimtrack.desk.change import Change
from claimtrack.desk.text import one_line
from claimtrack.errors import BadInput
from claimtrack.model.claim import withdrawals
from claimtrack.model.registry import (
    Amended,
    Named,
    Party,
    PartyEntered,
    Registry,
    Source,
    SourceEntered,
    fold_name,
    slug,
)
from claimtrack.model.urls import check_url, looks_like_url, outlet_of
from claimtrack.model.words import Reliability, SourceKind

N = TypeVar("N", bound=Named)

NOBODY = "none"
"""What a user writes for nobody: no source and no party can be called so."""

PUBLISHES = (
    SourceKind.OUTLET,
    SourceKind.AGENCY,
    SourceKind.OFFICIAL,
    SourceKind.PARTY_MEDIA,
    SourceKind.SOCIAL,
)
"""The kinds of source that have pages of their own."""
LONGEST_NAME = 200
"""Letters beyond which a name is compared with no other: that takes the square of their number."""

LIKENESS = 0.8
"""From which ratio of difflib's SequenceMatcher on two names count as near."""


class NearMatch(BadInput):
    """A name that is not on file but is nearly the same as some that are."""

    def __init__(self, what: str, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.what = what
        self.name = name
        self.candidates = candidates
        """Keys, each with the words by which a message may call it."""
        labels = ", ".join(label for _, label in candidates)
        super().__init__(
            f"no {what} {name!r}, but near it: {labels}; name one of these, "
            "or add --new to enter another"
        )


@dataclass(frozen=True, slots=True)
class NewSource:
    """What is said of a source for the case that it is entered on the spot."""

    kind: SourceKind | None = None
    reliability: Reliability | None = None
    confidential: bool = False
    allowed: bool = False
    """Enter an unknown name without asking, near matches or not (``--new``)."""

    @property
    def described(self) -> bool:
        """Was anything said that is meant for a new source only?"""
        return self.kind is not None or self.reliability is not None or self.confidential


def source_key(change: Change, name: str | None, url: str | None, new: NewSource) -> str | None:
    """The key of the source that a name or a url means, entered if need be; None for neither."""
    if page := as_url(name):
        name, url = None, page
    if name is not None:
        name = one_line(name, "source")
        refuse_reserved(name, "source")
        return _source_named(change, name, url, new)
    return _source_of_url(change, url, new) if url else None


def as_url(source: str | None) -> str | None:
    """The url of a source that was given as the address of what it published."""
    if source is None or not looks_like_url(source):
        return None
    return source if "://" in source else f"https://{source.strip()}"


def party_key(change: Change, name: str, *, new: bool) -> str:
    """The key of the party that a name means, entered if need be."""
    name = one_line(name, "party")
    refuse_reserved(name, "party")
    registry = change.view.registry
    party = registry.find_party(name)
    if party is None:
        _refuse_near_confidential(change, name, new=new)
        party = _near_party(change, name, new=new)
    if party is not None:
        return party.key
    return enter_party(change, name)


def enter_party(change: Change, name: str, *, quiet: bool = False) -> str:
    """Put a new party on file; its key. A ``quiet`` one is not said."""
    refuse_reserved(name, "party")
    registry = change.view.registry
    key = free_key(name, ChainMap(registry.parties, registry.merged_parties))
    change.amend_party(key, PartyEntered(name=name, **change.stamp()))
    if not quiet:
        change.say(f"new party: {key} ({name})" if key != name else f"new party: {key}")
    return key


def party_or_source_key(change: Change, name: str, *, new: bool) -> str:
    """The key of a party, else of a source; a name that is neither is entered as a party."""
    registry = change.view.registry
    if registry.find_party(name):
        return party_key(change, name, new=new)
    if source := registry.find_source(name):
        return source.key
    if page := as_url(name):
        return _source_of_url(change, page, NewSource())
    meant = _near_any(change, one_line(name, "party"), new=new)
    return meant or party_key(change, name, new=True)


def refuse_reserved(name: str, what: str) -> None:
    """``BadInput`` for the word that stands for nobody."""
    if name.strip().lower() == NOBODY:
        raise BadInput(f"no {what} can be called {name!r}: it means nobody; leave the option out")


def free_key(name: str, taken: Container[str]) -> str:
    """The key that a name gives, numbered where another has it."""
    base = slug(name)
    if not base:
        raise BadInput(f"{name!r} gives no key: use letters or digits")
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _source_named(change: Change, name: str, url: str | None, new: NewSource) -> str:
    registry = change.view.registry
    source = registry.find_source(name) or _near_source(change, name, allowed=new.allowed)
    if source is not None:
        refuse_open(registry, source, new)
        if new.described and source.logged[0].recorded != change.moment:
            change.say(
                f"{discreet(registry, source)} is on file already: what describes a new source "
                "was not used (claimtrack source edit)"
            )
        return source.key
    home = outlet_of(url) if url and not new.confidential else None
    free_home = home if home and registry.source_of(home.home) is None else None
    kind = new.kind or (SourceKind.SOCIAL if free_home and free_home.social else SourceKind.OUTLET)
    if free_home is None or kind not in PUBLISHES:
        return enter_source(change, name, None, kind, new)
    return enter_source(change, name, free_home.home, kind, new, pages=free_home.key_url)


def _source_of_url(change: Change, url: str, new: NewSource) -> str:
    url = check_url(url)
    known = change.view.registry.source_of(url)
    if known is not None:
        refuse_open(change.view.registry, known, new)
        return known.key
    outlet = outlet_of(url)
    if outlet is None:
        raise BadInput(f"{url} does not tell whose page it is: name its source with --source")
    kind = new.kind or (SourceKind.SOCIAL if outlet.social else None)
    return enter_source(change, outlet.key_url, outlet.home, kind, new)


def enter_source(
    change: Change,
    name: str,
    home: str | None,
    kind: SourceKind | None,
    new: NewSource,
    *,
    pages: str = "",
    quiet: bool = False,
) -> str:
    """Put a new source on file: social media start at D, all others at F.

    One that bears the name of a party is that party's own. ``pages`` are those that were taken to
    be its own. A ``quiet`` one is not said.
    """
    refuse_reserved(name, "source")
    registry = change.view.registry
    kind = kind or SourceKind.OUTLET
    start = Reliability.D if kind == SourceKind.SOCIAL else Reliability.F
    owner = registry.find_party(name)
    key = free_key(name, ChainMap(registry.sources, registry.merged_sources))
    confidential = new.confidential or stays_confidential(change, key)
    entered = SourceEntered(
        name=name,
        kind=kind,
        url=home,
        reliability=new.reliability or start,
        owner=owner.key if owner else None,
        confidential=confidential,
        **change.stamp(),
    )
    change.amend_source(key, entered)
    if quiet:
        return key
    grade = entered.reliability
    if confidential:
        change.say(f"new source: a confidential source, {kind}, graded {grade}")
        return key
    of = f", of {owner.key}" if owner else ""
    change.say(
        f"new source: {key} ({name}), {kind}, graded {grade}{of}" + (pages and f", for {pages}")
    )
    return key


def stays_confidential(change: Change, key: str) -> bool:
    """Was a source of that key taken back while it was confidential? Then it is so again.

    What cited it is still on file, and entering it anew must not name it there.
    """
    logged = change.view.entries("sources", key)
    gone, state = withdrawals(logged), False
    for entry in logged:
        if isinstance(entry, SourceEntered):
            state = state or entry.confidential
        elif isinstance(entry, Amended) and entry.id not in gone:
            said = entry.changes.get("confidential")
            state = state if said is None else said
    if state:
        change.say(
            "this source was confidential before it was taken back, so it is again "
            "(claimtrack source edit KEY --not-confidential)"
        )
    return state


def discreet(registry: Registry, source: Source) -> str:
    """A source as a message may name it."""
    return "a confidential source" if registry.confidential(source.key) else source.key


def refuse_open(registry: Registry, source: Source, new: NewSource) -> None:
    """What is on file openly is not made confidential in passing."""
    if new.confidential and not registry.confidential(source.key):
        raise BadInput(
            f"{source.key} is on file and not confidential: claimtrack source edit {source.key} "
            "--confidential"
        )


def _refuse_near_confidential(change: Change, name: str, *, new: bool) -> None:
    """A slip of the pen must not enter a confidential source anew and open, as a party."""
    registry = change.view.registry
    hidden = [source for source in registry.sources.values() if registry.confidential(source.key)]
    if not new and near(name, hidden):
        raise BadInput(
            f"no party {name!r}, but near it: a confidential source; name another, or add --new "
            "to enter the party"
        )


def _near_source(change: Change, name: str, *, allowed: bool) -> Source | None:
    registry = change.view.registry
    candidates = [(c.key, discreet(registry, c)) for c in near(name, [*registry.sources.values()])]
    key = _settle(change, name, "source", candidates, new=allowed)
    return registry.sources[key] if key else None


def _near_party(change: Change, name: str, *, new: bool) -> Party | None:
    candidates = near(name, tuple(change.view.registry.parties.values()))
    key = _settle(change, name, "party", [(c.key, c.key) for c in candidates], new=new)
    return change.view.registry.parties[key] if key else None


def _near_any(change: Change, name: str, *, new: bool) -> str | None:
    """The key of the party or source that was meant by a name that is neither's."""
    registry = change.view.registry
    parties = [(party.key, party.key) for party in near(name, [*registry.parties.values()])]
    sources = [(s.key, discreet(registry, s)) for s in near(name, [*registry.sources.values()])]
    return _settle(change, name, "party or source", [*parties, *sources], new=new)


def _settle(
    change: Change, name: str, what: str, candidates: Sequence[tuple[str, str]], *, new: bool
) -> str | None:
    """The key that was meant; None for a new one; ``NearMatch`` where nobody has said.

    Nobody is asked here, under the lock: whoever can ask a person does so and tries again.
    """
    if new or not candidates:
        return None
    if (what, name) in change.answers:
        return change.answers[what, name]
    raise NearMatch(what, name, candidates)


def near(name: str, candidates: Sequence[N]) -> list[N]:
    """Those whose key, name or an alias is spelled nearly so, the nearest first."""
    from difflib import SequenceMatcher

    if len(name) > LONGEST_NAME:
        return []
    wanted = fold_name(name)

    def likeness(candidate: N) -> float:
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        best = 0.0
        for other in candidate.names:
            if len(other) > LONGEST_NAME:
                continue
            matcher.set_seq1(fold_name(other))
            if matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        return best

    rated = [(likeness(candidate), candidate) for candidate in candidates]
    found = sorted((row for row in rated if row[0] >= LIKENESS), key=lambda row: -row[0])
    return [candidate for _, candidate in found[:5]]


def unknown(what: str, name: str, registry: Registry) -> str:
    """The sentence for a source or party that is not on file, with what is near or how to list."""
    known: Sequence[Named] = tuple(
        registry.sources.values() if what == "source" else registry.parties.values()
    )
    candidates = near(name, known)
    labels = [discreet(registry, c) if isinstance(c, Source) else c.key for c in candidates]
    hint = f"near it: {', '.join(labels)}" if labels else f"`claimtrack {what} list` shows all"
    return f"no {what} {name!r}; {hint}"
