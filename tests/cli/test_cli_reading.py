"""list, show, why, log and search: filters, days and moments."""

import pytest
from program import Program

FILTERS = [
    ("status:corroborated", "abc23"),
    ("status:corroborated,denied", "abc23 abd45"),
    ("status:not-checkable", "mnp67"),
    ("-status:denied", "abc23 mnp67 qrs89"),
    ("flag:unsourced", "mnp67"),
    ("-flag:unsourced", "abc23 abd45 qrs89"),
    ("party:mndaa", "abc23"),
    ("party:JUNTA", "abd45 qrs89"),
    ("-party:junta", "abc23 mnp67"),
    ("source:khit-thit", "abc23"),
    ("source:gossip", "abd45"),
    ("-source:irrawaddy", "abd45 mnp67 qrs89"),
    ("tag:fuel", "abd45"),
    ("-tag:fuel", "abc23 mnp67 qrs89"),
    ("tag:nobody", ""),
    ("place:lashio", "abc23"),
    ("place:nowhere", ""),
    ("kind:forecast", "abc23 qrs89"),
    ("-kind:forecast,opinion", "abd45"),
    ("due:<2025-07", "abc23"),
    ("due:>2025-07", "qrs89"),
    ("due:2025-06-15", "abc23"),
    ("-due:2025", "abd45 mnp67"),
    ("heard:>=2025-01-15", "abc23 abd45"),
    ("heard:<=2025-01", "abc23"),
    ("-heard:2025-01", "abd45 mnp67 qrs89"),
    ("priority:high", "abc23"),
    ("-priority:normal", "abc23 qrs89"),
    ("assignee:ann", "abd45"),
    ("assignee:nobody-here", ""),
    ("verdict:none", "abc23 abd45 mnp67"),
    ("verdict:true", "qrs89"),
    ("-verdict:none", "qrs89"),
    ("is:open", "abc23 abd45 mnp67"),
    ("-is:open", "qrs89"),
    ("LASHIO", "abc23 abd45"),
    ("-lashio", "mnp67 qrs89"),
    ("lashio -tag:fuel is:open", "abc23"),
    ("--unconfirmed", "abc23 abd45"),
    ("--unconfirmed -tag:fuel", "abc23"),
    ("status:unconfirmed", ""),
    ("", "abc23 abd45 mnp67 qrs89"),
]


@pytest.mark.parametrize(("terms", "ids"), FILTERS)
def test_filter(filed: Program, terms: str, ids: str) -> None:
    run = filed.ok("list", *terms.split(), "--format", "ids")
    assert set(run.lines) == set(ids.split())


def test_a_phrase_with_a_colon_in_it_stays_words(filed: Program) -> None:
    filed.ok("add", "The spokesman said: no", "--id", "csd23")
    assert filed.ids("list", "spokesman said: no") == ["csd23"]
    assert filed.ids("list", "Status:denied") == filed.ids("list", "status :denied") == ["abd45"]
    assert "abd45" not in filed.ids("list", "-Status:denied")


def test_terms_stand_anywhere_among_the_options(filed: Program) -> None:
    assert filed.ok(
        "list", "-tag:fuel", "--format", "ids", "-kind:opinion", "--unconfirmed"
    ).lines == ["abc23"]
    run = filed.ok("list", "--format", "ids", "--", "-tag:fuel", "kind:forecast", "-verdict:true")
    assert run.lines == ["abc23"]


def test_sorting(filed: Program) -> None:
    by_id = ["abc23", "abd45", "mnp67", "qrs89"]
    assert filed.ids("list", "--sort", "id") == by_id
    assert filed.ids("list", "--sort", "-id") == by_id[::-1]
    assert filed.ids("list", "--sort", "priority")[0] == "abc23"
    assert filed.ids("list", "--sort", "due")[:2] == ["abc23", "qrs89"]
    filed.ok("note", "abd45", "Look again.")
    assert filed.ids("list")[0] == "abd45"


def test_as_of_shows_the_evidence_of_that_day(filed: Program) -> None:
    assert filed.ids("list", "--as-of", "2025-01-15") == ["abc23"]
    assert filed.claim("abc23", "--as-of", "2025-01-15")["status"] == "unconfirmed"
    why = filed.json("why", "abc23", "--as-of", "2025-01-15")
    assert (why["status"], why["counts"]["supports"]) == ("unconfirmed", 1)
    assert filed.claim("abd45", "--as-of", "2025-02-09")["status"] == "unconfirmed"
    assert "as of 2025-01-15" not in filed.ok("list", "--as-of", "2025-01-15").out
    for command in ("show", "why"):
        run = filed(command, "abc23", "--as-of", "2025-01-09")
        assert (run.code, run.out) == (3, "")
    run = filed.ok("list", "--as-of", "2024", "--json")
    assert run.json == []


def test_as_of_leaves_out_evidence_that_had_not_begun_wherever_it_is_told(filed: Program) -> None:
    filed.ok("report", "abd45", "--source", "irrawaddy", "--quote", "Tankers", "--on", "2025-02-20")
    types = [e["type"] for e in filed.claim("abd45", "--as-of", "2025-02-05")["entries"]]
    assert types == ["opened", "report"]
    assert filed.ids("search", "Tankers") == ["abd45"]
    assert filed.ids("search", "Tankers", "--as-of", "2025-02-19") == []
    url = "https://www.irrawaddy.com/news/1"
    assert filed.ids("search", url, "--as-of", "2025-01-10") == ["abc23"]


def test_known_at_shows_what_the_desk_had_logged(filed: Program) -> None:
    log = filed.json("log")
    assert [entry["recorded"] for entry in log] == sorted(entry["recorded"] for entry in log)
    first = log[0]["recorded"]
    assert filed.ids("list", "--known-at", first) == ["abc23"]
    claim = filed.claim("abc23", "--known-at", first)
    assert len(claim["entries"]) == 2
    assert claim["status"] == "unconfirmed"
    assert filed.json("why", "abc23", "--known-at", first)["counts"]["supports"] == 1
    assert len(filed.json("log", "--known-at", first)) == 2
    assert len(filed.json("log", "abc23", "--known-at", first)) == 2
    last = log[-1]["recorded"]
    assert filed.json("log", "--known-at", last) == log
    assert filed.ids("list", "--known-at", last, "--as-of", "2025-01-15") == ["abc23"]
    run = filed("show", "qrs89", "--known-at", first)
    assert (run.code, run.out) == (3, "")
    assert filed.ids("list", "--known-at", "2020-01-01") == []


def test_why_prints_the_rule_the_origins_and_what_was_left_out(filed: Program) -> None:
    filed.ok("report", "abc23", "--source", "gossip", "--on", "2025-01-21")
    run = filed.ok("why", "abc23")
    assert "corroborated" in run.out
    assert all(name in run.out for name in ("The Irrawaddy", "Khit Thit", "gossip"))
    why = filed.json("why", "abc23")
    assert [origin["origin"] for origin in why["origins"]] == ["irrawaddy", "khit-thit"]
    assert [left["source"] for left in why["left_out"]] == ["gossip"]
    assert filed.claim("abc23")["why"]["rule"] == why["rule"]


def test_show_says_all_that_is_on_file(filed: Program) -> None:
    filed.ok("link", "abc23", "in-tension", "qrs89")
    filed.ok("note", "abc23", "A note of ours.")
    out = filed.ok("show", "abc").out
    for said in (
        *("abc23", "MNDAA will withdraw from Lashio", "corroborated", "2025-06", "Lashio"),
        *("withdrawal", "high", "The Irrawaddy", "Khit Thit", "They will leave.", "B6", "C6"),
        *("https://www.irrawaddy.com/news/1", "in-tension", "qrs89", "A note of ours."),
    ):
        assert said in out, said
    assert "It was held." in filed.ok("show", "qrs").out


def test_what_one_add_wrote_begins_with_the_opening(ct: Program) -> None:
    for number in range(4):
        ct.ok("add", f"Number {number}", "--id", f"abc{number + 2}", "--source", "daily")
        shown = ct.ok("show", f"abc{number + 2}").out
        assert shown.index("· opened: ") < shown.index("· report: ")


def test_log_of_one_claim_and_of_all(filed: Program) -> None:
    filed.ok("withdraw", "abc23", "khit-thit", "--because", "Wrong.")
    log = filed.json("log", "abc23")
    assert [entry["type"] for entry in log] == ["opened", "report", "report", "withdrawn"]
    assert {entry["claim"] for entry in log} == {"abc23"}
    assert len(filed.json("log")) == 11
    assert len(filed.ok("log", "abc23").lines) == 4
    assert "withdrawn" in filed.ok("log", "abc23").lines[2]


def test_search_finds_words_anywhere_and_the_claims_that_cite_a_url(filed: Program) -> None:
    for words, ids in (
        (("they", "WILL", "leave"), {"abc23"}),
        (("It was held",), {"qrs89"}),
        (("khit thit",), {"abc23"}),
        (("https://www.irrawaddy.com/news/1",), {"abc23"}),
        (("https://t.me/gossip/7",), {"abd45"}),
        (("https://t.me/gossip/8",), set()),
        (("no such words",), set()),
    ):
        assert set(filed.ids("search", *words)) == ids, words
