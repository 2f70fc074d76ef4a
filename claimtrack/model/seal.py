"""One hash over a whole ledger, and the list of hashes below it.

Every entry gives a leaf. What it says gives a hash (``content``), who logged it another (``who``);
the leaf is the SHA-256 of a zero byte and a line of JSON: table, key, id, recorded, content, who.
Leaves are sorted, each once, and hashed in pairs until one is left, so the order of the file makes
no difference; the root is the hash of their number and of that. The first byte of what is hashed
tells the sorts of hashes apart, and the number an inner hash from a leaf.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from claimtrack.model.entries import NOT_CONTENT

LEAF, NODE, CONTENT, WHO, ROOT = b"\x00", b"\x01", b"\x02", b"\x03", b"\x04"
SEALED = ("claims", "sources", "parties", "meta", "forgotten")
"""The tables whose entries are sealed: of ``meta`` the settings, ``forgotten`` the tombstones."""


Document = tuple[str, str, Mapping[str, Any]]
"""A document with its table and its key."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry in a seal. One that is withheld shows its table and its hash, and nothing else."""

    table: str
    key: str = ""
    entry: str = ""
    recorded: str = ""
    content: str = ""
    who: str = ""
    withheld: str = ""
    """The hash, where the rest must not be listed."""

    @property
    def line(self) -> str:
        """What is hashed, and listed."""
        if self.withheld:
            return _json([self.table])
        said = [self.table, self.key, self.entry, self.recorded, self.content, self.who]
        return _json(said)

    @property
    def place(self) -> tuple[str, str, str]:
        """Where the entry stands."""
        return (self.table, self.key, self.entry)

    @property
    def hash(self) -> str:
        """The leaf's hash, in hex."""
        return self.withheld or _hash(LEAF, self.line)

    def hidden(self) -> "Leaf":
        """The leaf without what it is about."""
        return Leaf(self.table, withheld=self.hash)


def leaf(table: str, key: str, record: Mapping[str, Any]) -> Leaf:
    """The leaf of an entry as it stands on file."""
    said = {name: value for name, value in record.items() if name not in NOT_CONTENT - {"id"}}
    content = _hash(CONTENT, _json(said))
    who = _hash(WHO, content + _json(record.get("by")))
    return Leaf(
        table, key, str(record.get("id", "")), str(record.get("recorded", "")), content, who
    )


def leaves(documents: Iterable[Document]) -> Iterator[tuple[Leaf, Mapping[str, Any]]]:
    """Every entry of a ledger's documents, as a leaf and as it stands on file."""
    for table, key, document in documents:
        if table not in SEALED or (table == "meta" and key != "settings"):
            continue
        for record in document.get("entries", ()):
            yield leaf(table, key, record), record


def root_of(hashes: Iterable[str]) -> str:
    """The hash over leaves: sorted, each once, in pairs; one that is left over goes up as it is."""
    level = [bytes.fromhex(each) for each in sorted(set(hashes))]
    number = len(level)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            sha256(NODE + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return sha256(ROOT + str(number).encode() + b"".join(level)).hexdigest()


def _hash(kind: bytes, text: str) -> str:
    return sha256(kind + text.encode("utf-8", "surrogatepass")).hexdigest()


_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode
"""JSON in one way only: keys sorted, no spaces, every sign that is not ASCII escaped."""
