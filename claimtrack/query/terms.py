"""Filter terms: read once, into conditions.

A term is a word, or ``key:value`` with values joined by commas; ``-`` before it negates. All terms
have to hold. A key, a word of a closed list, a source or a party that is not known is refused:
a typo must not turn into the full list.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from claimtrack.errors import BadInput
from claimtrack.model.registry import Registry
from claimtrack.model.settings import Settings
from claimtrack.model.words import Flag, Kind, Priority, Status
from claimtrack.query.conditions import (
    NONE,
    Among,
    Condition,
    Days,
    How,
    InState,
    Negated,
    State,
    Without,
    Word,
    folded,
)
from claimtrack.when import Lean, Window

UNCONFIRMED = "is:unconfirmed"
"""The term for the editors' list."""


class Asked(NamedTuple):
    """What terms are read against: the names on file, the settings, dates, and who asks."""

    registry: Registry
    settings: Settings
    window: Callable[[str, str, Lean], Window]
    """How a date phrase is read for a key, with its lean."""
    user: str


class Term(NamedTuple):
    """A filter term as it was written; a word has no key."""

    key: str | None
    value: str
    negated: bool


def split_term(term: str) -> Term:
    """The parts of a term, for which no ledger is needed.

    ``BadInput`` for one that is empty, has a key that is none, or a key without a value. A url is
    a word, and so is what has several words before its colon.
    """
    if not term.strip():
        raise BadInput("a filter is empty: write a word or key:value, or leave it out")
    negated = term.startswith("-") and len(term) > 1
    body = term[1:] if negated else term
    match = re.match(r"\s*(?!https?://)([^\s:]*)\s*:(.*)", body, re.DOTALL | re.IGNORECASE)
    if match is None:
        return Term(None, body, negated)
    key, value = match[1].lower(), match[2].strip()
    if key not in KEYS:
        raise BadInput(
            f"no filter {key}: (in {body.strip()}); known are {', '.join(KEYS)} "
            "(`claimtrack search` finds words with a colon)"
        )
    if not value:
        raise BadInput(f"the filter {key}: needs a value: {KEYS[key].means}")
    return Term(key, value, negated)


def parse(terms: Sequence[str], asked: Asked) -> list[Condition]:
    """The conditions that all have to hold; ``BadInput`` for a term that cannot be read."""
    return [_condition(split_term(term), asked) for term in terms]


def _condition(term: Term, asked: Asked) -> Condition:
    key = KEYS[term.key] if term.key else None
    read = key.read(term.key or "", term.value, asked) if key else Word(folded(term.value))
    return Negated(read) if term.negated else read


def _closed(words: Iterable[str]) -> "Reader":
    known = tuple(str(word) for word in words)

    def read(key: str, value: str, asked: Asked) -> Condition:
        return Among(key, _words(key, value, known))

    return read


def _words(key: str, value: str, known: Sequence[str]) -> frozenset[str]:
    wanted = frozenset(part.strip().lower() for part in value.split(","))
    for word in wanted - set(known):
        raise BadInput(f"no {key} {word!r}: known are {', '.join(known)}")
    return wanted


def _free(key: str, value: str, asked: Asked) -> Condition:
    """A value that anybody may have made up: nobody having it gives an empty list."""
    return Among(key, frozenset(map(folded, value.split(","))))


def _verdict(key: str, value: str, asked: Asked) -> Condition:
    return Among(key, _words(key, value, (NONE, *asked.settings.scale)))


def _is(key: str, value: str, asked: Asked) -> Condition:
    return InState(frozenset(map(State, _words(key, value, tuple(State)))))


def _assignee(key: str, value: str, asked: Asked) -> Condition:
    names = (asked.user if part == "me" else part for part in value.split(","))
    return Among(key, frozenset(map(folded, names)))


def _party(key: str, value: str, asked: Asked) -> Condition:
    keys = set()
    for name in value.split(","):
        party = asked.registry.find_party(name.strip())
        if party is None:
            known = ", ".join(sorted(asked.registry.parties)) or "none yet"
            raise BadInput(f"no party {name.strip()!r}: known are {known}")
        keys.add(party.key)
    return Among(key, frozenset(keys))


def _source(key: str, value: str, asked: Asked) -> Condition:
    keys = set()
    for name in value.split(","):
        source = asked.registry.find_source(name.strip())
        if source is None:
            open_ones = (k for k in asked.registry.sources if not asked.registry.confidential(k))
            known = ", ".join(sorted(open_ones)) or "none yet"
            raise BadInput(f"no source {name.strip()!r}: known are {known}")
        keys.add(source.key)
    return Among(key, frozenset(keys))


def _days(lean: Lean) -> "Reader":
    """A date phrase, with ``<``, ``<=``, ``>``, ``>=`` before it or nothing."""

    def read(key: str, value: str, asked: Asked) -> Condition:
        if value == NONE:
            return Without(key)
        match = re.match(r"(<=|>=|<|>|=)?(.*)", value, re.DOTALL)
        assert match is not None
        window = asked.window(key, match[2].strip('" '), lean)
        return Days(key, How(match[1] or ""), window.begins, window.ends)

    return read


Reader = Callable[[str, str, Asked], Condition]


class Key(NamedTuple):
    """A key of a filter term: how its values are read, and what they mean."""

    read: Reader
    means: str


KEYS = {
    "status": Key(_closed(Status), ", ".join(Status)),
    "flag": Key(_closed(Flag), ", ".join(Flag)),
    "party": Key(_party, "a party's key, name or alias, as party or claimant"),
    "source": Key(_source, "a source's key, name or alias"),
    "tag": Key(_free, "a tag, or none"),
    "place": Key(_free, "a place, or none"),
    "kind": Key(_closed(Kind), ", ".join(Kind)),
    "priority": Key(_closed(Priority), ", ".join(Priority)),
    "assignee": Key(_assignee, "who works on it, me, or none"),
    "verdict": Key(_verdict, "a rating, or none"),
    "is": Key(_is, ", ".join(State)),
    "due": Key(_days(Lean.AHEAD), "a date as people write it, with < <= > >= before it, or none"),
    "heard": Key(
        _days(Lean.BEHIND), "a date as people write it, with < <= > >= before it, or none"
    ),
}
"""Every filter key, from which help, completion and docs are read."""
