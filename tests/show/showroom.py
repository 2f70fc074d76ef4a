"""A small ledger in memory, in several scripts and with hostile text, to look at screens with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from claimtrack.desk.view import View
from claimtrack.model.entries import named, read_entries, written
from claimtrack.model.registry import read_party, read_source
from claimtrack.show.names import Names
from claimtrack.show.output import Format, Output
from claimtrack.store.held import Held

DAY = date(2025, 2, 28)
NOW = datetime(2025, 2, 28, 12, tzinfo=UTC)
FIRST = datetime(2025, 2, 1, 9, tzinfo=UTC)

HOSTILE = "[bold]x[/bold] \x1b[31mred\x1b]0;t\x07 \u202egnp\u2066 \x9b2J a\tb\nc \U000e0041 :smile:"
"""What a text may hold that a terminal, rich or a reader of Markdown would act on."""

SECRET = ("mole-key", "Mole Name", "mole-alias", "mole.example", "secretquote", "secretreading")
"""What would give the confidential source away."""

Spec = dict[str, Any]


def held(tables: dict[str, dict[str, list[Spec]]]) -> Held:
    """A snapshot of a ledger that is in memory only."""
    return Held(
        {
            table: {key: {"entries": logged} for key, logged in documents.items()}
            for table, documents in tables.items()
        }
    )


def window(text: str) -> Spec:
    """A day, or ``June 2025-06-01..2025-06-30`` with the words before the days."""
    words, _, days = text.rpartition(" ")
    first, _, last = days.partition("..")
    return {"text": words or days, "from": first, "to": last or first}


def entries(read: Any, *specs: Spec) -> list[Spec]:
    """Entries as they are stored; ``on`` as for ``window``, an id of another as its place."""
    made: list[Spec] = []
    for number, spec in enumerate(specs):
        record = {"on": "2025-02-01", "by": "ann"} | spec
        record["on"] = window(record["on"])
        record["recorded"] = (FIRST + timedelta(minutes=number)).isoformat()
        for field in ("entry", "repeats"):
            if isinstance(record.get(field), int):
                record[field] = made[record[field]]["id"]
        for field in ("due", "when", "answer_by", "recheck"):
            if field in record:
                record[field] = window(record[field])
        [entry] = read([record])
        made.append(written(named(entry)))
    return made


def ledger() -> dict[str, dict[str, list[Spec]]]:
    """The tables of the ledger."""
    return {"sources": _sources(), "parties": _parties(), "claims": _claims()}


def view(day: date | None = DAY, known_at: datetime | None = None) -> View:
    """The ledger as it is read."""
    return View(held(ledger()), "memory", NOW, day, known_at)


def names(*, discreet: bool) -> Names:
    """How its sources are named."""
    return Names(view().registry, discreet)


def output(format: Format, *, terminal: bool = False, reveal: bool = False) -> Output:
    """Where an answer goes."""
    return Output(format, terminal, reveal)


def _sources() -> dict[str, list[Spec]]:
    def source(name: str, grade: str, **fields: Any) -> list[Spec]:
        spec = {"type": "entered", "name": name, "reliability": grade, "on": "2025-01-01"} | fields
        return entries(read_source, spec)

    return {
        "irrawaddy": source("The Irrawaddy", "B", url="https://irrawaddy.com", aliases=["ဧရာဝတီ"]),
        "xinhua": source("新华社", "C", kind="agency"),
        "channel": source("A channel", "D", kind="social", url="https://t.me/channel"),
        "mouth": source("The mouthpiece", "C", kind="party-media", owner="mndaa"),
        "mole-key": source(
            "Mole Name",
            "A",
            kind="witness",
            url="https://mole.example",
            aliases=["mole-alias"],
            confidential=True,
        ),
        "hostile": source(f"H {HOSTILE}", "B", aliases=[HOSTILE]),
    }


def _parties() -> dict[str, list[Spec]]:
    def party(name: str, *aliases: str) -> list[Spec]:
        return entries(read_party, {"type": "entered", "name": name, "aliases": list(aliases)})

    return {
        "mndaa": party("MNDAA", "Kokang forces", "ကိုးကန့်တပ်ဖွဲ့"),
        "regime": party("The military regime of Myanmar", "junta"),
        "china": party("中国"),
        "bad": party(f"P {HOSTILE}"),
    }


def _claims() -> dict[str, list[Spec]]:
    return {
        "june1": entries(
            read_entries,
            {
                "type": "opened",
                "text": "The MNDAA will withdraw from Lashio [bold]in June[/bold]",
                "kind": "forecast",
                "due": "June 2025-06-01..2025-06-30",
                "parties": ["mndaa", "regime", "china"],
                "priority": "high",
                "assignee": "ann",
                "tags": ["withdrawal"],
                "place": "လားရှိုး",
            },
            {
                "type": "report",
                "on": "2025-01-20",
                "source": "irrawaddy",
                "url": "https://irrawaddy.com/1",
                "quote": "They will leave.",
                "medium": "article",
                "attribution": "anonymous",
            },
            {"type": "report", "on": "2025-01-22", "source": "channel", "repeats": 1},
            {
                "type": "report",
                "on": "2025-01-25",
                "source": "xinhua",
                "via": "channel",
                "reading": "It speaks of a withdrawal.",
            },
            {
                "type": "assessment",
                "entry": 1,
                "note": "By phone with the editor",
                "credibility": 3,
            },
            {"type": "position", "party": "mndaa", "position": "silent"},
            {
                "type": "position",
                "party": "regime",
                "position": "asked",
                "answer_by": "2025-03-05",
            },
            {"type": "note", "text": "Typed wrong"},
            {"type": "withdrawn", "entry": 7, "reason": "wrong claim"},
            {"type": "link", "relation": "in-tension", "other": "zhong", "reason": "Not both"},
            {"type": "report", "on": "2025-03-09", "source": "mouth", "quote": "Of a later day"},
        ),
        "burma": entries(
            read_entries,
            {
                "type": "opened",
                "text": "လားရှိုးမြို့မှ တပ်များ ဆုတ်ခွာသွားပြီဟု ဒေသခံများက ပြောကြားသည်",
                "parties": ["regime"],
            },
            {
                "type": "position",
                "party": "regime",
                "position": "confirms",
                "speaker": "Its spokesman",
                "quote": "We are back.",
                "source": "irrawaddy",
            },
        ),
        "zhong": entries(
            read_entries,
            {
                "type": "opened",
                "text": "缅甸民族民主同盟军将继续管理腊戌市，中方表示正在推动双方通过和平对话解决分歧，"
                "并呼吁有关各方保持克制。",
                "kind": "state",
            },
            {"type": "report", "on": "2025-02-02", "source": "irrawaddy"},
            {"type": "report", "on": "2025-02-03", "source": "xinhua"},
        ),
        "arabi": entries(
            read_entries,
            {
                "type": "opened",
                "text": "الجيش ينسحب من لاشيو خلال شهر يونيو بحسب تقارير",
                "parties": ["mndaa", "china"],
            },
            {"type": "report", "on": "2025-02-02", "source": "xinhua", "stance": "refutes"},
            {"type": "position", "party": "mndaa", "position": "denies"},
        ),
        "emoji": entries(
            read_entries,
            {
                "type": "opened",
                "text": "A fire 🔥🔥 at https://example.org/" + "averylongword" * 14 + " was set",
            },
            {
                "type": "verdict",
                "rating": "false",
                "reason": "It was a film set",
                "recheck": "2025-06-01",
            },
            {"type": "report", "on": "2025-02-20", "source": "irrawaddy"},
        ),
        "hosti": entries(
            read_entries,
            {
                "type": "opened",
                "text": f"=cmd {HOSTILE}",
                "condition": HOSTILE,
                "place": HOSTILE,
                "tags": [f"+{HOSTILE}", "=1+1"],
                "assignee": HOSTILE,
                "external_id": HOSTILE,
                "claimant": "bad",
                "parties": ["bad"],
                "by": HOSTILE,
            },
            {
                "type": "report",
                "source": "hostile",
                "url": f"https://e.example/{HOSTILE}",
                "quote": HOSTILE,
                "reading": HOSTILE,
                "archive": HOSTILE,
            },
            {"type": "position", "party": "bad", "position": "confirms", "speaker": HOSTILE},
            {"type": "assessment", "entry": 1, "note": HOSTILE},
            {"type": "retraction", "entry": 1, "reason": HOSTILE},
            {"type": "link", "relation": "contradicts", "other": "june1", "reason": HOSTILE},
            {"type": "verdict", "rating": "mixed", "reason": HOSTILE},
            {"type": "note", "text": HOSTILE},
            {"type": "revised", "changes": {"place": HOSTILE}, "reason": HOSTILE},
        ),
        "plans": entries(
            read_entries,
            {
                "type": "opened",
                "text": "Talks will be held in Kunming",
                "kind": "forecast",
                "due": "2025-03",
                "claimant": "mndaa",
                "parties": ["mndaa", "china"],
            }
            | {"due": "2025-03 2025-03-01..2025-03-31"},
            {"type": "position", "party": "mndaa", "position": "confirms"},
            {"type": "position", "party": "china", "position": "confirms"},
        ),
        "molec": entries(
            read_entries,
            {"type": "opened", "text": "Somebody told us so", "claimant": "mole-key"},
            {
                "type": "report",
                "source": "mole-key",
                "url": "https://mole.example/page",
                "archive": "https://web.archive.org/web/2025/https://mole.example/page",
                "quote": "secretquote",
                "reading": "secretreading",
                "sha256": "5ec4e7",
            },
            {
                "type": "report",
                "source": "irrawaddy",
                "via": "mole-key",
                "quote": "secretquote",
                "credibility": 2,
            },
            {
                "type": "position",
                "party": "regime",
                "position": "hedges",
                "source": "mole-key",
                "speaker": "secretspeaker",
            },
            {"type": "assessment", "entry": 1, "note": "It fits", "source": "mole-key"},
            {"type": "link", "relation": "part-of", "other": "june1", "source": "mole-key"},
            {"type": "revised", "changes": {"claimant": "mole-key"}},
        ),
    }
