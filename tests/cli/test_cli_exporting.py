"""``export``: formats, filters, files, and what never leaves the desk."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from program import Program

from claimtrack.exchange.formats import FORMATS, readable, writable

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_files_are_as_they_were(ct: Program, name: str) -> None:
    """Whoever reads our files relies on them; GOLDEN=write writes them anew."""
    ct.ok("import", str(GOLDEN / "lashio.jsonl"), "--db", "claims.json")
    terms = ("place:lashio", "--as-of", "2025-02-28", "--known-at", "2025-03-01")
    out = ct.ok("export", "--format", name, *terms).out
    golden = GOLDEN / f"lashio.{name}"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(out)
    assert out == golden.read_text()


def test_two_exports_are_the_same_file_also_on_another_day(filed: Program) -> None:
    first = filed.ok("export").out
    assert first == filed.ok("export", env={"CLAIMTRACK_NOW": "2030-01-01T00:00:00Z"}).out


def test_where_nothing_fits_that_is_told(filed: Program) -> None:
    run = filed.ok("export", "tag:nope", "--format", "csv")
    assert (len(run.lines), run.err) == (1, "no claim fits\n")
    assert "no claim fits" not in filed.ok("export", "tag:fuel").err


def test_every_line_says_what_it_is(filed: Program) -> None:
    lines = [json.loads(line) for line in filed.ok("export").lines]
    kinds = [line["type"] for line in lines]
    assert kinds == ["claim"] * 4 + ["source"] * 3 + ["party"] * 2 + ["settings"]
    claim = next(line for line in lines if line.get("id") == "abc23")
    assert claim["entries"] == filed.claim("abc23")["entries"]


def test_csv_is_that_of_list(filed: Program) -> None:
    assert filed.ok("export", "--format", "csv").out == filed.ok("list", "--format", "csv").out
    filters = ("place:Lashio", "--as-of", "2025-01-15")
    rows = list(csv.DictReader(io.StringIO(filed.ok("export", "--format", "csv", *filters).out)))
    assert [(row["id"], row["total"]) for row in rows] == [("abc23", "1")]


def test_as_of_and_known_at(filed: Program) -> None:
    out = filed.ok("export", "--as-of", "2025-01-15").lines
    claims = {line["id"]: line for line in map(json.loads, out) if line["type"] == "claim"}
    assert [e["type"] for e in claims["abc23"]["entries"]].count("report") == 1
    assert [json.loads(x)["type"] for x in filed.ok("export", "--known-at", "2000").lines] == [
        "settings"
    ]


def test_the_format_is_that_of_the_files_name(filed: Program) -> None:
    filed.ok("export", "--out", "a.csv")
    filed.ok("export", "--out", "a.jsonl")
    filed.ok("export", "--out", "a.odd", "--format", "csv")
    assert (filed.folder / "a.csv").read_bytes() == (filed.folder / "a.odd").read_bytes()
    assert (filed.folder / "a.jsonl").read_text() == filed.ok("export").out
    run = filed("export", "--out", "b.odd")
    assert (run.code, "does not say which format" in run.err) == (2, True)
    assert "'xml' cannot be exported: known are" in filed("export", "--format", "xml").err


def test_a_file_is_replaced_whole_or_not_at_all(filed: Program) -> None:
    target = filed.folder / "a.csv"
    target.write_text("old")
    target.chmod(0o640)
    assert filed("export", "--out", "a.csv", "no:filter").code == 2
    assert target.read_text() == "old"
    filed.ok("export", "--out", "a.csv")
    assert target.read_text().startswith("id,text")
    assert target.stat().st_mode & 0o777 == 0o640
    assert not [path for path in filed.folder.iterdir() if path.name.endswith(".tmp")]
    for name, said in (("claims.json", "the ledger itself"), (".", "is a folder")):
        run = filed("export", "--format", "jsonl", "--out", name)
        assert (run.code, said in run.err) == (2, True), run
    run = filed("export", "--format", "jsonl", "--out", "no/such/folder.jsonl")
    assert (run.code, "cannot be written" in run.err) == (4, True)


def test_a_ledger_that_is_not_there(ct: Program) -> None:
    assert ct("export", "--db", "no.json").code == 4
    assert ct.ok("export").lines == ['{"type":"settings","schema":1,"entries":[]}']


def test_confidential_sources_are_in_no_export_without_reveal(ct: Program) -> None:
    ct.ok("init")
    ct.ok(
        *("add", "Convoy left", "--id", "abc23", "--source", "Deep Throat", "--confidential"),
        *("--url", "https://secret.example/1", "--quote", "words of the source"),
        *(
            "--reading",
            "what we read",
            "--archive",
            "https://web.archive.org/web/2025/https://a.b/",
        ),
    )
    ct.ok(
        *("deny", "abc23", "--by", "mndaa", "--source", "deep-throat", "--speaker", "the man"),
        *("--quote", "position words"),
    )
    ct.ok("report", "abc23", "--source", "open1", "--via", "deep-throat", "--quote", "via it")
    ct.ok("source", "edit", "open1", "--owner", "deep-throat")
    for name in writable():
        run = ct("export", "--format", name)
        secrets = ("throat", "secret.example", "words", "we read", "the man", "via it", "a.b")
        for secret in secrets:
            assert secret not in run.out.lower() + run.err.lower(), (name, secret)
    run = ct.ok("export")
    assert "confidential sources are withheld" in run.err
    assert ct.ok("export", "--reveal").err == ""
    other = ("--db", str(ct.folder / "other.json"))
    ct.ok("export", "--reveal", "--out", "all.jsonl")
    ct.ok("import", "all.jsonl", *other)
    assert (ct.folder / "other.json").read_bytes() == ct.ledger.read_bytes()
    ct.ok("export", "--out", "some.jsonl")
    ct.ok("import", "some.jsonl", "--db", str(ct.folder / "third.json"))
    assert "0 new claims, 0 more entries" in ct.ok("import", "some.jsonl").out


@pytest.mark.parametrize(("command", "names"), [("import", readable()), ("export", writable())])
def test_help_reads_the_table(ct: Program, command: str, names: list[str]) -> None:
    told = " ".join(ct.ok(command, "-h").out.split())
    for name in names:
        assert f"{name} ({FORMATS[name].summary})" in told
