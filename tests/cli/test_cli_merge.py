"""Two desks, one ledger."""

import json
import shutil

import pytest
from program import Program

COUNTS = ("claims", "entries", "sources", "parties")


@pytest.fixture
def grown(filed: Program) -> Program:
    """claims.json and other.json, which grew apart."""
    shutil.copy(filed.ledger, filed.folder / "other.json")
    filed.ok("note", "abc23", "From here")
    filed.ok("report", "abc23", "--source", "here-only", "--on", "2025-01-30")
    at = ("--db", "other.json", "--by-user", "bea")
    filed.ok("add", "Rice got dear", "--id", "new23", "--source", "gossip", *at)
    filed.ok("source", "rate", "gossip", "C", *at)
    filed.ok("report", "abc23", "--source", "there-only", "--on", "2025-01-31", *at)
    filed.ok("party", "add", "kia", *at)
    return filed


def merged(program: Program, other: str, *options: str) -> dict[str, int]:
    found = program.json("merge", other, *options)
    assert found.pop("conflicts") == []
    return {name: found[name] for name in COUNTS}


def test_it_brings_what_the_other_desk_logged(grown: Program) -> None:
    assert merged(grown, "other.json") == {"claims": 1, "entries": 6, "sources": 1, "parties": 1}
    assert grown.claim("new23")["text"] == "Rice got dear"
    sources = [e["source"] for e in grown.json("log", "abc23") if e["type"] == "report"]
    assert sources[-2:] == ["here-only", "there-only"]
    assert grown.json("source", "show", "gossip")["reliability"] == "C"
    assert {e["by"] for e in grown.json("log", "new23")} == {"bea"}


def test_a_second_time_nothing_is_new_and_nothing_is_written(grown: Program) -> None:
    grown.ok("merge", "other.json")
    before = grown.state()
    run = grown.ok("merge", "other.json", "--json")
    assert not any(run.json[name] for name in COUNTS) and "nothing new" in run.err
    assert grown.state() == before


def test_both_ways_give_one_text(grown: Program) -> None:
    shutil.copy(grown.ledger, grown.folder / "mine.json")
    grown.ok("merge", "other.json")
    grown.ok("merge", "mine.json", "--db", "other.json")
    assert grown.ledger.read_bytes() == (grown.folder / "other.json").read_bytes()


def test_the_earlier_logging_of_one_report_stays(filed: Program) -> None:
    shutil.copy(filed.ledger, filed.folder / "other.json")
    said = ("report", "abc23", "--source", "gossip", "--on", "2025-02-01")
    filed.ok(*said, "--db", "other.json", "--by-user", "bea")
    filed.ok(*said)
    found = filed.json("merge", "other.json")
    assert (found["entries"], found["earlier"]) == (0, 1)
    assert filed.json("log", "abc23")[-1]["by"] == "bea"
    assert filed.json("merge", "other.json")["earlier"] == 0


def test_it_makes_a_ledger_that_is_not_there_and_leaves_the_other_alone(filed: Program) -> None:
    before = filed.ledger.read_bytes()
    filed.ok("merge", "claims.json", "--db", "new.json")
    assert len(filed.ids("list", "--db", "new.json")) == 4
    assert filed.ledger.read_bytes() == before
    assert not (filed.folder / "claims.json.lock").exists()


@pytest.mark.parametrize("content", [None, "", "{", '{"claims": {}}'])
def test_what_is_no_ledger_is_refused(filed: Program, content: str | None) -> None:
    other = filed.folder / "other.json"
    if content is not None:
        other.write_text(content)
    before = filed.ledger.read_bytes()
    assert filed("merge", "other.json").code == 4
    assert filed.ledger.read_bytes() == before


def test_one_name_for_two_parties_is_refused_until_they_are_said_to_be_one(ct: Program) -> None:
    at = ("--db", "other.json")
    ct.ok("add", "It fell", "--id", "abc23", "--party", "junta")
    ct.ok("party", "add", "regime", "--name", "The military regime", "--alias", "junta", *at)
    ct.ok("add", "It rose", "--id", "abd45", "--party", "regime", *at)
    before = ct.state()
    run = ct("merge", "other.json", "--json")
    assert run.code == 2 and "nothing was merged" in run.err
    (conflict,) = run.json["conflicts"]
    assert conflict["table"] == "parties" and "'junta'" in conflict["problem"]
    assert not any(run.json[name] for name in COUNTS)
    assert ct.state() == before
    command = conflict["fix"].partition(",")[0].split()
    assert command[:3] == ["claimtrack", "party", "merge"]
    ct.ok(*command[1:])
    ct.ok("merge", "other.json")
    assert ct.claim("abc23")["parties"] == ct.claim("abd45")["parties"] == ["regime"]
    assert ct.json("party", "show", "junta")["name"] == "The military regime"


def test_one_key_for_two_sources_is_refused_until_one_has_the_others_name(ct: Program) -> None:
    at = ("--db", "other.json")
    ct.ok("source", "add", "daily", "--name", "The Shan Daily")
    ct.ok("source", "add", "daily", "--name", "Daily Mirror", *at)
    run = ct("merge", "other.json")
    assert run.code == 2
    (line,) = run.lines
    assert line.startswith("sources/daily\t") and "'Daily Mirror'" in line
    ct.ok("source", "alias", "daily", "Daily Mirror")
    ct.ok("merge", "other.json")
    assert ct.json("source", "show", "daily mirror")["key"] == "daily"


def test_two_sources_with_one_page_are_one(ct: Program) -> None:
    at = ("--db", "other.json")
    ct.ok("report", ct.ids("add", "It fell")[0], "--url", "https://www.daily.example/1")
    ct.ok("source", "add", "the-daily", "--url", "https://daily.example", *at)
    run = ct("merge", "other.json", "--json")
    assert run.code == 2 and "daily.example" in run.json["conflicts"][0]["problem"]
    command = run.json["conflicts"][0]["fix"].partition(",")[0].split()
    ct.ok(*command[1:])
    ct.ok("merge", "other.json")
    assert ct.ids("source", "list") == ["the-daily"]


def test_the_same_words_under_two_ids_are_no_conflict_but_told(ct: Program) -> None:
    ct.ok("add", "It fell", "--id", "abc23")
    ct.ok("add", "It FELL.", "--id", "abd45", "--db", "other.json")
    run = ct.ok("merge", "other.json")
    assert "abc23" in run.err and "abd45" in run.err and "same-as" in run.err


def test_unknown_tables_and_keys_come_along(filed: Program) -> None:
    tables = json.loads(filed.ledger.read_text())
    tables["extra"] = {"x": {"y": [1]}}
    tables["claims"]["abc23"]["colour"] = "red"
    (filed.folder / "other.json").write_text(json.dumps(tables))
    filed.ok("merge", "other.json")
    now = json.loads(filed.ledger.read_text())
    assert now["extra"] == tables["extra"] and now["claims"]["abc23"]["colour"] == "red"
    tables["claims"]["abc23"]["colour"] = "blue"
    (filed.folder / "other.json").write_text(json.dumps(tables))
    run = filed("merge", "other.json")
    assert run.code == 2 and "colour" in run.out


def test_conflicts_do_not_name_a_confidential_source(ct: Program) -> None:
    at = ("--db", "other.json")
    ct.ok("source", "add", "throat", "--name", "Deep One", "--confidential")
    ct.ok("source", "add", "second", "--name", "Deep One", "--confidential", *at)
    ct.ok("source", "add", "throat", "--name", "Fake Beard", *at)
    for options in ((), ("--json",), ("--format", "csv"), ("--format", "ids")):
        run = ct("merge", "other.json", *options)
        assert run.code == 2
        for secret in ("throat", "deep one", "second", "fake beard"):
            assert secret not in (run.out + run.err).lower()
    assert "Deep One" in ct("merge", "other.json", "--reveal").out


def test_a_merged_source_stays_confidential_for_every_time(ct: Program) -> None:
    ct.ok("add", "It fell", "--id", "abc23", "--source", "throat", "--confidential")
    moment = ct.json("log")[-1]["recorded"]
    ct.ok("source", "add", "second", "--confidential")
    run = ct.ok("source", "merge", "throat", "second")
    runs = [run, ct.ok("show", "abc23"), ct.ok("log", "--json"), ct.ok("source", "list")]
    runs += [ct.ok("log", "--json", "--known-at", moment), ct.ok("source", "show", "second")]
    runs += [ct.ok("source", "show", "second", "--json")]
    for run in runs:
        assert "throat" not in run.out + run.err and "second" not in run.out + run.err
    assert "throat" in ct.ok("source", "show", "second", "--reveal").out


def test_a_ledger_in_which_a_key_stands_twice_is_refused(grown: Program) -> None:
    other = grown.folder / "other.json"
    other.write_text(
        other.read_text().replace('"new23": {', '"new23": {"entries": []}, "new23": {')
    )
    before = grown.ledger.read_bytes()
    run = grown("merge", "other.json")
    assert run.code == 4 and "twice" in run.err
    assert grown.ledger.read_bytes() == before
    assert grown("merge", "claims.json", "--db", "other.json").code == 4


def test_what_was_merged_at_one_desk_is_merged_at_both(grown: Program) -> None:
    at = ("--db", "other.json")
    grown.ok("source", "merge", "gossip", "khit-thit", *at)
    grown.ok("merge", "other.json")
    assert {r["source"] for r in grown.json("log") if r["type"] == "report"} >= {"khit-thit"}
    assert "gossip" not in grown.ids("source", "list")
