"""Care of sources and parties: add, edit, rate, alias, and two that are one."""

from collections.abc import Sequence
from typing import Any, cast

from claimtrack.desk.change import Change
from claimtrack.desk.names import (
    NOBODY,
    discreet,
    free_key,
    party_or_source_key,
    refuse_reserved,
    stays_confidential,
    unknown,
)
from claimtrack.desk.text import one_line, some_text
from claimtrack.errors import BadInput, NotFound
from claimtrack.model.claim import standing_entries
from claimtrack.model.registry import (
    Amended,
    Changes,
    Merged,
    Party,
    PartyEntered,
    Source,
    SourceEntered,
    slug,
)
from claimtrack.model.urls import check_url, outlet_of
from claimtrack.model.words import Reliability, SourceKind


def find_source(change: Change, name: str) -> Source:
    """The source of that key, name, alias or url; ``NotFound`` where there is none."""
    source = change.view.registry.find_source(name)
    if source is None:
        raise NotFound(unknown("source", name, change.view.registry))
    return source


def find_party(change: Change, name: str) -> Party:
    """The party of that key, name or alias; ``NotFound`` where there is none."""
    party = change.view.registry.find_party(name)
    if party is None:
        raise NotFound(unknown("party", name, change.view.registry))
    return party


def add_source(
    change: Change,
    key: str,
    *,
    name: str | None = None,
    kind: SourceKind | None = None,
    reliability: Reliability | None = None,
    owner: str | None = None,
    aliases: Sequence[str] = (),
    url: str | None = None,
    confidential: bool = False,
    new: bool = False,
) -> str:
    """Put a source on file; its key. Refused only for a key, name, alias or url that is taken."""
    key, name, also = _named_anew(key, name, aliases)
    _refuse_taken(change, "source", (key, name, *also))
    home = _home(change, url)
    outlet = outlet_of(home) if home else None
    kind = kind or (SourceKind.SOCIAL if outlet and outlet.social else SourceKind.OUTLET)
    start = Reliability.D if kind == SourceKind.SOCIAL else Reliability.F
    draft = SourceEntered(
        name=name,
        kind=kind,
        url=home,
        reliability=reliability or start,
        owner=party_or_source_key(change, owner, new=new) if owner and not _none(owner) else None,
        aliases=also,
        confidential=confidential or stays_confidential(change, key),
        **change.stamp(),
    )
    change.amend_source(key, draft)
    return key


def add_party(change: Change, key: str, *, name: str | None, aliases: Sequence[str]) -> str:
    """Put a party on file; its key. Refused only for a key, name or alias that is taken."""
    key, name, also = _named_anew(key, name, aliases)
    _refuse_taken(change, "party", (key, name, *also))
    draft = PartyEntered(name=name, aliases=also, **change.stamp())
    change.amend_party(key, draft)
    return key


def edit_source(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    kind: SourceKind | None = None,
    owner: str | None = None,
    url: str | None = None,
    confidential: bool | None = None,
    new: bool = False,
    reason: str | None = None,
) -> str:
    """Change what is on file about a source; ``none`` clears its owner or url. Its key."""
    source = find_source(change, name)
    wanted: dict[str, Any] = {"kind": kind, "confidential": confidential}
    if new_name is not None:
        wanted["name"] = one_line(new_name, "name")
        _refuse_taken(change, "source", (wanted["name"],), besides=source.key)
    if owner is not None and not _none(owner):
        wanted["owner"] = party_or_source_key(change, owner, new=new)
        _refuse_circle(change, source, wanted["owner"])
    if url is not None and not _none(url):
        wanted["url"] = _home(change, url, besides=source.key)
    said = {field: value for field, value in wanted.items() if value is not None}
    said |= {"owner": None} if owner and _none(owner) else {}
    said |= {"url": None} if url and _none(url) else {}
    _amend_source(change, source, said, reason)
    for other in source.absorbed if confidential is not None else ():
        _amend_source(change, other, {"confidential": confidential}, reason)
    return source.key


def rate_source(
    change: Change, name: str, reliability: Reliability, *, reason: str | None = None
) -> str:
    """Grade a source; its key. Even the grade that it had by default is written as a grade."""
    source = find_source(change, name)
    standing = standing_entries(source.logged)
    rated = any(isinstance(e, Amended) and e.changes.get("reliability") for e in standing)
    if rated and source.fields.reliability == reliability:
        change.say(f"{_called(change, source)} is graded {reliability} already: nothing changed")
    else:
        change.amend_source(source.key, _amended(change, {"reliability": reliability}, reason))
    return source.key


def alias_source(change: Change, name: str, aliases: Sequence[str]) -> str:
    """Give a source other names; its key."""
    source = find_source(change, name)
    added = [one_line(alias, "alias") for alias in aliases]
    _refuse_taken(change, "source", added, besides=source.key)
    merged = tuple(dict.fromkeys((*source.fields.aliases, *added)))
    _amend_source(change, source, {"aliases": merged}, None)
    return source.key


def alias_party(change: Change, name: str, aliases: Sequence[str]) -> str:
    """Give a party other names; its key."""
    party = find_party(change, name)
    added = [one_line(alias, "alias") for alias in aliases]
    _refuse_taken(change, "party", added, besides=party.key)
    merged = tuple(dict.fromkeys((*party.fields.aliases, *added)))
    _amend_party(change, party, {"aliases": merged}, None)
    return party.key


def edit_party(change: Change, name: str, *, new_name: str, reason: str | None = None) -> str:
    """Rename a party; its key stays."""
    party = find_party(change, name)
    new_name = one_line(new_name, "name")
    _refuse_taken(change, "party", (new_name,), besides=party.key)
    _amend_party(change, party, {"name": new_name}, reason)
    return party.key


def merge_source(
    change: Change, name: str, into: str, *, new: bool = False, reason: str | None = None
) -> str:
    """Two sources are one: the key of the first becomes an alias of the second. That one's key.

    Whatever cites the first follows. ``new`` enters a second that is not on file.
    """
    source = find_source(change, name)
    known = change.view.registry.find_source(into)
    if known is None and new:
        key = add_source(
            change, into, kind=source.fields.kind, confidential=source.fields.confidential
        )
        known = change.view.registry.sources[key]
    other = known or find_source(change, into)
    if source.key == other.key:
        change.say(f"{_called(change, other)} is one source already: nothing changed")
        return other.key
    if source.fields.confidential != other.fields.confidential:
        raise BadInput(
            "one of the two is confidential and the other is not: make them alike first "
            "(claimtrack source edit KEY --confidential)"
        )
    if source.key in change.view.registry.owners(other.key)[1:]:
        raise BadInput(
            f"{_called(change, source)} owns what {_called(change, other)} belongs to: it would "
            "close a circle"
        )
    change.amend_source(source.key, _merged(change, other.key, reason))
    return other.key


def merge_party(
    change: Change, name: str, into: str, *, new: bool = False, reason: str | None = None
) -> str:
    """Two parties are one: as ``merge_source``."""
    party = find_party(change, name)
    known = change.view.registry.find_party(into)
    if known is None and new:
        known = change.view.registry.parties[add_party(change, into, name=None, aliases=())]
    other = known or find_party(change, into)
    if party.key == other.key:
        change.say(f"{other.key} is one party already: nothing changed")
        return other.key
    change.amend_party(party.key, _merged(change, other.key, reason))
    return other.key


def _merged(change: Change, into: str, reason: str | None) -> Merged:
    because = some_text(reason, "reason") if reason is not None else None
    return Merged(into=into, reason=because, **change.stamp())


def _amend_source(change: Change, source: Source, said: dict[str, Any], reason: str | None) -> None:
    changed = {k: v for k, v in said.items() if getattr(source.fields, k) != v}
    if not changed:
        change.say(f"{_called(change, source)} is on file so already: nothing changed")
    else:
        change.amend_source(source.key, _amended(change, changed, reason))


def _amend_party(change: Change, party: Party, said: dict[str, Any], reason: str | None) -> None:
    changed = {k: v for k, v in said.items() if getattr(party.fields, k) != v}
    if not changed:
        change.say(f"{party.key} is on file so already: nothing changed")
    else:
        change.amend_party(party.key, _amended(change, changed, reason))


def _amended(change: Change, changed: dict[str, Any], reason: str | None) -> Amended:
    return Amended(
        changes=cast("Changes", changed),
        reason=some_text(reason, "reason") if reason is not None else None,
        **change.stamp(),
    )


def _named_anew(
    key: str, name: str | None, aliases: Sequence[str]
) -> tuple[str, str, tuple[str, ...]]:
    """Key, name and aliases of something new; a name given as its key gives both."""
    text = one_line(key, "key")
    also = tuple(dict.fromkeys(one_line(alias, "alias") for alias in aliases))
    return free_key(text, ()), one_line(name or text, "name"), also


def _refuse_taken(
    change: Change, what: str, names: Sequence[str], besides: str | None = None
) -> None:
    registry = change.view.registry
    find = registry.find_source if what == "source" else registry.find_party
    for name in names:
        refuse_reserved(name, what)
        other = find(name) or find(slug(name))
        if other is not None and other.key != besides:
            called = _called(change, other) if isinstance(other, Source) else other.key
            raise BadInput(f"{name!r} is taken: it is a key, name or alias of {what} {called}")


def _called(change: Change, source: Source) -> str:
    return discreet(change.view.registry, source)


def _none(word: str) -> bool:
    return word.strip().lower() == NOBODY


def _home(change: Change, url: str | None, besides: str | None = None) -> str | None:
    if url is None:
        return None
    url = check_url(url)
    other = change.view.registry.source_of(url)
    if other is not None and other.key != besides:
        raise BadInput(f"{url} is taken: it is a page of source {_called(change, other)}")
    return url


def _refuse_circle(change: Change, source: Source, owner: str) -> None:
    registry = change.view.registry
    if owner in registry.parties:
        return
    if owner == source.key or source.key in registry.owners(owner):
        raise BadInput(
            f"{_called(change, source)} cannot belong to that owner: it would close a circle"
        )
