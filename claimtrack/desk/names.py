"""Sources and parties named in passing: found, asked about, or entered on the spot."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claimtrack.desk.change import Change
from claimtrack.desk.text import one_line
from claimtrack.errors import BadInput
from claimtrack.model.registry import (
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
        return _source_named(change, one_line(name, "source"), url, new)
    return _source_of_url(change, url, new) if url else None


def as_url(source: str | None) -> str | None:
    """The url of a source that was given as the address of what it published."""
    if source is None or not looks_like_url(source):
        return None
    return source if "://" in source else f"https://{source.strip()}"


def party_key(change: Change, name: str, *, new: bool) -> str:
    """The key of the party that a name means, entered if need be."""
    name = one_line(name, "party")
    registry = change.view.registry
    party = registry.find_party(name) or _near_party(change, name, new=new)
    if party is not None:
        return party.key
    return enter_party(change, name)


def enter_party(change: Change, name: str) -> str:
    """Put a new party on file; its key."""
    key = free_key(name, change.view.registry.parties)
    change.amend_party(key, PartyEntered(type="entered", name=name, **change.stamp()))
    change.say(f"new party: {key} ({name})" if key != name else f"new party: {key}")
    return key


def party_or_source_key(change: Change, name: str, *, new: bool) -> str:
    """The key of a party, else of a source; a name that is neither is entered as a party."""
    registry = change.view.registry
    if registry.find_party(name) is None and (source := registry.find_source(name)):
        return source.key
    return party_key(change, name, new=new)


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
        if new.described:
            change.say(
                f"{discreet(source)} is on file already: what describes a new source was not used "
                "(claimtrack source edit)"
            )
        return source.key
    home = outlet_of(url) if url else None
    free_home = home if home and registry.source_of(home.home) is None else None
    kind = new.kind or (SourceKind.SOCIAL if free_home and free_home.social else None)
    return enter_source(change, name, free_home.home if free_home else None, kind, new)


def _source_of_url(change: Change, url: str, new: NewSource) -> str:
    url = check_url(url)
    known = change.view.registry.source_of(url)
    if known is not None:
        return known.key
    outlet = outlet_of(url)
    if outlet is None:
        raise BadInput(f"{url} does not tell whose page it is: name its source with --source")
    kind = new.kind or (SourceKind.SOCIAL if outlet.social else None)
    return enter_source(change, outlet.key_url, outlet.home, kind, new)


def enter_source(
    change: Change, name: str, home: str | None, kind: SourceKind | None, new: NewSource
) -> str:
    """Put a new source on file: social media start at D, all others at F.

    One that bears the name of a party is that party's own.
    """
    registry = change.view.registry
    kind = kind or SourceKind.OUTLET
    start = Reliability.D if kind == SourceKind.SOCIAL else Reliability.F
    owner = registry.find_party(name)
    key = free_key(name, registry.sources)
    entered = SourceEntered(
        type="entered",
        name=name,
        kind=kind,
        url=home,
        reliability=new.reliability or start,
        owner=owner.key if owner else None,
        confidential=new.confidential,
        **change.stamp(),
    )
    change.amend_source(key, entered)
    grade = entered.reliability
    called = "a confidential source" if new.confidential else f"{key} ({name})"
    change.say(
        f"new source: {called}, {kind}, graded {grade}" + (f", of {owner.key}" if owner else "")
    )
    return key


def discreet(source: Source) -> str:
    """A source as a message may name it."""
    return "a confidential source" if source.fields.confidential else source.key


def _near_source(change: Change, name: str, *, allowed: bool) -> Source | None:
    if allowed:
        return None
    candidates = near(name, tuple(change.view.registry.sources.values()))
    key = _settle(change, name, "source", [(c.key, discreet(c)) for c in candidates])
    return change.view.registry.sources[key] if key else None


def _near_party(change: Change, name: str, *, new: bool) -> Party | None:
    if new:
        return None
    candidates = near(name, tuple(change.view.registry.parties.values()))
    key = _settle(change, name, "party", [(c.key, c.key) for c in candidates])
    return change.view.registry.parties[key] if key else None


def _settle(
    change: Change, name: str, what: str, candidates: Sequence[tuple[str, str]]
) -> str | None:
    """The key that was meant; None for a new one; ``NearMatch`` where nobody has said.

    Nobody is asked here, under the lock: whoever can ask a person does so and tries again.
    """
    if not candidates:
        return None
    if (what, name) in change.answers:
        return change.answers[what, name]
    raise NearMatch(what, name, candidates)


def near(name: str, candidates: Sequence[N]) -> list[N]:
    """Those whose key, name or an alias is spelled nearly so, the nearest first."""
    from difflib import SequenceMatcher

    wanted = fold_name(name)

    def likeness(candidate: N) -> float:
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        best = 0.0
        for other in candidate.names:
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
    labels = [discreet(c) if isinstance(c, Source) else c.key for c in candidates]
    hint = f"near it: {', '.join(labels)}" if labels else f"`claimtrack {what} list` shows all"
    return f"no {what} {name!r}; {hint}"
