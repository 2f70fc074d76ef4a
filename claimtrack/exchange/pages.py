"""HTML pages that carry ClaimReviews: in scripts of JSON-LD, or in their markup as microdata.

Scripts are read by Python's own parser of HTML. For microdata there is extruct, in the extra.
Nothing else of a page is looked at, and nothing that it names is fetched.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from claimtrack.desk.rows import Item, Refused
from claimtrack.errors import BadInput
from claimtrack.exchange import reviews
from claimtrack.exchange.reviews import REVIEW, Reviews, items_of, parsed

if TYPE_CHECKING:
    from claimtrack.exchange.incoming import Incoming

JSON_LD = "application/ld+json"
MICRODATA = re.compile(rb"itemtype\s*=\s*[\"']?\s*https?://schema\.org/ClaimReview", re.IGNORECASE)
WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)")
WRAPPED = re.compile(r"(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)?\s*;?\s*\Z")
"""What old pages put around a script, to hide it."""


def sniffs(source: "Incoming") -> bool:
    """Does it begin as a page does?"""
    head = source.head.lower()
    return head.startswith(b"<") and (b"<html" in head or b"<!doctype html" in head or
                                      JSON_LD.encode() in source.data or
                                      MICRODATA.search(source.data) is not None)  # fmt: skip


def read(source: "Incoming") -> Iterator[Item]:
    """What the reviews of the page say."""
    reviews.refuse_options(source)
    scripts = _Scripts()
    scripts.feed(source.text)
    scripts.close()
    documents = []
    found = False
    for line, text in scripts.found:
        try:
            document = parsed(_bare(text), source.name, line)
        except BadInput as error:
            if REVIEW in text:
                found = True
                yield Refused(f"script in line {line}", str(error), None, {"script": text})
            continue
        documents.append(Reviews(document, f"script in line {line}, $"))
    if MICRODATA.search(source.data):
        documents.append(Reviews(_microdata(source.text), "microdata, $"))
    for item in items_of(documents, source.options.stances):
        found = True
        yield item
    if not found:
        raise BadInput(f"{source.name} is a page without a ClaimReview: there is nothing to import")


def unread(source: "Incoming", refused: Iterable[Refused]) -> Iterator[str]:  # noqa: ARG001 - other formats need it
    """What was refused, as JSON-LD."""
    return reviews.unread(refused)


class _Scripts(HTMLParser):
    """Collects the scripts of JSON-LD, each with the line that it begins in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A script begins."""
        kind = (dict(attrs).get("type") or "").partition(";")[0]
        if tag == "script" and kind.strip().lower() == JSON_LD:
            self._open = True
            line = self.getpos()[0] + (self.get_starttag_text() or "").count("\n")
            self.found.append((line, ""))

    def handle_data(self, data: str) -> None:
        """Text, of a script perhaps."""
        if self._open:
            line, so_far = self.found[-1]
            self.found[-1] = (line, so_far + data)

    def handle_endtag(self, tag: str) -> None:
        """A script ends."""
        if tag == "script":
            self._open = False


def _bare(text: str) -> str:
    """A script without what is put around it; its lines stay where they are."""
    opened = WRAPPING.match(text)
    if opened:
        text = "\n" * opened[0].count("\n") + text[opened.end() :]
    return WRAPPED.sub("", text)


def _microdata(page: str) -> list[Any]:
    """The items of the page's markup, written as JSON-LD has them."""
    from extruct.w3cmicrodata import MicrodataExtractor

    return [_as_node(item) for item in MicrodataExtractor().extract(page)]


def _as_node(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_node(each) for each in value]
    if not isinstance(value, dict):
        return value
    properties = value.get("properties", {})
    node = {name: _as_node(inner) for name, inner in properties.items()}
    return {"@type": value.get("type"), **node}
