"""The size ladder: its ledgers are what it says of them, and so are its tables and its goals."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "bench"))

import few  # noqa: E402
import ladder  # noqa: E402
import ledgers  # noqa: E402
import peers  # noqa: E402
import results  # noqa: E402
import tables  # noqa: E402
from cases import ADD, FILTER, LIMIT, LIST, PARSE, SQLITE, START, TINY, WRITE  # noqa: E402

DAY = date(2026, 6, 30)


@pytest.mark.parametrize("claims", [100, 1000, 1234, 10_000, 100_000, 1_000_000])
def test_as_many_are_rare_whatever_the_size(claims: int) -> None:
    assert sum(few.is_rare(number, claims) for number in range(claims)) in (few.FEW - 1, few.FEW)


def test_ids_are_unique() -> None:
    assert len({few.claim_id(number) for number in range(100_000)}) == 100_000


def test_a_ledger_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.json", "other.json"):
        ledgers.write_ledger(tmp_path / name, 50, DAY)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()


def test_claims_are_of_the_size_that_is_said(tmp_path: Path) -> None:
    ledgers.write_ledger(tmp_path / "claims.json", 2000, DAY)
    written = json.loads((tmp_path / "claims.json").read_text())
    assert 1400 < len(json.dumps(written["claims"], indent=2)) / 2000 < 1800


def result(size: int, what: str, who: str, milliseconds: float) -> results.Result:
    return results.Result(size, what, who, [milliseconds], 50_000)


def test_goals_are_ratios_to_what_cannot_be_avoided() -> None:
    run = results.Run("a machine", 1, 20_000)
    limits = ((START, 100.0), (PARSE, 100.0), (WRITE, 50.0))
    run.results = [result(10_000, what, LIMIT, taken) for what, taken in limits]
    run.results += [result(10_000, LIST, TINY, 330.0), result(10_000, ADD, TINY, 370.0)]
    run.results += [result(1_000, FILTER, SQLITE, 200.0), result(1_000_000, FILTER, SQLITE, 290.0)]
    found = {goal.what: (round(goal.ratio, 2), goal.met) for goal in results.goals(run)}
    assert list(found.values()) == [(1.65, False), (1.48, True), (1.45, True)]


def test_what_was_not_measured_is_no_goal() -> None:
    assert list(results.goals(results.Run("a machine", 1, 20_000))) == []


def test_a_run_is_kept_and_shown_again(tmp_path: Path) -> None:
    run = results.Run("a machine", 1, 20_000, 2.5, [result(10_000, LIST, TINY, 1234.0)])
    run.bytes = {f"{TINY} 10000": 15_000_000}
    run.save(tmp_path / "run.json")
    again = results.Run.load(tmp_path / "run.json")
    assert again == run
    assert "1,234 (1,234..1,234)" in tables.page(again, for_docs=True)
    assert "| 1,500 | 600 | 15 MB | 2 GB | 150 GB |" in tables.sizes(again)


def test_what_a_small_ledger_takes_says_little_of_a_large_one() -> None:
    run = results.Run("a machine", 1, 20_000, 2.5, [result(100, LIST, TINY, 1234.0)])
    run.bytes = {f"{TINY} 100": 150_000}
    assert "| 1,500 | 600 |  |  |  |" in tables.sizes(run)


def test_a_table_says_what_its_ratios_are_to() -> None:
    run = results.Run("a machine", 1, 20_000)
    run.results = [result(1_000, LIST, who, 300.0) for who in (TINY, SQLITE)]
    told = tables.page(run, for_docs=False)
    assert "TinyDB: milliseconds (min..max), ratio to start-up + parse (add, report: + " in told
    assert "SQLite: milliseconds (min..max), ratio to the same on 1,000 claims" in told


def test_goals_that_need_other_sizes_say_which() -> None:
    run = results.Run("a machine", 1, 20_000)
    run.results = [
        result(size, LIST, who, 9.0) for who in (TINY, SQLITE) for size in (1_000, 10_000)
    ]
    assert list(results.unmeasured(run)) == [
        "not measured: the goals for TinyDB's list --unconfirmed and add, which need --sizes 10_000,100_000",
        "not measured: the goals for TinyDB's memory, which need --sizes 100_000",
        "not measured: the goals for SQLite's growth, which need --sizes 1_000,1_000_000",
    ]


def test_what_is_not_there_to_be_measured_is_refused_or_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for word in ("lsit", "list,nope", ""):
        with pytest.raises(SystemExit):
            ladder.options(["--only", word])
        assert "no row" in capsys.readouterr().err
    assert ladder.options(["--only", "list,search"]).only == ("list", "search")
    monkeypatch.setenv("PATH", "")
    assert [said.split()[0] for said in peers.absent()][:2] == ["task", "jq"]


def test_the_pages_have_a_place_for_the_figures() -> None:
    for name, path in ladder.PAGES.items():
        page = path.read_text(encoding="utf-8")
        assert "new figures" in ladder.filled(page, name, "new figures")
    with pytest.raises(ValueError, match="ladder"):
        ladder.filled("a page without marks", "ladder", "new figures")


def test_it_measures(tmp_path: Path) -> None:
    asked = ("--sizes", "100", "--rounds", "1", "--stores", "tinydb,sqlite", "--no-peers")
    only = ("--only", "show,list tag", "--cache", str(tmp_path))
    command = [sys.executable, str(ROOT / "bench" / "ladder.py"), *asked, *only]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    measured = [line.split("  ")[0] for line in done.stdout.splitlines() if "(" in line]
    assert [measured.count(what) for what in ("show", f"list tag:{few.RARE}")] == [2, 2]
    assert "bytes a claim" in done.stdout
