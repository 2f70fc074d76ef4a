"""A confidential source is named on the desk's own screen and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest
from showroom import SECRET, held, ledger, output, view

from claimtrack.desk.view import View
from claimtrack.show import output as out
from claimtrack.show.names import MARK, WITHHELD, Names
from claimtrack.show.output import Format, Output

Print = Callable[[View, Output], None]


def _log(shown: View, o: Output) -> None:
    out.print_log(shown, [(c.id, entry) for c in shown.claims() for entry in c.logged], o)


PRINTS: dict[str, Print] = {
    "claims": lambda v, o: out.print_claims(v, list(v.claims()), o),
    "claim": lambda v, o: out.print_claim(v, v.find("molec"), o),
    "linked claim": lambda v, o: out.print_claim(v, v.find("june1"), o),
    "why": lambda v, o: out.print_why(v, v.find("molec"), o),
    "log": _log,
    "sources": lambda v, o: out.print_sources(v, list(v.registry.sources.values()), o),
    "source": lambda v, o: out.print_source(v, v.registry.sources["mole-key"], o),
    "source written": lambda v, o: out.print_source_written(
        v, v.registry.sources["mole-key"], [], o
    ),
}


@pytest.mark.parametrize("what", PRINTS)
@pytest.mark.parametrize("format", list(Format))
@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_gives_it_away(
    what: str, format: Format, terminal: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if terminal and format == Format.TABLE:
        pytest.skip("the desk's own screen")
    PRINTS[what](view(), output(format, terminal=terminal))
    printed = capsys.readouterr().out
    for secret in (*SECRET, "secretspeaker", "5ec4e7"):
        assert secret not in printed


@pytest.mark.parametrize("what", ["claim", "source", "sources", "source written"])
def test_it_is_named_with_a_mark_on_the_desk_s_own_screen(
    what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "160")
    PRINTS[what](view(), output(Format.TABLE, terminal=True))
    assert f"Mole Name {MARK}" in capsys.readouterr().out


@pytest.mark.parametrize("format", [Format.TABLE, Format.JSON, Format.MD])
def test_reveal_names_it(format: Format, capsys: pytest.CaptureFixture[str]) -> None:
    PRINTS["claim"](view(), output(format, reveal=True))
    printed = capsys.readouterr().out
    assert "secretquote" in printed
    assert WITHHELD not in printed


def test_withheld_fields_are_there_and_null(capsys: pytest.CaptureFixture[str]) -> None:
    PRINTS["claim"](view(), output(Format.JSON))
    claim = orjson.loads(capsys.readouterr().out)
    report = next(e for e in claim["entries"] if e["type"] == "report" and not e["via"])
    assert report["source"] == WITHHELD
    assert [report[f] for f in ("url", "archive", "sha256", "quote", "reading")] == [None] * 5
    via = next(e for e in claim["entries"] if e["type"] == "report" and e["via"])
    assert (via["source"], via["via"], via["quote"]) == ("irrawaddy", WITHHELD, None)
    assert claim["claimant"] == WITHHELD


def test_its_own_entries_keep_all_their_fields(capsys: pytest.CaptureFixture[str]) -> None:
    PRINTS["source"](view(), output(Format.JSON))
    [entered] = orjson.loads(capsys.readouterr().out)["entries"]
    assert entered["name"] == WITHHELD
    assert entered["aliases"] == []
    assert entered["url"] is None
    assert entered["confidential"] is True


def test_marked_later_it_is_not_named_for_an_earlier_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tables = ledger()
    [entered] = tables["sources"]["mole-key"]
    amended = {
        "id": "0000000000aa",
        "type": "revised",
        "on": {"text": "2025-02-20", "from": "2025-02-20", "to": "2025-02-20"},
        "recorded": "2025-02-20T09:00:00Z",
        "by": "ann",
        "changes": {"confidential": True},
    }
    tables["sources"]["mole-key"] = [{**entered, "confidential": False}, amended]
    before = datetime(2025, 2, 10, tzinfo=UTC)
    early = View(held(tables), "memory", before, None, before)
    assert not early.registry.sources["mole-key"].fields.confidential
    PRINTS["claim"](early, output(Format.JSON))
    printed = capsys.readouterr().out
    assert not any(secret in printed for secret in SECRET)


def test_taken_back_it_stays_unnamed() -> None:
    tables = ledger()
    [entered] = tables["sources"]["mole-key"]
    withdrawn = {
        "id": "0000000000bb",
        "type": "withdrawn",
        "on": entered["on"],
        "recorded": "2025-02-20T09:00:00Z",
        "by": "ann",
        "entry": entered["id"],
        "reason": "undo",
    }
    tables["sources"]["mole-key"] = [entered, withdrawn]
    after = View(held(tables), "memory", datetime(2025, 2, 28, tzinfo=UTC))
    assert Output(Format.JSON, False, False).names(after).withheld("mole-key")


def test_an_owner_that_is_confidential_is_withheld() -> None:
    shown = view()
    names = Names(shown.registry, discreet=True)
    assert names.key("mole-key") == names.source("mole-key") == WITHHELD
    assert names.anybody("mole-key") == WITHHELD
    assert names.key("irrawaddy") == "irrawaddy"
