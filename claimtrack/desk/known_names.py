"""Sources and parties by name, for an import: found at once, however many there are.

Nothing is entered while rows are checked: a name that may be entered is only noted, and entered
when a row that needs it is filed.
"""

from collections.abc import Collection, Iterator, Sequence

from claimtrack.desk.change import Change
from claimtrack.desk.names import (
    PUBLISHES,
    NewSource,
    as_url,
    discreet,
    enter_party,
    enter_source,
    free_key,
    near,
    refuse_open,
    refuse_reserved,
)
from claimtrack.desk.text import one_line
from claimtrack.errors import BadInput
from claimtrack.model.registry import Named, Source, fold_name
from claimtrack.model.urls import check_url, outlet_of
from claimtrack.model.words import SourceKind

MOST_NEAR = 50
"""For so many unknown names it is said which known ones are near."""


class KnownNames:
    """The names of a ledger's sources and parties, those that were taken back too."""

    def __init__(self, change: Change, new: NewSource) -> None:
        self._change = change
        self._new = new
        view = change.view
        self._sources = _by_name(view.registry.sources.values())
        self._parties = _by_name(view.registry.parties.values())
        self._homes = {
            home: source.key
            for source in reversed(view.registry.sources.values())
            for known in (*source.absorbed, source)
            if known.fields.url and (home := _home(known.fields.url))
        }
        self._former = dict(self._taken_back())
        self._found: dict[tuple[str | None, str | None], str] = {}
        self._near: dict[str, str] = {}
        self.entered_sources: list[str] = []
        self.entered_parties: list[str] = []

    def check_source(self, name: str | None, url: str | None) -> None:
        """``BadInput`` where a source is unknown and may not be entered."""
        if (page := as_url(name)) is not None:
            name, url = None, page
        if name is not None:
            name = one_line(name, "source")
            refuse_reserved(name, "source")
            if self.source(name, None) is None:
                self._refuse_unknown("source", name)
                free_key(name, ())  # says where a name gives none
        elif url is not None and self.source(None, url) is None:
            if outlet_of(check_url(url)) is None:
                raise BadInput(f"{url} does not tell whose page it is: name its source")
            self._refuse_unknown("source", _home(url) or url)
        known = self._change.view.registry.sources.get(self.source(name, url) or "")
        if known is not None:
            refuse_open(self._change.view.registry, known, self._new)

    def check_party(self, name: str) -> None:
        """``BadInput`` where a party is unknown and may not be entered."""
        name = one_line(name, "party")
        refuse_reserved(name, "party")
        if fold_name(name) not in self._parties:
            self._refuse_unknown("party", name)
            free_key(name, ())

    def source(self, name: str | None, url: str | None) -> str | None:
        """The key of a source that is on file, or was taken back; None where there is none."""
        asked = (name, None if name else url)
        if (found := self._found.get(asked)) is None and (found := self._look_up(name, url)):
            self._found[asked] = found
        return found

    def standing(self, key: str) -> str:
        """The key of the source that stands for one that an entry on file cites."""
        return self._change.view.registry.resolve_source(key)

    def _look_up(self, name: str | None, url: str | None) -> str | None:
        if (page := as_url(name)) is not None:
            name, url = None, page
        if name is not None:
            return self._sources.get(fold_name(name)) or self._former.get(fold_name(name))
        home = _home(url) if url else None
        return (self._homes.get(home) or self._former.get(home)) if home else None

    def enter_source(self, name: str | None, url: str | None) -> str | None:
        """The key of a source, which is entered if it is not on file."""
        if (page := as_url(name)) is not None:
            name, url = None, page
        outlet = outlet_of(url) if url else None
        if name is not None:
            name = one_line(name, "source")
            if key := self._sources.get(fold_name(name)):
                return key
            if outlet and (self._new.confidential or outlet.key_url in self._homes):
                outlet = None
        elif outlet is None:
            return None
        elif key := self._homes.get(outlet.key_url):
            return key
        kind = self._new.kind or (SourceKind.SOCIAL if outlet and outlet.social else None)
        if name is not None and (kind or SourceKind.OUTLET) not in PUBLISHES:
            outlet = None
        name = name if name is not None else outlet.key_url if outlet else ""
        home = outlet.home if outlet else None
        key = enter_source(self._change, name, home, kind, self._new, quiet=True)
        self.entered_sources.append(key)
        self._sources |= dict.fromkeys((fold_name(name), fold_name(key)), key)
        if outlet:
            self._homes[outlet.key_url] = key
        return key

    def enter_party(self, name: str) -> str:
        """The key of a party, which is entered if it is not on file."""
        name = one_line(name, "party")
        if key := self._parties.get(fold_name(name)):
            return key
        key = enter_party(self._change, name, quiet=True)
        self.entered_parties.append(key)
        self._parties |= dict.fromkeys((fold_name(name), fold_name(key)), key)
        return key

    def claimant(self, name: str) -> str:
        """The key of a party, else of a source; a name that is neither is entered as a party."""
        if fold_name(name) not in self._parties and (key := self._sources.get(fold_name(name))):
            return key
        return self.enter_party(name)

    def check_claimant(self, name: str) -> None:
        """``BadInput`` where a claimant is unknown and may not be entered."""
        if fold_name(name) not in self._sources:
            self.check_party(name)

    def _refuse_unknown(self, what: str, name: str) -> None:
        if self._new.allowed:
            return
        hint = self._hint(what, name)
        raise BadInput(f"no {what} {name!r} is on file{hint}; --new enters what is unknown")

    def _hint(self, what: str, name: str) -> str:
        if name not in self._near and len(self._near) < MOST_NEAR:
            registry = self._change.view.registry
            known: Sequence[Named] = tuple(
                registry.sources.values() if what == "source" else registry.parties.values()
            )
            labels = [
                discreet(registry, n) if isinstance(n, Source) else n.key for n in near(name, known)
            ]
            self._near[name] = f", but near it: {', '.join(labels)}" if labels else ""
        return self._near.get(name, "")

    def _taken_back(self) -> Iterator[tuple[str, str]]:
        """The names and homes of sources that were taken back: an import may have brought them."""
        view = self._change.view
        for key in view.snapshot.keys("sources"):
            if key in view.registry.sources or key in view.registry.merged_sources:
                continue
            yield fold_name(key), key
            for record in view.snapshot.entries("sources", key) or ():
                if record.get("name"):
                    yield fold_name(str(record["name"])), key
                if home := _home(str(record.get("url") or "")):
                    yield home, key


def _by_name(known: Collection[Named]) -> dict[str, str]:
    """Keys by every name; a key goes before a name of another, and what is earlier before later."""
    found: dict[str, str] = {}
    for one in known:
        for name in one.names:
            found.setdefault(fold_name(name), one.key)
    return found | {fold_name(one.key): one.key for one in known}


def _home(url: str) -> str | None:
    outlet = outlet_of(url)
    return outlet.key_url if outlet else None
