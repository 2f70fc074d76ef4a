"""The table of rating words: each means one thing, in every language."""

import tomllib
from importlib.resources import files

import pytest

from claimtrack.exchange.ratings import folded, stance_of_number, stance_of_word, words
from claimtrack.model.words import Stance

LANGUAGES = tomllib.loads(
    files("claimtrack.exchange").joinpath("ratings.toml").read_text(encoding="utf-8")
)
LISTED = [
    (language, stance, phrase)
    for language, table in LANGUAGES.items()
    for stance, phrases in table.items()
    if stance != "negations"
    for phrase in phrases
]


def test_every_phrase_means_what_its_list_says():
    wrong = [row for row in LISTED if stance_of_word(row[2]) != row[1]]
    assert not wrong
    assert not stance_of_word("")


def test_the_languages_that_have_to_be_there():
    assert set(LANGUAGES) >= {"en", "es", "pt", "fr", "de", "it", "id", "tr", "ar", "hi", "my"}
    for language, table in LANGUAGES.items():
        assert table["supports"] and table["refutes"] and table["questions"], language


def test_the_table_is_read_longest_first():
    lengths = [len(phrase) for phrase in words().phrases]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize(
    ("word", "stance"),
    [
        ("FALSE", Stance.REFUTES),
        ("¡Falso!", Stance.REFUTES),
        ("Engañoso", Stance.QUESTIONS),
        ("YANLIŞ", Stance.REFUTES),
        ("C’est faux", Stance.REFUTES),
        ("❌ Fake", Stance.REFUTES),
        ("Pants on Fire!", Stance.REFUTES),
        ("False: the video is old footage", Stance.REFUTES),
        ("Mostly true", Stance.SUPPORTS),
        ("This is partly true", Stance.QUESTIONS),
        ("မမှန်ကန်ပါ", Stance.REFUTES),
        ("not true", Stance.REFUTES),
        ("not false", None),
        ("no es falso", None),
        ("nicht falsch", None),
        ("True and false", None),
        ("It is true that somebody said it at some time", None),
        ("Three out of five", None),
        ("True" * 1000, None),
    ],
)
def test_what_a_word_means(word, stance):
    assert stance_of_word(word) == stance


def test_how_words_are_compared():
    assert folded("  Größtenteils-FALSCH. ") == "grosstenteils falsch"
    assert folded("İDDİA") == folded("iddia") == folded("IDDIA")


@pytest.mark.parametrize(
    ("value", "stance"),
    [
        (1, Stance.REFUTES),
        (2, Stance.REFUTES),
        (3, Stance.QUESTIONS),
        (4, Stance.SUPPORTS),
        (5, Stance.SUPPORTS),
        (0, None),
        (6, None),
    ],
)
def test_a_number_means_its_place_on_the_scale(value, stance):
    assert stance_of_number(value, 5, 1) == stance


def test_a_scale_without_a_length_means_nothing():
    assert stance_of_number(1, 1, 1) is None
    assert stance_of_number(1, -1, 1) is None
