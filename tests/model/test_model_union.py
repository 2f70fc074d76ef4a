"""Uniting ledgers: in any order, any number of times, and nothing of either is lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.model.entries import entry_id
from claimtrack.model.union import Union, united
from claimtrack.store.layout import dumped

DAY = {"text": "2025-06-01", "from": "2025-06-01", "to": "2025-06-01"}


def entry(kind: str, text: str, *, minute: int = 0, by: str = "ann") -> dict[str, Any]:
    said: dict[str, Any] = {"type": kind, "on": DAY, "text": text}
    recorded = f"2025-06-01T09:{minute:02}:00.000000Z"
    return {"id": entry_id(said), **said, "recorded": recorded, "by": by}


def ledger(**tables: dict[str, Any]) -> dict[str, Any]:
    return {"meta": {"ledger": {"schema": 1}}, **tables}


def claim(*entries: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {**extra, "entries": list(entries)}


OPENED = {key: entry("opened", f"what {key} says") for key in "ab"}

notes = st.builds(
    entry,
    st.just("note"),
    st.sampled_from("uvwxyz"),
    minute=st.integers(0, 4),
    by=st.sampled_from(["ann", "bea"]),
)


@st.composite
def documents(draw: st.DrawFn, key: str) -> dict[str, Any]:
    learned = draw(st.lists(notes, max_size=4, unique_by=lambda e: e["id"]))
    minute = draw(st.integers(0, 2))
    opened = {**OPENED[key], "recorded": f"2025-06-01T09:{minute:02}:00.000000Z"}
    extra = {"kept": draw(st.just(1))} if draw(st.booleans()) else {}
    return claim(*draw(st.permutations([opened, *learned])), **extra)


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Any]:
    claims = {key: draw(documents(key)) for key in "ab" if draw(st.booleans())}
    sources = {"s": claim(draw(notes))} if draw(st.booleans()) else {}
    extra = {name: {"x": {"y": 1}} for name in ("one", "two") if draw(st.booleans())}
    said = entry("forgotten", "a court said so", minute=draw(st.integers(0, 2)))
    gone = {key: claim(said) for key in "ab" if draw(st.integers(0, 5)) == 0}
    return ledger(**{"claims": claims, "sources": sources, "forgotten": gone, **extra})


def text(union: Union) -> bytes:
    assert not union.clashes
    tables = union.tables
    known = ("meta", "sources", "parties", "claims", "forgotten")
    rest = {name: tables[name] for name in sorted(tables.keys() - set(known))}
    return dumped({**{n: tables[n] for n in known if n in tables}, **rest})


@settings(max_examples=200, deadline=None)
@given(ledgers(), ledgers(), ledgers())
def test_it_is_commutative_associative_and_idempotent_to_the_letter(a, b, c):
    ab = united(a, b)
    assert text(ab) == text(united(b, a))
    assert text(united(ab.tables, c)) == text(united(a, united(b, c).tables))
    assert text(united(a, a)) == text(united(a, {}))
    again = united(ab.tables, b)
    assert not again.brought and text(again) == text(ab)


@settings(max_examples=100, deadline=None)
@given(ledgers(), ledgers())
def test_everything_of_both_is_there_once_logged_as_early_as_in_either(a, b):
    both = united(a, b).tables
    for side in (a, b):
        for table in ("claims", "sources", "forgotten"):
            for key, document in side[table].items():
                if table == "claims" and key in both["forgotten"]:
                    assert key not in both["claims"]
                    continue
                here = {e["id"]: e for e in both[table][key]["entries"]}
                assert len(here) == len(both[table][key]["entries"])
                assert "kept" in both[table][key] or "kept" not in document
                for e in document["entries"]:
                    found = here[e["id"]]
                    assert (found["recorded"], found["by"]) <= (e["recorded"], e["by"])
                    assert found["text"] == e["text"]


def test_a_document_that_is_the_same_in_both_keeps_its_order():
    document = claim(entry("note", "later", minute=5), OPENED["a"])
    other = ledger(claims={"a": document, "b": claim(OPENED["b"])})
    union = united(ledger(claims={"a": document}), other)
    assert union.tables["claims"]["a"] == document
    assert union.new == {"claims": ["b"]} and union.entries == 1


def test_entries_stand_by_logging_with_the_opening_first():
    early, late = entry("note", "early", minute=1), entry("note", "late", minute=2)
    union = united(
        ledger(claims={"a": claim(OPENED["a"], late)}),
        ledger(claims={"a": claim(early, OPENED["a"])}),
    )
    assert union.tables["claims"]["a"]["entries"] == [OPENED["a"], early, late]
    assert union.entries == 1


def test_what_was_logged_earlier_by_another_is_named():
    mine, theirs = entry("note", "x", minute=3), entry("note", "x", minute=1, by="bea")
    union = united(
        ledger(claims={"a": claim(OPENED["a"], mine)}),
        ledger(claims={"a": claim(OPENED["a"], theirs)}),
    )
    assert union.earlier == [("claims", "a", mine["id"])]
    assert union.tables["claims"]["a"]["entries"][1] == theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025-06-01T09:00:00.000000Z", "2025-06-01T08:00:00"),
        ("2025-06-01T09:00:00.000000Z", "yesterday"),
        ("2025-06-01T09:00:00.000000Z", 20250531),
        ("2025-06-01T09:00:00", "2025-06-01T09:00:01"),
        ("2025-06-01T09:00:00+00:00", "2025-06-01T09:00:00.000000Z"),
    ],
)
def test_of_one_entry_the_logging_stays_that_can_be_read(one: str, other: Any) -> None:
    said = entry("note", "u")
    sides = [ledger(claims={"a": claim({**said, "recorded": each})}) for each in (one, other)]
    unions = united(*sides), united(*reversed(sides))
    assert text(unions[0]) == text(unions[1])
    assert unions[0].tables["claims"]["a"]["entries"][0]["recorded"] == one


def test_of_an_entry_changed_by_hand_what_its_id_stands_for_is_kept():
    true, edited = entry("note", "x"), {**entry("note", "x", minute=1), "text": "y"}
    for mine, theirs in ((true, edited), (edited, true)):
        union = united(
            ledger(claims={"a": claim(OPENED["a"], mine)}),
            ledger(claims={"a": claim(OPENED["a"], theirs)}),
        )
        assert union.tables["claims"]["a"]["entries"][1] == true
        assert union.edited and not union.clashes
    both_edited = united(
        ledger(claims={"a": claim(OPENED["a"], {**edited, "text": "z"})}),
        ledger(claims={"a": claim(OPENED["a"], edited)}),
    )
    assert [clash.entry for clash in both_edited.clashes] == [true["id"]]


def test_two_claims_under_one_id_clash_and_one_opened_twice_in_the_same_words_does_not():
    here = ledger(claims={"a": claim(entry("opened", "one thing"))})
    there = ledger(claims={"a": claim(entry("opened", "another"))})
    assert [clash.key for clash in united(here, there).clashes] == ["a"]
    again = {**entry("opened", "one thing", minute=9), "place": "Lashio", "id": "0" * 12}
    assert not united(here, ledger(claims={"a": claim(again)})).clashes


@pytest.mark.parametrize(("mine", "yours", "base", "kept"), [
    (1, 2, None, None), (1, 2, 1, 2), (2, 1, 1, 2), (2, 3, 1, None), (2, 2, 1, 2),
])  # fmt: skip
def test_what_nobody_knows_is_kept_as_the_side_has_it_that_changed_it(mine, yours, base, kept):
    def of(value):
        return ledger(extra={"x": {"y": value}, "z": value})

    union = united(of(mine), of(yours), of(base) if base else None)
    if kept is None:
        assert len(union.clashes) == 2
    else:
        assert not union.clashes
        assert union.tables["extra"] == {"x": {"y": kept}, "z": kept}
