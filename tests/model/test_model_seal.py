"""One hash over a ledger, which anyone can work out again from its description."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.seal import leaf, leaves, root_of
from claimtrack.store.held import Held

hashes = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=20)


def described(tables: dict) -> str:
    """What docs/trust.md tells to do, with nothing but the standard library."""

    def as_json(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    def sha(kind, data):
        return hashlib.sha256(bytes([kind]) + data).hexdigest()

    level = set()
    for table, key, entry in (
        (t, k, e)
        for t in ("claims", "sources", "parties", "meta", "forgotten")
        for k, document in tables.get(t, {}).items()
        for e in document.get("entries", [])
    ):
        content = sha(2, as_json({n: v for n, v in entry.items() if n not in ("recorded", "by")}))
        who = sha(3, content.encode() + as_json(entry["by"]))
        level.add(sha(0, as_json([table, key, entry["id"], entry["recorded"], content, who])))
    level = sorted(level)
    number = str(len(level)).encode()
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha(1, bytes.fromhex("".join(p))) if len(p) == 2 else p[0] for p in pairs]
    return sha(4, number + bytes.fromhex(level[0]))


def entry(text: str, **said: object) -> dict:
    recorded = "2025-06-01T09:00:00.000000Z"
    return {"id": text, "type": "note", "text": text, "recorded": recorded, "by": "ann", **said}


def ledger(*texts: str) -> dict:
    return {
        "meta": {"ledger": {"schema": 1}, "settings": {"entries": [entry("s")]}},
        "claims": {"a": {"entries": [entry(t) for t in texts]}, "b": {"entries": [entry("é\x1b\n\u2028")]}},
        "sources": {"x": {"entries": [entry("y")]}},
        "forgotten": {"c": {"entries": [entry("gone")]}},
    }  # fmt: skip


def root(tables: dict) -> str:
    return root_of(each.hash for each, _ in leaves(Held(tables).documents()))


def test_it_is_what_the_description_says():
    for texts in ((), ("one",), ("one", "two"), ("one", "two", "three")):
        assert root(ledger(*texts)) == described(ledger(*texts))


@given(hashes, st.randoms())
def test_the_order_of_the_file_makes_no_difference(found, random):
    mixed = list(found)
    random.shuffle(mixed)
    assert root_of(mixed) == root_of(found) == root_of([*found, *mixed])


@given(hashes, st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_one_leaf_more_makes_another_root(found, more):
    assert (root_of([*found, more]) == root_of(found)) == (more in found)


def test_every_part_of_an_entry_counts():
    table, key, plain = "claims", "a", entry("one")
    there = {
        leaf(table, key, plain).hash,
        leaf("sources", key, plain).hash,
        leaf(table, "b", plain).hash,
        *(leaf(table, key, {**plain, name: "else"}).hash for name in (*plain, "more")),
    }
    assert len(there) == 3 + len(plain) + 1


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=3, unique=True))
def test_what_is_within_cannot_be_passed_off_as_an_entry(found):
    ordered = sorted(found)
    inner = hashlib.sha256(b"\x01" + bytes.fromhex(ordered[0] + ordered[1])).hexdigest()
    assert root_of([inner, *ordered[2:]]) != root_of(found)
    assert root_of(found[:1]) not in found
