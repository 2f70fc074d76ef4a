"""What the texts of an imported row mean: dates, closed lists, names, urls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from claimtrack.desk.change import Change
from claimtrack.desk.known_names import KnownNames
from claimtrack.desk.names import NOBODY, as_url, refuse_reserved
from claimtrack.desk.opening import ID_LETTERS
from claimtrack.desk.rows import REPORT_FIELDS, Refused, Row
from claimtrack.desk.text import one_line, some_text
from claimtrack.desk.view import as_read
from claimtrack.errors import BadInput
from claimtrack.model.urls import check_url
from claimtrack.model.words import Attribution, Kind, Medium, Priority, Stance
from claimtrack.when import Lean, Window

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

UNNAMED = (Attribution.ANONYMOUS, Attribution.UNATTRIBUTED)
MOST_ECHOED = 5
"""So many readings of dates without a year are told."""

SAYING = tuple(name for name in REPORT_FIELDS if name not in ("source", "on"))
"""The fields that make a row a report even where it names no source."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row that was read: what it says of the claim, and its report, if it has one.

    Names of sources and parties are still as they were written.
    """

    row: Row
    claim: Mapping[str, Any]
    report: Mapping[str, Any] | None
    on: Window | None


class RowReader:
    """Reads rows, one after the other; what is read often is read once."""

    def __init__(
        self,
        change: Change,
        names: KnownNames,
        *,
        source: str | None,
        stances: Mapping[str, str],
    ) -> None:
        self._change = change
        self._names = names
        self._source = source
        self._stances = {word.casefold(): Stance(to) for word, to in stances.items()}
        self._windows: dict[tuple[str, Lean], Window | BadInput] = {}
        self._checked: dict[tuple[str | None, str | None], BadInput | None] = {}
        self._echoed = 0
        self._claim_readers: dict[str, Callable[[str], Any]] = {
            "id": _claim_id,
            "key": lambda text: one_line(text, "key"),
            "external_id": lambda text: one_line(text, "external id"),
            "text": lambda text: one_line(text, "claim"),
            "kind": lambda text: _word(Kind, text, "kind"),
            "claimant": self._claimant,
            "when": lambda text: self._window("when", text, Lean.BEHIND),
            "due": lambda text: self._window("due", text, Lean.AHEAD),
            "condition": lambda text: _unless_none(text, "condition"),
            "place": lambda text: _unless_none(text, "place"),
            "tags": lambda text: tuple(map(_tag, _parts(text))),
            "priority": lambda text: _word(Priority, text, "priority"),
            "assignee": lambda text: _unless_none(text, "assignee"),
            "parties": self._parties,
        }
        self._report_readers: dict[str, Callable[[str], Any]] = {
            "stance": self._stance,
            "url": check_url,
            "quote": lambda text: some_text(text, "quote"),
            "reading": lambda text: some_text(text, "reading"),
            "medium": lambda text: _word(Medium, text, "medium"),
            "attribution": lambda text: _word(Attribution, text, "attribution"),
            "credibility": _credibility,
            "repeats": lambda text: text.strip(),
            "archive": check_url,
        }

    def read(self, row: Row) -> Told | list[Refused]:
        """What a row says; or everything that is wrong with it."""
        wrong: list[Refused] = []
        claim = {
            name: self._field(row, name, self._claim_readers[name], wrong)
            for name in row.values
            if name in self._claim_readers and not self._exact(row, name)
        }
        for name in ("when", "due"):
            if self._exact(row, name):
                claim[name] = self._exact_window(row, name, wrong)
        on = self._field(row, "on", self._on, wrong)
        report = self._report(row, wrong) if self._reported(row) else None
        return wrong or Told(row, claim, report, on)

    def _field(
        self, row: Row, name: str, read: Callable[[str], T], wrong: list[Refused]
    ) -> T | None:
        """What a cell means; None where it is empty, or wrong."""
        text = row.values.get(name)
        if text is None:
            return None
        try:
            return read(text)
        except BadInput as error:
            wrong.append(Refused(row.place, str(error), row.columns.get(name, name), row.original))
            return None

    @staticmethod
    def _exact(row: Row, name: str) -> bool:
        return f"{name}_from" in row.values or f"{name}_to" in row.values

    def _exact_window(self, row: Row, name: str, wrong: list[Refused]) -> Window | None:
        """A window as our own CSV has it: a phrase, and its days beside it."""
        first, last = (self._field(row, f"{name}_{end}", _iso_day, wrong) for end in ("from", "to"))
        if first and last and first > last:
            return self._field(row, f"{name}_to", _backwards, wrong)
        days = "..".join(row.values.get(f"{name}_{end}", "") for end in ("from", "to"))
        return Window(text=row.values.get(name, days), first=first, last=last)

    def _reported(self, row: Row) -> bool:
        values = row.values
        if any(name in values for name in ("source", *SAYING)):
            return True
        return self._source is not None and "source" not in row.columns

    def _report(self, row: Row, wrong: list[Refused]) -> Mapping[str, Any]:
        values = row.values
        source, page = self._named(row)
        said = {
            name: self._field(row, name, self._report_readers[name], wrong)
            for name in values
            if name in self._report_readers
        }
        via = values.get("via")
        if source is None and page is None and via is None and said.get("attribution") in UNNAMED:
            return said
        if source is None and page is None:
            error: BadInput | None = BadInput(
                "the row names no source: a report needs one, or --source for all that name none"
            )
        else:
            error = self._check(source, page)
        if error:
            column = "source" if source or not page else "url" if "url" in values else "archive"
            at = row.columns.get(column, column if column in values else "--source")
            wrong.append(Refused(row.place, str(error), at, row.original))
        if via and (error := self._check(via, None)):
            wrong.append(Refused(row.place, str(error), row.columns.get("via"), row.original))
        if "url" not in said and source and (url := as_url(source)):
            said["url"] = url
        return {**said, "source": source, "page": page, "via": via}

    def _named(self, row: Row) -> tuple[str | None, str | None]:
        """Who says so, by name or by a page: what --source says where no cell does."""
        page = row.values.get("url") or row.values.get("archive")
        source = row.values.get("source")
        if source is None and ("source" not in row.columns or page is None):
            source = self._source
        return source, page

    def _check(self, name: str | None, url: str | None) -> BadInput | None:
        key = (name, None if name else url)
        if key not in self._checked:
            try:
                self._names.check_source(name, url)
                self._checked[key] = None
            except BadInput as error:
                self._checked[key] = error
        return self._checked[key]

    def _claimant(self, text: str) -> str:
        name = one_line(text, "claimant")
        if name.lower() != NOBODY:
            self._names.check_claimant(name)
        return name

    def _parties(self, text: str) -> Sequence[str]:
        names = _parts(text)
        for name in names:
            self._names.check_party(name)
        return names

    def _stance(self, text: str) -> Stance:
        word = text.strip().casefold()
        if word in self._stances:
            return self._stances[word]
        if word in Stance.__members__.values():
            return Stance(word)
        known = ", ".join((*self._stances, *Stance))
        raise BadInput(
            f"{text!r} is no stance: known are {known}; --stance-words {text.strip()}=mentions "
            "would say what it means"
        )

    def _on(self, text: str) -> Window:
        return self._window("on", text, Lean.BEHIND)

    def _window(self, name: str, text: str, lean: Lean) -> Window:
        """The window of a phrase; every phrase is read once."""
        if (text, lean) not in self._windows:
            self._windows[text, lean] = self._read_window(name, text, lean)
        found = self._windows[text, lean]
        if isinstance(found, BadInput):
            raise found
        return found

    def _read_window(self, name: str, text: str, lean: Lean) -> Window | BadInput:
        from claimtrack.when import read_window

        try:
            window = read_window(text, self._change.view.reference, lean)
        except BadInput as error:
            return error
        line = as_read(name, window)
        if line and not any(f"{d:%Y}" in text for d in (window.first, window.last) if d):
            self._echoed += 1
            if self._echoed <= MOST_ECHOED:
                self._change.say(line)
        return window


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _unless_none(text: str, what: str) -> str | None:
    line = one_line(text, what)
    return None if line.lower() == NOBODY else line


def _tag(text: str) -> str:
    tag = one_line(text, "tag")
    refuse_reserved(tag, "tag")
    return tag


def _word(words: type[E], text: str, what: str) -> E:
    word = text.strip().lower()
    if word not in words.__members__.values():
        raise BadInput(f"{text!r} is no {what}: known are {', '.join(words)}")
    return words(word)


def _credibility(text: str) -> int:
    if text.strip() not in ("1", "2", "3", "4", "5", "6"):
        raise BadInput(f"{text!r} is no credibility: write 1 (confirmed) to 6 (cannot be judged)")
    return int(text)


def _claim_id(text: str) -> str:
    if not 3 <= len(text) <= 12 or set(text) - set(ID_LETTERS):
        raise BadInput(f"{text!r} is no id of a claim: leave the column out, or map it as key")
    return text


def _backwards(text: str) -> Window:
    raise BadInput(f"{text!r} is before the first day: put the earlier day first")


def _iso_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no day: write it as 2025-06-01") from None
