"""The ledger's settings: what can be set, and what is refused."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from claimtrack.errors import BadInput
from claimtrack.model.settings import DEFAULT_SCALE, settings_of
from claimtrack.model.words import Reliability


def test_everything_has_a_default() -> None:
    settings = settings_of({})
    assert settings.weight_grades == {Reliability.A, Reliability.B, Reliability.C}
    assert settings.timezone is UTC
    assert settings.scale == DEFAULT_SCALE


def test_the_scale_of_the_design() -> None:
    assert {word: r.value for word, r in DEFAULT_SCALE.items()} == {
        "true": 5,
        "mostly-true": 4,
        "mixed": 3,
        "mostly-false": 2,
        "false": 1,
        "probably-true": None,
        "probably-false": None,
        "unproven": None,
        "not-checkable": None,
    }
    assert [word for word, rating in DEFAULT_SCALE.items() if not rating.settles] == ["unproven"]


def test_what_is_set_takes_the_place_of_the_default() -> None:
    settings = settings_of(
        {
            "weight.grades": "a, b",
            "timezone": "Asia/Yangon",
            "lock.wait": "2.5",
            "verdict.pants-on-fire": "0 false-ish settles Pants on fire",
            "verdict.brewing": "none neither open",
            "verdict.mixed": "off",
        }
    )
    assert settings.weight_grades == {Reliability.A, Reliability.B}
    assert settings.timezone == ZoneInfo("Asia/Yangon")
    assert settings.lock_wait == 2.5
    rating = settings.scale["pants-on-fire"]
    assert (rating.value, rating.lean, rating.settles) == (0, "false-ish", True)
    assert rating.label == "Pants on fire"
    assert (settings.scale["brewing"].value, settings.scale["brewing"].settles) == (None, False)
    assert settings.scale["brewing"].label == "Brewing"
    assert "mixed" not in settings.scale


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weight.grades", ""),
        ("weight.grades", "A,G"),
        ("weight.grades", "good"),
        ("timezone", "Mandalay"),
        ("timezone", ""),
        ("timezone", "../../etc/passwd"),
        ("lock.wait", "soon"),
        ("lock.wait", "-1"),
        ("lock.wait", "nan"),
        ("lock.wait", "inf"),
        ("verdict.brewing", ""),
        ("verdict.brewing", "none maybe open"),
        ("verdict.brewing", "none neither shut"),
        ("verdict.brewing", "many neither open"),
        ("verdict.", "off"),
        ("colour", "never"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_line(key: str, value: str) -> None:
    with pytest.raises(BadInput) as refusal:
        settings_of({key: value})
    assert "\n" not in str(refusal.value)


def test_who_publishes_and_where() -> None:
    settings = settings_of(
        {
            "publish.base_url": " https://desk.example/claims ",
            "publish.name": "The  Desk",
            "publish.kind": "person",
        }
    )
    assert settings.publish_base_url == "https://desk.example/claims"
    assert settings.publish_name == "The Desk"
    assert settings.publish_kind == "Person"
    assert settings.publish_url is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("publish.base_url", "desk.example"),
        ("publish.base_url", "javascript:alert(1)"),
        ("publish.base_url", "https://desk.example/#claims"),
        ("publish.url", "ftp://desk.example"),
        ("publish.name", "  "),
        ("publish.kind", "robot"),
    ],
)
def test_a_publisher_that_is_none_is_refused(key: str, value: str) -> None:
    with pytest.raises(BadInput, match=key.replace(".", r"\.")):
        settings_of({key: value})
