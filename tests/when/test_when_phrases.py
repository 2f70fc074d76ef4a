"""Which date phrases are read, as which days, and which are refused: the table in phrases.toml."""

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from claimtrack.errors import BadInput
from claimtrack.when import (
    Conventions,
    Lean,
    Reference,
    Window,
    edtf,
    printed,
    read_instant,
    read_since,
    read_window,
)

GROUPS = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))["group"]


class Case(NamedTuple):
    """One line of the table."""

    phrase: str
    expected: Any
    reference: Reference
    lean: Lean

    def __str__(self) -> str:
        return f"{self.phrase!r} {self.lean} of {self.reference.day}"


def reference_of(group: dict[str, Any]) -> Reference:
    """Noon, UTC, of the group's day, with its conventions."""
    settings = {
        name: group[name] for name in ("day_order", "fiscal_month", "southern") if name in group
    }
    conventions = Conventions(
        **settings,
        languages=tuple(group.get("languages", ["en"])),
        zone=ZoneInfo(group["zone"]) if "zone" in group else UTC,
    )
    return Reference(datetime.combine(group["day"], time(12), UTC), group["day"], conventions)


def cases(*sections: str) -> list[Any]:
    """The lines of some sections of all groups."""
    leans = {"ahead": [Lean.AHEAD], "behind": [Lean.BEHIND]}
    found = [
        Case(phrase, expected, reference_of(group), lean)
        for group in GROUPS
        for section in sections
        for phrase, expected in group.get(section, {}).items()
        for lean in leans.get(section, list(Lean))
    ]
    return [pytest.param(case, id=str(case)) for case in found]


def written(window: Window) -> str:
    """A window as the table writes it."""
    first, last = window.first or "..", window.last or ".."
    about = "about " if window.approximate else ""
    return f"{about}{first}" if first == last else f"{about}{first}/{last}"


READ = cases("both", "ahead", "behind")


def test_the_table_is_large() -> None:
    assert len({(case.values[0].phrase, case.values[0].reference.day) for case in READ}) >= 300


@pytest.mark.parametrize("case", READ)
def test_a_phrase_is_read(case: Case) -> None:
    window = read_window(case.phrase, case.reference, case.lean)
    assert written(window) == case.expected
    assert window.text == case.phrase.strip()


@pytest.mark.parametrize("case", READ)
def test_the_printed_form_and_edtf_are_read_as_the_same_days(case: Case) -> None:
    window = read_window(case.phrase, case.reference, case.lean)
    for form in (printed(window), edtf(window)):
        again = read_window(form, case.reference, case.lean)
        assert written(again) == written(window), form


@pytest.mark.parametrize("case", cases("refused"))
def test_a_phrase_is_refused_in_one_line_that_says_why(case: Case) -> None:
    with pytest.raises(BadInput) as refusal:
        read_window(case.phrase, case.reference, case.lean)
    message = str(refusal.value)
    assert "\n" not in message
    assert message.startswith(repr(case.phrase.strip(" ")))
    assert ("did you mean" in message) == any("did you mean" in part for part in case.expected)
    for part in case.expected:
        assert part in message


@pytest.mark.parametrize("case", cases("instant"))
def test_a_moment_is_read_in_the_zone_of_the_ledger(case: Case) -> None:
    assert read_instant(case.phrase, case.reference) == case.expected


@pytest.mark.parametrize("case", cases("since"))
def test_since_a_day_is_since_its_first_moment(case: Case) -> None:
    assert read_since(case.phrase, case.reference) == case.expected
