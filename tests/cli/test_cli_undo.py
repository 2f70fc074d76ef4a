"""``undo``, ``redo`` and ``forget`` on the command line."""

from program import Program


def test_undo_says_what_it_takes_back(filed: Program) -> None:
    filed.ok("report", "abd45", "--source", "The Wire", "--quote", "There is none.")
    run = filed.ok("undo")
    claim, source = run.lines
    assert claim.startswith("abd45\t") and "report: The Wire supports: “There is none.”" in claim
    assert source.startswith("source the-wire\t")
    assert "taken back: what ann logged at 20" in run.err
    assert "claimtrack redo" in run.err
    again = filed.ok("redo")
    assert again.out == run.out
    assert "brought back: what ann logged at 20" in again.err


def test_json_and_ids(filed: Program) -> None:
    added = filed.json("report", "abd45", "--source", "wire", "--also", "abc23")
    undone = filed.json("undo")
    assert undone["undone"][:2] == [
        {"claim": "abc23", "entries": added["also"][0]["entries"]},
        {"claim": "abd45", "entries": added["entries"]},
    ]
    assert [set(group) for group in undone["undone"][2:]] == [{"source", "entries"}]
    assert len(undone["entries"]) == 3
    redone = filed.json("redo")
    assert redone["redone"] == undone["undone"]
    assert filed.ids("undo") == ["abc23", "abd45"]
    assert filed.ok("redo", "--format", "csv").lines[0] == (
        "claim,source,party,setting,id,type,what"
    )


def test_settings(filed: Program) -> None:
    filed.ok("config", "weight.grades", "A")
    assert filed.ok("undo").out.startswith("setting weight.grades\t")
    assert filed.json("config", "weight.grades")[0]["value"] == "A,B,C"
    (group,) = filed.json("redo")["redone"]
    assert group["setting"] == "weight.grades"
    assert filed.json("config", "weight.grades")[0]["value"] == "A"


def test_a_grade_that_was_taken_back(filed: Program) -> None:
    filed.ok("source", "rate", "khit-thit", "B", "--because", "It was right.")
    filed.ok("undo")
    card = filed.ok("source", "show", "khit-thit").out
    assert "grade: C" in card
    assert "withdrawn: undo · revised: reliability → B · It was right. · ann" in card


def test_nothing_to_undo(filed: Program) -> None:
    before = filed.state()
    run = filed.ok("undo", "--by-user", "nobody")
    assert run.out == ""
    assert "nothing of yours to undo" in run.err and "restore" in run.err
    assert filed.json("undo", "--by-user", "nobody") == {"undone": [], "entries": []}
    assert "nothing of yours to redo" in filed.ok("redo").err
    assert filed.json("redo") == {"redone": [], "entries": []}
    assert filed.state() == before
    assert filed.ok("undo", "--by-user", "nobody", "--anyone").out


def test_without_a_ledger_nothing_is_made(ct: Program) -> None:
    for command in (("undo",), ("redo",), ("forget", "abc23", "--because", "x", "--yes")):
        assert ct(*command).code == 3
        assert ct(*command, "--db", "no.json").code == 4
    assert ct.state() == {}


def test_a_claim_that_was_taken_back(filed: Program) -> None:
    filed.ok("add", "A new one", "--id", "new22")
    filed.ok("undo")
    for command in (("show", "new22"), ("log", "new22"), ("why", "new22"), ("note", "new22", "x")):
        run = filed(*command)
        assert run.code == 3
        assert "was taken back" in run.err and "claimtrack redo" in run.err
    whole = filed.ok("log").out
    assert "withdrawn (undo): opened: A new one" in whole
    assert [e["type"] for e in filed.json("log") if e["claim"] == "new22"] == [
        "opened",
        "withdrawn",
    ]
    filed.ok("redo")
    assert filed.claim("new22")["text"] == "A new one"


def test_forget_needs_yes_in_a_pipe(filed: Program) -> None:
    before = filed.state()
    run = filed("forget", "abc23", "--because", "a court")
    assert run.code == 2
    assert "--yes" in run.err
    assert filed("forget", "abc23", "--yes").code == 2
    assert filed("forget", "abc", "--because", "a court", "--yes").code == 2
    assert filed.state() == before
    assert filed.ok("forget", "abc23", "--because", "a court", "--yes").out == (
        "abc23  forgotten  a court\n"
    )
    assert "MNDAA will withdraw" not in filed.ledger.read_text()
    assert "forgotten: a court" in filed.ok("log").out
    shown = filed("show", "abc23")
    assert shown.code == 3
    assert "was forgotten" in shown.err


def test_forget_asks_twice_on_a_terminal(filed: Program) -> None:
    before = filed.ledger.read_bytes()
    for keys in ("n\n", "y\nabc\n", "y\nabd45\n"):
        run = filed.on_terminal("forget", "abc23", "--because", "a court", keys=keys)
        assert run.code == 2
        assert "was not erased" in run.err
        assert filed.ledger.read_bytes() == before
    run = filed.on_terminal("forget", "abc23", "--because", "a court", keys="y\nabc23\n")
    assert run.code == 0
    assert filed("show", "abc23").code == 3


def test_what_links_to_a_forgotten_claim_says_so(filed: Program) -> None:
    filed.ok("link", "abd45", "stems-from", "abc23")
    forgotten = filed.json("forget", "abc23", "--because", "a court", "--yes")
    assert forgotten["forgotten"] == "abc23"
    assert "stems-from abc23" in filed.ok("show", "abd45").out
    assert "abc23 · forgotten" in filed.ok("show", "abd45").out
    assert "stems-from abc23 (forgotten)" in filed.ok("log", "abd45").out
    (link,) = filed.claim("abd45")["links"]
    assert link == {"relation": "stems-from", "claim": "abc23", "forgotten": True}
    assert filed.ids("list").count("abc23") == 0


def test_the_backups_are_cleaned_too(filed: Program) -> None:
    folder = filed.ledger.with_name("claims.json.backups")
    folder.mkdir()
    (folder / "20250101T000000.000000Z.json").write_bytes(filed.ledger.read_bytes())
    filed.ok("forget", "abc23", "--because", "a court", "--yes")
    assert "MNDAA will withdraw" not in (folder / "20250101T000000.000000Z.json").read_text()
    (folder / "README.txt").write_text("Kept for a year.")
    damaged = folder / "20250102T000000.000000Z.json"
    damaged.write_text("MNDAA will withdraw")
    run = filed("forget", "abc23", "--because", "a court", "--yes")
    assert run.code == 4
    assert damaged.name in run.err and "remove that copy" in run.err
    damaged.unlink()
    assert "forgotten before" in filed.ok("forget", "abc23", "--because", "x", "--yes").err
