"""Sources and parties: entered once, cited many times, kept as lists of entries as claims are."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypedDict, TypeVar, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from claimtrack.model.claim import logged_entries, standing_entries
from claimtrack.model.entries import Entry, Withdrawn, type_of
from claimtrack.model.reading import read_records
from claimtrack.model.urls import looks_like_url, outlet_of
from claimtrack.model.words import Reliability, SourceKind
from claimtrack.value import Partial

_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
"""What Latin, Greek and Cyrillic letters carry; the vowel signs of other scripts stay."""

CITING = ("source", "via", "claimant")
"""The fields in which an entry of a claim names a source."""

GIVEN_AWAY = ("url", "archive", "sha256", "quote", "reading", "speaker")
"""What an entry that cites a confidential source says that could give it away."""

N = TypeVar("N", bound="Named")


class Changes(TypedDict, total=False):
    """What changed of a source or a party; a field that is set to None was cleared."""

    name: str | None
    aliases: tuple[str, ...] | None
    kind: SourceKind | None
    url: str | None
    reliability: Reliability | None
    owner: str | None
    confidential: bool | None


class PartyEntered(Entry, frozen=True, kw_only=True, tag="entered"):
    """The party is put on file."""

    name: str
    aliases: tuple[str, ...] = ()


class SourceEntered(Entry, frozen=True, kw_only=True, tag="entered"):
    """The source is put on file. ``owner`` is the key of a party or of another source."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: SourceKind = SourceKind.OUTLET
    url: str | None = None
    reliability: Reliability = Reliability.F
    owner: str | None = None
    confidential: bool = False


class Amended(Entry, frozen=True, kw_only=True, tag="revised"):
    """Some fields of a source or a party changed: a grade, a name, an alias, an owner."""

    changes: Annotated[Changes, Partial()]
    reason: str | None = None


class Merged(Entry, frozen=True, kw_only=True, tag="merged"):
    """It turned out to be one with another: its key is an alias of that one's from here on."""

    into: str
    reason: str | None = None


SourceEntry = SourceEntered | Amended | Merged | Withdrawn
PartyEntry = PartyEntered | Amended | Merged | Withdrawn

SOURCE_ENTRIES: dict[str, type[SourceEntry]] = {type_of(e): e for e in get_args(SourceEntry)}
PARTY_ENTRIES: dict[str, type[PartyEntry]] = {type_of(e): e for e in get_args(PartyEntry)}
"""The models of what is logged of them, by the word of their type."""


F = TypeVar("F", PartyEntered, SourceEntered)


class Named(Struct, frozen=True):
    """Something with a key, a name and aliases."""

    key: str
    fields: PartyEntered | SourceEntered

    @property
    def name(self) -> str:
        """What it is called."""
        return self.fields.name

    @property
    def absorbed(self) -> "tuple[Named, ...]":
        """Those that were merged into it."""
        return ()

    @property
    def names(self) -> Iterator[str]:
        """Everything it may be called by."""
        yield self.key
        yield self.fields.name
        yield from self.fields.aliases
        for other in self.absorbed:
            yield from other.names

    @property
    def aliases(self) -> list[str]:
        """Its other names, those of what was merged into it too."""
        merged = (name for other in self.absorbed for name in other.names)
        return list(dict.fromkeys((*self.fields.aliases, *merged)))


class Party(Named, frozen=True):
    """A party as it stands, with what was logged about it.

    ``into`` is the key of the one that it was merged into.
    """

    fields: PartyEntered
    logged: tuple[PartyEntry, ...] = ()
    into: str | None = None
    absorbed: "tuple[Party, ...]" = ()


class Source(Named, frozen=True):
    """A source as it stands, with what was logged about it; ``into`` as a party's."""

    fields: SourceEntered
    logged: tuple[SourceEntry, ...] = ()
    into: str | None = None
    absorbed: "tuple[Source, ...]" = ()


class Registry(Struct, frozen=True):
    """The sources and parties of a ledger, and how they are found and belong together.

    One that was merged into another is among the merged, by its old key, and its ``into`` is the
    one that stands for it in the end: :func:`claimtrack.model.merged.assembled` sees to that.
    """

    sources: dict[str, Source]
    parties: dict[str, Party]
    merged_sources: dict[str, Source] = field(default_factory=dict)
    merged_parties: dict[str, Party] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Keys of sources that are confidential now, whatever the time that is looked at."""

    def take_over(self, other: "Registry") -> None:
        """Hold what another holds, for all who hold this one."""
        self.hidden.clear()
        self.hidden.update(other.hidden)
        for ours, theirs in (
            (self.sources, other.sources),
            (self.merged_sources, other.merged_sources),
        ):
            ours.clear()
            ours.update(theirs)
        for here, there in (
            (self.parties, other.parties),
            (self.merged_parties, other.merged_parties),
        ):
            here.clear()
            here.update(there)

    def copied(self) -> "Registry":
        """As it stands now, whatever it learns later."""
        return Registry(
            dict(self.sources),
            dict(self.parties),
            dict(self.merged_sources),
            dict(self.merged_parties),
            set(self.hidden),
        )

    def resolve_source(self, key: str) -> str:
        """The key of the source that stands for a key: itself, or what it was merged into."""
        merged = self.merged_sources.get(key)
        return merged.into or key if merged else key

    def resolve_party(self, key: str) -> str:
        """The key of the party that stands for a key: itself, or what it was merged into."""
        merged = self.merged_parties.get(key)
        return merged.into or key if merged else key

    def resolve(self, key: str) -> str:
        """The same for a key that may be a party's or a source's; one that is both is a party's."""
        known = key in self.parties or key in self.merged_parties
        return self.resolve_party(key) if known else self.resolve_source(key)

    def find_source(self, name: str) -> Source | None:
        """The source of that key, name or alias, in any case, or whose page a url is."""
        found = self.sources.get(self.resolve_source(name))
        found = found or _named(self.sources.values(), name)
        return self.source_of(name) if found is None and looks_like_url(name) else found

    def find_party(self, name: str) -> Party | None:
        """The party of that key, name or alias, in any case."""
        return self.parties.get(self.resolve_party(name)) or _named(self.parties.values(), name)

    def source_of(self, url: str) -> Source | None:
        """The source whose page ``url`` is: by host, on platforms by host and account."""
        outlet = outlet_of(url)
        if outlet is None:
            return None
        return next(
            (
                source
                for source in self.sources.values()
                if any(
                    (home := outlet_of(known.fields.url)) and home.key_url == outlet.key_url
                    for known in (source, *source.absorbed)
                    if known.fields.url
                )
            ),
            None,
        )

    def owners(self, key: str) -> list[str]:
        """The chain above a source, nearest first: other sources, at its top perhaps a party.

        A name that is both a party's and a source's means the party.
        """
        chain: list[str] = []
        while (source := self.sources.get(key)) and (owner := source.fields.owner):
            if owner in self.parties:
                chain.append(owner)
                break
            if owner in chain or owner == key:
                break
            chain.append(owner)
            key = owner
        return chain

    def top_owner(self, key: str) -> str:
        """The topmost owner of a source; the source itself when it has none."""
        return (self.owners(key) or [key])[-1]

    def owning_party(self, key: str) -> str | None:
        """The party that a source belongs to, if it belongs to one."""
        top = self.owners(key)[-1:]
        return top[0] if top and top[0] in self.parties else None

    def grade(self, key: str) -> Reliability:
        """How reliable a source is; one that nobody entered cannot be judged."""
        source = self.sources.get(key)
        return source.fields.reliability if source else Reliability.F

    def confidential(self, key: str | None) -> bool:
        """Is it a source that is named only on the desk's own screen?"""
        source = self.sources.get(self.resolve_source(key)) if key else None
        return key in self.hidden or (source is not None and source.fields.confidential)

    def gives_away(self, entry: Entry, said: str) -> bool:
        """Could this field of a claim's entry give a confidential source away?"""
        if said not in GIVEN_AWAY:
            return False
        return any(self.confidential(getattr(entry, name, None)) for name in CITING)


def fold_source(
    key: str, entries: Sequence[SourceEntry], known_at: datetime | None = None
) -> Source | None:
    """The source that its entries make; None where it was not on file, or was taken back."""
    standing = standing_entries(entries, known_at)
    fields = _fields(standing, SourceEntered)
    if fields is None:
        return None
    return Source(key, fields, tuple(logged_entries(entries, known_at)), _into(standing))


def fold_party(
    key: str, entries: Sequence[PartyEntry], known_at: datetime | None = None
) -> Party | None:
    """The party that its entries make; None where it was not on file, or was taken back."""
    standing = standing_entries(entries, known_at)
    fields = _fields(standing, PartyEntered)
    if fields is None:
        return None
    return Party(key, fields, tuple(logged_entries(entries, known_at)), _into(standing))


def read_source(records: Sequence[Mapping[str, Any]]) -> list[SourceEntry]:
    """Stored entries of a source as models; ``NoEntry`` where one is none."""
    return read_records(SOURCE_ENTRIES, records)


def read_party(records: Sequence[Mapping[str, Any]]) -> list[PartyEntry]:
    """Stored entries of a party as models; ``NoEntry`` where one is none."""
    return read_records(PARTY_ENTRIES, records)


def ever_confidential(entries: Iterable[SourceEntry]) -> bool:
    """Does any entry of a source say that it is confidential?"""
    return any(
        entry.confidential
        if isinstance(entry, SourceEntered)
        else isinstance(entry, Amended) and entry.changes.get("confidential")
        for entry in entries
    )


def says_confidential(record: Mapping[str, Any]) -> bool:
    """Does a stored entry of a source say that it is confidential?"""
    changes = record.get("changes")
    changed = isinstance(changes, dict) and changes.get("confidential")
    return bool(record.get("confidential") or changed)


def slug(name: str) -> str:
    """The key that a name gives: ``The Irrawaddy`` -> ``the-irrawaddy``. May be empty."""
    plain = (c for c in unicodedata.normalize("NFKD", name) if c not in _ACCENTS)
    letters = (c if unicodedata.category(c)[0] in "LMN" else " " for c in plain)
    return "-".join(unicodedata.normalize("NFC", "".join(letters)).casefold().split())


def _named(candidates: Iterable[N], name: str) -> N | None:
    wanted = fold_name(name)
    return next((c for c in candidates if any(fold_name(n) == wanted for n in c.names)), None)


def fold_name(name: str) -> str:
    """A name for comparing: without case and with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _fields(standing: Sequence[Entry], kind: type[F]) -> F | None:
    """What was first written, with every change since laid over it."""
    entered = next((entry for entry in standing if isinstance(entry, kind)), None)
    if entered is None:
        return None
    changed: dict[str, Any] = {}
    for entry in standing:
        if isinstance(entry, Amended):
            changed |= entry.changes
    known = kind.__struct_fields__
    return replace(entered, **{name: value for name, value in changed.items() if name in known})


def _into(standing: Sequence[Entry]) -> str | None:
    """What it was merged into, by the latest word on that."""
    return next((e.into for e in reversed(standing) if isinstance(e, Merged)), None)
