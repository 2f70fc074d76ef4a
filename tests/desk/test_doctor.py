"""What the doctor finds, and what it mends: each hand edit by itself."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from newsroom import Newsroom

from claimtrack.desk.doctor import examine, fix
from claimtrack.desk.doctor.references import circles
from claimtrack.desk.registering import merge_source
from claimtrack.model.entries import entry_id
from claimtrack.show.findings import message

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.cast("daily B", "weekly C of daily", "party army", "radio C of army")
    newsroom.open("here", parties=["army"], when="2025-05", claimant="army")
    newsroom.open("there")
    newsroom.enter(
        "here",
        "report daily, quote said",
        "report weekly repeats 1 via radio",
        "deny army source radio",
        "assess 1 credibility 3 source weekly",
        "retract 2",
        "link contradicts there",
        "verdict false rests-on 1",
        "note x",
        "withdraw 8",
    )
    newsroom.enter("here", "edit 1 quote other")
    return newsroom


def edited(newsroom: Newsroom, edit: Edit) -> None:
    tables = json.loads(newsroom.path.read_text())
    edit(tables)
    newsroom.path.write_text(json.dumps(tables, indent=2))


def found(newsroom: Newsroom) -> list[str]:
    examined = examine(newsroom.store.read(), newsroom.now)
    return [message(each, examined.confidential) for each in examined.findings]


def entries(tables: dict[str, Any], kind: str, key: str = "here") -> list[dict[str, Any]]:
    return [e for e in tables["claims"][key]["entries"] if e["type"] == kind]


def first(kind: str, number: int = 0, **changes: Any) -> Edit:
    """Change the first entry of a type on the claim; its id with it, so that only this is wrong."""

    def edit(tables: dict[str, Any]) -> None:
        entry = entries(tables, kind)[number]
        entry.update(changes)
        for name in [name for name, value in changes.items() if value is None]:
            del entry[name]
        if "id" not in changes:
            rename(tables, entry, entry_id(entry))

    return edit


def rename(tables: dict[str, Any], entry: dict[str, Any], new: str) -> None:
    old, entry["id"] = entry["id"], new
    for other in tables["claims"]["here"]["entries"]:
        for name in ("follows", "corrects", "entry", "repeats"):
            if other.get(name) == old:
                other[name] = new
                rename(tables, other, entry_id(other))
        if old in other.get("rests_on", ()):
            other["rests_on"] = [new]
            rename(tables, other, entry_id(other))


def source(key: str, **changes: Any) -> Edit:
    def edit(tables: dict[str, Any]) -> None:
        entry = tables["sources"][key]["entries"][0]
        entry.update(changes)
        entry["id"] = entry_id(entry)

    return edit


def drop(table: str, key: str) -> Edit:
    return lambda tables: tables[table].pop(key)


def opening_gone(tables: dict[str, Any]) -> None:
    del tables["claims"]["there"]["entries"][0]
    tables["claims"]["there"]["entries"].append(entries(tables, "note")[0])


def second_name(tables: dict[str, Any]) -> None:
    source("weekly", name="DAILY")(tables)


def known_by_id(tables: dict[str, Any]) -> None:
    report = entries(tables, "report")[1]
    report["repeats"] = report["id"]


CASES: list[tuple[str, Edit, str]] = [
    ("text changed", first("note", text="y", id="keep"), "changed by hand"),
    ("window turned", first("position", on={"text": "2025-06", "from": "2025-06-30", "to": "2025-06-01"}), "window on runs from 2025-06-30 to 2025-06-01"),
    ("no type", first("note", type=None), "is no entry"),
    ("strange type", first("note", type="rumour"), "type 'rumour'"),
    ("strange value", first("report", stance="maybe"), "is no entry: stance"),
    ("field missing", first("position", party=None), "is no entry: party"),
    ("future", first("note", recorded="2099-01-01T00:00:00.000000Z"), "logged in the future"),
    ("source gone", drop("sources", "daily"), "cites the source daily, which is not on file"),
    ("via gone", drop("sources", "radio"), "cites the source radio"),
    ("owner gone", drop("sources", "daily"), "belongs to the party daily"),
    ("party gone", drop("parties", "army"), "is the position of the party army"),
    ("claim's party gone", drop("parties", "army"), "claims/here names the party army"),
    ("claimant gone", drop("parties", "army"), "is made by the party army"),
    ("other gone", drop("claims", "there"), "links to claim there, which is not on file"),
    ("link to itself", first("link", other="here"), "links the claim to itself"),
    ("repeats nothing", first("report", 1, repeats="abcdefabcdef"), "abcdefabcdef (repeats)"),
    ("assesses nothing", first("assessment", entry="abcdefabcdef"), "abcdefabcdef (entry)"),
    ("follows nothing", first("verdict", follows="abcdefabcdef"), "abcdefabcdef (follows)"),
    ("rests on nothing", first("verdict", rests_on=["abcdefabcdef"]), "abcdefabcdef (rests_on)"),
    ("withdraws nothing", first("withdrawn", entry="abcdefabcdef"), "abcdefabcdef (entry)"),
    ("repeats itself", known_by_id, "repeats goes in a circle: "),
    ("owners' circle", source("daily", owner="weekly"), "daily → weekly → daily"),
    ("names", second_name, "'daily' leads to two sources: daily and weekly"),
    ("no opening", opening_gone, "claims/there has no 'opened' entry"),
    ("no entries", lambda t: t["claims"]["there"]["entries"].clear(), "has no entries"),
    ("unknown table", lambda t: t.update(extra={"x": {}}), "extra is no table"),
    ("unknown document", lambda t: t["meta"].update(extra={"entries": []}), "meta/extra is no document"),
    ("unknown key", lambda t: t["claims"]["here"].update(colour=1), "claims/here holds 'colour'"),
    ("unknown ledger key", lambda t: t["meta"]["ledger"].update(x=1), "meta/ledger holds 'x'"),
    ("unknown field", first("note", colour="{red}"), "holds 'colour'"),
    ("bad setting", lambda t: t["meta"].update(settings={"entries": [{"id": "0", "type": "set", "key": "timezone", "value": "Mars", "on": {"text": "2025", "from": None, "to": None}, "recorded": "2025-06-01T09:00:00.000000Z", "by": "x"}]}), "timezone 'Mars'"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_it_finds(desk: Newsroom, edit: Edit, said: str) -> None:
    assert found(desk) == []
    edited(desk, edit)
    lines = found(desk)
    assert any(said in line for line in lines), lines


def test_it_finds_nothing_in_the_example(newsroom: Newsroom) -> None:
    from claimtrack.desk.starting import start

    start(str(newsroom.path), example=True)
    newsroom.now += timedelta(days=36500)
    assert found(newsroom) == []


def test_looking_changes_nothing(desk: Newsroom) -> None:
    before = desk.path.read_bytes(), desk.path.stat().st_mtime_ns
    found(desk)
    assert before == (desk.path.read_bytes(), desk.path.stat().st_mtime_ns)


def test_what_was_taken_back_may_point_anywhere(desk: Newsroom) -> None:
    desk.cast("monthly B")
    desk.enter("there", "report monthly")
    desk.enter("there", "withdraw last")
    edited(desk, drop("sources", "monthly"))
    assert found(desk) == []


def test_a_default_that_is_written_out_is_no_hand_edit(desk: Newsroom) -> None:
    edited(desk, lambda tables: entries(tables, "report")[0].update(stance="supports"))
    assert found(desk) == []


def test_a_file_that_others_can_read_is_named_where_a_source_is_confidential(
    desk: Newsroom,
) -> None:
    desk.path.chmod(0o644)
    assert found(desk) == []
    edited(desk, source("weekly", confidential=True))
    (line,) = found(desk)
    assert line.startswith("the file holds a confidential source") and "0644" in line
    desk.path.chmod(0o600)
    assert found(desk) == []


def test_a_confidential_source_is_not_named(desk: Newsroom) -> None:
    def edit(tables: dict[str, Any]) -> None:
        source("weekly", confidential=True, name="Daily")(tables)
        tables["sources"]["weekly"]["colour"] = 1

    edited(desk, edit)
    desk.path.chmod(0o600)
    lines = found(desk)
    assert len(lines) == 2 and not any("weekly" in line.lower() for line in lines)
    assert not any("'daily'" in line.lower() for line in lines)


def test_circles_are_found_once() -> None:
    assert circles({"c": "a", "a": "b", "b": "a", "x": "x", "y": "z"}) == [["a", "b"], ["x"]]


def test_a_circle_of_merges_is_found(desk: Newsroom) -> None:
    with desk.change() as change:
        merge_source(change, "weekly", "radio")
    edited(desk, lambda t: t["sources"]["radio"]["entries"].append({**t["sources"]["weekly"]["entries"][-1], "into": "weekly", "id": "0" * 12}))  # fmt: skip
    assert any("radio → weekly → radio" in line for line in found(desk))


class Mended:
    """What a fix did."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.before = newsroom.path.read_bytes()
        kept = newsroom.path.with_name("claims.json.backups")
        there = set(kept.glob("*"))
        self.done = fix(newsroom.store, newsroom.now)
        self.tables = json.loads(newsroom.path.read_text())
        self.left = [message(each, frozenset()) for each in self.done.findings]
        self.copies = sorted(set(kept.glob("*")) - there)


def test_an_entry_that_stands_twice_is_kept_once_as_it_was_logged_first(desk: Newsroom) -> None:
    def edit(tables: dict[str, Any]) -> None:
        note = entries(tables, "note")[0]
        later = {**note, "recorded": "2025-06-02T00:00:00.000000Z", "by": "bea"}
        tables["claims"]["here"]["entries"] += [later, dict(note)]

    original = json.loads(desk.path.read_text())
    edited(desk, edit)
    mended = Mended(desk)
    assert len(mended.done.mended) == 2 and not mended.left
    assert mended.tables == original
    (copy,) = mended.copies
    assert copy.read_bytes() == mended.before and copy.stem == mended.done.backup


def test_an_entry_without_an_id_gets_its_own(desk: Newsroom) -> None:
    original = json.loads(desk.path.read_text())
    edited(desk, lambda tables: entries(tables, "note")[0].pop("id"))
    mended = Mended(desk)
    assert mended.tables == original and not mended.left


@pytest.mark.parametrize("swapped", [True, False])
def test_a_window_is_put_right_where_the_id_proves_what_it_was(
    desk: Newsroom, swapped: bool
) -> None:
    original = json.loads(desk.path.read_text())

    def edit(tables: dict[str, Any]) -> None:
        window = tables["claims"]["here"]["entries"][0]["when"]
        if swapped:
            window["from"], window["to"] = window["to"], window["from"]
        else:
            window["from"] = "2031-01-01"

    edited(desk, edit)
    mended = Mended(desk)
    assert mended.tables == original and not mended.left


def test_an_impossible_window_without_proof_is_left(desk: Newsroom) -> None:
    edited(
        desk,
        first("position", on={"text": "then", "from": "2025-07-01", "to": "2025-06-01"}, id="keep"),
    )
    mended = Mended(desk)
    assert mended.left and not mended.done.mended and not mended.copies
    assert desk.path.read_bytes() == mended.before


@pytest.mark.parametrize("edit", [
    first("note", text="y", id="keep"),
    drop("sources", "daily"),
    lambda t: t["claims"]["here"].update(colour=1),
    lambda t: t["claims"]["here"]["entries"].append({**entries(t, "note")[0], "text": "y"}),
])  # fmt: skip
def test_what_has_no_one_right_answer_is_left(desk: Newsroom, edit: Edit) -> None:
    edited(desk, edit)
    mended = Mended(desk)
    assert mended.left and not mended.done.mended
    assert desk.path.read_bytes() == mended.before


def test_mending_keeps_unknown_tables_and_keys(desk: Newsroom) -> None:
    def edit(tables: dict[str, Any]) -> None:
        tables["extra"] = {"x": {"y": [1, {"z": None}]}}
        tables["claims"]["here"]["colour"] = "red"
        tables["meta"]["ledger"]["more"] = 1
        entries(tables, "note")[0]["field"] = {"deep": 1}
        entries(tables, "verdict")[0].pop("id")

    edited(desk, edit)
    before = json.loads(desk.path.read_text())
    mended = Mended(desk)
    assert mended.done.mended
    after = mended.tables
    entries(after, "verdict")[0].pop("id")
    assert after == before
    desk.enter("here", "note more")
    after = json.loads(desk.path.read_text())
    assert after["extra"] == before["extra"] and after["claims"]["here"]["colour"] == "red"
    assert (
        entries(after, "note")[0]["field"] == {"deep": 1} and after["meta"]["ledger"]["more"] == 1
    )


def twice(newsroom: Newsroom, key: str, value: Any, *, before: str) -> None:
    """Put ``"key": value`` before the first place where that text stands, by hand."""
    text = newsroom.path.read_text()
    at = text.index(before)
    newsroom.path.write_text(f"{text[:at]}{json.dumps(key)}: {json.dumps(value)}, {text[at:]}")


def test_a_claim_that_stands_twice_is_united(desk: Newsroom) -> None:
    claim = json.loads(desk.path.read_text())["claims"]["there"]
    extra = {"id": "", "type": "note", "on": claim["entries"][0]["on"], "text": "lost else"}
    extra |= {"id": entry_id(extra), "recorded": "2025-06-01T09:10:00.000000Z", "by": "bea"}
    other = {"entries": [*claim["entries"], extra]}
    twice(desk, "there", other, before='"there": {')
    (line,) = found(desk)
    assert line.startswith("claims/there stands there 2 times")
    mended = Mended(desk)
    assert not mended.left and mended.tables["claims"]["there"] == other


def test_a_table_that_stands_twice_is_united(desk: Newsroom) -> None:
    original = json.loads(desk.path.read_text())
    twice(desk, "claims", {"there": original["claims"]["there"]}, before='"claims": {')
    mended = Mended(desk)
    assert not mended.left and mended.tables == original


def test_of_two_values_the_one_that_the_id_stands_for_is_kept(desk: Newsroom) -> None:
    original = json.loads(desk.path.read_text())
    text = desk.path.read_text()
    assert '"quote": "said"' in text
    desk.path.write_text(text.replace('"quote": "said"', '"quote": "said", "quote": "not said"', 1))
    assert any("'quote' stands there 2 times" in line for line in found(desk))
    mended = Mended(desk)
    assert not mended.left and mended.tables == original


def test_values_of_which_nobody_can_say_which_is_right_block_every_mending(desk: Newsroom) -> None:
    twice(desk, "text", "one", before='"text": "x"')
    edited_text = desk.path.read_text().replace('"text": "x"', '"text": "two"', 1)
    desk.path.write_text(edited_text.replace('"id": ', '"ID": ', 1))
    mended = Mended(desk)
    assert mended.done.blocked and desk.path.read_bytes() == mended.before
    assert not mended.copies
