"""What a person sees at 60, 100 and 160 columns."""

from collections.abc import Callable
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console
from showroom import names, view

from claimtrack.desk.configuring import SettingRow
from claimtrack.show.card import claim_card, why_card
from claimtrack.show.claims import claims_sheet
from claimtrack.show.drawing import arranged, draw_card, draw_sheet
from claimtrack.show.log import log_sheet
from claimtrack.show.output import heading
from claimtrack.show.registry import (
    parties_sheet,
    party_card,
    settings_sheet,
    source_card,
    sources_sheet,
)
from claimtrack.show.sheet import Card, Sheet

WIDTHS = (60, 100, 160)
IDS = ("june1", "burma", "zhong", "arabi", "emoji", "hosti", "plans", "molec")


def drawn(content: Sheet | Card, width: int) -> str:
    """The content as drawn on a terminal without colour."""
    console = Console(
        width=width, file=StringIO(), force_terminal=True, color_system=None, markup=False
    )
    if isinstance(content, Sheet):
        draw_sheet(content, console)
    else:
        draw_card(content, console)
    text = console.file.getvalue()
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def the_list(*ids: str) -> Sheet:
    ledger = view()
    claims = [ledger.find(i) for i in ids or IDS]
    return claims_sheet(
        ledger, claims, names(discreet=False), heading(ledger, len(claims), "claim")
    )


def screens() -> dict[str, Sheet | Card]:
    """Every sort of screen."""
    ledger, open_names = view(), names(discreet=False)
    registry = ledger.registry
    rows = [(i, entry) for i in IDS for entry in ledger.find(i).logged]
    return {
        "list": the_list(),
        **{f"card-{i}": claim_card(ledger, ledger.find(i), open_names) for i in IDS},
        **{f"why-{i}": why_card(ledger, ledger.find(i), open_names) for i in IDS},
        "log": log_sheet(ledger, rows, open_names),
        "sources": sources_sheet(list(registry.sources.values()), open_names),
        "parties": parties_sheet(list(registry.parties.values())),
        "source-hostile": source_card(ledger, registry.sources["hostile"], open_names),
        "party-bad": party_card(registry.parties["bad"]),
        "settings": settings_sheet(
            [
                SettingRow("timezone", "Asia/Yangon", True, "the zone"),
                SettingRow("lock.wait", "10", False, "s"),
            ]
        ),
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name", ["list", "card-june1", "card-molec", "why-june1", "log", "sources"]
)
def test_screen_looks_as_before(name: str, width: int, matches: Callable[[str, str], None]) -> None:
    matches(drawn(screens()[name], width), f"{name}-{width}")


@pytest.mark.parametrize("width", [12, 20, 33, 47, *WIDTHS, 250])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for name, content in screens().items():
        for line in drawn(content, width).splitlines():
            assert cell_len(line) <= width, name


@pytest.mark.parametrize("width", [30, *WIDTHS])
def test_no_text_is_cut(width: int) -> None:
    for claim_id in IDS:
        claim = view().find(claim_id)
        shown = drawn(the_list(claim_id), width)
        squeezed = "".join(shown.split())
        for word in claim.fields.text.split():
            if word.isprintable():
                assert all(letter in squeezed for letter in word)
        assert "…" not in shown


def test_long_claim_is_shown_to_its_end() -> None:
    claim = view().find("zhong")
    lines = drawn(the_list("zhong"), 60).splitlines()
    assert claim.fields.text in "".join(line[22:].strip() for line in lines)


def test_columns_give_way_in_a_set_order() -> None:
    shown = {width: set(headers(width)) for width in range(24, 240, 2)}
    for narrow in range(24, 238, 2):
        assert shown[narrow] <= shown[narrow + 2]
    assert headers(60) == ["id", "status", "claim"]
    assert {"confirmed by", "denied by", "origins"} <= shown[100]
    assert {"due", "heard", "flags", "verdict", "no side taken"} <= shown[160] | shown[238]


def headers(width: int) -> list[str]:
    sheet = the_list()
    return [sheet.columns[index].header for index in arranged(sheet, width)[0]]


def test_what_gave_way_stands_below_the_claim() -> None:
    shown = " ".join(drawn(the_list("june1", "burma"), 60).split())
    for said in ("silent: MNDAA", "asked: regime", "nothing recorded: 中国", "heard 2025-01-25"):
        assert said in shown
    assert "confirmed by regime" in shown


def test_columns_line_up_whatever_the_script() -> None:
    lines = drawn(the_list(), 100).splitlines()
    header = next(line for line in lines if line.startswith("id"))
    start = cell_len(header[: header.index("claim")])
    texts = [line for line in lines if line[:5] in IDS]
    for line in texts:
        before = ""
        for letter in line:
            if cell_len(before) >= start:
                break
            before += letter
        assert cell_len(before) == start
        assert before.endswith(" ")


def test_due_without_a_year_says_which() -> None:
    assert "June (2025-06)" in " ".join(drawn(the_list("june1"), 160).split())


def test_confirmed_forecast_is_confirmed_as_planned() -> None:
    shown = " ".join(drawn(the_list("plans"), 160).split())
    assert "✓ confirmed as 中国" in shown
    assert "planned" in shown
    card = claim_card(view(), view().find("plans"), names(discreet=False))
    assert "✓ confirmed as planned: " in drawn(card, 160)
    assert "its own claim: decides nothing" in drawn(card, 160)


def test_status_never_hangs_on_colour_alone() -> None:
    shown = drawn(the_list(), 160)
    for word in ("? unconfirmed", "≃ corroborated", "✓ confirmed", "✗ denied"):
        assert word in shown


def test_evidence_of_a_later_day_is_not_on_the_card() -> None:
    ledger = view()
    shown = drawn(claim_card(ledger, ledger.find("june1"), names(discreet=False)), 100)
    assert "Of a later day" not in shown


def test_empty_list_draws_nothing() -> None:
    ledger = view()
    assert drawn(claims_sheet(ledger, [], names(discreet=False), "0 claims"), 80) == ""


def test_list_tells_the_claim_by_hand_of_the_withdrawn_entry() -> None:
    ledger = view()
    shown = drawn(claim_card(ledger, ledger.find("june1"), names(discreet=False)), 160)
    assert "withdrawn: wrong claim" in shown
