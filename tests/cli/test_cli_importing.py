"""``import`` of tables: what rows become, what is found again, what is refused, and where."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import Program

ROOT = Path(__file__).parents[2]
SAMPLE = "examples/emergent-sample.csv"
EMERGENT = (
    *("--map", "key=claimId,text=claimHeadline,quote=articleHeadline,stance=articleStance"),
    *("--map", "source=outlet,on=articleDate", "--source", "Emergent"),
    *("--stance-words", "for=supports,against=refutes,observing=mentions"),
)
ROWS = """\
claimId,claimHeadline,articleHeadline,articleStance,outlet,articleDate
1,A bear rode the tram,A bear on the tram,for,Daily,2025-01-03
1,A bear rode the tram,No bear at all,against,Radio,2025-01-05
2,The bridge was sold,Who sold the bridge?,observing,Daily,2025-02-01
"""
LATER = {"CLAIMTRACK_NOW": "2027-05-05T08:00:00Z"}


@pytest.fixture
def rows(ct: Program) -> Path:
    ct.ok("init")
    path = ct.folder / "rows.csv"
    path.write_text(ROWS)
    return path


def put(ct: Program, text: str | bytes, name: str = "rows.csv") -> str:
    (ct.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def test_many_rows_of_one_key_are_one_claim(ct: Program, rows: Path) -> None:
    run = ct.ok("import", "rows.csv", *EMERGENT, "--new", "--tag", "emergent")
    assert run.out == "2 new claims, 3 more entries, 2 new sources\n"
    assert "rows.csv: CSV, utf-8, separated by commas" in run.err
    bear = next(c for c in ct.json("list") if "bear" in c["text"])
    assert (bear["external_id"], bear["tags"]) == ("emergent:1", ["emergent"])
    opened, *reports = ct.claim(bear["id"])["entries"]
    assert opened["on"]["from"] == "2025-01-03"
    said = {(r["source"], r["stance"], r["quote"], r["on"]["text"]) for r in reports}
    assert said == {
        ("daily", "supports", "A bear on the tram", "2025-01-03"),
        ("radio", "refutes", "No bear at all", "2025-01-05"),
    }
    assert len({entry["recorded"] for entry in (opened, *reports)}) == 1
    assert ct.ids("search", "emergent:1") == [bear["id"]]


def test_the_sample_of_a_rumor_data_set_comes_in_with_one_documented_command(ct: Program) -> None:
    page = (ROOT / "docs" / "exchange.md").read_text()
    command = next(
        line for line in page.splitlines() if line.startswith(f"claimtrack import {SAMPLE}")
    )
    run = ct.ok(*shlex.split(command)[1:], folder=ROOT, env={"CLAIMTRACK_DB": str(ct.ledger)})
    assert run.out == "100 new claims, 667 more entries, 20 new sources\n"
    ledger = ("--db", str(ct.ledger))
    statuses = {claim["status"] for claim in ct.json("list", *ledger)}
    assert statuses == {"unconfirmed", "corroborated", "disputed", "refuted"}


def test_the_sample_is_what_its_script_writes() -> None:
    script = ROOT / "examples" / "emergent_sample.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert done.stdout == (ROOT / SAMPLE).read_bytes()


def test_the_same_file_again_adds_nothing_also_on_another_day(ct: Program, rows: Path) -> None:
    undated = put(ct, ROWS.replace("2025-01-03", "").replace("2025-02-01", ""))
    ct.ok("import", undated, *EMERGENT, "--new")
    before = ct.state()
    for env in ({}, LATER):
        run = ct.ok("import", undated, *EMERGENT, "--new", env=env)
        assert run.out == "0 new claims, 0 more entries, 3 on file already\n"
    assert ct.state() == before


def test_a_relative_date_is_found_again_on_another_day(ct: Program) -> None:
    put(ct, "text,source,on\nIt is so,Daily,yesterday\n")
    ct.ok("import", "rows.csv", "--new")
    assert "0 more entries, 1 on file" in ct.ok("import", "rows.csv", env=LATER).out


def test_an_edited_claim_is_found_and_a_withdrawn_report_stays_so(ct: Program, rows: Path) -> None:
    ct.ok("import", "rows.csv", *EMERGENT, "--new")
    bear = ct.ids("list", "bear")[0]
    ct.ok("edit", bear, "--text", "A dog in a fur coat rode the tram")
    ct.ok("withdraw", bear, "radio", "--because", "Satire.")
    ct.ok("edit", bear, "daily", "--quote", "A bear on the tram!")
    ct.ok("source", "edit", "daily", "--name", "The Daily")
    ct.ok("source", "alias", "daily", "Daily")
    run = ct.ok("import", "rows.csv", *EMERGENT)
    assert run.out == (
        "0 new claims, 0 more entries, 2 on file already, 1 withdrawn by the desk, left so\n"
    )


def test_an_import_that_was_taken_back_stays_so(ct: Program, rows: Path) -> None:
    ct.ok("import", "rows.csv", *EMERGENT, "--new")
    ledger = json.loads(ct.ledger.read_text())
    for table in ("claims", "sources"):
        for document in ledger[table].values():
            for entry in list(document["entries"]):
                taken = {**entry, "type": "withdrawn", "id": f"f{entry['id'][1:]}"}
                keep = ("id", "type", "on", "recorded", "by")
                taken = {key: taken[key] for key in keep}
                document["entries"].append({**taken, "entry": entry["id"], "reason": "undone"})
    ct.ledger.write_text(json.dumps(ledger))
    assert ct.json("list") == []
    assert ct.json("source", "list") == []
    run = ct.ok("import", "rows.csv", *EMERGENT, "--new")
    assert run.out == "0 new claims, 0 more entries, 3 withdrawn by the desk, left so\n"
    assert ct.json("list") == []


def test_rows_without_a_key_are_known_by_their_words(ct: Program) -> None:
    put(ct, "text,source\nFuel ran out,Daily\nfuel RAN out!,Radio\n")
    assert ct.ok("import", "rows.csv", "--new").out.startswith("1 new claim, 2 more entries")
    claim = ct.ids("list")[0]
    ct.ok("edit", claim, "--text", "Fuel is short")
    assert ct.ok("import", "rows.csv").out.startswith("0 new claims, 0 more entries, 2 on file")


def test_a_claim_with_the_same_words_on_file_gets_the_report(filed: Program) -> None:
    put(filed, "key,text,source\n9,Fuel ran out in Lashio,irrawaddy\n")
    filed.ok("import", "rows.csv")
    assert len(filed.json("list")) == 4
    assert filed.claim("abd45")["sources"]["total"] == 2


def test_every_field_can_be_mapped(filed: Program) -> None:
    put(
        filed,
        "k,t,ki,c,w,d,co,p,ta,pr,a,pa,s,u,q,r,st,m,at,cr,o,v,ar,re\n"
        "1,It will be so,forecast,none,2025-01,2027-06,if it rains,Lashio,a;b,high,bea,"
        "mndaa;Junta,irrawaddy,https://www.irrawaddy.com/9,They said so.,It may,REFUTES,video,"
        "anonymous,2,2025-02-03,khit-thit,https://web.archive.org/web/2025/https://x.example/,\n"
        "1,,,,,,,,,,,,gossip,,Me too.,,,,,,2025-02-04,,,irrawaddy\n",
    )
    ct = filed
    fields = (
        "key=k,text=t,kind=ki,claimant=c,when=w,due=d,condition=co,place=p,tags=ta,priority=pr,"
        "assignee=a,parties=pa,source=s,url=u,quote=q,reading=r,stance=st,medium=m,attribution=at,"
        "credibility=cr,on=o,via=v,archive=ar,repeats=re"
    )
    ct.ok("import", "rows.csv", "--map", fields)
    claim = ct.claim(ct.ids("list", "It will be so")[0])
    opened, *reports = claim["entries"]
    first, second = sorted(reports, key=lambda report: report["on"]["from"])
    assert (claim["due"]["from"], claim["when"]["to"]) == ("2027-06-01", "2025-01-31")
    assert (claim["condition"], claim["place"], claim["tags"]) == (
        "if it rains",
        "Lashio",
        ["a", "b"],
    )
    assert (claim["priority"], claim["assignee"]) == ("high", "bea")
    assert opened["parties"] == ["mndaa", "regime"]
    assert (first["stance"], first["medium"], first["credibility"]) == ("refutes", "video", 2)
    assert (first["attribution"], first["via"], first["reading"]) == (
        *("anonymous", "khit-thit", "It may"),
    )
    assert first["url"] == "https://www.irrawaddy.com/9"
    assert first["archive"].startswith("https://web.archive.org/")
    assert (second["source"], second["repeats"]) == ("gossip", first["id"])
    assert "0 more entries" in ct.ok("import", "rows.csv", "--map", fields).out


def test_a_url_alone_finds_its_source(filed: Program) -> None:
    put(filed, "text,url\nFuel is back,https://t.me/gossip/99\n")
    filed.ok("import", "rows.csv")
    claim = filed.claim(filed.ids("list", "back")[0])
    assert claim["entries"][1]["source"] == "gossip"


def test_source_is_for_rows_without_one(filed: Program) -> None:
    put(filed, "text,quote,source\nFuel is back,It is.,\nFuel is dear,So dear.,irrawaddy\n")
    filed.ok("import", "rows.csv", "--source", "gossip")
    reports = [e for e in filed.json("log") if e["type"] == "report" and e.get("quote")]
    named = {r["quote"]: r["source"] for r in reports}
    assert (named["It is."], named["So dear."]) == ("gossip", "irrawaddy")


def test_our_own_csv_comes_back(filed: Program, tmp_path: Path) -> None:
    filed.ok("add", "=cmd() is a formula", "--id", "xyz23", "--due", "June 2027")
    filed.ok("export", "--format", "csv", "--out", "out.csv")
    assert "0 new claims, 0 more entries, 5 on file" in filed.ok("import", "out.csv").out
    other = str(filed.folder / "other.json")
    filed.ok("party", "add", "mndaa", "--db", other)
    run = filed.ok("import", "out.csv", "--db", other, "--new")
    assert run.out.startswith("5 new claims")
    kept = ("id", "text", "kind", "due", "when", "place", "tags", "priority", "assignee")
    for claim in filed.json("list", "--db", other):
        mine = filed.claim(claim["id"])
        assert {key: claim[key] for key in kept} == {key: mine[key] for key in kept}


def test_a_dry_run_shows_every_row_and_writes_nothing(ct: Program, rows: Path) -> None:
    before = ct.state()
    for name in ("table", "json", "jsonl", "csv", "md", "ids"):
        run = ct.ok("import", "rows.csv", *EMERGENT, "--new", "--dry-run", "--format", name)
        assert run.out
    planned = ct.json("import", "rows.csv", *EMERGENT, "--new", "--dry-run")
    assert [(p["line"], p["what"], p["stance"]) for p in planned] == [
        ("2", "opens", "supports"),
        ("3", "adds", "refutes"),
        ("4", "opens", "mentions"),
    ]
    missing = str(ct.folder / "no" / "such.json")
    ct.ok("import", "rows.csv", *EMERGENT, "--new", "--dry-run", "--db", missing)
    assert ct.state() == before


def test_nothing_is_written_when_anything_is_refused(ct: Program, rows: Path) -> None:
    put(ct, ROWS + "3,Third,Said,maybe,Daily,2025-02-01\n4,Fourth,Said,for,Daily,31/2/2025\n")
    run = ct("import", "rows.csv", *EMERGENT, "--new")
    assert run.code == 2
    assert "rows.csv: line 5, column articleStance: 'maybe' is no stance" in run.err
    assert "rows.csv: line 6, column articleDate: '31/2/2025'" in run.err
    assert "2 of 5 rows are refused, 3 are good: --skip-bad FILE" in run.err
    assert '"claims"' not in ct.ledger.read_text()


def test_skip_bad_imports_the_good_and_keeps_the_bad_for_mending(ct: Program, rows: Path) -> None:
    put(ct, ROWS + "3,Third,Said,maybe,Daily,2025-02-01\n")
    run = ct.ok("import", "rows.csv", *EMERGENT, "--new", "--skip-bad", "bad.csv")
    assert run.out.startswith("2 new claims, 3 more entries")
    bad = (ct.folder / "bad.csv").read_text()
    head, row = bad.splitlines()
    assert head == f"{ROWS.splitlines()[0]},reason"
    assert row.startswith("3,Third,Said,maybe,Daily,2025-02-01,")
    assert "line 5, column articleStance" in row
    (ct.folder / "bad.csv").write_text(bad.replace("maybe", "for", 1))
    assert ct.ok("import", "bad.csv", *EMERGENT).out.startswith("1 new claim, 1 more entry")


def test_unknown_and_near_names_are_refused_once_each(filed: Program) -> None:
    put(filed, "text,source,parties\nOne,Irawaddy,mnda\nTwo,Irawaddy,mndaa\nThree,Nowhere,mndaa\n")
    before = filed.ledger.read_bytes()
    run = filed("import", "rows.csv")
    assert run.code == 2
    assert (
        "line 2, column source: no source 'Irawaddy' is on file, but near it: irrawaddy" in run.err
    )
    assert "(so also line 3)" in run.err
    assert "line 2, column parties: no party 'mnda' is on file, but near it: mndaa" in run.err
    assert "line 4, column source: no source 'Nowhere' is on file; --new" in run.err
    assert filed.ledger.read_bytes() == before
    refused = [line for line in run.err.splitlines() if "near it" in line]
    assert len(refused) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--map", "text=nope"), "--map text=nope: there is none of that name; its columns are"),
        (("--map", "txt=claimId"), "no field 'txt': known are"),
        (("--map", "text"), "write FIELD=COLUMN"),
        ((), "no column is called text"),
        (("--stance-words", "for=yes"), "no stance 'yes'"),
        (("--from", "xml"), "'xml' cannot be imported: known are"),
        (("--from", "jsonl"), "line 1:1: not JSON"),
        (("--encoding", "nope"), "--encoding 'nope' is not known"),
    ],
)
def test_wrong_usage_says_what_is_known(
    ct: Program, rows: Path, arguments: tuple[str, ...], said: str
) -> None:
    run = ct("import", "rows.csv", *arguments)
    assert run.code == 2
    assert said in run.err
    assert '"claims"' not in ct.ledger.read_text()


def test_a_file_that_is_not_there_or_is_empty(ct: Program) -> None:
    put(ct, "\n \n", "empty.csv")
    for name, said in (("no.csv", "is not there"), (".", "is a folder"), ("empty.csv", "is empty")):
        run = ct("import", name)
        assert (run.code, said in run.err) == (2, True), run


def test_standard_input_and_what_is_written(ct: Program) -> None:
    text = "text\tsource\nFuel ran out\tDaily\n"
    run = ct.ok("import", "-", "--new", "--by-user", "bea", "--json", stdin=text)
    assert "-: CSV, utf-8, separated by tabs" in run.err
    assert set(run.json) == {
        *("read", "opened", "entries", "on_file", "withdrawn", "sources", "parties", "refused")
    }
    assert run.json["entries"] == 2
    claim = ct.claim(run.json["opened"][0])
    assert {entry["by"] for entry in claim["entries"]} == {"bea"}
    assert claim["external_id"].startswith("stdin:")


def test_a_confidential_source_is_in_no_external_id_and_no_pipe(ct: Program) -> None:
    put(ct, "text,quote\nThe convoy left,Their words\n")
    run = ct.ok(
        "import", "rows.csv", "--new", "--source", "Deep Throat", "--confidential", "--json"
    )
    again = ct.ok("import", "rows.csv", "--source", "deep-throat", "--dry-run", "--json")
    out = run.out + run.err + again.out + again.err + ct.ok("list", "--json").out
    assert "throat" not in out.lower()
    assert again.json[0]["what"] == "on file"
    ct.ok("source", "edit", "deep-throat", "--not-confidential")
    put(ct, "text,quote\nThe convoy came back,Their words\n")
    ct.ok("import", "rows.csv", "--source", "deep-throat")
    assert "deep-throat:" in ct.ok("list", "--json").out
    ct.ok("source", "edit", "deep-throat", "--confidential")
    shown = [ct.ok(*c).out for c in (("list", "--json"), ("log", "--json"), ("export",))]
    assert "throat" not in "".join(shown).lower()


def test_tags_of_a_backup(filed: Program) -> None:
    filed.ok("export", "--out", "backup.jsonl")
    other = ("--db", str(filed.folder / "other.json"))
    run = filed.ok("import", "backup.jsonl", "--tag", "from-bea", *other)
    assert run.out.startswith("4 new claims")
    assert filed.ids("list", "tag:from-bea", *other) == filed.ids("list", *other)
    again = filed.ok("import", "backup.jsonl", "--tag", "from-bea", *other)
    assert again.out.startswith("0 new claims, 0 more entries")


def test_a_backup_takes_no_options_of_tables(filed: Program) -> None:
    filed.ok("export", "--out", "backup.jsonl")
    run = filed("import", "backup.jsonl", "--source", "gossip")
    assert (run.code, "names its sources and fields itself" in run.err) == (2, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_interrupted_has_written_nothing(ct: Program, number: int) -> None:
    ct.ok("init")
    (ct.folder / "claims.json.lock").unlink()
    before = ct.ledger.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "claimtrack", "import", "-", "--new"],
        cwd=ct.folder,
        env=ct.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    lines = [f"Claim {n} is so,Outlet {n}\n" for n in range(40_000)]
    process.stdin.write("".join(["text,source\n", *lines]).encode())
    process.stdin.close()
    deadline = time.monotonic() + 30
    while not (ct.folder / "claims.json.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    os.kill(process.pid, number)
    process.wait(30)
    assert process.returncode in (130, -signal.SIGKILL)
    assert ct.ledger.read_bytes() == before


def test_a_full_disk_has_written_nothing(ct: Program, rows: Path) -> None:
    before = ct.ledger.read_bytes()
    lines = "".join(
        f"{n},A bear rode tram {n},Quote {n},for,Daily,2025-01-03\n" for n in range(3000)
    )
    put(ct, ROWS + lines)
    command = " ".join(
        f"'{word}'" for word in ct.command(["import", "rows.csv", *EMERGENT, "--new"])
    )
    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; ulimit -f 200; {command}"],
        cwd=ct.folder,
        env=ct.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert b"nothing changed" in done.stderr
    assert ct.ledger.read_bytes() == before


def test_a_bar_is_drawn_on_a_terminal_only(ct: Program) -> None:
    lines = "".join(f"Claim {n} is so,Daily\n" for n in range(2500))
    put(ct, f"text,source\n{lines}")
    piped = ct.ok("import", "rows.csv", "--new", "--dry-run")
    assert "reading" not in piped.err
    assert "\x1b" not in piped.err


def test_a_format_to_print_that_is_none_is_refused_before_anything_is_written(
    ct: Program, rows: Path
) -> None:
    assert ct("import", "rows.csv", *EMERGENT, "--new", "--format", "odd").code == 2
    assert '"claims"' not in ct.ledger.read_text()
