"""What an import is made of, before anything is checked against the ledger or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from claimtrack.store.base import RawEntry, Table

CLAIM_FIELDS = {
    "key": "what makes several rows one claim, such as an id of theirs",
    "text": "the claim, on one line",
    "kind": "event, state, forecast or opinion",
    "claimant": "the party that makes the claim, or none",
    "when": "when it is said to have happened",
    "due": "when a forecast should come true",
    "condition": "what it is said to depend on",
    "place": "where",
    "tags": "tags, with ; between them",
    "priority": "high, normal or low",
    "assignee": "who works on it",
    "parties": "parties in a position to know, with ; between them",
}
"""What a row may say of its claim."""

REPORT_FIELDS = {
    "source": "who says so: a key, a name or a url",
    "url": "where it stands; by itself it finds the source by host or account",
    "quote": "the exact words",
    "reading": "what the desk reads in the quote",
    "stance": "supports, refutes, questions or mentions",
    "medium": "article, post, video, ...",
    "attribution": "on-record, named-source, anonymous or unattributed",
    "credibility": "1 to 6",
    "on": "the day of the report, and of the claim that it opens",
    "via": "the source that it was read in, when that is another",
    "archive": "url of an archived copy",
    "repeats": "the report that it merely repeats: an earlier one of the claim, by url or source",
}
"""What a row may say of a report."""

OWN_FIELDS = {
    "id": "the claim's id in this ledger",
    "external_id": "what the claim is called where it comes from, as it stands",
    "when_from": "first day of `when`",
    "when_to": "last day of `when`",
    "due_from": "first day of `due`",
    "due_to": "last day of `due`",
}
"""What a row of our own CSV says beside these."""

FIELDS = {**CLAIM_FIELDS, **REPORT_FIELDS, **OWN_FIELDS}


@dataclass(frozen=True, slots=True)
class Row:
    """An intended claim, or one that is on file already, with at most one report.

    ``values`` are texts by the names of FIELDS, as typed; what is empty is not there. ``columns``
    say what each field is called where it comes from, for messages: all rows may share one.
    """

    place: str
    """Where it stands in the file: ``line 7``, ``$.graph[3]``."""
    values: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    original: Any = None
    """As it stood in the file, for ``--skip-bad``."""


@dataclass(frozen=True, slots=True)
class Document:
    """The entries of one claim, source or party, or of the settings, as they are on file."""

    place: str
    table: Table
    key: str
    entries: list[RawEntry]
    original: Any = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be taken from a file: where it stands, and why."""

    place: str
    reason: str
    column: str | None = None
    original: Any = None

    @property
    def where(self) -> str:
        """``line 7, column outlet``."""
        return f"{self.place}, column {self.column}" if self.column else self.place


Item = Row | Document | Refused
