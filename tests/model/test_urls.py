"""The table of urls, and what holds for every url."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.errors import BadInput
from claimtrack.model.urls import Outlet, check_url, looks_like_url, outlet_of, same_page

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "urls.toml").read_text(encoding="utf-8")
)
IN_TABLE = [
    *TABLE["outlets"],
    *TABLE["accounts"],
    *TABLE["spelled"],
    *TABLE["nobody"]["urls"],
    *TABLE["taken"]["urls"],
]

HOSTS = [
    *("t.me", "name.t.me", "x.com", "facebook.com", "de.linkedin.com", "reddit.com", "weibo.com"),
    *("example.org", "bücher.example", "straße.example", "EXAMPLE.org.", "example.org:8080"),
    *("web.archive.org/web/2025", "archive.ph/2025", "archive.ph/newest", "web.archive.org/save"),
]
PIECES = [
    *("s", "u", "pg", "c", "i", "profile.php", "people", "@name", "@", "name", "1", ":80", "*"),
    *("/", "//", "?", "&", "#", "=", ".", "id=1", "utm_source=a", "t=1", "s=1", "https:/"),
    *("https://", "http://www.", "m.", "amp."),
]
SCHEMES = st.sampled_from(["https://", "http://", "HTTPS://", "https://www.", "https://m.www."])
SIGNS = st.characters(exclude_categories=["C", "Z"])
PATHS = st.lists(st.sampled_from([*HOSTS, *PIECES]) | st.text(SIGNS, max_size=3), max_size=10)
ACCEPTED = st.builds(
    lambda scheme, host, path: f"{scheme}{host}/{''.join(path)}",
    SCHEMES,
    st.sampled_from(HOSTS),
    PATHS,
)
"""Urls that pass the check, most of them on a platform or in an archive."""


@pytest.mark.parametrize(("url", "key"), TABLE["outlets"].items())
def test_an_outlet_is_known_by_its_host(url: str, key: str) -> None:
    assert outlet_of(url) == Outlet(key, social=False, home=f"https://{key}")


@pytest.mark.parametrize(("url", "key"), TABLE["accounts"].items())
def test_an_account_is_known_by_platform_and_name(url: str, key: str) -> None:
    assert outlet_of(url) == Outlet(key, social=True, home=f"https://{key}")


@pytest.mark.parametrize(("url", "home"), TABLE["spelled"].items())
def test_capital_letters_stay_in_the_home_and_make_no_other_account(url: str, home: str) -> None:
    key = home.removeprefix("https://").lower()
    assert outlet_of(url) == Outlet(key, social=True, home=home)
    assert outlet_of(home) == outlet_of(url)


@pytest.mark.parametrize("url", TABLE["nobody"]["urls"])
def test_a_url_that_does_not_tell_belongs_to_nobody(url: str) -> None:
    assert outlet_of(url) is None


@pytest.mark.parametrize(("text", "words"), TABLE["refused"].items())
def test_what_is_no_url_is_refused_in_one_plain_line(text: str, words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        check_url(text)
    sentence = str(refusal.value)
    assert words in sentence
    assert sentence.isprintable()


def test_half_a_character_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be seen"):
        check_url("https://example.org/\ud83d")


def test_a_refusal_of_a_long_text_stays_short() -> None:
    with pytest.raises(BadInput) as refusal:
        check_url("example.org/" + "a" * 10_000)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("url", IN_TABLE)
def test_what_is_a_url_is_taken_as_it_is_without_the_space_around_it(url: str) -> None:
    assert check_url(f" {url}\n") == url


@pytest.mark.parametrize("line", TABLE["same"]["lines"], ids=lambda line: line[0])
def test_one_page_has_many_urls(line: list[str]) -> None:
    assert len({same_page(url) for url in line}) == 1


@pytest.mark.parametrize("line", TABLE["different"]["lines"], ids=lambda line: line[0])
def test_pages_of_their_own_stay_apart(line: list[str]) -> None:
    for one, other in combinations(line, 2):
        assert same_page(one) != same_page(other)


@pytest.mark.parametrize("text", TABLE["meant"]["yes"])
def test_a_url_is_told_from_a_name(text: str) -> None:
    assert looks_like_url(text)


@pytest.mark.parametrize("text", TABLE["meant"]["no"])
def test_a_name_is_told_from_a_url(text: str) -> None:
    assert not looks_like_url(text)


@given(st.text() | PATHS.map("".join) | ACCEPTED)
@example("https://[")
@example("https://" + "é" * 5_000 + "\\")
def test_any_text_is_taken_or_refused_in_one_line(text: str) -> None:
    try:
        assert check_url(check_url(text)) == text.strip()
    except BadInput as refusal:
        assert str(refusal).isprintable()
    looks_like_url(text)
    outlet_of(text)
    same_page(text)


@given(ACCEPTED)
@example("https://t.me/s/s/name")
@example("https://facebook.com/pg//name")
@example("https://example.org/to?u=https://other.example")
@example("https://web.archive.org//web/2025/https://example.org")
@example("https://archive.ph/2025/https://example.org:80:80/")
def test_the_same_page_said_again_is_the_same(url: str) -> None:
    assert same_page(same_page(url)) == same_page(url)


@given(ACCEPTED)
def test_an_outlet_is_found_at_its_home(url: str) -> None:
    outlet = outlet_of(check_url(url))
    if outlet is None:
        return
    assert check_url(outlet.home) == outlet.home
    assert outlet_of(outlet.home) == outlet
    assert outlet.key_url == outlet.key_url.lower()


@given(ACCEPTED)
def test_scheme_and_place_on_the_page_change_no_outlet(url: str) -> None:
    page = url.partition("#")[0]
    other = "http://" + page.partition("://")[2] + "#part"
    assert outlet_of(other) == outlet_of(url)
    assert same_page(other) == same_page(url)
