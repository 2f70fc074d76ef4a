"""Text that would act on a reader is text in every format, read by that format's own parser."""

import json
import re
import unicodedata
from xml.etree import ElementTree

import feedparser
import mermaidx
import pydot
import pytest
from desks import PAGE, Exported, export
from icalendar import Calendar
from markdown_it import MarkdownIt
from msgspec.structs import replace
from newsroom import Newsroom, set_keys, window

from claimtrack.exchange import published
from claimtrack.model.entries import Link, Opened, Position, Report, Verdict, named
from claimtrack.model.words import Relation, Stand

HOSTILE = {
    "escape sequences": "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\click \x9b2J \x07 \x00",
    "overrides of direction": "\u202eevil\u202c \u2066x\u2069 \ufeff \u200f",
    "the end of a script": "</script><script>alert(1)</script>",
    "HTML": "<img src=x onerror=alert(1)> <b>bold</b> &lt;i&gt; &#60;u&#62;",
    "the end of a CDATA section": "]]> <![CDATA[ <!-- --> <?xml ?>",
    "a property of a calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil\nATTACH:evil;,:\\n",
    "quotes": '"]; evil -> "x" [label="\\" \\N \\G \\l',
    "Mermaid": '"] --> evil["x %%{init: {"theme": "dark"}}%% %% `md` #quot; :::evil click evil',
    "a link": "[a](javascript:alert(1)) javascript:alert(1) ![](https://evil.example/x.png)",
    "Markdown": "# head\n| a | b |\n| --- | --- |\n1. one\n- two\n*b* _i_ ~s~ `c` www.evil.example",
    "signs that XML has no place for": "\ufffe \uffff \x0b \x0c \u2028 \u2029",
    "braces": "{{7*7}} ${7*7} <%= 7 %> {% x %}",
}


def filed(newsroom: Newsroom, text: str) -> Newsroom:
    """The text in every field that is ever exported, as a file edited by hand may hold it."""
    newsroom.cast("daily B", "party army")
    with newsroom.change() as change:
        set_keys(change, PAGE)
    due = replace(window("2025-06"), text=text)
    stamp = {"on": window("2025-01-10"), "recorded": newsroom.now, "by": text}
    with newsroom.change() as change:
        for claim_id in ("abc23", "abd45"):
            opened = Opened(text=text, due=due, place=text, condition=text, assignee=text,
                tags=(text,), external_id=text, **stamp,
            )  # fmt: skip
            change.open(claim_id, opened)
        change.add(
            "abc23",
            _named(Link, relation=Relation.CONTRADICTS, other="abd45", reason=text, **stamp),
        )
        change.add(
            "abc23",
            _named(
                Report, source="daily", url=f"javascript:{text}", quote=text, reading=text, **stamp
            ),
        )
        change.add(
            "abc23",
            _named(
                Position, party="army", position=Stand.DENIES, speaker=text, quote=text, **stamp
            ),
        )
        change.add("abc23", _named(Verdict, rating="false", reason=text, **stamp))
    return newsroom


def _named(kind, **fields):
    return named(kind(**fields))


def inert(text: str) -> None:
    """Nothing in it acts on a terminal or turns the direction of reading."""
    acting = {c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n\t"}
    assert not acting, acting


def claimreview(done: Exported, text: str) -> None:
    raw = done.text
    assert (
        "<" not in raw
        and ">" not in raw
        and "javascript:" not in raw.replace(json.dumps(text)[1:-1], "")
    )
    assert "\x1b" not in raw and "\u202e" not in raw
    document = json.loads(raw)
    assert document["claimReviewed"] == text
    assert "url" not in document["itemReviewed"].get("firstAppearance", {})


def atom(done: Exported, text: str) -> None:
    inert(done.text)
    root = ElementTree.fromstring(done.data)
    assert {e.tag.partition("}")[2] for e in root.iter()} <= {
        *("feed", "id", "title", "updated", "author", "name", "uri", "link", "generator"),
        *("entry", "content", "category", "published"),
    }
    parsed = feedparser.parse(done.data)
    assert not parsed.bozo
    assert len(parsed.entries) == 3
    shown = {" ".join(e.title.partition(": ")[2].split()) for e in parsed.entries}
    assert shown == {" ".join(published.inert(text).split())}
    assert {e.content[0].type for e in parsed.entries} == {"text/plain"}
    assert all(
        link.href.startswith("https://desk.example/") for e in parsed.entries for link in e.links
    )


def ics(done: Exported, text: str) -> None:
    inert(done.text)
    calendar = Calendar.from_ical(done.data)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 2
    assert not [event for event in events if event.errors or "attach" in event]
    assert len(re.findall(rb"^BEGIN:VEVENT\r$", done.data, re.MULTILINE)) == 2
    assert all(len(line) <= 75 for line in done.data.split(b"\r\n"))


def dot(done: Exported, text: str) -> None:
    inert(done.text)
    (graph,) = pydot.graph_from_dot_data(done.text)
    names = {node.get_name().strip('"') for node in graph.get_nodes()} - {
        "node",
        "edge",
        "graph",
        "\\n",
    }
    assert names == {"abc23", "abd45"}
    assert len(graph.get_edges()) == 1
    assert not re.search(r"(?<!\\)\\[NGElr]", done.text)
    assert "<" not in done.text


def mermaid(done: Exported, text: str) -> None:
    inert(done.text)
    assert "%" not in done.text
    picture = mermaidx.render(done.text).svg()
    root = ElementTree.fromstring(picture)
    nodes = {
        m[1] for e in root.iter() if (m := re.search(r"flowchart-(\w+)-\d+$", e.get("id", "")))
    }
    assert nodes == {"claim_abc23", "claim_abd45"}
    tags = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert not tags & {"script", "a", "img", "image", "b", "i", "u", "code", "strong"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


def md(done: Exported, text: str) -> None:
    inert(done.text)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(done.text)
    inner = [child.type for token in tokens for child in token.children or ()]
    assert not {"html_block", "fence", "code_block"} & {token.type for token in tokens}
    assert not {"html_inline", "link_open", "image", "code_inline", "s_open"} & set(inner)
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h1") == 1


def plain(done: Exported, text: str) -> None:
    inert(done.text)


FORMATS = {
    "claimreview": claimreview,
    "atom": atom,
    "ics": ics,
    "dot": dot,
    "mermaid": mermaid,
    "md": md,
    "text": plain,
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_it_is_text(name, what, newsroom):
    text = HOSTILE[what]
    desk = filed(newsroom, text)
    FORMATS[name](export(desk, name, as_of="2025-06-01"), text)


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", ["md", "text"])
def test_it_is_text_on_cards_too(name, what, newsroom):
    text = HOSTILE[what]
    FORMATS[name](export(filed(newsroom, text), name, cards=True), text)
