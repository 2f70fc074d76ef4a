"""Every question has one answer, whichever store the ledger is kept in, on any day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import anything
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from newsroom import open_here, set_keys

from claimtrack import clock
from claimtrack.desk import decide, evidence
from claimtrack.desk.agenda import agenda, due_by
from claimtrack.desk.attention import needing_attention
from claimtrack.desk.board import board_of
from claimtrack.desk.change import Change
from claimtrack.desk.changes import moves
from claimtrack.desk.deriving import derive
from claimtrack.desk.desk import Desk, open_desk
from claimtrack.desk.doctor import examine, fix
from claimtrack.desk.evidence import Statement
from claimtrack.desk.finding import Finding
from claimtrack.desk.forgetting import forget
from claimtrack.desk.opening import ID_LETTERS
from claimtrack.desk.reading import listed, searched
from claimtrack.desk.registering import edit_source, merge_source, rate_source
from claimtrack.desk.undoing import undo
from claimtrack.desk.view import View
from claimtrack.errors import BadInput, DataError
from claimtrack.model.words import Relation, Reliability, Stand
from claimtrack.query import SORTS
from claimtrack.when import Window

TERMS = (
    "status:unconfirmed", "status:confirmed,denied", "-status:disputed", "status:retracted",
    "flag:overdue", "flag:due-soon", "flag:stale", "flag:stale,contested", "-flag:stale",
    "flag:unsourced", "flag:unanswered", "flag:recheck", "flag:contradicted",
    "party:army", "-party:army", "party:rebels,council", "source:daily", "-source:wire,radio",
    "tag:truce", "tag:none", "-tag:none", "tag:strasse,aid", "place:lashio", "place:none",
    "kind:event", "kind:forecast,opinion", "priority:high", "-priority:low",
    "assignee:editor", "assignee:me", "assignee:none", "verdict:none", "verdict:true,unproven",
    "-verdict:none", "is:open", "is:closed", "is:unconfirmed", "is:closed,unconfirmed",
    "due:none", "-due:none", "due:2025-06", "due:<2025-06", "due:<=2025-06-01", "due:>2025-06-10",
    "due:>=2025-06-10", "due:=2025-06-03", "-due:2025-06", "due:2025-05..2025-07",
    "heard:none", "heard:2025-06", "heard:<2025-06", "heard:<=2025-06-01", "heard:>2025-06-03",
    "heard:>=2025-06-01", "heard:=2025-06-01", "-heard:>=2025-05",
    "bridge", "-bridge", "BRIDGE CLOSED", "fi", "fire", "s", "ss", "élan", "န", "12%", '"so"',
    "'", "\\", "*", "c1", "lashio", "rains", "nowhere at all",
)  # fmt: skip
"""Each kind of term, in most of its ways."""

WORDS = (
    "bridge", "fi", "x", "daily", "herald", "the army", "witness", "off record", "filmed",
    "hub:c1", "ask again", "they mean", "colonel y", "mended", "“off", "ရ", "zz", "a",
    "https://daily.example.org/1", "https://a.example/b",
)  # fmt: skip

Made = Callable[[], str]


@pytest.fixture
def elsewhere(tmp_path: Path, database: Made) -> Callable[[], list[str]]:
    """Makes an empty place in each sort of store."""
    numbers = iter(range(10_000))

    def made() -> list[str]:
        number = next(numbers)
        return [
            str(tmp_path / f"{number}.json"),
            f"sqlite:///{tmp_path}/{number}.db",
            database(),
        ]

    return made


@contextmanager
def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands there."""
    with monkeypatch.context() as patch:
        patch.setenv("CLAIMTRACK_NOW", moment.isoformat())
        yield


def noon(off: int) -> datetime:
    return datetime.combine(anything.MIDDLE + timedelta(off), time(12), UTC)


def ids_or_refusal(view: View, term: str) -> list[str] | str:
    """What a term lists; why it is refused where whom it names was taken back."""
    try:
        return [claim.id for claim in listed(view, [term], user="Editor", sort="id")]
    except BadInput as error:
        return str(error)


def answers(view: View) -> dict[str, object]:
    """What every question about claims is answered."""
    found: dict[str, object] = {}
    for term in TERMS:
        found[term] = ids_or_refusal(view, term)
    for sort in (*SORTS, *(f"-{sort}" for sort in SORTS)):
        found[f"sort {sort}"] = [c.id for c in listed(view, [], user="x", sort=sort)]
    found["two"] = [c.id for c in listed(view, ["is:open", "-tag:aid"], user="x", sort="-text")]
    for words in WORDS:
        for discreet in (True, False):
            found[f"search {words} {discreet}"] = [
                claim.id for claim in searched(view, words, discreet=discreet)
            ]
    found["stale"] = [(n.claim.id, n.reasons) for n in needing_attention(view, [], user="x")]
    window = Window(text="", first=date(2025, 6, 1), last=date(2025, 6, 20))
    for asked in (None, window):
        found[f"due {asked}"] = [
            (item.claim.id, *item[1:]) for item in agenda(view, [], asked, user="x")
        ]
    found["due by"] = [item[1:] for item in due_by(view, [], date(2025, 6, 8), user="x")]
    for terms in ([], ["is:open"]):
        board = board_of(view, terms, user="x")
        found[f"board {terms}"] = (board.counts, board.open, board.unconfirmed, len(board.moved))
        found[f"moved {terms}"] = [(m.claim.id, m.what, m.after) for m in board.moved]
    for since in (noon(-20), noon(0)):
        found[f"changes {since}"] = [(m.claim.id, m.what, m.after) for m in moves(view, since)]
    return found


def same_answers(desks: list[Desk]) -> None:
    """All stores answer as the file does, from what they keep."""
    expected = None
    for desk in desks:
        view = desk.view()
        given = answers(view)
        if expected is None:
            expected = given
            continue
        assert view.index is not None
        for question, answer in given.items():
            assert answer == expected[question], (question, desk.store.location, view.day)
        view.snapshot.release()


def written(desks: list[Desk], tables: object) -> None:
    for desk in desks:
        desk.written(lambda change: change.unit.rewrite(tables))  # type: ignore[arg-type]


fixtures = settings(
    deadline=None,
    max_examples=5,
    phases=[Phase.generate],  # a smaller ledger is made from no smaller seed
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@fixtures
@given(seed=st.integers(0, 2**32), off=st.integers(-30, 30), data=st.data())
def test_every_question_has_one_answer(
    seed: int,
    off: int,
    data: st.DataObject,
    elsewhere: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desks = [open_desk(place, "Editor") for place in elsewhere()]
    with at(noon(off), monkeypatch):
        written(desks, anything.ledger(Random(seed), 12))
        same_answers(desks)
    later = off + data.draw(st.integers(1, 40))
    with at(noon(later), monkeypatch):  # nothing was written since
        same_answers(desks)
    with at(noon(off - 3), monkeypatch):  # a clock that is behind
        same_answers(desks)


def regraded(change: Change) -> None:
    rate_source(change, "daily", Reliability.A)
    edit_source(change, "wire", owner="army")


def merged(change: Change) -> None:
    merge_source(change, "west", "east")


def hidden(change: Change) -> None:
    edit_source(change, "radio", confidential=True)
    rename(change)


def rename(change: Change) -> None:
    edit_source(change, "rag", new_name="The Bridge")


def configured(change: Change) -> None:
    set_keys(change, {"stale.normal": "3", "weight.grades": "A,B,C,D", "timezone": "Asia/Yangon"})


def linked(change: Change) -> None:
    for claim_id in ("here", "there"):
        open_here(change, claim_id, kind="event")
    decide.link(change, "here", Relation.CONTRADICTS, "there")


def confirmed(change: Change) -> None:
    """Only one of two that are linked is written to."""
    evidence.position(change, ["there"], Statement("neighbours", Stand.CONFIRMS))


def forgotten(change: Change) -> None:
    forget(change, next(iter(change.view.claims())).id, "the law")


def undone(change: Change) -> None:
    undo(change, anyone=True)


CHANGES = (
    regraded, undone, merged, undone, hidden, configured, linked, confirmed, undone, forgotten,
)  # fmt: skip
"""What a desk may do, one after another."""


def derived_anew(desk: Desk) -> None:
    """What is kept is what would be kept if all were derived anew."""
    with desk.store.write() as unit:
        view = View(unit, "", clock.now())
        differing = unit.wrongly_kept(derive(view, unit.keys("claims")))
    assert list(differing) == []


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_follows_every_change(
    seed: int, elsewhere: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = [open_desk(place, "Editor") for place in elsewhere()]
    with at(noon(0), monkeypatch):
        written(desks, anything.ledger(Random(seed), 8))
    for number, change in enumerate(CHANGES, 1):
        with at(noon(number) + timedelta(minutes=number), monkeypatch):
            for desk in desks:
                desk.written(change)
            same_answers(desks)
            for desk in desks[1:]:
                derived_anew(desk)


def test_doctor_works_out_anew_what_is_kept_wrongly(
    elsewhere: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(noon(60), monkeypatch):
        desks = written_alike(elsewhere())
        for desk in desks[1:]:
            assert kept_findings(desk) == []
            for damage in (
                "UPDATE claimtrack_claims SET status = 'refuted'",
                "DELETE FROM claimtrack_values WHERE field = 'tag'",
                "DELETE FROM claimtrack_derivation",
            ):
                harmed(desk, damage)
                assert [finding.fixable for finding in kept_findings(desk)] == [True]
                fix(desk.store, clock.now())
                assert kept_findings(desk) == []
        same_answers(desks)


TABLES = ("claims", "values", "flags", "falling_due", "traces", "derivation", "texts")
BROKEN = {
    **{f"DROP TABLE claimtrack_{table}": table for table in TABLES},
    "ALTER TABLE claimtrack_claims RENAME COLUMN status TO state": "status",
}
LOST_WORDS = {
    "DELETE FROM claimtrack_words WHERE rowid = 2": "index of words",
    "INSERT INTO claimtrack_words (claimtrack_words) VALUES ('delete-all')": "index of words",
    "DELETE FROM claimtrack_texts WHERE number = 2": "index of words",
    "DELETE FROM claimtrack_words_data WHERE id > 10": "malformed",
    "DELETE FROM claimtrack_words_data WHERE id = 10": "malformed",
    "UPDATE claimtrack_words_data SET block = 'lost'": "index of words",
    "UPDATE claimtrack_words_config SET v = 1 WHERE k = 'version'": "no such fts5 table",
    "DROP TABLE claimtrack_threes": "claimtrack_threes",
    "DROP TABLE claimtrack_words": "no such",
    "DROP TABLE claimtrack_words_data": "malformed",
    "DROP TABLE claimtrack_words_config": "no such fts5 table",
    "DROP TABLE claimtrack_words_idx": "SQL logic error",
    "DROP TABLE claimtrack_words_docsize": "no such table",
}
"""What harms the index in SQLite, and what of it is told."""

LOST_THREES = dict.fromkeys(
    (
        "UPDATE claimtrack_texts SET threes = ''",
        "UPDATE claimtrack_texts SET threes = ts_delete(threes, (tsvector_to_array(threes))[2])",
        "UPDATE claimtrack_texts SET threes = threes || 'hxyz'",
    ),
    "index of words",
)
"""The same in PostgreSQL."""


def test_doctor_makes_anew_what_cannot_serve(
    elsewhere: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(noon(60), monkeypatch):
        desks = written_alike(elsewhere())
        for desk in desks[1:]:
            lost = LOST_WORDS if desk.store.location.startswith("sqlite") else LOST_THREES
            for harm, told in (BROKEN | lost).items():
                harmed(desk, harm)
                (found,) = kept_findings(desk)
                assert found.fixable and told in found.problem, (harm, found)
                fix(desk.store, clock.now())
                assert kept_findings(desk) == [], harm
                same_answers(desks)
        for desk in desks:
            desk.written(linked)
        same_answers(desks)


def written_alike(places: list[str]) -> list[Desk]:
    """Desks on the same ledger in each of these places."""
    desks = [open_desk(place, "Editor") for place in places]
    for desk in desks:
        desk.written(lambda change: change.unit.rewrite(anything.ledger(Random(3), 8)))
    return desks


def harmed(desk: Desk, sql: str) -> None:
    """Do something to a desk's database behind its back."""
    with desk.store.write() as unit:
        unit._connected().exec_driver_sql(sql)  # type: ignore[attr-defined]
        unit._connected().commit()  # type: ignore[attr-defined]


def kept_findings(desk: Desk) -> list[Finding]:
    """What doctor says about what is kept."""
    snapshot = desk.store.read()
    found = examine(snapshot, clock.now()).findings
    snapshot.release()
    return [finding for finding in found if "kept to find" in finding.problem]


def test_what_another_version_derived_is_not_looked_at_and_derived_by_the_next_write(
    elsewhere: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = [open_desk(place, "Editor") for place in elsewhere()]
    with at(noon(0), monkeypatch):
        written(desks, anything.ledger(Random(4), 8))
        expected = answers(desks[0].view())
        for desk in desks[1:]:
            with desk.store.write() as unit:
                connection = unit._connected()  # type: ignore[attr-defined]
                connection.exec_driver_sql("UPDATE claimtrack_derivation SET version = 0")
                connection.exec_driver_sql("UPDATE claimtrack_claims SET status = 'refuted'")
                connection.commit()
            view = desk.view()
            assert view.index is None
            assert answers(view) == expected
            view.snapshot.release()
        for desk in desks:
            desk.written(linked)
        same_answers(desks)


def test_a_claim_that_cannot_be_read_is_told_by_who_lists_it_and_keeps_nobody_from_writing(
    elsewhere: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = anything.ledger(Random(5), 4)
    tables["claims"]["c2"]["entries"].append({"id": "x", "type": "of another time"})
    with at(noon(0), monkeypatch):
        for place in elsewhere():
            desk = open_desk(place, "Editor")
            desk.written(lambda change: change.unit.rewrite(tables))
            with pytest.raises(DataError, match="claims/c2, entry"):
                listed(desk.view(), [], user="Editor")
            desk.written(configured)
            with pytest.raises(DataError, match="claims/c2, entry"):
                listed(desk.view(), ["tag:none"], user="Editor")


ODD = ("\ufffd", "\ufffe", "\uffff", "a\ufffd", "a\ufffe", "a\uffff", "a\ufffeb", "a\uffffb", "a\ufffdb",
       "\U0010ffff", "z\U0010ffff", "z\U0010ffff\U0010ffff", "\ufffe" * 3, "\ufffd" * 3)  # fmt: skip
"""Letters that stand for none, which FTS5 reads as another, and the last of all."""

LONG = "so" * 70
"""A word of more letters than an index is asked for."""


def test_letters_that_are_one_to_an_index_are_not_one_in_an_answer(
    elsewhere: Callable[[], list[str]],
) -> None:
    texts = [*(f"It is {odd} so" for odd in ODD), f"{LONG}!", f"{LONG}so?", f"{LONG[:100]}"]
    expected: list[list[list[str]]] = []
    for place in elsewhere():
        desk = open_desk(place, "Editor")
        desk.written(
            lambda change: [
                open_here(change, f"abc{ID_LETTERS[number]}", text, force=True)
                for number, text in enumerate(texts)
            ]
        )
        view = desk.view()
        asked = [*ODD, LONG, f"{LONG}s", f"{LONG}x", f"{LONG[:64]}x"]
        found = [[c.id for c in listed(view, [word], user="x", sort="id")] for word in asked]
        found += [[c.id for c in searched(view, word, discreet=True)] for word in asked]
        expected.append(found)
        view.snapshot.release()
    file, sqlite, postgres = expected
    assert all(found for found in file[: len(ODD) + 2])
    assert sqlite == file and postgres == file


def test_an_article_that_was_pasted_is_looked_for(elsewhere: Callable[[], list[str]]) -> None:
    article = [f"word{number}" for number in range(1200)]
    texts = [" ".join(article), " ".join(article[:-1]), " ".join([*article, "more"]), "word7"]
    told = []
    for place in elsewhere():
        desk = open_desk(place, "Editor")
        desk.written(
            lambda change: [
                open_here(change, f"abc{ID_LETTERS[number]}", text)
                for number, text in enumerate(texts)
            ]
        )
        view = desk.view()
        pasted = [*article, *article]
        without = [*pasted, "-more", *(f"-not{number}" for number in range(400))]
        whole = searched(view, " ".join(pasted), discreet=True)
        boards = [board_of(view, terms, user="x") for terms in (pasted, without)]
        told.append(
            [
                [claim.id for claim in whole],
                *(
                    [c.id for c in listed(view, terms, user="x", sort="id")]
                    for terms in (pasted, without)
                ),
                *([board.counts, board.open, board.unconfirmed] for board in boards),
            ]
        )
        view.snapshot.release()
    assert told[0][:3] == [["abca", "abcc"], ["abca", "abcc"], ["abca"]]
    assert told[0][3][1] == 2 and told[0][4][1] == 1
    assert told[1] == told[0] and told[2] == told[0]
