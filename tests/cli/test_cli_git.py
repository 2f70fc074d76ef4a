"""A ledger in git: branches merge by what they say, and a diff shows what was learned."""

import os
import subprocess
from pathlib import Path

import pytest
from program import Program


class Checkout:
    """A git checkout with the program's folder as its root."""

    def __init__(self, program: Program) -> None:
        self.folder = program.folder
        self.env = {
            **program.environment(),
            **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }  # fmt: skip

    def __call__(self, *arguments: str, code: int = 0) -> str:
        run = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True
        )
        assert run.returncode == code, (arguments, run)
        return run.stdout + run.stderr

    def commit(self, message: str) -> None:
        self("add", "-A")
        self("commit", "-qm", message)


@pytest.fixture
def git(filed: Program) -> Checkout:
    checkout = Checkout(filed)
    checkout("init", "-qb", "main")
    filed.ok("git-setup")
    checkout.commit("Begin")
    return checkout


def test_branches_that_both_add_merge_without_conflict(filed: Program, git: Checkout) -> None:
    git("checkout", "-qb", "other")
    filed.ok("report", "abc23", "--source", "there-only", "--quote", "Said there.")
    filed.ok("add", "Rice got dear", "--id", "new23")
    filed.ok("source", "rate", "gossip", "C")
    git.commit("There")
    git("checkout", "-q", "main")
    filed.ok("report", "abc23", "--source", "here-only", "--quote", "Said here.")
    filed.ok("add", "Salt got dear", "--id", "new24")
    git.commit("Here")
    git("merge", "-q", "--no-edit", "other")
    assert "<<<<" not in filed.ledger.read_text()
    reports = [e["source"] for e in filed.json("log", "abc23") if e["type"] == "report"]
    assert set(reports) >= {"here-only", "there-only"}
    assert set(filed.ids("list")) >= {"new23", "new24", "abc23"}
    assert filed.json("source", "show", "gossip")["reliability"] == "C"
    assert git("status", "--porcelain") == ""
    assert filed.ok("doctor").out == ""


def test_a_real_conflict_is_left_to_people(filed: Program, git: Checkout) -> None:
    git("checkout", "-qb", "other")
    filed.ok("party", "add", "kia", "--name", "Korean Intelligence Agency")
    git.commit("There")
    git("checkout", "-q", "main")
    filed.ok("party", "add", "kia", "--name", "Kachin Independence Army")
    git.commit("Here")
    before = filed.ledger.read_bytes()
    said = git("merge", "-q", "--no-edit", "other", code=1)
    assert "claims.json is left as it is" in said and "parties/kia" in said
    assert filed.ledger.read_bytes() == before
    filed.ok("party", "alias", "kia", "Korean Intelligence Agency")
    (filed.folder / "theirs.json").write_text(git("show", "other:claims.json"))
    filed.ok("merge", "theirs.json")


def test_the_diff_of_one_report_touches_only_its_claim(filed: Program, git: Checkout) -> None:
    filed.ok("report", "abc23", "--source", "gossip", "--quote", "More.")
    diff = [line for line in git("diff", "-U0").splitlines() if line[:1] in "+-"]
    added = [line for line in diff if line.startswith("+ ")]
    removed = [line for line in diff if line.startswith("- ")]
    assert len(removed) <= 1 and all(line.strip("- ") == "}" for line in removed)
    assert any('"More."' in line for line in added)
    text = filed.ledger.read_text().splitlines()
    claim = text[text.index('    "abc23": {') : text.index('    "abd45": {')]
    assert all(line[1:] in claim for line in added)
    assert git("diff", "--numstat").split()[:2] == [str(len(added)), str(len(removed))]


def test_setup_keeps_lock_and_backups_out_and_is_idempotent(filed: Program, git: Checkout) -> None:
    filed.ok("note", "abc23", "x")
    assert list((filed.folder / "claims.json.backups").iterdir())
    (filed.folder / ".claims.json.17.tmp").write_text("")
    assert git("status", "--porcelain").split() == ["M", "claims.json"]
    before = filed.state()
    run = filed.ok("git-setup")
    assert "nothing changed" in run.err and filed.state() == before
    assert (filed.folder / ".gitattributes").read_text() == "claims.json merge=claimtrack\n"
    driver = git("config", "merge.claimtrack.driver").split()
    assert Path(driver[0]).is_absolute() and driver[-5:] == ["merge-driver", "%O", "%A", "%B", "%P"]


def test_setup_adds_to_what_is_there_and_knows_other_names(ct: Program) -> None:
    Checkout(ct)("init", "-q")
    (ct.folder / ".gitignore").write_text("*.pyc")
    ct.ok("init", "--db", "our desk.json")
    ct.ok("git-setup", "--db", "our desk.json")
    assert (ct.folder / ".gitignore").read_text().startswith("*.pyc\nour desk.json.lock\n")
    git = Checkout(ct)
    assert "claimtrack" in git("check-attr", "merge", "our desk.json")
    assert "unspecified" in git("check-attr", "merge", "claims.json")


def test_outside_of_a_checkout_it_is_refused(filed: Program) -> None:
    before = filed.state()
    run = filed("git-setup", env={"GIT_CEILING_DIRECTORIES": str(filed.folder.parent)})
    assert run.code == 2 and "no git checkout" in run.err
    assert filed.state() == before


def test_the_driver_takes_an_empty_ancestor(filed: Program) -> None:
    folder = filed.folder
    (folder / "base").write_text("")
    (folder / "theirs").write_bytes(filed.ledger.read_bytes())
    filed.ok("note", "abc23", "x")
    filed.ledger.rename(folder / "ours")
    before = (folder / "ours").read_bytes()
    filed.ok("merge-driver", "base", "ours", "theirs")
    assert (folder / "ours").read_bytes() == before
    (folder / "theirs").write_text("<<<<<<<")
    run = filed("merge-driver", "base", "ours", "theirs")
    assert run.code == 4 and (folder / "ours").read_bytes() == before
