"""How sources and parties are named, and confidential sources are not."""

from dataclasses import dataclass
from typing import Any

from claimtrack.model.entries import Entry, whole
from claimtrack.model.registry import Registry, Source

WITHHELD = "a source known to the desk"
MARK = "(confidential)"
GIVEN_AWAY = ("url", "archive", "sha256", "quote", "reading", "speaker")
"""What an entry that cites a confidential source says that could give it away."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names for one output; ``discreet`` where it may leave the desk."""

    registry: Registry
    discreet: bool

    def withheld(self, key: str | None) -> bool:
        """Is it a source that must not be named here?"""
        return self.discreet and self.registry.confidential(key)

    def key(self, key: str | None) -> str | None:
        """A source's or party's key, as it may be named here."""
        return WITHHELD if self.withheld(key) else key

    def source(self, key: str | None) -> str:
        """A source's name for people, with a mark where it is confidential."""
        if key is None:
            return "nobody named"
        if self.withheld(key):
            return WITHHELD
        source = self.registry.sources.get(key)
        name = source.name if source else self.party(key)
        return f"{name} {MARK}" if self.registry.confidential(key) else name

    def party(self, key: str) -> str:
        """A party's name for people; the key of what is no party."""
        party = self.registry.parties.get(key)
        return party.name if party else (self.key(key) or "")

    def origin(self, key: str) -> str:
        """The name of an origin: a party, a source, or nobody."""
        return self.party(key) if key in self.registry.parties else self.source(key or None)

    def entry(self, entry: Entry) -> dict[str, Any]:
        """The entry with all its fields, without what names or quotes a confidential source."""
        record = whole(entry)
        cited = [key for key in ("source", "via", "claimant", "owner") if key in record]
        if any(self.withheld(record[key]) for key in cited):
            record |= {key: self.key(record[key]) for key in cited}
            record |= {key: None for key in GIVEN_AWAY if key in record}
        changes = record.get("changes")
        if isinstance(changes, dict):
            record["changes"] = {
                k: self.key(v) if k in ("claimant", "owner") else v for k, v in changes.items()
            }
        return record

    def text(self, entry: Entry, field: str) -> str | None:
        """A text of an entry for people; None where it is withheld."""
        value = self.entry(entry).get(field)
        return value if isinstance(value, str) else None

    def own_entry(self, source: Source, entry: Entry) -> dict[str, Any]:
        """An entry of a source's own list, without what names it where it is confidential."""
        record = self.entry(entry)
        if self.withheld(source.key):
            hidden = dict.fromkeys(("name", "aliases", "url", "owner", "reason"))
            record = {k: v for k, v in record.items() if k not in hidden}
            if isinstance(record.get("changes"), dict):
                record["changes"] = {
                    k: v for k, v in record["changes"].items() if k not in hidden
                }
        return record
