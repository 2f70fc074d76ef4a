"""Ledgers in which anything may stand: every type of entry, dated and logged whenever.

Small enough to be judged on each of their days, and made from a seed, so that what fails once fails
again. Days lie around ``MIDDLE``; some entries are dated ahead of when they were logged, some are
logged long after, a few by a clock that was far ahead.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from claimtrack.model.entries import (
    Assessment,
    ClaimChanges,
    ClaimEntry,
    Entry,
    Flagged,
    Link,
    Note,
    Opened,
    Position,
    Reopened,
    Report,
    Retraction,
    Revised,
    Snooze,
    Verdict,
    Withdrawn,
    named,
    written,
)
from claimtrack.model.registry import Amended, Changes, Merged, PartyEntered, SourceEntered
from claimtrack.model.settings import DEFAULT_SCALE, SettingChanged
from claimtrack.model.words import (
    Attribution,
    Flag,
    Kind,
    Priority,
    Relation,
    Reliability,
    Stance,
    Stand,
)
from claimtrack.store.base import Tables
from claimtrack.store.layout import SCHEMA
from claimtrack.when import Window

MIDDLE = date(2025, 6, 1)
REACH = 45
"""Days before and after MIDDLE on which things happen."""

PARTIES = ("army", "rebels", "council")
SOURCES = ("wire", "daily", "east", "west", "group", "rag", "radio", "witness")
TAGS = ("Truce", "aid", "ÉLECTION", "straße")
PLACES = ("Lashio", "LASHIO", "old town", None, None)
WHO = ("desk", "Editor", "editor")
TEXTS = (
    "The bridge is closed",
    "bridge closed by the ARMY",
    "ﬁre in the market",  # a ligature, which folds to two letters
    "Straße gesperrt",
    "တပ်မတော် ဆုတ်ခွာ",
    "e\u0301lan, no: élan",
    "a",
    "ok?",
    "12% of «it»: \"so\" & 'so' | (so) * \\ !",
)
URLS = (
    "https://daily.example.org/1",
    "http://www.daily.example.org/1#top",
    "https://t.me/wire/77?utm_source=x",
    None,
    None,
)


def ledger(random: Random, claims: int = 4) -> Tables:
    """A ledger of so many claims, with what they cite and perhaps settings of its own."""
    ids = [f"c{number}" for number in range(claims)]
    meta: dict[str, Any] = {"ledger": {"schema": SCHEMA}}
    if settings := list(_settings(random)):
        meta["settings"] = document(settings)
    return {
        "meta": meta,
        "sources": {key: document(list(_source(random, key))) for key in SOURCES},
        "parties": {key: document(list(_party(random, key))) for key in PARTIES},
        "claims": {claim_id: document(claim(random, claim_id, ids)) for claim_id in ids},
    }


def document(entries: Sequence[Entry]) -> dict[str, Any]:
    """Entries as a document of a ledger."""
    return {"entries": [written(entry) for entry in entries]}


def claim(random: Random, claim_id: str, ids: Sequence[str]) -> list[Any]:
    """What was logged about one claim, the opening first."""
    opened = Opened(
        text=random.choice(TEXTS),
        kind=random.choice((Kind.EVENT, Kind.FORECAST, Kind.FORECAST, Kind.OPINION)),
        claimant=random.choice((None, None, "army", "daily")),
        due=random.choice((None, window(random), window(random))),
        condition=random.choice((None, "if it rains")),
        place=random.choice(PLACES),
        tags=tuple(random.sample(TAGS, random.choice((0, 0, 1, 2)))),
        priority=random.choice(list(Priority)),
        assignee=random.choice((None, "Editor", "desk")),
        external_id=random.choice((None, f"hub:{claim_id}")),
        parties=tuple(random.sample(PARTIES, random.choice((0, 1, 2)))),
        **stamp(random),
    )
    known: list[Any] = [named(opened)]
    makers = MAKERS if random.random() < 0.5 else random.sample(MAKERS, 3)
    for _ in range(random.randint(0, 8)):
        known.append(named(random.choice(makers)(random, claim_id, known, ids)))
    return known


def window(random: Random) -> Window:
    """Some days: mostly one, else several, perhaps open at an end."""
    first = day(random)
    last = first + timedelta(random.choice((0, 0, 0, 3, 30)))
    shape = random.choice(("day", "day", "span", "span", "from", "until", "ever"))
    if shape == "day":
        return Window.day(first)
    return Window(
        text=shape,
        first=None if shape in ("until", "ever") else first,
        last=None if shape in ("from", "ever") else last,
        approximate=random.random() < 0.1,
    )


def day(random: Random) -> date:
    """A day, more often a near one."""
    return MIDDLE + timedelta(random.choice((random.randint(-REACH, REACH), random.randint(-9, 9))))


def stamp(random: Random) -> dict[str, Any]:
    """When it happened, when it was logged, and by whom."""
    logged = datetime.combine(day(random), time(random.randrange(24), random.randrange(60)), UTC)
    on = Window.day(logged.date()) if random.random() < 0.4 else window(random)
    return {"on": on, "recorded": logged, "by": random.choice(WHO)}


def _report(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    source = random.choice((None, *SOURCES))
    reports = [e.id for e in known if isinstance(e, Report)]
    return Report(
        source=source,
        stance=random.choice((Stance.SUPPORTS, Stance.SUPPORTS, *Stance)),
        via=random.choice((None, None, *SOURCES)) if source else None,
        attribution=random.choice((None, None, *Attribution)),
        credibility=random.choice((6, 6, 3, 2, 5)),
        repeats=random.choice(reports) if reports and random.random() < 0.2 else None,
        quote=random.choice((None, "Trucks wait", "“off the record” said X")),
        reading=random.choice((None, "they mean the north")),
        url=random.choice(URLS),
        archive=random.choice((None, None, "https://web.archive.org/web/2025/https://a.example/b")),
        **stamp(random),
    )


def _position(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    stand = random.choice((Stand.CONFIRMS, Stand.ASKED, Stand.ASKED, *Stand))
    return Position(
        party=random.choice(PARTIES),
        position=stand,
        source=random.choice((None, None, *SOURCES)),
        speaker=random.choice((None, "Colonel Y")),
        answer_by=random.choice((None, *(window(random) for _ in range(3))))
        if stand == Stand.ASKED
        else None,
        **stamp(random),
    )


def _assessment(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    target = random.choice([e.id for e in known])
    credibility = random.choice((None, 2, 5))
    return Assessment(
        entry=target,
        note="filmed elsewhere",
        source=random.choice((None, "witness")),
        credibility=credibility,
        **stamp(random),
    )


def _retraction(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    evidence = [e.id for e in known if isinstance(e, (Report, Position))] or [known[0].id]
    return Retraction(entry=random.choice(evidence), reason="so they say", **stamp(random))


def _verdict(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    entries = [e.id for e in known[1:]]
    return Verdict(
        rating=random.choice((*DEFAULT_SCALE, "unproven", "unproven", "gone from the scale")),
        reason="it was seen",
        rests_on=tuple(random.sample(entries, min(len(entries), random.randint(0, 2)))),
        recheck=random.choice((None, window(random))),
        **stamp(random),
    )


def _reopened(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    return Reopened(reason="new light", **stamp(random))


def _revised(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    changes = random.choice(
        (
            ClaimChanges(kind=Kind.EVENT),
            ClaimChanges(text=random.choice(TEXTS)),
            ClaimChanges(claimant=random.choice((None, "rebels", "wire"))),
            ClaimChanges(parties=("army",)),
            ClaimChanges(due=random.choice((None, window(random)))),
            ClaimChanges(priority=random.choice(list(Priority)), tags=("aid",)),
            ClaimChanges(assignee=None, place="old town"),
        )
    )
    return Revised(changes=changes, **stamp(random))


def _link(random: Random, claim_id: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    relation = random.choice((Relation.CONTRADICTS, Relation.CONTRADICTS, *Relation))
    others = [other for other in ids if other != claim_id] or ["gone"]
    return Link(relation=relation, other=random.choice(others), **stamp(random))


def _note(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    return Note(text=random.choice(("ask again", "seen by X")), **stamp(random))


def _flag(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    return Flagged(flag=Flag.STALE, reason="nothing new", **stamp(random))


def _snooze(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    return Snooze(until=window(random), **stamp(random))


def _withdrawn(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    target = random.choice([e.id for e in known[1:]] or [known[0].id])
    if random.random() < 0.1:
        target = known[0].id  # the claim is taken back
    return Withdrawn(entry=target, reason="a mistake", **stamp(random))


def _corrected(random: Random, _: str, known: Sequence[Any], ids: Sequence[str]) -> ClaimEntry:
    cited = [e for e in known if isinstance(e, (Report, Position))]
    if not cited:
        return _note(random, _, known, ids)
    old = random.choice(cited)
    changed = {"quote": "mended", "corrects": old.id, **stamp(random)}
    return named(replace(old, **changed))


MAKERS: tuple[Callable[[Random, str, Sequence[Any], Sequence[str]], ClaimEntry], ...] = (
    *(_report,) * 5,
    *(_position,) * 4,
    *(_link,) * 2,
    *(_verdict,) * 2,
    *(_withdrawn,) * 2,
    _assessment,
    _retraction,
    _reopened,
    _revised,
    _note,
    _flag,
    _snooze,
    _corrected,
)


def _source(random: Random, key: str) -> Iterator[Entry]:
    owner = {"east": "group", "west": "group", "radio": "army"}.get(key)
    yield named(
        SourceEntered(
            name=f"The {key.title()}",
            aliases=("Herald",) if key == "daily" else (),
            reliability=random.choice(list(Reliability)),
            owner=owner,
            confidential=key == "witness",
            **stamp(random),
        )
    )
    if random.random() < 0.2:
        changes = random.choice(
            (
                Changes(reliability=Reliability.B),
                Changes(owner="rebels"),
                Changes(confidential=True),
            )
        )
        yield named(Amended(changes=changes, **stamp(random)))
    if random.random() < 0.1:
        yield named(Merged(into=random.choice(SOURCES), **stamp(random)))


def _party(random: Random, key: str) -> Iterator[Entry]:
    yield named(PartyEntered(name=f"The {key.title()}", aliases=(), **stamp(random)))
    if random.random() < 0.1:
        yield named(Merged(into="army", **stamp(random)))


def _settings(random: Random) -> Iterator[Entry]:
    for key, value in (
        ("timezone", "Asia/Yangon"),
        ("timezone", "America/Los_Angeles"),
        ("weight.grades", "A,B,C,D,E"),
        ("stale.normal", "4"),
        ("stale.tag.aid", "1"),
        ("due.soon", "20"),
        ("verdict.false", "1 false-ish open Not so"),
    ):
        if random.random() < 0.15:
            yield named(SettingChanged(key=key, value=value, **stamp(random)))
