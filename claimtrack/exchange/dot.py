"""GraphViz: the links between claims in the DOT language, as ``dot -Tsvg`` draws them."""

from collections.abc import Iterator

from claimtrack.exchange.graph import COLOURS, graph_of
from claimtrack.exchange.outgoing import Export

ESCAPES = {"\\": "\\\\", '"': '\\"', "&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What means something in a label: the escapes of DOT, and the entities that it reads as HTML."""


def write(export: Export) -> Iterator[str]:
    """The graph, a line for each claim and each link."""
    graph = graph_of(export)
    yield "digraph claims {\n"
    yield f"  graph [rankdir=LR, label={quoted(graph.title)}, fontname=sans];\n"
    yield "  node [shape=box, style=filled, fontname=sans];\n"
    yield "  edge [fontname=sans, fontsize=10];\n"
    for node in graph.nodes:
        label = quoted(*node.lines)
        width = 1 if node.open else 3
        fill = COLOURS[node.status]
        yield f'  {quoted(node.id)} [label={label}, fillcolor="{fill}", penwidth={width}];\n'
    for edge in graph.edges:
        both = ", dir=none" if edge.relation.mutual else ""
        ends = f"{quoted(edge.start)} -> {quoted(edge.end)}"
        yield f"  {ends} [label={quoted(edge.relation)}{both}];\n"
    yield "}\n"


def quoted(*lines: str) -> str:
    """Lines as one quoted text, in which nothing means anything."""
    escaped = ("".join(ESCAPES.get(sign, sign) for sign in line) for line in lines)
    return '"' + "\\n".join(escaped) + '"'
