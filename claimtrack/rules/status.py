"""The status of a claim: one table, from which the first rule that applies is taken.

To change what "corroborated" means, change its row here and a case in tests/rules/cases.toml.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from claimtrack.model.words import Kind, Status

INDEPENDENT = 2
"""How many independent origins it takes to corroborate, or to refute."""


class Counts(Struct, frozen=True):
    """What the rules count: parties that speak, origins that support and refute."""

    kind: Kind
    confirms: int
    denies: int
    supports: int
    refutes: int
    all_retracted: bool


class Rule(NamedTuple):
    """A status, when it applies, and the sentence that says so."""

    status: Status
    sentence: str
    applies: Callable[[Counts], bool]


RULES = (
    Rule(
        Status.NOT_CHECKABLE,
        "the claim is an opinion",
        lambda c: c.kind == Kind.OPINION,
    ),
    Rule(
        Status.DISPUTED,
        "one party confirms it and another denies it",
        lambda c: c.confirms > 0 and c.denies > 0,
    ),
    Rule(
        Status.DISPUTED,
        "a party confirms it, and two or more independent origins refute it",
        lambda c: c.confirms > 0 and c.refutes >= INDEPENDENT,
    ),
    Rule(
        Status.DISPUTED,
        "a party denies it, and two or more independent origins support it",
        lambda c: c.denies > 0 and c.supports >= INDEPENDENT,
    ),
    Rule(
        Status.CONFIRMED,
        "a party in a position to know confirms it",
        lambda c: c.confirms > 0,
    ),
    Rule(
        Status.DENIED,
        "a party in a position to know denies it",
        lambda c: c.denies > 0,
    ),
    Rule(
        Status.REFUTED,
        "two or more independent origins refute it, and none supports it",
        lambda c: c.refutes >= INDEPENDENT and c.supports == 0,
    ),
    Rule(
        Status.DISPUTED,
        "an independent origin refutes it",
        lambda c: c.refutes >= 1,
    ),
    Rule(
        Status.CORROBORATED,
        "two or more independent origins support it",
        lambda c: c.supports >= INDEPENDENT,
    ),
    Rule(
        Status.RETRACTED,
        "every report that supported it, or every one that carried weight, has been retracted",
        lambda c: c.all_retracted,
    ),
    Rule(
        Status.UNCONFIRMED,
        "no party has spoken, and fewer than two independent origins support it",
        lambda c: True,
    ),
)
"""In the order of the design's table; the last one always applies."""


@lru_cache(1 << 10)
def status_rule(counts: Counts) -> Rule:
    """The first rule that applies. Most claims share their few counts with many others."""
    return next(rule for rule in RULES if rule.applies(counts))
