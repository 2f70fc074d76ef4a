"""The links between claims as a graph: what GraphViz and Mermaid draw."""

from typing import NamedTuple

from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.published import inert
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Link
from claimtrack.model.words import Relation, Status
from claimtrack.show.claims import SIGNS, status_words

COLOURS = {
    Status.UNCONFIRMED: "#fff3bf",
    Status.CORROBORATED: "#c5f6fa",
    Status.CONFIRMED: "#d3f9d8",
    Status.DENIED: "#ffe3e3",
    Status.REFUTED: "#ffc9c9",
    Status.DISPUTED: "#f3d9fa",
    Status.RETRACTED: "#e9ecef",
    Status.NOT_CHECKABLE: "#f8f9fa",
}
"""Each status has a fill, which only repeats the sign and the word that stand in the node."""

LINE = 36
"""Characters of a claim's text on one line of its node."""


class Node(NamedTuple):
    """A claim: its id, its lines, and what its looks follow from."""

    id: str
    lines: tuple[str, ...]
    status: Status
    open: bool
    """A claim that was decided has a heavier border."""


class Edge(NamedTuple):
    """A link: from the claim that holds it to the other; one that cuts both ways has no arrow."""

    start: str
    end: str
    relation: Relation


class Graph(NamedTuple):
    """The claims that are linked to each other, and their links."""

    title: str
    nodes: list[Node]
    edges: list[Edge]


def graph_of(export: Export) -> Graph:
    """The graph of the claims that are exported: links to any other claim are not in it."""
    claims = {claim.id: claim for claim in export.claims}
    edges: dict[object, Edge] = {}
    for claim in claims.values():
        for link in claim.all(Link):
            if link.other in claims:
                edge = Edge(claim.id, link.other, link.relation)
                edges.setdefault(_same(edge), edge)
    linked = {end for edge in edges.values() for end in (edge.start, edge.end)}
    if alone := len(claims) - len(linked):
        noun = "claim" if alone == 1 else "claims"
        export.say(f"{alone} {noun} without a link to another of these left out")
    title = f"Links between claims · {export.view.day}"
    nodes = [_node(export, claim) for claim in claims.values() if claim.id in linked]
    return Graph(title, sorted(nodes), sorted(edges.values()))


def _same(edge: Edge) -> object:
    """A link that cuts both ways is one, from whichever of its claims it was written."""
    if edge.relation.mutual:
        return frozenset((edge.start, edge.end)), edge.relation
    return edge


def _node(export: Export, claim: Claim) -> Node:
    from textwrap import wrap

    standing = export.view.standing(claim)
    head = f"{claim.id} {SIGNS[standing.status]} {status_words(standing)}"
    if standing.verdict:
        head += f", verdict {inert(standing.verdict.rating)}"
    lines = (head, *wrap(inert(claim.fields.text), LINE))
    return Node(claim.id, lines, standing.status, standing.open)
