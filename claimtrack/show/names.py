"""How sources and parties are named, and confidential sources are not."""

from typing import Any

from msgspec import Struct

from claimtrack.model.entries import Entry, whole
from claimtrack.model.registry import CITING, GIVEN_AWAY, Registry

WITHHELD = "a source known to the desk"
MARK = "(confidential)"
NO_SOURCE = "no source named"


class Names(Struct, frozen=True):
    """Names for one output; ``discreet`` where it may leave the desk."""

    registry: Registry
    discreet: bool
    forgotten: frozenset[str] = frozenset()
    """The claims that were erased."""

    def claim(self, claim_id: str) -> str:
        """A claim's id where another cites it, with a mark where it was erased."""
        return f"{claim_id} (forgotten)" if claim_id in self.forgotten else claim_id

    def confidential(self, key: str | None) -> bool:
        """Is it a source that is named only on the desk's own screen?"""
        return self.registry.confidential(key)

    def withheld(self, key: str | None) -> bool:
        """Is it a source that must not be named here?"""
        return self.discreet and self.registry.confidential(key)

    def key(self, key: str | None) -> str | None:
        """A source's or party's key, as it may be named here."""
        return WITHHELD if self.withheld(key) else key

    def source(self, key: str | None) -> str:
        """A source's name for people, with a mark where it is confidential."""
        if not key:
            return NO_SOURCE
        if self.withheld(key):
            return WITHHELD
        source = self.registry.sources.get(key)
        name = source.name if source else key
        return f"{name} {MARK}" if self.registry.confidential(key) else name

    def party(self, key: str) -> str:
        """A party's name for people; the key of one that is not on file."""
        party = self.registry.parties.get(key)
        return party.name if party else key

    def anybody(self, key: str) -> str:
        """The name of a claimant, an owner or an origin: a party or a source."""
        return self.party(key) if key in self.registry.parties else self.source(key)

    def entry(self, entry: Entry) -> dict[str, Any]:
        """A claim's entry with all its fields, without what gives a confidential source away."""
        return self.withholding(whole(entry))

    def withholding(self, record: dict[str, Any]) -> dict[str, Any]:
        """All fields of a claim's entry without what gives a confidential source away.

        Where nothing does, it is the very ``record``.
        """
        hidden: dict[str, Any] = {}
        cited = {field: record[field] for field in CITING if record.get(field)}
        if any(self.withheld(key) for key in cited.values()):
            hidden |= {field: self.key(key) for field, key in cited.items()}
            hidden |= {field: None for field in GIVEN_AWAY if field in record}
        if (external := record.get("external_id")) and self.external_id(external) != external:
            hidden["external_id"] = self.external_id(external)
        changes = record.get("changes")
        if isinstance(changes, dict):
            shown = changes.copy()
            if self.withheld(changes.get("claimant")):
                shown["claimant"] = WITHHELD
            if "external_id" in changes:
                shown["external_id"] = self.external_id(changes["external_id"])
            if shown != changes:
                hidden["changes"] = shown
        return {**record, **hidden} if hidden else record

    def external_id(self, external: str | None) -> str | None:
        """What a claim is called elsewhere; it may begin with the key of the source it is of."""
        return WITHHELD if external and self.withheld(external.partition(":")[0]) else external

    def text(self, entry: Entry, field: str) -> str | None:
        """A text of a claim's entry for people; None where there is none, or it is withheld."""
        value = getattr(entry, field, None)
        if self.discreet and self.registry.gives_away(entry, field):
            return None
        return value if isinstance(value, str) else None

    def own_entry(self, key: str, entry: Entry) -> dict[str, Any]:
        """An entry of a source's own list with all its fields, without what must not be named."""
        record = whole(entry)
        changes = record.get("changes")
        if self.withheld(key):
            record |= _blanked(record)
            if isinstance(changes, dict):
                record["changes"] = changes | _blanked(changes)
            return record
        if "owner" in record:
            record["owner"] = self.key(record["owner"])
        if "into" in record:
            record["into"] = self.key(record["into"])
        if isinstance(changes, dict) and "owner" in changes:
            record["changes"] = {**changes, "owner": self.key(changes["owner"])}
        return record


def _blanked(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of ``record`` that name a source, with nothing in them."""
    blank: dict[str, Any] = {
        "name": WITHHELD,
        "aliases": [],
        "url": None,
        "owner": None,
        "into": WITHHELD,
        "reason": None,
    }
    return {field: value for field, value in blank.items() if field in record}
