"""schema.org as a judge: JSON-LD read by a JSON-LD processor, held against the vocabulary.

The vocabulary is that of datashapes.org, schema.org as SHACL shapes, which pyshacl brings along.
The context stands for the one at https://schema.org, which is not fetched: by it texts become
urls, days and numbers.
"""

import pickle
from functools import cache
from pathlib import Path

import pyshacl
from pyld import jsonld
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

SCHEMA = "http://schema.org/"
SH = Namespace("http://www.w3.org/ns/shacl#")
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = ("ratingValue", "bestRating", "worstRating")

CONTEXT = {
    "@vocab": SCHEMA,
    "url": {"@type": "@id"},
    "datePublished": {"@type": f"{XSD}date"},
    "dateModified": {"@type": f"{XSD}dateTime"},
    **{name: {"@type": f"{XSD}float"} for name in NUMBERS},
}


def graph_of(document) -> Graph:
    """The triples that the document says."""

    def load(url, options):
        assert url.rstrip("/") == "https://schema.org", url
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": CONTEXT},
        }

    quads = jsonld.to_rdf(
        document, {"documentLoader": load, "format": "application/n-quads", "base": "about:blank"}
    )
    graph = Graph()
    graph.parse(data=quads, format="nquads")
    return graph


@cache
def shapes() -> Graph:
    folder = Path(pyshacl.__file__).parent / "assets"
    loaded = pickle.loads((folder / "schema.pickle").read_bytes())
    if isinstance(loaded, Graph):
        return loaded
    graph = Graph()
    graph.parse(folder / "schema.ttl")
    return graph


def faults(document) -> list[str]:
    """What the vocabulary has to object to: unknown words, words out of place, wrong values."""
    graph = graph_of(document)
    assert len(graph), "it says nothing"
    found = [*_unknown(graph)]
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes(), ont_graph=shapes())
    return found if conforms else [*found, text]


def _unknown(graph: Graph):
    known = shapes()
    for subject, predicate, _ in graph:
        if predicate == RDF.type:
            continue
        types = [t for kind in graph.objects(subject, RDF.type) for t in _above(kind)]
        paths = {
            path
            for kind in types
            for shape in known.objects(kind, SH.property)
            for path in known.objects(shape, SH.path)
        }
        if predicate not in paths:
            yield f"{predicate} is no property of {types[:1]}"
    for kind in graph.objects(None, RDF.type):
        if (kind, RDF.type, RDFS.Class) not in known:
            yield f"{kind} is no type"


def _above(kind):
    return list(shapes().transitive_objects(kind, RDFS.subClassOf))


__all__ = ["Literal", "URIRef", "faults", "graph_of"]
