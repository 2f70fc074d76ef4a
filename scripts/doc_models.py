"""The tables of docs/file-format.md: each type of entry with its fields, from the models."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from doc_tables import code, table
from msgspec import NODEFAULT, Meta
from msgspec.structs import FieldInfo, fields

from claimtrack.model.entries import ClaimChanges, ClaimEntry, Entry, Forgotten, type_of
from claimtrack.model.registry import Changes, Merged, PartyEntered, SourceEntered
from claimtrack.model.settings import SettingChanged
from claimtrack.when import Window
from claimtrack.when.window import JSON_NAMES

MEANINGS = {
    "aliases": "other names by which it is found",
    "answer_by": "with `asked`: when an answer is due",
    "archive": "url of an archived copy",
    "assignee": "who works on the claim",
    "attribution": "whom the report names as the one who says so",
    "by": "who logged it",
    "changes": "the fields that changed, each with its new value; `null` cleared it",
    "other": "id of the other claim",
    "claimant": "key of the party (or source) that makes the claim and has a stake in it",
    "condition": "what it is said to depend on",
    "confidential": "never named outside the desk",
    "corrects": "id of the entry, typed wrong, that this one replaces",
    "credibility": "Admiralty code for what the report says: 1 confirmed to 5 improbable, 6 cannot "
    "be judged",
    "due": "window in which a forecast should come true",
    "entry": "id of the entry, on the same claim, that this one is about",
    "external_id": "what the claim is called where it was imported from",
    "flag": "the flag that was raised",
    "follows": "id of the entry that this one comes after",
    "id": "hash of what the entry says",
    "into": "key of the one that it is merged into",
    "key": "the setting",
    "kind": "what sort it is",
    "medium": "what it was published as",
    "name": "what it is called",
    "note": "what was found out",
    "on": "when it happened",
    "owner": "key of the party, or of the other source, that it belongs to",
    "parties": "keys of those in a position to know",
    "party": "key of the party whose position it is",
    "place": "where",
    "position": "where the party stands",
    "priority": "how much it matters",
    "quote": "the exact words",
    "rating": "a word of the verdict scale",
    "reading": "what the desk reads in the quote",
    "reason": "why",
    "recheck": "when to check again",
    "redoes": "by `redo`: when the command that it brings back was logged",
    "recorded": "when it was logged: UTC, to the microsecond",
    "relation": "how the claim bears on the other",
    "reliability": "Admiralty grade of the source",
    "repeats": "id of the report, on the same claim, that this one merely repeats",
    "rests_on": "ids of the entries that the verdict rests on",
    "sha256": "hash of a saved copy of the page, in hex",
    "source": "key of the source",
    "speaker": "who spoke for the party",
    "stance": "what the report says of the claim",
    "tags": "for finding it",
    "text": "the words",
    "type": "which type of entry it is",
    "undoes": "by `undo`: when the command that it takes back was logged",
    "until": "when to look again",
    "url": "where it stands",
    "value": "what it was set to, as typed; `null` puts the default back",
    "via": "key of the source that the desk read it in, when that is another",
    "when": "window in which it is said to have happened or held",
}
"""What each field means to somebody who reads the file; each has to be here."""

PECULIAR = {
    ("opened", "text"): "the claim, in the desk's own words, on one line",
    ("opened", "kind"): "what sort of statement it is",
    ("assessment", "source"): "key of the source that found it out; the desk did where it is null",
    ("link", "source"): "key of the source that says so; the desk does where it is null",
    ("entered", "url"): "its front page, or its account on a platform",
}
"""What they mean in one type of entry only."""

HEAD = ("id", "type", "on", "recorded", "by", "follows")
"""The fields that every entry may have."""


def head_fields() -> str:
    """The fields of every entry."""
    return _field_table(Entry, HEAD)


def claim_entries() -> str:
    """Each type of entry of a claim."""
    return _entry_sections(get_args(ClaimEntry))


def source_entries() -> str:
    """What is peculiar to the lists of sources."""
    return _field_table(SourceEntered, _own(SourceEntered))


def party_entries() -> str:
    """What is peculiar to the lists of parties."""
    return _field_table(PartyEntered, _own(PartyEntered))


def merged_entries() -> str:
    """What says of a source or a party that it is one with another."""
    return _field_table(Merged, _own(Merged))


def setting_entries() -> str:
    """What is peculiar to the list of settings."""
    return _field_table(SettingChanged, _own(SettingChanged))


def forgotten_entry() -> str:
    """What is left of a claim that was erased."""
    return _field_table(Forgotten, _own(Forgotten))


def window_fields() -> str:
    """A window of time."""
    return table(
        ("key", "holds"),
        [
            (code("text"), "the phrase as typed"),
            *((code(JSON_NAMES[name]), meaning) for name, meaning in ENDS.items()),
        ],
    )


ENDS = {
    "first": "the first day, `null` where the start is open",
    "last": "the last day, which is in the window; `null` where the end is open",
}


def _entry_sections(models: Iterable[type[Entry]]) -> str:
    sections = []
    for model in models:
        sections.append(f"### `{type_of(model)}`\n\n{_sentence(model)}")
        sections.append(_field_table(model, _own(model)))
    return "\n\n".join(sections)


def _sentence(model: type[Entry]) -> str:
    return " ".join((model.__doc__ or "").split())


def _own(model: type[Entry]) -> list[str]:
    return [field.name for field in fields(model) if field.name not in HEAD]


def _field_table(model: type[Entry], names: Iterable[str]) -> str:
    known = {field.name: field for field in fields(model)}
    rows = [
        (code(name), *_holds(known.get(name)), _meaning(model, name))  # its type is its class
        for name in names
    ]
    return table(("field", "holds", "left out means", "meaning"), rows)


def _meaning(model: type[Entry], name: str) -> str:
    return PECULIAR.get((type_of(model), name), MEANINGS[name])


def _holds(field: FieldInfo | None) -> tuple[str, str]:
    return (_type(field.type), _default(field)) if field else ("text", "always there")


def _default(field: FieldInfo) -> str:
    """The value that a field has where the file leaves it out."""
    if field.default is NODEFAULT or field.default == "":
        return "always there"
    if field.default is None:
        return "`null`"
    if field.default == ():
        return "none"
    default = field.default
    return code(str(default).lower() if isinstance(default, bool) else str(default))


def _type(annotation: Any) -> str:
    """The JSON type of a field, with the words of a closed list, or its bounds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _type(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return "list of texts"
    if origin is Annotated:
        words, mark = _type(arguments[0]), arguments[1]
        bounded = isinstance(mark, Meta) and mark.ge is not None
        return f"{words} from {mark.ge} to {mark.le}" if bounded else words
    if isinstance(annotation, type):
        if issubclass(annotation, StrEnum):
            return ", ".join(map(code, annotation))
        if annotation in (ClaimChanges, Changes):
            return "object"
    return NAMES.get(annotation, "text")


NAMES = {Window: "window", int: "number", bool: "`true` or `false`"}

MODEL_PARTS: dict[str, Callable[[], str]] = {
    "head-fields": head_fields,
    "window-fields": window_fields,
    "claim-entries": claim_entries,
    "source-entries": source_entries,
    "party-entries": party_entries,
    "merged-entries": merged_entries,
    "setting-entries": setting_entries,
    "forgotten-entry": forgotten_entry,
}
