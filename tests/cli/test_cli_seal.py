"""What was sealed is still there, or it is told what is not."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import Program

PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STATES = ("missing", "changed", "earlier", "added")


@pytest.fixture
def sealed(filed: Program) -> Program:
    filed.ok("seal", "--out", "june.seal")
    return filed


def verified(program: Program, seal: str = "june.seal", code: int = 0) -> dict[str, int]:
    run = program("verify", seal, "--json")
    assert run.code == code, run
    found = {state: len(run.json[state]) for state in STATES}
    return {state: count for state, count in found.items() if count}


def rewritten(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_root_is_printed_and_counted(filed: Program) -> None:
    run = filed.ok("seal")
    assert len(run.out) == 65
    found = filed.json("seal")
    assert set(found) == {"root", "entries", "claims", "sources", "parties", "at"}
    assert (found["root"], found["claims"], found["sources"]) == (run.out.strip(), 4, 3)
    assert filed.ok("seal", "--format", "ids").out == run.out


def test_sealing_and_verifying_touch_nothing(filed: Program) -> None:
    before = filed.state()
    root = filed.ok("seal").out.strip()
    filed.ok("verify", root)
    assert filed.state() == before
    filed.ok("seal", "--out", "june.seal")
    assert filed.state().keys() - before.keys() == {"june.seal"}


def test_unchanged(sealed: Program) -> None:
    run = sealed.ok("verify", "june.seal")
    assert run.out == "" and "unchanged" in run.err
    assert verified(sealed) == {}
    root = sealed.ok("seal").out.strip()
    assert sealed.json("verify", root)["unchanged"] == sealed.json("seal")["entries"]


def test_additions_are_named_and_are_no_fault(sealed: Program) -> None:
    sealed.ok("note", "abc23", "More.")
    sealed.ok("source", "rate", "gossip", "C")
    sealed.ok("config", "weight.grades", "A")
    assert verified(sealed) == {"added": 3}
    lines = sealed.ok("verify", "june.seal").lines
    assert any(line.startswith("added\tclaims/abc23/") for line in lines)


def test_a_bare_root_shows_only_that_nothing_has_changed(sealed: Program) -> None:
    root = sealed.ok("seal").out.strip()
    sealed.ok("note", "abc23", "More.")
    run = sealed("verify", root)
    assert run.code == 1 and "bare root" in run.err and run.out == ""


@pytest.mark.parametrize(("old", "new", "found"), [
    ('"They will leave."', '"They will stay."', {"changed": 1}),
    ('"by": "ann"', '"by": "bob"', {"changed": 1}),
    ('"recorded": "2', '"recorded": "3', {"changed": 1}),
    ('"abc23"', '"abc24"', None),
])  # fmt: skip
def test_what_was_changed_by_hand_is_found(sealed: Program, old: str, new: str, found) -> None:
    rewritten(sealed.ledger, old, new)
    got = verified(sealed, code=1)
    assert got == found if found else got["missing"] == got["added"] > 1


def test_what_was_removed_is_found_whatever_came_since(sealed: Program) -> None:
    tables = json.loads(sealed.ledger.read_text())
    del tables["claims"]["abc23"]["entries"][-1]
    sealed.ledger.write_text(json.dumps(tables))
    sealed.ok("note", "abc23", "More.")
    assert verified(sealed, code=1) == {"missing": 1, "added": 1}


def test_the_order_and_the_layout_of_the_file_make_no_difference(sealed: Program) -> None:
    tables = json.loads(sealed.ledger.read_text())
    for document in tables["claims"].values():
        document["entries"].reverse()
    sealed.ledger.write_text(json.dumps(dict(reversed(tables.items()))))
    assert verified(sealed) == {}


def test_what_a_merge_found_logged_earlier_is_named_and_no_change(filed: Program) -> None:
    shutil.copy(filed.ledger, filed.folder / "other.json")
    said = ("report", "abc23", "--source", "gossip", "--on", "2025-02-01")
    filed.ok(*said, "--db", "other.json", "--by-user", "bea")
    filed.ok(*said)
    filed.ok("seal", "--out", "june.seal")
    filed.ok("merge", "other.json")
    assert verified(filed) == {"earlier": 1}
    assert "earlier" in filed.ok("verify", "june.seal").out


@pytest.mark.parametrize("tamper", [
    lambda text: text.replace('"abc23"', '"abc24"', 1),
    lambda text: "".join(text.splitlines(keepends=True)[:-1]),
    lambda text: text.replace("# root ", "# root 0", 1),
    lambda text: text + "0" * 64 + ' ["claims"]\n',
    lambda text: "",
    lambda text: "hello",
])  # fmt: skip
def test_a_list_that_was_tampered_with_is_refused(sealed: Program, tamper) -> None:
    path = sealed.folder / "june.seal"
    path.write_text(tamper(path.read_text()))
    run = sealed("verify", "june.seal")
    assert run.code == 2 and run.out == "" and run.err.count("\n") == 1


def test_what_is_neither_a_file_nor_a_root_is_refused(filed: Program) -> None:
    assert filed("verify", "nowhere").code == 2
    assert filed("verify", "ab" * 31).code == 2
    assert filed("seal", "--db", "nowhere.json").code == 4


def test_a_seal_is_never_written_over(sealed: Program) -> None:
    before = (sealed.folder / "june.seal").read_bytes()
    sealed.ok("note", "abc23", "More.")
    assert sealed("seal", "--out", "june.seal").code == 2
    assert (sealed.folder / "june.seal").read_bytes() == before
    assert sealed("seal", "--out", "no/folder.seal").code == 4


@pytest.fixture
def secret(filed: Program) -> Program:
    filed.ok("report", "abc23", "--source", "throat", "--confidential", "--quote", "hidden words")
    filed.ok("source", "edit", "gossip", "--owner", "throat")
    return filed


def test_the_list_names_no_confidential_source_and_quotes_nothing(secret: Program) -> None:
    secret.ok("seal", "--out", "june.seal")
    text = (secret.folder / "june.seal").read_text()
    for word in ("throat", "hidden", "They will", "Irrawaddy"):
        assert word not in text
    entry = secret.json("log", "abc23")[-1]["id"]
    assert entry not in text
    assert text.count('["sources"]') == 2 and text.count('["claims"]') == 1


def test_what_is_withheld_is_verified_all_the_same(secret: Program) -> None:
    secret.ok("seal", "--out", "june.seal")
    secret.ok("seal", "--out", "own.seal", "--reveal")
    assert "throat" in (secret.folder / "own.seal").read_text()
    assert verified(secret) == verified(secret, "own.seal") == {}
    rewritten(secret.ledger, "hidden words", "other words")
    assert verified(secret, "own.seal", code=1) == {"changed": 1}
    assert verified(secret, code=1) == {"missing": 1, "added": 1}
    for seal in ("june.seal", "own.seal"):
        for options in ((), ("--json",), ("--format", "csv"), ("--format", "ids")):
            run = secret("verify", seal, *options)
            assert "throat" not in run.out + run.err


def test_the_root_does_not_depend_on_what_is_confidential_or_revealed(secret: Program) -> None:
    secret.ok("seal", "--out", "june.seal")
    root = secret.ok("seal").out
    assert secret.ok("seal", "--reveal").out == root
    secret.ok("source", "edit", "khit-thit", "--confidential")
    assert verified(secret) == {"added": 1}


def test_the_documentation_tells_how_to_work_it_out(filed: Program) -> None:
    pages = [page.read_text() for page in (Path(__file__).parents[2] / "docs").glob("*.md")]
    (recipe,) = (block for page in pages for block in PYTHON.findall(page) if "as_json" in block)
    filed.ok("config", "weight.grades", "A")
    run = subprocess.run(
        [sys.executable, "-c", recipe], cwd=filed.folder, capture_output=True, text=True
    )
    assert run.stdout == filed.ok("seal").out
