"""ClaimReview, schema.org's JSON-LD for a verdict: what was decided here, and by other desks.

One claim is one object. Several are a DataFeed with a DataFeedItem each, as the feeds of
ClaimReview are that others collect.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from claimtrack.desk.rows import Item, Refused
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.exchange.outgoing import Export
from claimtrack.exchange.published import (
    Publisher,
    public_names,
    required_publisher,
    web_address,
)
from claimtrack.exchange.reviews import REVIEW, documents_in, items_of, refuse_options
from claimtrack.exchange.reviews import unread as refused_reviews
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Report, Verdict, instant
from claimtrack.model.words import Medium, SourceKind, Stance
from claimtrack.rules import Standing
from claimtrack.rules.activity import first_heard, updated
from claimtrack.show.formats import as_json
from claimtrack.show.names import Names

if TYPE_CHECKING:
    from claimtrack.exchange.incoming import Incoming

CONTEXT = "https://schema.org"
LONGEST = 75
"""How many characters of claimReviewed others are said to show."""

MOST_NAMED = 5
"""How many claims are named that are longer."""

Node = dict[str, Any]

WORKS = {
    Medium.ARTICLE: "Article",
    Medium.AUDIO: "AudioObject",
    Medium.PHOTO: "ImageObject",
    Medium.POST: "SocialMediaPosting",
    Medium.VIDEO: "VideoObject",
}
"""What a medium is called by schema.org; any other is a CreativeWork."""

PEOPLE = (SourceKind.ANALYST, SourceKind.WITNESS)
IN_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What may end the script of a page: written so that it cannot."""


def write(export: Export) -> Iterator[str]:
    """The reviews of the claims that have a verdict, as JSON-LD."""
    view = export.view
    publisher = required_publisher(view, "a ClaimReview")
    names = public_names(view)
    decided = [claim for claim in export.claims if view.standing(claim).verdict]
    for line in _notes(export.claims, decided, publisher):
        export.say(line)
    nodes = [_review(view, claim, names, publisher) for claim in decided]
    if len(nodes) == 1:
        yield _inert_in_html(as_json({"@context": CONTEXT, **nodes[0]}))
    else:
        yield _inert_in_html(as_json(_feed(view, decided, nodes, publisher)))


def sniffs(source: "Incoming") -> bool:
    """Is it JSON in which the word stands?"""
    return source.head[:1] in (b"{", b"[") and REVIEW.encode() in source.data


def read(source: "Incoming") -> Iterator[Item]:
    """What the reviews of others say: each is a report of theirs, never a verdict of this desk."""
    refuse_options(source)
    documents = documents_in(source.text, source.name)
    if not any(True for reviews in documents for _ in reviews.found()):
        raise BadInput(f"{source.name} holds no ClaimReview: there is nothing to import")
    yield from items_of(documents, source.options.stances)


def unread(source: "Incoming", refused: Iterable[Refused]) -> Iterator[str]:  # noqa: ARG001 - other formats need it
    """What was refused, as JSON-LD."""
    return refused_reviews(refused)


def _notes(
    claims: Sequence[Claim], decided: Sequence[Claim], publisher: Publisher
) -> Iterator[str]:
    if left_out := len(claims) - len(decided):
        noun = "claim" if left_out == 1 else "claims"
        yield f"{left_out} {noun} without a verdict left out"
    long = [f"{c.id} ({n})" for c in decided if (n := len(c.fields.text)) > LONGEST]
    if long:
        more = f" and {len(long) - MOST_NAMED} more" if len(long) > MOST_NAMED else ""
        named = ", ".join(long[:MOST_NAMED])
        yield f"claimReviewed is longer than {LONGEST} characters, and may be cut: {named}{more}"
    if decided and not publisher.named:
        yield "author: the host of publish.base_url (`claimtrack config publish.name NAME`)"


def _feed(
    view: View, decided: Sequence[Claim], nodes: Sequence[Node], publisher: Publisher
) -> Node:
    moments = [instant(updated(claim, view.day)) for claim in decided]
    items = [
        {"@type": "DataFeedItem", "dateModified": moment, "item": node}
        for moment, node in zip(moments, nodes, strict=True)
    ]
    return {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": f"Claims reviewed by {publisher.name}",
        "url": publisher.base_url,
        **({"dateModified": max(moments)} if moments else {}),
        "dataFeedElement": items,
    }


def _review(view: View, claim: Claim, names: Names, publisher: Publisher) -> Node:
    standing = view.standing(claim)
    assert standing.verdict is not None
    return {
        "@type": "ClaimReview",
        "url": publisher.page(claim.id),
        "datePublished": _day_of(standing.verdict),
        "author": {"@type": publisher.kind, "name": publisher.name, "url": publisher.url},
        "claimReviewed": claim.fields.text,
        "reviewRating": _rating(view, standing, standing.verdict),
        "itemReviewed": _claim(view, claim, names),
    }


def _day_of(verdict: Verdict) -> str:
    day = verdict.on.first or verdict.on.last or verdict.recorded.date()
    return day.isoformat()


def _rating(view: View, standing: Standing, verdict: Verdict) -> Node:
    """The rating by its label, and by its number on the ledger's own scale where it has one."""
    rating = standing.rating
    node: Node = {"@type": "Rating", "alternateName": rating.label if rating else verdict.rating}
    if rating and rating.value is not None:
        numbers = [r.value for r in view.settings.scale.values() if r.value is not None]
        node |= {
            "ratingValue": rating.value,
            "bestRating": max(numbers),
            "worstRating": min(numbers),
        }
    return {**node, "ratingExplanation": verdict.reason}


def _claim(view: View, claim: Claim, names: Names) -> Node:
    """The claim itself: who made it, since when it is heard, and where it appeared."""
    # Who says that it is not so has not made the claim.
    reports = [r for r in claim.at(Report, view.day) if r.stance != Stance.REFUTES]
    works = [_work(report, names) for report in reports]
    first = works[0] if works else None
    others = [work for work in works[1:] if work]
    heard = first_heard(claim, view.day)
    node = {
        "@type": "Claim",
        "author": _author(claim, reports, names),
        "datePublished": heard.isoformat() if heard else None,
        "firstAppearance": first,
        "appearance": others or None,
    }
    return _said(node)


def _author(claim: Claim, reports: Sequence[Report], names: Names) -> Node | None:
    if claimant := claim.fields.claimant:
        return _somebody(claimant, names)
    first = reports[0].source if reports else None
    return _somebody(first, names) if first else None


def _work(report: Report, names: Names) -> Node | None:
    """What a report was published as; None where that is not known, or must not be."""
    if names.withheld(report.source) or names.withheld(report.via):
        return None
    url = web_address(report.url)
    author = _somebody(report.source, names) if report.source else None
    if url is None and author is None:
        return None
    day = report.on.first
    kind = WORKS.get(report.medium, "CreativeWork") if report.medium else "CreativeWork"
    return _said(
        {
            "@type": kind,
            "url": url,
            "author": author,
            "datePublished": day.isoformat() if day else None,
        }
    )


def _somebody(key: str, names: Names) -> Node | None:
    """A party or a source by its name; None for one that must not be named."""
    if key in names.registry.parties:
        return {"@type": "Organization", "name": names.party(key)}
    if names.withheld(key):
        return None
    source = names.registry.sources.get(key)
    if source is None:
        return {"@type": "Organization", "name": key}
    kind = "Person" if source.fields.kind in PEOPLE else "Organization"
    return _said({"@type": kind, "name": source.name, "url": web_address(source.fields.url)})


def _said(node: Node) -> Node:
    """A node without what is not known."""
    return {key: value for key, value in node.items() if value is not None}


def _inert_in_html(json: str) -> str:
    """JSON that says the same and may stand in a page's script: these signs are in texts only."""
    for sign, escape in IN_HTML.items():
        json = json.replace(sign, escape)
    return json
