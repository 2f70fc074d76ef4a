"""Exports for readers and the reviews of others, through the program itself."""

import json
import sys

import pytest
from program import Program

FORMATS = ("claimreview", "atom", "ics", "md", "text", "dot", "mermaid")
PAGE = "https://desk.example/claims"


@pytest.fixture
def published(filed: Program) -> Program:
    filed.ok("config", "publish.base_url", PAGE)
    filed.ok("link", "abc23", "in-tension", "qrs89")
    return filed


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_takes_filters_days_and_moments(name: str, published: Program) -> None:
    everything = published.ok("export", "--format", name).out
    assert "The regime holds an election" in everything.replace("\n", " ")
    for arguments in (("tag:fuel",), ("--as-of", "2025-01-15"), ("--known-at", "2024-01-01")):
        run = published.ok("export", "--format", name, *arguments)
        assert run.out and run.out != everything
        assert "election" not in run.out


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_writes_nothing_to_the_ledger_and_is_the_same_twice(
    name: str, published: Program
) -> None:
    before = published.state()
    first = published.ok("export", "--format", name, "--as-of", "2025-12-30")
    assert published.ok("export", "--format", name, "--as-of", "2025-12-30").out == first.out
    assert published.state() == before


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("claims.jsonld", b"{"),
        ("feed.atom", b"<?xml"),
        ("due.ics", b"BEGIN:VCALENDAR\r\n"),
        ("links.dot", b"digraph"),
        ("links.mmd", b"flowchart"),
        ("report.md", b"# "),
        ("report.txt", b"4 claims"),
    ],
)
def test_the_name_of_the_file_says_the_format(file: str, begins: bytes, published: Program) -> None:
    published.ok("export", "--out", file)
    assert (published.folder / file).read_bytes().startswith(begins)


def test_a_claimreview_needs_a_page(filed: Program) -> None:
    run = filed("export", "--format", "claimreview")
    assert (run.code, run.out) == (2, "")
    assert "publish.base_url" in run.err


def test_what_is_said_beside_it_is_on_standard_error(published: Program) -> None:
    run = published.ok("export", "--format", "claimreview")
    assert json.loads(run.out)["url"] == f"{PAGE}#qrs89"
    assert "3 claims without a verdict left out" in run.err
    assert "publish.name" in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "csv", "--cards"), "--cards goes with --format text or md"),
        (("--format", "ics", "--since", "yesterday"), "--since goes with --format atom"),
        (("--format", "atom", "--since", "whenever"), "whenever"),
    ],
)
def test_an_option_that_means_nothing_there_is_refused(
    arguments: tuple[str, ...], message: str, published: Program
) -> None:
    run = published("export", *arguments)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_a_feed_since_a_moment_says_which(published: Program) -> None:
    run = published.ok("export", "--format", "atom", "--since", "tomorrow")
    assert "<entry>" not in run.out
    assert "since: tomorrow →" in run.err


@pytest.mark.parametrize(("name", "module"), [("atom", "feedgen"), ("ics", "icalendar")])
def test_a_library_that_is_not_installed_is_named_with_its_extra(
    name: str, module: str, filed: Program
) -> None:
    hidden = filed.folder / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(f"import sys; sys.modules[{module!r}] = None\n")
    run = filed.fresh("export", "--format", name, env={"PYTHONPATH": str(hidden)})
    assert (run.code, run.out) == (2, "")
    assert "pip install 'claimtrack[feeds]'" in run.err
    assert len(run.err.splitlines()) == 1


def test_heavy_libraries_are_loaded_only_where_they_are_used(published: Program) -> None:
    heavy = ("feedgen", "icalendar", "lxml", "extruct", "rich")
    script = (
        "import sys; from claimtrack.cli import main\n"
        "try: main(['export', '--format', 'claimreview'])\n"
        "except SystemExit: pass\n"
        f"sys.exit(any(name in sys.modules for name in {heavy!r}))"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=published.folder,
        env=published.environment(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_reviews_of_others_come_in_as_reports(ct: Program) -> None:
    review = {
        "@type": "ClaimReview",
        "url": "https://check.example/1",
        "author": {"name": "Check It"},
        "claimReviewed": "The moon is cheese",
        "reviewRating": {"alternateName": "Partly false"},
    }
    typed = json.dumps([review])
    run = ct("import", "-", "--new", "--tag", "checked", "--by-user", "bea", stdin=typed)
    assert run.code == 0, run
    assert "ClaimReview" in run.err
    (listed,) = ct.json("list")
    claim = ct.claim(listed["id"])
    assert claim["verdict"] is None
    assert (claim["tags"], claim["external_id"]) == (["checked"], "https://check.example/1")
    (report,) = [entry for entry in claim["entries"] if entry["type"] == "report"]
    assert (report["source"], report["stance"], report["by"]) == ("check-it", "refutes", "bea")
    assert report["reading"] == 'rates it "Partly false"'
    before = ct.state()
    assert ct("import", "-", "--new", stdin=typed).code == 0
    assert ct.state() == before


def test_a_review_that_cannot_be_taken_is_named_and_can_be_left_out(ct: Program) -> None:
    good = {
        "@type": "ClaimReview",
        "url": "https://check.example/1",
        "author": {"name": "Check It"},
        "claimReviewed": "The moon is cheese",
    }
    document = {"@graph": [good, {"@type": "ClaimReview", "url": "https://check.example/2"}]}
    (ct.folder / "reviews.jsonld").write_text(json.dumps(document))
    run = ct("import", "reviews.jsonld", "--new")
    assert run.code == 2
    assert "reviews.jsonld: $.@graph[1]: it has no claimReviewed" in run.err
    assert not ct.ledger.exists()
    ct.ok("import", "reviews.jsonld", "--new", "--skip-bad", "bad.jsonld")
    assert len(ct.ids("list")) == 1
    (bad,) = json.loads((ct.folder / "bad.jsonld").read_text())
    assert bad["url"] == "https://check.example/2" and "claimReviewed" in bad["reason"]
