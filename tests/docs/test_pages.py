"""README.md, CHANGELOG.md and docs/: not stale, nothing left out, nothing of one machine."""

import re
from pathlib import Path

import check_readme
import doc_models
import doc_parts
import doc_session
import pytest

import docs
from claimtrack import __version__
from claimtrack.cli.app import COMMANDS, GROUPS
from claimtrack.errors import ClaimtrackError
from claimtrack.model.words import Flag, Reliability, Stand

ROOT = docs.ROOT
PAGES = docs.pages()
TEXTS = [*PAGES, ROOT / "CHANGELOG.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PLACES = re.compile(r"(?<![\w.~>])/(?:home|root|tmp|work|Users|var|usr)\b")


def leaves() -> list[str]:
    plain = [name for name in COMMANDS if name not in GROUPS]
    return plain + [f"{group} {name}" for group, table in GROUPS.items() for name in table]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    bare = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text))
    return {title.replace(" ", "-") for title in bare}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_says_what_the_program_does(path):
    text = path.read_text(encoding="utf-8")
    assert text == docs.refreshed(text), f"{path.name} is stale: run `make docs`"


def test_a_stale_part_is_noticed():
    text = "<!-- generated: status-rules -->\nolder rules\n<!-- end -->\n"
    assert docs.refreshed(text) != text
    assert docs.refreshed(docs.refreshed(text)) == docs.refreshed(text)


def test_stale_output_is_noticed():
    text = "<!-- run -->\n```console\n$ claimtrack init\nsomething else\n```\n"
    assert "something else" not in docs.refreshed(text)
    assert "new ledger: claims.json" in docs.refreshed(text)


def test_a_part_that_nobody_makes_is_an_error():
    with pytest.raises(KeyError):
        docs.refreshed("<!-- generated: no-such-part -->\n<!-- end -->\n")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_examples_of_a_page_go_through(path):
    """An example that the program refuses is no example, and one that runs on no page is lost."""
    text = path.read_text(encoding="utf-8")
    assert text.count("<!-- run") == len(docs.BLOCK.findall(text))
    assert "\nclaimtrack: " not in text


def test_every_part_that_is_made_is_on_a_page():
    used = {name for path in PAGES for name in re.findall(r"generated: ([\w-]+)", path.read_text())}
    assert used == set(doc_parts.PARTS)


@pytest.mark.parametrize("name", leaves())
def test_every_command_is_documented_with_an_example(name):
    section = page("commands.md").partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    assert f"\nclaimtrack {name}" in section
    assert "For example:" in section


def test_every_entry_type_has_a_section():
    sections = set(re.findall(r"^### `(\w+)`$", page("file-format.md"), re.MULTILINE))
    assert len(sections) == 13


def test_no_field_is_explained_that_there_is_not():
    made = "".join(part() for part in doc_models.MODEL_PARTS.values())
    fields = set(re.findall(r"^\| `(\w+)` \|", made, re.MULTILINE))
    assert set(doc_models.MEANINGS) == fields - {"from", "to"}


@pytest.mark.parametrize("words", [Flag, Stand, Reliability], ids=lambda words: words.__name__)
def test_how_the_ledger_thinks_explains_every_word(words):
    text = page("how-the-ledger-thinks.md")
    assert not [word for word in words if f"`{word}`" not in text and f"| {word} |" not in text]


def test_every_exit_code_is_documented():
    for error in ClaimtrackError.__subclasses__():
        assert page("commands.md").count(f"| {error.exit_code} |") == 1


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(FENCED.sub("", text)):
        there: Path = path.parent / target if target else path
        assert there.is_file(), f"{path.name}: {target}"
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}#{anchor}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_page_names_a_place_on_somebodys_machine(path):
    assert not PLACES.findall(path.read_text(encoding="utf-8"))


def test_every_test_that_is_named_as_a_proof_exists():
    named = set(re.findall(r"`(test_\w+)`", page("trust.md")))
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    assert named
    assert not named - set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE))


def test_the_readme_has_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    trial, test = check_readme.block(readme, "try"), check_readme.block(readme, "test")
    assert trial.endswith("claimtrack list --unconfirmed")
    assert test.endswith("python -m pytest")
    assert "\n" not in trial + test


def test_the_changelog_knows_the_version():
    assert __version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_command_may_go_on_in_the_next_line():
    body = "$ claimtrack add one \\\n    --due 2025\nprinted\n$ claimtrack list\n"
    assert list(doc_session.commands(body)) == [
        "claimtrack add one \\\n    --due 2025",
        "claimtrack list",
    ]


def test_only_the_program_itself_is_run():
    with doc_session.Session() as session, pytest.raises(ValueError, match="only claimtrack"):
        session.run("ls")
