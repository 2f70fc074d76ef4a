"""What scripts read: a contract."""

import io
import subprocess
import sys

import orjson
import pytest
from showroom import output, view

from claimtrack.errors import BadInput
from claimtrack.show import output as out
from claimtrack.show.output import Format, Output

CLAIM_KEYS = [
    "id", "text", "kind", "status", "verdict", "flags", "claimant", "when", "due", "condition",
    "place", "tags", "priority", "assignee", "external_id", "parties", "positions",
    "confirmed_by", "denied_by", "sources", "first_heard", "last_heard", "opened", "updated",
    "links",
]  # fmt: skip


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_claim_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claims(view(), list(view().claims()), output(Format.JSON))
    claims = {claim["id"]: claim for claim in orjson.loads(printed(capsys))}
    assert all(list(claim) == CLAIM_KEYS for claim in claims.values())
    june = claims["june1"]
    assert june["due"] == {"text": "June", "from": "2025-06-01", "to": "2025-06-30"}
    assert june["positions"] == {"mndaa": "silent", "regime": "asked"}
    assert june["parties"] == ["mndaa", "regime", "china"]
    assert june["sources"] == {"independent": 1, "against": 0, "total": 3}
    assert (june["first_heard"], june["last_heard"]) == ("2025-01-20", "2025-01-25")
    assert june["opened"] == "2025-02-01T09:00:00.000000Z"
    assert june["updated"] == "2025-02-01T09:09:00.000000Z"
    assert june["links"][0] == {"relation": "in-tension", "claim": "zhong"}
    assert claims["burma"]["first_heard"] is None
    assert claims["burma"]["confirmed_by"] == ["regime"]
    assert claims["plans"]["confirmed_by"] == ["china"]
    verdict = claims["emoji"]["verdict"]
    assert list(verdict) == ["rating", "value", "reason", "on", "by"]
    assert (verdict["rating"], verdict["value"]) == ("false", 1)
    assert claims["emoji"]["flags"] == ["contested"]


def test_show_adds_every_entry_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claim(view(), view().find("june1"), output(Format.JSON))
    claim = orjson.loads(printed(capsys))
    assert list(claim) == [*CLAIM_KEYS, "entries", "why"]
    types = [entry["type"] for entry in claim["entries"]]
    assert types[:2] == ["opened", "report"]
    assert "withdrawn" in types
    report = claim["entries"][1]
    assert {"stance", "repeats", "via", "archive", "credibility", "follows"} <= report.keys()
    why = claim["why"]
    assert list(why) == ["status", "rule", "counts", "origins", "left_out", "positions"]
    assert why["origins"] == [{"origin": "irrawaddy", "supports": [report["id"]], "refutes": []}]
    assert why["left_out"][0]["other"] == report["id"]
    assert why["positions"]["mndaa"]["speaks"] is False


def test_why_names_the_claim(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_why(view(), view().find("arabi"), output(Format.JSON))
    why = orjson.loads(printed(capsys))
    assert why["claim"] == "arabi"
    assert why["counts"] == {"confirms": 0, "denies": 1, "supports": 0, "refutes": 1}
    assert why["origins"][0]["refutes"]


def test_log_says_of_each_entry_which_claim(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("june1", entry) for entry in view().find("june1").logged]
    out.print_log(view(), rows, output(Format.JSONL))
    lines = [orjson.loads(line) for line in printed(capsys).splitlines()]
    assert [line["claim"] for line in lines] == ["june1"] * len(rows)
    assert list(lines[0])[:4] == ["claim", "id", "type", "on"]


def test_jsonl_of_one_claim_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claim(view(), view().find("june1"), output(Format.JSONL))
    assert printed(capsys).count("\n") == 1


def test_ids_are_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claims(view(), [view().find(i) for i in ("june1", "arabi")], output(Format.IDS))
    assert printed(capsys) == "june1\narabi\n"


@pytest.mark.parametrize("format", [Format.TABLE, Format.JSONL, Format.IDS])
def test_one_record_is_one_line(format: Format, capsys: pytest.CaptureFixture[str]) -> None:
    claims = list(view().claims())
    out.print_claims(view(), claims, output(format))
    lines = printed(capsys).splitlines()
    assert len(lines) == len(claims)
    assert all(claim.id in line for claim, line in zip(claims, lines, strict=True))


def test_empty_answers(capsys: pytest.CaptureFixture[str]) -> None:
    for format, empty in {"table": "", "json": "[]\n", "jsonl": "", "ids": "", "md": ""}.items():
        out.print_claims(view(), [], output(Format(format)))
        assert printed(capsys) == empty
    out.print_claims(view(), [], output(Format.TABLE, terminal=True))
    assert printed(capsys) == ""


def test_piped_card_has_no_border_and_no_wrapping(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claim(view(), view().find("june1"), output(Format.TABLE))
    text = printed(capsys)
    assert text.splitlines()[0] == "june1: The MNDAA will withdraw from Lashio [bold]in June[/bold]"
    assert "position 658c: MNDAA  ◌ silent · 2025-02-01\n" in text
    assert not set(text) & set("─│┌└\x1b")


def test_card_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    out.print_claim(view(), view().find("june1"), output(Format.MD))
    text = printed(capsys)
    assert text.startswith("## The MNDAA will withdraw from Lashio \\[bold\\]in June\\[/bold\\]\n")
    assert "\n### Positions\n" in text


def test_what_was_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    source, party = view().registry.sources["xinhua"], view().registry.parties["china"]
    out.print_source_written(view(), source, ["abc"], output(Format.JSON))
    assert list(orjson.loads(printed(capsys))) == ["source", "entries"]
    out.print_party_written(view(), party, ["abc"], output(Format.JSON))
    assert orjson.loads(printed(capsys))["entries"] == ["abc"]


def test_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="jsonl"):
        Output.chosen("xml", reveal=False)


class Stream(io.TextIOWrapper):
    """A standard output that holds ASCII alone."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="ascii", errors="strict")


@pytest.mark.parametrize("format", list(Format))
def test_stream_of_ascii_gets_everything(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream()
    monkeypatch.setattr(sys, "stdout", stream)
    out.print_claims(view(), list(view().claims()), output(format))
    stream.seek(0)
    text = stream.read()
    if format == Format.JSON:
        assert orjson.loads(text)[1]["text"] == view().find("burma").fields.text


def test_terminal_honours_columns_and_no_color(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [view().find("june1")]
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "70")
    out.print_claims(view(), claims, output(Format.TABLE, terminal=True))
    coloured = printed(capsys)
    assert "\x1b[33m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    out.print_claims(view(), claims, output(Format.TABLE, terminal=True))
    assert "\x1b[33m" not in printed(capsys)
    monkeypatch.setenv("TERM", "dumb")
    out.print_claims(view(), claims, output(Format.TABLE, terminal=True))
    dumb = printed(capsys)
    assert "\x1b" not in dumb
    assert max(map(len, dumb.splitlines())) == 70


def test_piped_answers_do_without_rich() -> None:
    code = (
        "import sys, claimtrack.show.output, claimtrack.show.claims, claimtrack.show.card, "
        "claimtrack.show.registry, claimtrack.show.log; "
        "assert 'rich' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
