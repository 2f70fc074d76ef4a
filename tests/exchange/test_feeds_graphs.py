"""The graphs, read by pydot and drawn by Mermaid itself."""

import re
from xml.etree import ElementTree

import mermaidx
import pydot
from desks import export
from newsroom import Newsroom

SVG = "{http://www.w3.org/2000/svg}"


def dot(newsroom: Newsroom, *terms: str) -> pydot.Dot:
    (graph,) = pydot.graph_from_dot_data(export(newsroom, "dot", *terms).text)
    return graph


def edges(graph: pydot.Dot) -> dict[tuple[str, str], dict[str, str]]:
    return {
        (edge.get_source().strip('"'), edge.get_destination().strip('"')): edge.get_attributes()
        for edge in graph.get_edges()
    }


def nodes(graph: pydot.Dot) -> dict[str, dict[str, str]]:
    found = {node.get_name().strip('"'): node.get_attributes() for node in graph.get_nodes()}
    return {name: looks for name, looks in found.items() if name not in ("node", "edge", "graph")}


def svg(newsroom: Newsroom, *terms: str) -> ElementTree.Element:
    return ElementTree.fromstring(mermaidx.render(export(newsroom, "mermaid", *terms).text).svg())


def drawn(picture: ElementTree.Element) -> str:
    """All that stands in the picture to be read."""
    shown = [e for e in picture.iter() if e.tag != f"{SVG}style" and e.text]
    return " ".join(" ".join(e.text.split()) for e in shown)


def drawn_nodes(picture: ElementTree.Element) -> set[str]:
    ids = (e.get("id", "") for e in picture.iter(f"{SVG}g"))
    return {m[1] for i in ids if (m := re.search(r"flowchart-claim_(\w+)-\d+$", i))}


def test_claims_that_are_linked_and_how(desk):
    assert set(nodes(dot(desk))) == {"abc23", "abd45", "mnp67"}
    found = edges(dot(desk))
    assert set(found) == {("abd45", "abc23"), ("mnp67", "abc23")}
    assert found["mnp67", "abc23"]["label"] == '"depends-on"'


def test_a_link_that_cuts_both_ways_has_no_arrow(desk):
    found = edges(dot(desk))
    assert found["abd45", "abc23"]["dir"] == "none"
    assert "dir" not in found["mnp67", "abc23"]


def test_such_a_link_that_was_written_from_both_sides_is_one(desk):
    desk.enter("abc23", "link in-tension abd45, because 'so it is'")
    assert len(edges(dot(desk))) == 2


def test_a_filter_leaves_the_links_out_that_lead_to_others(desk):
    assert set(nodes(dot(desk, "-market"))) == {"abc23", "abd45"}
    assert not nodes(dot(desk, "tag:withdrawal"))
    assert export(desk, "dot").said == ["1 claim without a link to another of these left out"]


def test_looks_follow_from_status_and_verdict(desk):
    found = nodes(dot(desk))
    assert len({looks["fillcolor"] for looks in found.values()}) == 3
    assert {name: looks["penwidth"] for name, looks in found.items()} == {
        "abc23": "1",
        "abd45": "3",
        "mnp67": "3",
    }


def test_mermaid_draws_the_same(desk):
    picture = svg(desk)
    assert drawn_nodes(picture) == {"abc23", "abd45", "mnp67"}
    text = drawn(picture)
    assert "depends-on" in text and "in-tension" in text
    assert "abc23 ⇄ disputed" in text and "? unconfirmed" in text


def test_a_claim_called_end_ends_nothing(newsroom):
    newsroom.open("end")
    newsroom.open("graph")
    newsroom.enter("end", "link depends-on graph")
    assert drawn_nodes(svg(newsroom)) == {"end", "graph"}
    assert set(edges(dot(newsroom))) == {("end", "graph")}
