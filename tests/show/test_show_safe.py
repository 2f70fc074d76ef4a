"""No text acts on a terminal, a spreadsheet or a page."""

import csv
import io
import re
import unicodedata

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from showroom import HOSTILE, output, view

from claimtrack.desk.configuring import SettingRow
from claimtrack.show import output as out
from claimtrack.show.fold import clusters, line_breaks, widest
from claimtrack.show.formats import FORMULA, markdown, spreadsheet_safe
from claimtrack.show.output import Format
from claimtrack.show.safe import escaped_json, safe

ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
ODD_TEXT = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x1b\x9b\u202e\u2066\u200d\U000e0041\ud800=+-@ \t|`<")
    )
)


@given(ODD_TEXT)
def test_safe_text_holds_nothing_that_acts(text: str) -> None:
    assert not ACTS.search(safe(text))


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_safe_leaves_letters_of_every_script_alone(text: str) -> None:
    assert safe(text) == text


def test_joiners_stay() -> None:
    for text in ("👩\u200d🚀", "نامه\u200cای", "က္က"):
        assert safe(text) == text


def test_marks_can_be_read() -> None:
    assert safe("\x1b[31m\x7f\u202e\n") == "␛[31m␡‹U+202E›␊"


@given(st.text())
def test_escaped_json_says_the_same(text: str) -> None:
    written = orjson.dumps({"text": text}).decode()
    for ascii_only in (False, True):
        escaped = escaped_json(written, ascii_only=ascii_only)
        assert orjson.loads(escaped) == {"text": text}
        assert not ACTS.search(escaped)
    assert escaped.isascii()


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "\u2212"]
)
@pytest.mark.parametrize("space", ["", " ", "\u3000", "\u200b", "\n"])
def test_formulas_are_neutralised(start: str, space: str) -> None:
    assert spreadsheet_safe(f"{space}{start}cmd").startswith("'")


@given(ODD_TEXT)
def test_no_cell_is_a_formula(text: str) -> None:
    assert not FORMULA.match(spreadsheet_safe(text))


@given(st.text(st.sampled_from("\\`*_[]()#+-.!|~<>&$=^{}:/w 1a\n\x1b")))
def test_markdown_is_inert(text: str) -> None:
    shown = markdown(text)
    assert "<" not in shown
    assert ">" not in shown
    assert "://" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|#]", shown)


PRINTS = {
    "claims": lambda o: out.print_claims(view(), list(view().claims()), o),
    "claim": lambda o: out.print_claim(view(), view().find("hosti"), o),
    "why": lambda o: out.print_why(view(), view().find("hosti"), o),
    "log": lambda o: out.print_log(view(), _rows(), o),
    "sources": lambda o: out.print_sources(view(), list(view().registry.sources.values()), o),
    "source": lambda o: out.print_source(view(), view().registry.sources["hostile"], o),
    "parties": lambda o: out.print_parties(view(), list(view().registry.parties.values()), o),
    "party": lambda o: out.print_party(view(), view().registry.parties["bad"], o),
    "settings": lambda o: out.print_settings([SettingRow("timezone", HOSTILE, True, HOSTILE)], o),
    "source written": lambda o: out.print_source_written(
        view(), view().registry.sources["hostile"], [], o
    ),
    "party written": lambda o: out.print_party_written(
        view(), view().registry.parties["bad"], [], o
    ),
}
"""Everything that can be printed, of the hostile claim where it is one."""


def _rows() -> list:
    return [("hosti", entry) for entry in view().find("hosti").logged]


@pytest.mark.parametrize("what", PRINTS)
@pytest.mark.parametrize("format", list(Format))
def test_nothing_that_acts_reaches_a_pipe(
    what: str, format: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    PRINTS[what](output(format))
    printed = capsys.readouterr().out
    assert printed
    assert not ACTS.search(printed.translate({ord("\n"): "", ord("\t"): ""}))


@pytest.mark.parametrize("what", PRINTS)
def test_nothing_that_acts_reaches_a_terminal(
    what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    PRINTS[what](output(Format.TABLE, terminal=True))
    printed = capsys.readouterr().out
    assert "[bold]x[/bold]" in printed or "[bold]x" in printed
    assert not ACTS.search(printed.replace("\n", ""))


def test_every_cell_of_the_csv_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claims(view(), list(view().claims()), output(Format.CSV))
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 8
    for row in rows:
        for cell in row.values():
            assert not FORMULA.match(cell)
            assert not any(FORMULA.match(part) for part in cell.split(";"))


@given(ODD_TEXT.map(safe), st.integers(1, 40))
@example("0 \u0300", 1)
@example("\u0300 \u0300", 1)
def test_lines_hold_whole_letters_and_fit(text: str, width: int) -> None:
    breaks = line_breaks(text, width)
    assert breaks == sorted(set(breaks))
    lines = [text[a:b] for a, b in zip([0, *breaks], [*breaks, len(text)], strict=True)]
    assert "".join(lines) == text
    for line in lines:
        letters = list(clusters(line.rstrip(" \u200b")))
        assert sum(map(widest, letters)) <= width or len(letters) <= 1
    for line in lines[1:]:
        assert unicodedata.category(line[0])[0] != "M"


def test_signs_of_a_status_are_one_cell_wide_everywhere() -> None:
    from claimtrack.show.claims import SIGNS
    from claimtrack.show.reports import STAND_SIGNS

    for sign in (*SIGNS.values(), *STAND_SIGNS.values()):
        assert len(sign) == 1
        assert unicodedata.east_asian_width(sign) in ("N", "Na")


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "# a", "=== a", "--- a"])
def test_no_line_of_markdown_begins_a_list_or_a_heading(text: str) -> None:
    assert re.match(r"\\|\d+\\", markdown(text))


def test_days_are_readable_in_markdown() -> None:
    assert markdown("2025-01-17..2025-01-31 (about)") == "2025-01-17..2025-01-31 (about)"
