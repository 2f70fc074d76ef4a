"""Filter terms: parsed once, then asked of each claim.

A term is a word, or ``key:value`` with values joined by commas; ``-`` before it negates. All terms
have to hold. A key, a word of a closed list, a source or a party that is not known is refused:
a typo must not turn into the full list.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Position, Report
from claimtrack.model.registry import Registry
from claimtrack.model.settings import Settings
from claimtrack.model.words import Flag, Kind, Priority, Status
from claimtrack.rules.activity import first_heard, last_heard, updated
from claimtrack.rules.standing import Standing
from claimtrack.when import Lean, Window

NONE = "none"
IS = ("open", "closed", "unconfirmed")
UNCONFIRMED = "is:unconfirmed"
"""The term for the editors' list."""


class Row(NamedTuple):
    """A claim as a filter sees it; it is judged only where a filter asks for its standing."""

    claim: Claim
    day: date
    judge: Callable[[Claim], Standing]

    @property
    def standing(self) -> Standing:
        """Where the claim stands at the day."""
        return self.judge(self.claim)


Test = Callable[[Row], bool]


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


def parse(terms: Sequence[str], asked: Asked) -> Test:
    """One test for all terms; ``BadInput`` for a term that cannot be read."""
    tests = [_test(split_term(term), asked) for term in terms]
    return lambda row: all(test(row) for test in tests)


def sorter(key: str) -> Callable[[Iterable[Row]], list[Row]]:
    """How to put rows in order; ``-`` before the key turns it round."""
    name = key.removeprefix("-")
    if name not in SORTS:
        raise BadInput(f"cannot sort by {name!r}: known are {', '.join(SORTS)}")
    return lambda rows: sorted(rows, key=SORTS[name], reverse=key.startswith("-"))


def holds_words(text: str, words: str) -> bool:
    """Does the text hold these words, in any case and spelling of its characters?"""
    return _folded(words) in _folded(text)


def _test(term: Term, asked: Asked) -> Test:
    key = KEYS[term.key] if term.key else None
    test = key.read(term.key or "", term.value, asked) if key else _word(term.value)
    return (lambda row: not test(row)) if term.negated else test


def _word(word: str) -> Test:
    return lambda row: any(holds_words(text, word) for text in _texts(row.claim))


def _texts(claim: Claim) -> Iterable[str]:
    fields = claim.fields
    return filter(None, (claim.id, fields.text, fields.condition, fields.place, *fields.tags))


def _closed(words: Iterable[str], of: Callable[[Row], Iterable[str]]) -> "Reader":
    known = tuple(str(word) for word in words)

    def read(key: str, value: str, asked: Asked) -> Test:
        wanted = _words(key, value, known)
        return lambda row: not wanted.isdisjoint(of(row))

    return read


def _words(key: str, value: str, known: Sequence[str]) -> set[str]:
    wanted = {part.strip().lower() for part in value.split(",")}
    for word in wanted - set(known):
        raise BadInput(f"no {key} {word!r}: known are {', '.join(known)}")
    return wanted


def _free(of: Callable[[Row], Iterable[str]]) -> "Reader":
    """A value that anybody may have made up: nobody having it gives an empty list."""

    def read(key: str, value: str, asked: Asked) -> Test:
        wanted = {_folded(part) for part in value.split(",")}
        return lambda row: any(_folded(word) in wanted for word in _or_none(of(row)))

    return read


def _verdict(key: str, value: str, asked: Asked) -> Test:
    wanted = _words(key, value, (NONE, *asked.settings.scale))
    return lambda row: (row.standing.verdict.rating if row.standing.verdict else NONE) in wanted


def _is(key: str, value: str, asked: Asked) -> Test:
    wanted = _words(key, value, IS)

    def test(row: Row) -> bool:
        standing = row.standing
        holds = {
            "open": standing.open,
            "closed": not standing.open,
            "unconfirmed": standing.unconfirmed_rumor,
        }
        return any(holds[word] for word in wanted)

    return test


def _assignee(key: str, value: str, asked: Asked) -> Test:
    wanted = {_folded(asked.user if part == "me" else part) for part in value.split(",")}
    return lambda row: _folded(row.claim.fields.assignee or NONE) in wanted


def _party(key: str, value: str, asked: Asked) -> Test:
    keys = set()
    for name in value.split(","):
        party = asked.registry.find_party(name.strip())
        if party is None:
            known = ", ".join(sorted(asked.registry.parties)) or "none yet"
            raise BadInput(f"no party {name.strip()!r}: known are {known}")
        keys.add(party.key)
    return lambda row: not keys.isdisjoint((*row.standing.parties, row.claim.fields.claimant or ""))


def _source(key: str, value: str, asked: Asked) -> Test:
    keys = set()
    for name in value.split(","):
        source = asked.registry.find_source(name.strip())
        if source is None:
            open_ones = (k for k in asked.registry.sources if not asked.registry.confidential(k))
            known = ", ".join(sorted(open_ones)) or "none yet"
            raise BadInput(f"no source {name.strip()!r}: known are {known}")
        keys.add(source.key)

    def test(row: Row) -> bool:
        reports = row.claim.at(Report, row.day)
        positions = row.claim.at(Position, row.day)
        cited = {key for r in reports for key in (r.source, r.via)} | {p.source for p in positions}
        return not keys.isdisjoint(cited)

    return test


def _due(key: str, value: str, asked: Asked) -> Test:
    if value == NONE:
        return lambda row: row.claim.fields.due is None
    compare = _compared(key, value, asked, Lean.AHEAD)

    def test(row: Row) -> bool:
        due = row.claim.fields.due
        return due is not None and compare(due.begins, due.ends)

    return test


def _heard(key: str, value: str, asked: Asked) -> Test:
    if value == NONE:
        return lambda row: last_heard(row.claim, row.day) is None
    compare = _compared(key, value, asked, Lean.BEHIND)
    bare = value[0] not in "<>="

    def test(row: Row) -> bool:
        last = last_heard(row.claim, row.day)
        if last is None:
            return False
        first = first_heard(row.claim, row.day) if bare else last
        return compare(first or date.min, last)

    return test


def _compared(key: str, value: str, asked: Asked, lean: Lean) -> Callable[[date, date], bool]:
    """A test of a window's first and last day against ``<``, ``<=``, ``>``, ``>=`` or none."""
    match = re.match(r"(<=|>=|<|>|=)?(.*)", value, re.DOTALL)
    assert match is not None
    window = asked.window(key, match[2].strip('" '), lean)
    first, last = window.begins, window.ends
    tests: dict[str, Callable[[date, date], bool]] = {
        "<": lambda begins, ends: ends < first,
        "<=": lambda begins, ends: ends <= last,
        ">": lambda begins, ends: begins > last,
        ">=": lambda begins, ends: begins >= first,
        "=": lambda begins, ends: (begins, ends) == (first, last),
        "": lambda begins, ends: begins <= last and ends >= first,
    }
    return tests[match[1] or ""]


def _or_none(values: Iterable[str]) -> Iterable[str]:
    return tuple(values) or (NONE,)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _optional(value: str | None) -> Iterable[str]:
    return (value,) if value else ()


Reader = Callable[[str, str, Asked], Test]


class Key(NamedTuple):
    """A key of a filter term: how its values are read, and what they mean."""

    read: Reader
    means: str


KEYS = {
    "status": Key(_closed(Status, lambda row: (row.standing.status,)), ", ".join(Status)),
    "flag": Key(_closed(Flag, lambda row: row.standing.flags), ", ".join(Flag)),
    "party": Key(_party, "a party's key, name or alias, as party or claimant"),
    "source": Key(_source, "a source's key, name or alias"),
    "tag": Key(_free(lambda row: row.claim.fields.tags), "a tag, or none"),
    "place": Key(_free(lambda row: _optional(row.claim.fields.place)), "a place, or none"),
    "kind": Key(_closed(Kind, lambda row: (row.claim.fields.kind,)), ", ".join(Kind)),
    "priority": Key(
        _closed(Priority, lambda row: (row.claim.fields.priority,)), ", ".join(Priority)
    ),
    "assignee": Key(_assignee, "who works on it, me, or none"),
    "verdict": Key(_verdict, "a rating, or none"),
    "is": Key(_is, ", ".join(IS)),
    "due": Key(_due, "a date as people write it, with < <= > >= before it, or none"),
    "heard": Key(_heard, "a date as people write it, with < <= > >= before it, or none"),
}
"""Every filter key, from which help, completion and docs are read."""

_PRIORITIES = list(Priority)

SORTS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "activity": lambda row: (-updated(row.claim, row.day).timestamp(), row.claim.id),
    "id": lambda row: (row.claim.id,),
    "text": lambda row: (_folded(row.claim.fields.text), row.claim.id),
    "status": lambda row: (list(Status).index(row.standing.status), row.claim.id),
    "priority": lambda row: (_PRIORITIES.index(row.claim.fields.priority), row.claim.id),
    "due": lambda row: (
        row.claim.fields.due.ends if row.claim.fields.due else date.max,
        row.claim.id,
    ),
    "heard": lambda row: (last_heard(row.claim, row.day) or date.min, row.claim.id),
    "opened": lambda row: (row.claim.logged[0].recorded, row.claim.id),
    "updated": lambda row: (updated(row.claim, row.day), row.claim.id),
}
"""What rows can be sorted by: ``activity`` has the latest first, the others go upwards."""
