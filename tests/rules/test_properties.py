"""What holds for every claim, whatever was logged about it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from newsroom import entered_party, entered_source

from claimtrack.model.claim import EVIDENCE, Claim, fold
from claimtrack.model.entries import (
    Assessment,
    ClaimChanges,
    ClaimEntry,
    Entry,
    Link,
    Note,
    Opened,
    Position,
    Reopened,
    Report,
    Retraction,
    Revised,
    Verdict,
    Withdrawn,
    named,
    read_entries,
    written,
)
from claimtrack.model.registry import Party, Registry, Source
from claimtrack.model.settings import DEFAULT_SCALE, Settings
from claimtrack.model.words import (
    Attribution,
    Kind,
    Relation,
    Reliability,
    Stance,
    Stand,
    Status,
)
from claimtrack.rules import Standing, judge
from claimtrack.rules.activity import first_heard, last_heard
from claimtrack.rules.context import Context
from claimtrack.rules.status import RULES, Counts, status_rule
from claimtrack.when import Window

FIRST = date(2025, 1, 1)
LOGGED = datetime(2025, 6, 1, 9, tzinfo=UTC)
PARTIES = ("army", "rebels")
SOURCES = {
    "wire": entered_source(name="wire", reliability=Reliability.A),
    "daily": entered_source(name="daily", reliability=Reliability.B),
    "east": entered_source(name="east", reliability=Reliability.B, owner="group"),
    "west": entered_source(name="west", reliability=Reliability.C, owner="group"),
    "group": entered_source(name="group"),
    "rag": entered_source(name="rag", reliability=Reliability.E),
    "radio": entered_source(name="radio", reliability=Reliability.B, owner="army"),
}
REGISTRY = Registry(
    sources={key: Source(key, fields) for key, fields in SOURCES.items()},
    parties={key: Party(key, entered_party(name=key)) for key in PARTIES},
)

days = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
sources = st.sampled_from(list(SOURCES))
parties = st.sampled_from(PARTIES)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Days mostly, some longer, some open at an end."""
    first, last = sorted((draw(days), draw(days)))
    shape = draw(st.sampled_from(("day", "day", "day", "span", "from", "until")))
    if shape == "day":
        return Window.day(first)
    return Window(
        text=shape,
        first=None if shape == "until" else first,
        last=None if shape == "from" else last,
    )


@st.composite
def entries_after(draw: st.DrawFn, known: Sequence[ClaimEntry], stamp: dict[str, Any]) -> Entry:
    """One more entry on a claim of which these are known already."""
    reports = [e.id for e in known if isinstance(e, Report)]
    evidence = [e.id for e in known if isinstance(e, (Report, Position))]
    kinds = ["report"] * 4 + ["position"] * 3 + ["verdict", "reopened", "revised", "note", "link"]
    kinds += ["assessment", "retraction", "retraction"] if evidence else []
    kinds += ["withdrawn"] if len(known) > 1 else []
    match draw(st.sampled_from(kinds)):
        case "report":
            source = draw(st.none() | sources)
            return Report(
                source=source,
                stance=draw(st.sampled_from(Stance)),
                via=draw(st.none() | sources) if source else None,
                attribution=draw(st.none() | st.sampled_from(Attribution)),
                credibility=draw(st.sampled_from((6, 6, 3, 2, 5))),
                repeats=draw(st.none() | st.sampled_from(reports)) if reports else None,
                quote=draw(st.none() | st.text(max_size=3)),
                **stamp,
            )
        case "position":
            stand = draw(st.sampled_from(Stand))
            return Position(party=draw(parties), position=stand, **stamp)
        case "assessment":
            return Assessment(
                entry=draw(st.sampled_from(evidence)),
                note="looked into",
                credibility=draw(st.none() | st.integers(1, 6)),
                **stamp,
            )
        case "retraction":
            target = draw(st.sampled_from(evidence))
            return Retraction(entry=target, reason="so it is", **stamp)
        case "verdict":
            rests_on = draw(st.lists(st.sampled_from(evidence), max_size=2)) if evidence else ()
            return Verdict(
                rating=draw(st.sampled_from(list(DEFAULT_SCALE))),
                reason="so it is",
                rests_on=tuple(rests_on),
                **stamp,
            )
        case "reopened":
            return Reopened(reason="so it is", **stamp)
        case "revised":
            changes = draw(
                st.sampled_from(
                    (
                        ClaimChanges(kind=Kind.OPINION),
                        ClaimChanges(kind=Kind.EVENT),
                        ClaimChanges(claimant="rebels"),
                        ClaimChanges(claimant=None),
                        ClaimChanges(parties=("army",)),
                    )
                )
            )
            return Revised(changes=changes, **stamp)
        case "link":
            relation = draw(st.sampled_from(Relation))
            return Link(relation=relation, other="there", **stamp)
        case "withdrawn":
            target = draw(st.sampled_from([e.id for e in known[1:]]))
            return Withdrawn(entry=target, reason="a mistake", **stamp)
    return Note(text=draw(st.text(max_size=3)), **stamp)


@st.composite
def ledgers(draw: st.DrawFn, *, ties: bool = True) -> list[ClaimEntry]:
    """What was logged about one claim. With ``ties`` some of it at the same moment."""
    opened = Opened(text="a claim", on=Window.day(FIRST), recorded=LOGGED, by="a")
    known: list[Any] = [named(opened)]
    for number in range(draw(st.integers(0, 9))):
        minutes = draw(st.integers(0, 3)) if ties else number + 1
        stamp = {
            "on": draw(windows()),
            "recorded": LOGGED + timedelta(minutes=minutes),
            "by": draw(st.sampled_from("ab")),
        }
        known.append(named(draw(entries_after(known, stamp))))
    return known


def folded(entries: Sequence[ClaimEntry]) -> Claim:
    claim = fold("here", entries)
    assert claim is not None
    return claim


def stands(claim: Claim, day: date = FIRST + timedelta(days=9)) -> Standing:
    """Where it stands, in a ledger where the claim that it links to is confirmed."""
    context = Context(day, REGISTRY, Settings())
    return judge(claim, context, lambda _: Status.CONFIRMED, lambda _: {})


def found(standing: Standing) -> tuple[Any, ...]:
    """All that was found about a standing."""
    return (standing.verdict, standing.rating, standing.grounds, standing.raised)


def gist(standing: Standing) -> tuple[Any, ...]:
    """What a list shows of a standing."""
    positions = {party: p.position for party, p in standing.positions.items()}
    return (standing.status, standing.counts, standing.flags, positions, standing.open)


def reversed_twice(entry: ClaimEntry, later: timedelta) -> list[ClaimEntry]:
    """The entry withdrawn, and that withdrawal withdrawn."""
    stamp = {"on": entry.on, "by": "a", "reason": "a mistake"}
    moment = LOGGED + later
    taken = named(Withdrawn(entry=entry.id, recorded=moment, **stamp))
    moment += timedelta(minutes=1)
    given_back = named(Withdrawn(entry=taken.id, recorded=moment, **stamp))
    return [taken, given_back]


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_entries_in_any_order_of_arrival_give_the_same_claim(data: st.DataObject) -> None:
    entries = data.draw(ledgers())
    shuffled = data.draw(st.permutations(entries))
    assert folded(shuffled) == folded(entries)
    assert found(stands(folded(shuffled))) == found(stands(folded(entries)))


@settings(deadline=None, max_examples=50)
@given(ledgers(), st.data())
def test_adding_an_entry_twice_is_adding_it_once(
    entries: list[ClaimEntry], data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(entries))
    later = replace(again, recorded=LOGGED + timedelta(days=1), by="b")
    for more in ([*entries, again], [later, *entries]):
        assert folded(more) == folded(entries)


@settings(deadline=None, max_examples=50)
@given(ledgers(), days)
def test_a_judgement_as_of_a_day_ignores_all_evidence_that_begins_later(
    entries: list[ClaimEntry], day: date
) -> None:
    claim = folded(entries)
    later = {e.id for e in claim.entries if isinstance(e, EVIDENCE) and not e.on.begun(day)}
    without = folded([entry for entry in entries if entry.id not in later])
    assert gist(stands(without, day)) == gist(stands(claim, day))
    assert without.begun(day) == claim.begun(day)
    assert first_heard(without, day) == first_heard(claim, day)
    assert last_heard(without, day) == last_heard(claim, day)


@settings(deadline=None, max_examples=50)
@given(ledgers(), st.integers(0, 3))
def test_a_fold_as_known_at_a_moment_ignores_what_was_logged_later(
    entries: list[ClaimEntry], minutes: int
) -> None:
    moment = LOGGED + timedelta(minutes=minutes)
    known = [entry for entry in entries if entry.recorded <= moment]
    assert fold("here", entries, moment) == fold("here", known)


@settings(deadline=None, max_examples=50)
@given(ledgers())
def test_store_and_load_is_identity(entries: list[ClaimEntry]) -> None:
    stored = orjson.dumps([written(entry) for entry in entries])
    loaded = read_entries(orjson.loads(stored))
    assert loaded == entries
    assert orjson.dumps([written(entry) for entry in loaded]) == stored
    assert [named(entry).id for entry in loaded] == [entry.id for entry in entries]


@settings(deadline=None, max_examples=50)
@given(
    ledgers(),
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC)),
    st.text(),
)
def test_an_id_does_not_depend_on_who_logged_it_and_when(
    entries: list[ClaimEntry], recorded: datetime, by: str
) -> None:
    for entry in entries:
        other = replace(entry, recorded=recorded, by=by, id="something")
        assert named(other).id == entry.id


@settings(deadline=None, max_examples=50)
@given(ledgers(ties=False), st.data())
def test_a_correction_of_nothing_that_weighs_keeps_status_and_flags(
    entries: list[ClaimEntry], data: st.DataObject
) -> None:
    claim = folded(entries)
    cited = [e for e in claim.entries if isinstance(e, (Report, Position))]
    assume(cited)
    old = data.draw(st.sampled_from(cited))
    stamp = {"recorded": LOGGED + timedelta(days=1), "by": "b"}
    withdrawn = Withdrawn(entry=old.id, reason="typed wrong", on=Window.day(FIRST), **stamp)
    changed = {"quote": "mended", "corrects": old.id, **stamp}
    mended = folded([*entries, named(withdrawn), named(replace(old, **changed))])
    for day in (FIRST + timedelta(days=n) for n in range(10)):
        assert gist(stands(mended, day)) == gist(stands(claim, day))


@settings(deadline=None, max_examples=50)
@given(ledgers(), st.data())
def test_withdrawing_a_withdrawal_restores_the_standing(
    entries: list[ClaimEntry], data: st.DataObject
) -> None:
    claim = folded(entries)
    standing = [entry for entry in claim.entries if not isinstance(entry, Opened)]
    assume(standing)
    entry = data.draw(st.sampled_from(standing))
    restored = folded([*entries, *reversed_twice(entry, timedelta(days=1))])
    assert restored.entries == claim.entries
    assert restored.fields == claim.fields
    assert found(stands(restored)) == found(stands(claim))


@settings(deadline=None, max_examples=50)
@given(ledgers(), st.data())
def test_withdrawing_an_entry_is_never_having_had_it(
    entries: list[ClaimEntry], data: st.DataObject
) -> None:
    claim = folded(entries)
    standing = [entry for entry in claim.entries if not isinstance(entry, Opened)]
    assume(standing)
    entry = data.draw(st.sampled_from(standing))
    withdrawal = reversed_twice(entry, timedelta(days=1))[0]
    assume(withdrawal.id not in {e.id for e in entries})  # said again, it would need to follow
    withdrawn = folded([*entries, withdrawal])
    without = folded([e for e in entries if e.id != entry.id])
    assert gist(stands(withdrawn)) == gist(stands(without))


counts = st.builds(
    Counts,
    kind=st.sampled_from(Kind),
    confirms=st.integers(0, 3),
    denies=st.integers(0, 3),
    supports=st.integers(0, 4),
    refutes=st.integers(0, 4),
    all_retracted=st.booleans(),
)


@given(counts)
def test_the_status_is_that_of_the_first_rule_that_applies(c: Counts) -> None:
    assert status_rule(c).status == by_the_design(c)
    assert status_rule(c) is next(rule for rule in RULES if rule.applies(c))


def by_the_design(c: Counts) -> Status:
    """The table of the design, row by row."""
    both_sides = c.confirms and c.denies
    outnumbered = (c.confirms and c.refutes >= 2) or (c.denies and c.supports >= 2)
    rows = (
        (Status.NOT_CHECKABLE, c.kind == Kind.OPINION),
        (Status.DISPUTED, both_sides or outnumbered),
        (Status.CONFIRMED, c.confirms),
        (Status.DENIED, c.denies),
        (Status.REFUTED, c.refutes >= 2 and c.supports == 0),
        (Status.DISPUTED, c.refutes >= 1),
        (Status.CORROBORATED, c.supports >= 2),
        (Status.RETRACTED, c.all_retracted),
        (Status.UNCONFIRMED, True),
    )
    return next(status for status, applies in rows if applies)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sentence)
def test_every_rule_is_a_sentence_of_its_own(rule: Any) -> None:
    assert [other.sentence for other in RULES].count(rule.sentence) == 1
    assert rule.sentence[0].islower()
    assert not rule.sentence.endswith(".")
