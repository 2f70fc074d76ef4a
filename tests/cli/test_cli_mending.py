"""The commands that decide, link and mend."""

from typing import Any

from program import Program

BOTH_WAYS = ("contradicts", "in-tension", "same-as")
ONE_WAY = ("stems-from", "depends-on", "part-of")


def test_links_that_cut_both_ways_are_seen_from_both(filed: Program) -> None:
    for relation in BOTH_WAYS + ONE_WAY:
        filed.ok("link", "abc23", relation, "qrs89")
    for reason in ("Both?", "Both?", "Else?"):
        because = ("--because", reason, "--source", "gossip")
        filed.ok("link", "abc23", "contradicts", "abd45", *because)
    claims = {claim["id"]: claim for claim in filed.json("list")}
    other_side = [link["relation"] for link in claims["qrs89"]["links"]]
    assert sorted(other_side) == sorted(BOTH_WAYS)
    assert {link["claim"] for link in claims["qrs89"]["links"]} == {"abc23"}
    assert len(claims["abc23"]["links"]) == 7
    link = filed.json("log", "abc23")[-2]
    assert (link["reason"], link["source"]) == ("Both?", "gossip")
    assert link["claim"] == "abc23" and "abd45" in link.values()
    assert "contradicted" in claims["abc23"]["flags"]
    assert filed.ids("list", "flag:contradicted") == ["abc23"]


def test_a_link_that_is_there_from_the_other_side_adds_nothing(filed: Program) -> None:
    filed.ok("link", "abc23", "contradicts", "abd45")
    before = filed.ledger.read_bytes()
    filed.ok("link", "abd45", "contradicts", "abc23")
    assert filed.ledger.read_bytes() == before


def test_edit_of_a_claims_fields(filed: Program) -> None:
    written = filed.json(
        *("edit", "abc23", "--text", "MNDAA leaves Lashio", "--kind", "event", "--when", "2025"),
        *("--due", "2025-07", "--condition", "none", "--place", "Shan", "--tag", "new", "--no-tag"),
        *("withdrawal", "--party", "china", "--no-party", "mndaa", "--priority", "low"),
        *("--assignee", "bea", "--claimant", "regime", "--because", "Sharper."),
    )
    claim = written["claim"]
    assert len(written["entries"]) == 1
    assert (claim["text"], claim["kind"]) == ("MNDAA leaves Lashio", "event")
    assert (claim["due"]["to"], claim["when"]["from"]) == ("2025-07-31", "2025-01-01")
    assert (claim["place"], claim["tags"], claim["parties"]) == ("Shan", ["new"], ["china"])
    assert (claim["priority"], claim["assignee"], claim["claimant"]) == ("low", "bea", "regime")
    assert filed.json("log", "abc23")[-1]["reason"] == "Sharper."
    cleared = filed.json("edit", "abc23", "--due", "none", "--claimant", "none", "--place", "none")
    assert [cleared["claim"][key] for key in ("due", "claimant", "place")] == [None, None, None]
    again = filed.json("edit", "abc23", "--kind", "event")
    assert again["entries"] == []


def latest(filed: Program, kind: str) -> dict[str, Any]:
    """The entry of a type that was logged last on abc23."""
    logged = filed.json("log", "abc23")
    return next(entry for entry in reversed(logged) if entry["type"] == kind)


def test_none_clears_what_can_be_cleared(filed: Program) -> None:
    claim = filed.json("edit", "abc23", "--tag", "none", "--party", "none")["claim"]
    assert (claim["tags"], claim["parties"]) == ([], [])
    claim = filed.json("edit", "abc23", "--tag", "none", "--tag", "new")["claim"]
    assert claim["tags"] == ["new"]
    filed.ok("confirm", "abc23", "--by", "mndaa", "--url", "https://www.irrawaddy.com/news/5")
    filed.ok("edit", "abc23", "last", "--source", "none")
    position = latest(filed, "position")
    assert position["source"] is None
    assert position["url"] == "https://www.irrawaddy.com/news/5"
    before = filed.state()
    refused = filed("edit", "abc23", "khit-thit", "--source", "none")
    assert refused.code == 2 and "--attribution" in refused.err
    assert filed.state() == before
    filed.ok(*("edit", "abc23", "khit-thit", "--source", "none", "--attribution"), "unattributed")
    assert latest(filed, "report")["source"] is None
    assert "none" not in filed.json("source", "list")[0].values()


def test_edit_of_an_entry_corrects_it_in_its_place(filed: Program) -> None:
    filed.ok(
        "report", "abc23", "--source", "gossip", "--repeats", "irrawaddy", "--on", "2025-01-22"
    )
    old = filed.json("log", "abc23")[1]
    run = filed.json(
        "edit", "abc23", "irrawaddy", "--quote", "They shall leave.", "--because", "Misread."
    )
    withdrawn_id, new_id = run["entries"]
    log = {entry["id"]: entry for entry in filed.json("log", "abc23")}
    assert log[new_id]["corrects"] == old["id"]
    assert log[new_id]["quote"] == "They shall leave."
    assert log[new_id]["on"] == old["on"]
    assert log[withdrawn_id]["entry"] == old["id"]
    assert log[withdrawn_id]["reason"] == "Misread."
    assert run["claim"]["sources"] == {"independent": 2, "against": 0, "total": 3}

    run = filed.json("edit", "abd45", "regime", "--position", "hedges", "--speaker", "General")
    assert run["claim"]["positions"] == {"regime": "hedges"}
    assert filed.json("edit", "abd45", "regime", "--speaker", "General")["entries"] == []


def test_move_puts_an_entry_on_the_claim_it_belongs_to(filed: Program) -> None:
    run = filed.ok("move", "abc23", "khit-thit", "abd45", "--json")
    assert run.json["claim"]["sources"]["total"] == 1
    (other,) = run.json["also"]
    assert (other["claim"]["id"], other["claim"]["sources"]["total"]) == ("abd45", 2)
    assert len(run.json["entries"]) == len(other["entries"]) == 1
    assert filed.ok("move", "abd45", "khit-thit", "abc23").lines[0].startswith("abd45  ")
    assert filed.json("list", "source:khit-thit")[0]["id"] == "abc23"


def test_assign_and_take(filed: Program) -> None:
    filed.ok("assign", "abc23", "bea")
    filed.ok("take", "qrs89")
    filed.ok("take", "mnp67", "--by-user", "bea")
    assert sorted(filed.ids("list", "assignee:bea")) == ["abc23", "mnp67"]
    assert sorted(filed.ids("list", "assignee:me")) == ["abd45", "qrs89"]
    assert sorted(filed.ids("list", "assignee:me", "--by-user", "bea")) == ["abc23", "mnp67"]
    filed.ok("assign", "qrs89", "none")
    assert filed.ids("list", "assignee:none") == ["qrs89"]
    filed.ok("assign", "qrs89", "me")
    assert filed.claim("qrs89")["assignee"] == "ann"


def test_verdict_and_reopen(filed: Program) -> None:
    run = filed.ok(
        *("verdict", "abd45", "mostly-false", "--because", "Stations sold fuel."),
        *("--rests-on", "regime", "--recheck", "2026-01", "--on", "2025-03-05"),
    )
    assert run.out.startswith("abd45  ")
    claim = filed.claim("abd45")
    assert claim["verdict"] == {
        "rating": "mostly-false",
        "value": 2,
        "reason": "Stations sold fuel.",
        "on": {"text": "2025-03-05", "from": "2025-03-05", "to": "2025-03-05"},
        "by": "ann",
    }
    verdict = claim["entries"][-1]
    assert verdict["rests_on"] == [claim["entries"][2]["id"]]
    assert verdict["recheck"]["text"] == "2026-01"
    assert "abd45" not in filed.ids("list", "is:open")
    assert filed.claim("abd45", "--as-of", "2025-03-04")["verdict"] is None

    filed.ok("report", "abd45", "--source", "irrawaddy", "--on", "2025-03-06")
    assert filed.claim("abd45")["flags"] == ["recheck", "contested"]
    filed.ok("reopen", "abd45", "--because", "New evidence.", "--on", "2025-03-07")
    claim = filed.claim("abd45")
    assert (claim["verdict"], claim["flags"]) == (None, [])
    filed.ok("verdict", "abd45", "unproven", "--because", "No telling.")
    assert "abd45" in filed.ids("list", "is:open", "verdict:unproven")


def test_a_desk_may_have_a_scale_of_its_own(filed: Program) -> None:
    filed.ok("config", "verdict.half-baked", "2 neither open Half baked")
    filed.ok("config", "verdict.mixed", "off")
    claim = filed.json("verdict", "abd45", "half-baked", "--because", "It is.")["claim"]
    assert (claim["verdict"]["rating"], claim["verdict"]["value"]) == ("half-baked", 2)
    assert "abd45" in filed.ids("list", "is:open", "verdict:half-baked")
    refused = filed("verdict", "abd45", "mixed", "--because", "x")
    assert refused.code == 2 and "half-baked" in refused.err


def test_a_verdict_whose_word_was_taken_off_still_closes(filed: Program) -> None:
    filed.ok("config", "verdict.Half", "3 neither open")
    filed.ok("verdict", "abd45", "half", "--because", "It is.")
    assert "abd45" in filed.ids("list", "is:open")
    filed.ok("config", "verdict.half", "off")
    assert "abd45" not in filed.ids("list", "is:open")
    assert filed.claim("abd45")["verdict"]["rating"] == "half"


def test_what_was_decided_or_kept_in_order_is_said(filed: Program) -> None:
    for arguments, what in (
        (("verdict", "abd45", "false", "--because", "No queue."), "verdict: false: No queue."),
        (("note", "abd45", "Ask again"), "note: Ask again"),
        (("assign", "abd45", "bea"), "revised: assignee → bea"),
        (("link", "abd45", "same-as", "abc23"), "link: same-as abc23"),
        (("reopen", "abd45", "--because", "Hm."), "reopened: Hm."),
    ):
        assert filed.ok(*arguments).out == f"abd45  denied · {what}  Fuel ran out in Lashio\n"
    run = filed.ok("edit", "abd45", "--kind", "opinion")
    assert run.out.startswith("abd45  denied → not-checkable  ")
    run = filed.ok("report", "mnp67", "--source", "irrawaddy")
    assert run.out.startswith("mnp67  not-checkable → not-checkable  ")


def test_what_was_taken_is_named(filed: Program) -> None:
    denial = filed.json("log", "abd45")[-1]["id"]
    run = filed.ok("edit", "abd45", "last", "--quote", "No.")
    new = filed.json("log", "abd45")[-1]["id"]
    assert run.err == f"edited: position {denial}, now {new}\n"
    run = filed.ok("retract", "abd45", "last", "--because", "Said in error.")
    assert run.err == f"retracted: position {new}\n"
    run = filed.ok("withdraw", "abd45", "last", "--because", "No.")
    retraction = filed.json("log", "abd45")[-2]["id"]
    assert run.err == f"withdrawn: retraction {retraction}\n"


def test_what_fits_no_entry_of_that_sort_is_refused(filed: Program) -> None:
    before = filed.state()
    for claim, entry, option, value in (
        ("abc23", "irrawaddy", "--position", "denies"),
        ("abc23", "irrawaddy", "--by", "mndaa"),
        ("abc23", "irrawaddy", "--speaker", "x"),
        ("abc23", "irrawaddy", "--answer-by", "2025"),
        ("abd45", "regime", "--stance", "refutes"),
        ("abd45", "regime", "--credibility", "2"),
        ("abd45", "regime", "--reading", "x"),
        ("abd45", "regime", "--medium", "post"),
        ("abd45", "regime", "--attribution", "anonymous"),
        ("abd45", "regime", "--repeats", "gossip"),
        ("abd45", "regime", "--via", "gossip"),
        ("abd45", "regime", "--archive", "https://archive.ph/x"),
        ("abd45", "regime", "--file", "x"),
    ):
        run = filed("edit", claim, entry, option, value, "--quote", "New.")
        assert run.code == 2, (option, run)
        assert option in run.err
    assert filed.state() == before


def test_withdraw_takes_back_and_can_be_taken_back(filed: Program) -> None:
    run = filed.ok("withdraw", "abd45", "regime", "--because", "Wrong claim.")
    assert run.out.startswith("abd45  denied → unconfirmed")
    withdrawal = filed.json("log", "abd45")[-1]
    assert withdrawal["reason"] == "Wrong claim."
    run = filed.ok("withdraw", "abd45", withdrawal["id"], "--because", "It was right.")
    assert run.out.startswith("abd45  unconfirmed → denied")
    filed.ok("withdraw", "abd45", "regime", "--because", "No.")
    filed.ok("deny", "abd45", "--by", "regime", "--on", "2025-02-10")
    assert filed.claim("abd45")["status"] == "denied"
