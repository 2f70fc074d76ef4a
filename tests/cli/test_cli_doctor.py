"""doctor, with --fix and --salvage, as people and scripts run it."""

import json
from typing import Any

import pytest
from program import Program

FINDING = {"table", "key", "entry", "problem", "fix", "fixable"}


def edit(program: Program, old: str, new: str) -> None:
    text = program.ledger.read_text()
    assert old in text
    program.ledger.write_text(text.replace(old, new, 1))


def twice(program: Program) -> None:
    tables: dict[str, Any] = json.loads(program.ledger.read_text())
    entries = tables["claims"]["abc23"]["entries"]
    entries.append(entries[-1])
    program.ledger.write_text(json.dumps(tables, indent=2))


def test_nothing_found(filed: Program) -> None:
    before = filed.state()
    run = filed.ok("doctor")
    assert (run.out, run.err) == ("", "nothing found\n")
    assert filed.ok("doctor", "--json").json == []
    assert filed.ok("doctor", "--fix").out == ""
    assert filed.state() == before


def test_a_finding_is_a_line_and_exit_1(filed: Program) -> None:
    edit(filed, "They will leave.", "They will stay.")
    before = filed.state()
    run = filed("doctor")
    assert run.code == 1 and run.err == ""
    (line,) = run.lines
    assert line.startswith("claims/abc23/") and "changed by hand" in line
    run = filed("doctor", "--json")
    (found,) = run.json
    assert run.code == 1 and set(found) == FINDING
    assert (found["table"], found["key"], found["fixable"]) == ("claims", "abc23", False)
    for name in ("csv", "md", "ids", "jsonl"):
        assert filed("doctor", "--format", name).code == 1
    assert filed.state() == before


def test_fix_mends_after_a_backup_and_lists_what_is_left(filed: Program) -> None:
    twice(filed)
    broken = filed.ledger.read_bytes()
    run = filed.ok("doctor", "--fix")
    copy = max((filed.folder / "claims.json.backups").iterdir())
    assert "mended: claims/abc23/" in run.err and f"`claimtrack restore {copy.stem}`" in run.err
    assert copy.read_bytes() == broken
    assert filed.ok("doctor").out == ""
    filed.ok("restore", copy.stem)
    assert filed.ledger.read_bytes() == broken
    filed.ok("config", "backup.keep", "0")
    filed.ok("doctor", "--fix")
    assert len(list((filed.folder / "claims.json.backups").iterdir())) == 1
    twice(filed)
    edit(filed, "They will leave.", "They will stay.")
    run = filed("doctor", "--fix", "--json")
    assert run.code == 1 and len(run.json) == 1 and "mended" in run.err


def test_a_ledger_that_other_commands_refuse_is_examined(filed: Program) -> None:
    edit(filed, '"type": "report"', '"type": "rumour"')
    assert filed("show", "abc23").code == 4
    run = filed("doctor")
    assert run.code == 1 and "'rumour'" in run.out


def test_there_has_to_be_a_ledger(ct: Program) -> None:
    for options in ((), ("--fix",), ("--salvage", "out.json")):
        assert ct("doctor", "--db", "nowhere.json", *options).code == 4
    assert not list(ct.folder.iterdir())
    assert ct("doctor", "--fix", "--salvage", "x").code == 2


def test_what_is_no_json_is_refused_with_the_way_out(filed: Program) -> None:
    filed.ledger.write_bytes(filed.ledger.read_bytes()[:-200])
    for command in (("doctor",), ("doctor", "--fix"), ("list",)):
        run = filed(*command)
        assert run.code == 4 and "doctor --salvage" in run.err


def test_salvage_writes_what_can_be_read_and_lists_what_cannot(filed: Program) -> None:
    data = filed.ledger.read_bytes()
    filed.ledger.write_bytes(data[: data.index(b'"mnp67"') + 300])
    before = filed.ledger.read_bytes()
    run = filed("doctor", "--salvage", "out.json")
    assert run.code == 1 and "out.json: 3 sources, 2 parties, 2 claims" in run.err
    (line,) = run.lines
    assert line.startswith("claims/mnp67\tline ")
    assert filed.ids("list", "--db", "out.json") == ["abd45", "abc23"]
    assert filed.claim("abc23", "--db", "out.json")["status"] == "corroborated"
    assert filed.ledger.read_bytes() == before
    assert filed("doctor", "--salvage", "out.json").code == 2


def test_salvage_of_a_whole_ledger_loses_nothing(filed: Program) -> None:
    run = filed.ok("doctor", "--salvage", "out.json", "--json")
    assert run.json == [] and "nothing lost" in run.err
    assert (filed.folder / "out.json").read_bytes() == filed.ledger.read_bytes()


@pytest.fixture
def secret(filed: Program) -> Program:
    filed.ok("report", "abc23", "--source", "throat", "--confidential", "--quote", "hidden words")
    filed.ledger.chmod(0o600)
    return filed


def test_no_output_names_a_confidential_source(secret: Program) -> None:
    edit(secret, "hidden words", "other words")
    edit(secret, '"throat": {', '"throat": {"throats-key": 1,')
    secret.ledger.chmod(0o644)
    for options in ((), ("--json",), ("--format", "csv"), ("--format", "ids"), ("--fix",)):
        run = secret("doctor", *options)
        assert run.code == 1
        assert "throat\t" not in run.out + run.err and '"throat"' not in run.out + run.err
        assert "words" not in run.out + run.err
    assert "0644" in secret("doctor").out
    assert "sources/throat" in secret("doctor", "--reveal").out
    assert secret.ok("seal").out  # a broken entry does not keep the rest from being sealed


def test_what_is_salvaged_with_a_confidential_source_is_for_its_owner_only(secret: Program) -> None:
    secret.ledger.chmod(0o644)
    secret.ok("doctor", "--salvage", "out.json")
    assert (secret.folder / "out.json").stat().st_mode & 0o777 == 0o600
    data = secret.ledger.read_bytes()
    secret.ledger.write_bytes(data[: data.index(b'"throat": {') + 40])
    run = secret("doctor", "--salvage", "half.json")
    assert run.code == 1 and "throat" not in run.out + run.err
