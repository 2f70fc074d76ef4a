"""Mermaid: the links between claims as a flowchart, as Markdown pages draw it."""

import re
from collections.abc import Iterator

from claimtrack.exchange.graph import COLOURS, graph_of
from claimtrack.exchange.outgoing import Export

MEANT = re.compile(r"[^\w ,.:()\u00a0-\U0010ffff-]", re.ASCII)
"""What may mean something in a label: all ASCII signs but letters, digits and a few harmless."""


def write(export: Export) -> Iterator[str]:
    """The graph, a line for each claim and each link."""
    graph = graph_of(export)
    yield "flowchart LR\n"
    for node in graph.nodes:
        label = "<br/>".join(map(escaped, node.lines))
        yield f'  {name(node.id)}["{label}"]\n'
    for edge in graph.edges:
        arrow = "---" if edge.relation.mutual else "-->"
        label = escaped(edge.relation)
        yield f'  {name(edge.start)} {arrow}|"{label}"| {name(edge.end)}\n'
    for status in dict.fromkeys(sorted(node.status for node in graph.nodes)):
        of_it = ",".join(name(node.id) for node in graph.nodes if node.status == status)
        looks = f"fill:{COLOURS[status]},stroke:#495057,color:#212529"
        yield f"  classDef {_word(status)} {looks}\n"
        yield f"  class {of_it} {_word(status)}\n"
    if decided := [name(node.id) for node in graph.nodes if not node.open]:
        yield "  classDef decided stroke-width:3px\n"
        yield f"  class {','.join(decided)} decided\n"


def name(claim_id: str) -> str:
    """What a claim's node is called: no word of Mermaid's own, such as ``end``."""
    return f"claim_{claim_id}"


def escaped(text: str) -> str:
    """A label in which nothing means anything: each such sign as its number."""
    return MEANT.sub(lambda match: f"#{ord(match[0])};", text)


def _word(status: str) -> str:
    return str(status).replace("-", "_")
