"""The README's pictures: not stale, and nothing of one machine in them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pictures
import pytest

FILES = [pictures.FOLDER / f"{picture.name}.svg" for picture in pictures.PICTURES]


@pytest.fixture(scope="module")
def drawn() -> dict[Path, str]:
    return dict(pictures.drawn())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_picture_shows_what_the_program_draws(path, drawn):
    on_file = path.read_text(encoding="utf-8")
    assert on_file == drawn[path], f"{path.name} is stale: run `make pictures`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_picture_is_complete_in_itself(path, drawn):
    """No font, style or image is loaded from elsewhere, which no page would allow."""
    svg = drawn[path]
    ElementTree.fromstring(svg)
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)|@import|@font-face", svg)
    assert str(pictures.ROOT) not in svg


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_readme_shows_every_picture(path):
    readme = (pictures.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"]({path.relative_to(pictures.ROOT).as_posix()})" in readme


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_withdrawal_in_june_is_unconfirmed_on_both(path, drawn):
    letters = drawn[path].replace("&#160;", " ")
    assert "jun25" in letters
    assert "? unconfirmed" in letters
