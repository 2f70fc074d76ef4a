"""The commands that log: add, report, confirm, deny, position, assess, retract, note."""

import hashlib
import re

from program import Program


def test_one_short_line_logs_a_rumor_with_its_channel(ct: Program) -> None:
    run = ct.ok("add", "Convoy left Lashio", "--source", "https://t.me/name/123", "--db", "c.json")
    assert re.fullmatch(r"[a-z2-9]{5}  .*unconfirmed  Convoy left Lashio\n", run.out), run.out
    assert "new source: t-me-name (t.me/name), social, graded D" in run.err
    assert "new ledger: c.json" in run.err

    env = {"CLAIMTRACK_DB": "c.json"}
    (claim,) = ct.json("list", env=env)
    assert claim["sources"] == {"independent": 0, "against": 0, "total": 1}
    (source,) = ct.json("source", "list", env=env)
    assert (source["key"], source["kind"], source["reliability"]) == ("t-me-name", "social", "D")

    ct.ok("add", "Another", "--source", "https://t.me/name/124", env=env)
    assert len(ct.json("source", "list", env=env)) == 1


def test_add_with_all_that_a_claim_can_have(ct: Program) -> None:
    ct.ok("init")
    run = ct.ok(
        *("add", "  The   dam\nwill open  ", "--id", "dam23", "--kind", "forecast"),
        *("--claimant", "Ministry", "--due", "2025-06-01..2025-08-31", "--condition", "after rain"),
        *("--place", "Myitsone", "--party", "Ministry", "--party", "KIA", "--tag", "dam"),
        *("--tag", "water", "--priority", "high", "--assignee", "me", "--on", "2025-03"),
        *("--when", "2025", "--by-user", "bea", "--json"),
    )
    assert run.json["entries"] and len(run.json["entries"]) == 1
    assert "new party: ministry (Ministry)" in run.err
    assert "new party: kia (KIA)" in run.err
    claim = ct.claim("dam23")
    assert claim["text"] == "The dam will open"
    assert claim["due"] == {
        "text": "2025-06-01..2025-08-31",
        "from": "2025-06-01",
        "to": "2025-08-31",
    }
    assert claim["when"] == {"text": "2025", "from": "2025-01-01", "to": "2025-12-31"}
    assert (claim["claimant"], claim["condition"]) == ("ministry", "after rain")
    assert (claim["place"], claim["priority"], claim["assignee"]) == ("Myitsone", "high", "bea")
    assert claim["tags"] == ["dam", "water"]
    assert claim["parties"] == ["ministry", "kia"]
    assert claim["kind"] == "forecast"
    assert claim["flags"] == ["overdue", "unsourced"]
    assert (claim["first_heard"], claim["last_heard"]) == (None, None)
    (opened,) = claim["entries"]
    assert opened["by"] == "bea"
    assert opened["on"]["text"] == "2025-03"


def test_add_with_all_that_a_report_can_have(ct: Program) -> None:
    ct.ok("init")
    saved = ct.folder / "page.html"
    saved.write_bytes(b"<p>as it was</p>")
    ct.ok(
        *("add", "Convoy left", "--id", "cnv23", "--source", "Daily Post", "--url"),
        *("https://daily.example/1", "--source-kind", "agency", "--reliability", "B"),
        *("--quote", "“It left.”", "--stance", "supports", "--reading", "They mean Tuesday."),
        *("--medium", "article", "--attribution", "on-record", "--credibility", "2"),
        *("--via", "Wire", "--archive", "https://web.archive.org/web/2025/https://daily.example/1"),
        *("--file", "page.html", "--on", "2025-03-01"),
    )
    report = ct.claim("cnv23")["entries"][1]
    expected = {
        "type": "report",
        "source": "daily-post",
        "via": "wire",
        "url": "https://daily.example/1",
        "quote": "“It left.”",
        "reading": "They mean Tuesday.",
        "medium": "article",
        "attribution": "on-record",
        "credibility": 2,
        "repeats": None,
        "archive": "https://web.archive.org/web/2025/https://daily.example/1",
        "sha256": hashlib.sha256(b"<p>as it was</p>").hexdigest(),
        "stance": "supports",
    }
    assert {key: report[key] for key in expected} == expected
    sources = {s["key"]: s for s in ct.json("source", "list")}
    assert (sources["daily-post"]["kind"], sources["daily-post"]["reliability"]) == ("agency", "B")
    assert sources["wire"]["reliability"] == "F"


def test_add_from_standard_input(ct: Program) -> None:
    ct.ok("init")
    run = ct.ok("add", "-", "--format", "ids", stdin="From a pipe: ကချင် 中文\n")
    assert ct.claim(run.out.strip())["text"] == "From a pipe: ကချင် 中文"
    assert ct("add", "-", stdin=b"caf\xe9 \xff").code == 2


def test_the_same_words_are_refused_by_name_unless_forced(filed: Program) -> None:
    before = filed.ledger.read_bytes()
    run = filed("add", "mndaa will WITHDRAW, from  Lashio!")
    assert (run.code, run.out) == (2, "")
    assert "abc23" in run.err and "--force" in run.err
    assert filed.ledger.read_bytes() == before
    filed.ok("add", "MNDAA will withdraw from Lashio", "--force", "--id", "twn23")
    assert len(filed.ids("list")) == 5


def test_report_says_the_status_before_and_after_and_what_a_colleague_would(
    filed: Program,
) -> None:
    run = filed.ok(
        "report", "abd", "--url", "https://www.irrawaddy.com/news/9", "--stance", "refutes"
    )
    assert run.out == "abd45  denied → denied  Fuel ran out in Lashio\n"
    assert "new source" not in run.err

    run = filed.ok("report", "abd45", "--source", "Nobody Graded", "--on", "2025-02-03")
    assert "new source: nobody-graded (Nobody Graded), outlet, graded F" in run.err
    assert "claimtrack source rate nobody-graded" in run.err

    run = filed.ok("report", "mnp67", "--url", "https://www.irrawaddy.com/news/1")
    assert "on file already" in run.err and "abc23" in run.err


def test_a_partys_outlet_gets_the_line_to_paste_and_the_claim_its_claimant(
    filed: Program,
) -> None:
    filed.ok("source", "add", "kokang-news", "--owner", "mndaa", "--kind", "party-media")
    run = filed.ok("report", "abc23", "--source", "kokang-news", "--stance", "refutes")
    assert "claimtrack deny abc23 --by mndaa" in run.err
    run = filed.ok("report", "abc23", "--source", "kokang-news", "--on", "2025-01-30")
    assert "claimtrack confirm abc23 --by mndaa" in run.err
    run = filed.ok("add", "We took a hill", "--source", "kokang-news", "--id", "hjk23")
    assert "claimant" in run.err and "mndaa" in run.err
    assert filed.claim("hjk23")["claimant"] == "mndaa"
    filed.ok("add", "We leave", "--source", "kokang-news", "--id", "hjk24", "--claimant", "none")
    assert filed.claim("hjk24")["claimant"] is None


def test_saying_it_again_adds_nothing_and_exits_0(filed: Program) -> None:
    said_again = (
        ("report", "abc23", "--source", "khit-thit", "--on", "2025-01-20"),
        ("deny", "abd45", "--by", "junta", "--on", "2025-02-10"),
        ("link", "abc23", "in-tension", "qrs89"),
        ("source", "alias", "irrawaddy", "irra"),
        ("party", "alias", "mndaa", "kokang"),
        ("source", "rate", "irrawaddy", "B"),
        ("config", "weight.grades", "A,B"),
    )
    for command in said_again:
        filed.ok(*command)
        before = filed.ledger.read_bytes()
        run = filed.ok(*command)
        assert filed.ledger.read_bytes() == before, command
        assert len(run.err.splitlines()) == 1, (command, run)
    again = filed.json(*said_again[0])
    assert again["entries"] == []


def test_positions_of_every_sort(filed: Program) -> None:
    run = filed.ok(
        *("confirm", "abc23", "--by", "kokang", "--speaker", "Spokesman", "--url"),
        *("https://www.irrawaddy.com/news/5", "--quote", "Yes.", "--on", "2025-02-01"),
    )
    assert run.out == "abc23  corroborated → confirmed  MNDAA will withdraw from Lashio\n"
    position = filed.claim("abc23")["entries"][-1]
    assert (position["party"], position["position"]) == ("mndaa", "confirms")
    assert (position["speaker"], position["source"]) == ("Spokesman", "irrawaddy")

    filed.ok("deny", "abc23", "--by", "MNDAA", "--on", "2025-02-02")
    assert filed.claim("abc23")["denied_by"] == ["mndaa"]
    filed.ok("position", "abc23", "silent", "--by", "mndaa", "--on", "2025-02-03")
    assert filed.claim("abc23")["positions"] == {"mndaa": "denies"}
    filed.ok("position", "abc23", "hedges", "--by", "mndaa", "--on", "2025-02-04")
    claim = filed.claim("abc23")
    assert (claim["status"], claim["positions"]) == ("corroborated", {"mndaa": "hedges"})

    filed.ok("position", "abc23", "declines", "--by", "china", "--on", "2025-02-04")
    filed.ok(
        *("position", "abc23", "asked", "--by", "India", "--answer-by", "2025-02-20"),
        *("--on", "2025-02-04"),
    )
    filed.ok("position", "abc23", "confirms", "--by", "regime", "--on", "2025-02-05")
    claim = filed.claim("abc23")
    assert claim["positions"] == {
        "mndaa": "hedges",
        "china": "declines",
        "india": "asked",
        "regime": "confirms",
    }
    assert claim["confirmed_by"] == ["regime"]
    filed.ok("position", "abc23", "denies", "--by", "China", "--on", "2025-02-05")
    assert filed.claim("abc23")["status"] == "disputed"


def test_also_enters_one_statement_on_several_claims_in_one_write(filed: Program) -> None:
    run = filed.ok(
        *("deny", "abc23", "--by", "mndaa", "--also", "mnp67", "--also", "abd", "--json"),
    )
    written = run.json
    assert written["claim"]["id"] == "abc23" and len(written["entries"]) == 1
    assert [(also["claim"]["id"], len(also["entries"])) for also in written["also"]] == [
        ("mnp67", 1),
        ("abd45", 1),
    ]
    moments = {entry["recorded"] for entry in filed.json("log") if entry.get("party") == "mndaa"}
    assert len(moments) == 1
    written = filed.json("report", "abc23", "--source", "gossip", "--also", "qrs89")
    assert written["also"][0]["claim"]["id"] == "qrs89"


def test_assess_and_retract(filed: Program) -> None:
    filed.ok(
        *("assess", "abc23", "khit-thit", "--note", "Filmed elsewhere.", "--credibility", "5"),
        *("--source", "The Irrawaddy", "--on", "2025-01-25"),
    )
    claim = filed.claim("abc23")
    assert (claim["status"], claim["sources"]["independent"]) == ("unconfirmed", 1)
    assessment = claim["entries"][-1]
    assert (assessment["type"], assessment["credibility"]) == ("assessment", 5)
    assert assessment["source"] == "irrawaddy"
    assert filed.claim("abc23", "--as-of", "2025-01-24")["status"] == "corroborated"

    run = filed.ok("retract", "abc23", "irrawaddy", "--because", "Corrected.", "--on", "2025-02-01")
    assert run.out.startswith("abc23  unconfirmed → ")
    report_id = claim["entries"][1]["id"]
    assert filed.claim("abc23")["entries"][-1]["entry"] == report_id

    filed.ok("report", "abc23", "--source", "gossip", "--quote", "one", "--on", "2025-01-01")
    filed.ok("report", "abc23", "--source", "gossip", "--quote", "two", "--on", "2025-01-02")
    assert len(filed.json("retract", "abc23", "gossip", "--because", "All of it.")["entries"]) == 2
    entry = filed.json("report", "abc23", "--source", "gossip", "--quote", "three")["entries"][0]
    assert len(filed.json("retract", "abc23", entry[:6], "--because", "That one.")["entries"]) == 1

    run = filed.ok("retract", "abd45", "regime", "--because", "Spoke too soon.")
    assert run.out.startswith("abd45  denied → unconfirmed")


def test_repeats_makes_an_echo_and_last_names_an_entry(filed: Program) -> None:
    filed.ok(
        *("report", "abd45", "--source", "irrawaddy", "--repeats", "gossip", "--on", "2025-02-04"),
    )
    claim = filed.claim("abd45")
    assert claim["sources"] == {"independent": 0, "against": 0, "total": 2}
    assert claim["entries"][-1]["repeats"] == claim["entries"][1]["id"]
    assert "repeat" in str(claim["why"]["left_out"])
    filed.ok("assess", "abd45", "last", "--note", "Looked at it.")
    assert filed.claim("abd45")["entries"][-1]["entry"] == claim["entries"][-1]["id"]


def test_nobody_works_on_it(ct: Program) -> None:
    ct.ok("add", "One", "--id", "abc23", "--assignee", "none", "--place", "none")
    claim = ct.json("add", "Two", "--assignee", " Ann \n Lee ")["claim"]
    assert claim["assignee"] == "Ann Lee"
    claim = ct.claim("abc23")
    assert (claim["assignee"], claim["place"]) == (None, None)


def test_note(filed: Program) -> None:
    written = filed.json("note", "abc23", "Ask [bold]again[/bold] on Monday", "--on", "2025-01-12")
    note = filed.claim("abc23")["entries"][-1]
    assert note["id"] == written["entries"][0]
    assert (note["type"], note["text"]) == ("note", "Ask [bold]again[/bold] on Monday")


def test_new_enters_what_is_nearly_known(filed: Program) -> None:
    refused = filed("report", "abc23", "--source", "Khit Thitt")
    assert refused.code == 2 and "khit-thit" in refused.err and "--new" in refused.err
    run = filed.ok("report", "abc23", "--source", "Khit Thitt", "--new")
    assert "new source: khit-thitt" in run.err
    assert filed("deny", "abc23", "--by", "mndab").code == 2
    assert "new party: mndab" in filed.ok("deny", "abc23", "--by", "mndab", "--new").err
