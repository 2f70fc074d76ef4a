"""The ClaimReviews in JSON-LD: found wherever they stand, and what they say as rows.

Objects, arrays, @graph, DataFeeds and pages that hold a review among other things are looked
through alike. A place is a JSON path, such as ``$.dataFeedElement[3].item``.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.desk.rows import Item, Refused, Row
from claimtrack.errors import BadInput
from claimtrack.exchange.ratings import Rated, folded, stance_of
from claimtrack.model.words import Medium, Stance

if TYPE_CHECKING:
    from claimtrack.exchange.incoming import Incoming

REVIEW = "ClaimReview"
PREFIXES = ("", "schema:", "http://schema.org/", "https://schema.org/")
"""How a property of schema.org may be written out."""

ISO_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)[T ]\d\d:")
"""A moment, of which the day counts, as it stands there."""

DEEP = (Mapping, list)
"""What other values stand in."""

COLUMNS = {
    "text": "claimReviewed",
    "external_id": "url",
    "url": "url",
    "source": "author",
    "on": "datePublished",
    "quote": "reviewRating.ratingExplanation",
    "stance": "reviewRating",
    "reading": "reviewRating",
}
"""Where in a review each field comes from, for messages."""

NAMELESS = {field: column for field, column in COLUMNS.items() if field != "source"}
"""The same for a review that does not say whose it is."""

Node = Mapping[str, Any]


class Found(NamedTuple):
    """A review, and where it stands."""

    place: str
    node: Node


class Reviews:
    """The reviews of one document; what is only referred to by its @id is found in it."""

    def __init__(self, document: Any, root: str = "$") -> None:
        self._root = root
        self._document = document
        self._by_id: dict[str, Node] = {}
        for _, node in self._nodes():
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self._by_id.setdefault(name, node)

    def found(self) -> Iterator[Found]:
        """The reviews, in the order of the document."""
        for place, node in self._nodes():
            if _is_review(node):
                yield Found(place, node)

    def items(self, own_words: Mapping[str, str], shared: Iterable[str]) -> Iterator[Item]:
        """What each of them says, or why it cannot be taken.

        ``own_words`` are words of ratings that the user has given a meaning, and ``shared`` the
        addresses that several reviews have, which by themselves do not tell one claim.
        """
        pages = frozenset(shared)
        for place, node in self.found():
            try:
                yield from self._rows(place, node, own_words, pages)
            except BadInput as error:
                yield Refused(place, str(error), None, node)

    def address(self, node: Node) -> str | None:
        """The page of a review."""
        url = _text(self._get(node, "url")) or _text(self._get(node, "mainEntityOfPage"))
        if url is None and str(node.get("@id", "")).startswith("http"):
            url = str(node["@id"])
        return f"https:{url}" if url and url.startswith("//") else url

    def claims(self, node: Node) -> list[str]:
        """What a review is about, in words; several claims may stand in one."""
        said = [_text(each) for each in _list(self._get(node, "claimReviewed"))]
        if any(said):
            return [text for text in said if text]
        items = map(self._resolved, _list(self._get(node, "itemReviewed")))
        told = (
            _text(self._get(item, name))
            for item in items
            if isinstance(item, Mapping)
            for name in ("text", "name", "headline")
        )
        return [text for text in told if text][:1]

    def _rows(
        self, place: str, node: Node, own_words: Mapping[str, str], shared: frozenset[str]
    ) -> Iterator[Row]:
        claims = self.claims(node)
        if not claims:
            raise BadInput("it has no claimReviewed: nothing says what was reviewed")
        url = self.address(node)
        given = _list(self._get(node, "reviewRating"))
        ratings = [self._rated(each) for each in given]
        explained = next(filter(None, map(self._explained, given)), None)
        author = self._name(self._get(node, "author")) or self._name(self._get(node, "publisher"))
        for number, claim in enumerate(claims):
            values = {
                "text": claim,
                "external_id": _known_by(url, author, claim, alone=len(claims) == 1, shared=shared),
                "source": author,
                "url": url,
                "on": _day(_text(self._get(node, "datePublished"))),
                "quote": explained,
                "stance": _stance(ratings, own_words),
                "reading": self._reading(ratings, node),
                "medium": Medium.ARTICLE,
            }
            said = {name: str(value) for name, value in values.items() if value}
            where = place if len(claims) == 1 else f"{place}.claimReviewed[{number}]"
            yield Row(where, said, COLUMNS if author else NAMELESS, node)

    def _rated(self, value: Any) -> Rated:
        node = self._resolved(value)
        if not isinstance(node, Mapping):
            return Rated(_words([_text(node)]), _number(node))
        names = _list(self._get(node, "alternateName")) or _list(self._get(node, "name"))
        value, best, worst = (
            _number(self._get(node, name)) for name in ("ratingValue", "bestRating", "worstRating")
        )
        words = _words(map(_text, names))
        if not words and value is None:
            words = _words([_text(self._get(node, "ratingValue"))])
        return Rated(words, value, best, worst)

    def _explained(self, value: Any) -> str | None:
        node = self._resolved(value)
        return _text(self._get(node, "ratingExplanation")) if isinstance(node, Mapping) else None

    def _reading(self, ratings: Iterable[Rated], node: Node) -> str:
        """The ratings as they were given, and whose claim it was."""
        said = " and ".join(filter(None, map(_as_given, ratings)))
        item = next(map(self._resolved, _list(self._get(node, "itemReviewed"))), None)
        whose = self._name(self._get(item, "author")) if isinstance(item, Mapping) else None
        by = f"; a claim of {whose}" if whose else ""
        return f"rates it {said}{by}" if said else f"gives no rating{by}"

    def _name(self, value: Any) -> str | None:
        """The name of the first of those that are named."""
        for each in map(self._resolved, _list(value)):
            name = _text(self._get(each, "name")) if isinstance(each, Mapping) else _text(each)
            if name:
                return name
        return None

    def _get(self, node: Node, name: str) -> Any:
        return next((node[p + name] for p in PREFIXES if p + name in node), None)

    def _resolved(self, value: Any) -> Any:
        """A node where only its @id is said."""
        if isinstance(value, Mapping) and set(value) == {"@id"}:
            return self._by_id.get(str(value["@id"]), value)
        return value

    def _nodes(self) -> Iterator[tuple[str, Node]]:
        """Every object of the document with its path, in order, however deep; none in a review."""
        document = self._document
        waiting: list[tuple[str, Any]] = [(self._root, document)] * isinstance(document, DEEP)
        while waiting:
            place, value = waiting.pop()
            if isinstance(value, Mapping):
                yield place, value
                inner = [] if _is_review(value) else [*value.items()]
                steps = [(_step(key), each) for key, each in inner if isinstance(each, DEEP)]
            else:
                steps = [(f"[{n}]", each) for n, each in enumerate(value) if isinstance(each, DEEP)]
            waiting += [(place + step, each) for step, each in reversed(steps)]


def items_of(documents: Iterable[Reviews], own_words: Mapping[str, str]) -> Iterator[Item]:
    """What the reviews of several documents, as those of a page, say together."""
    all_of_them = list(documents)
    claims: dict[str, set[str]] = {}
    for reviews in all_of_them:
        for _, node in reviews.found():
            if url := reviews.address(node):
                claims.setdefault(url, set()).update(reviews.claims(node))
    shared = [url for url, texts in claims.items() if len(texts) > 1]
    words = {folded(word): stance for word, stance in own_words.items()}
    for reviews in all_of_them:
        yield from reviews.items(words, shared)


def documents_in(text: str, name: str) -> list[Reviews]:
    """The JSON of a file: one document, or one on each line."""
    try:
        return [Reviews(parsed(text, name))]
    except BadInput:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _stands_alone(lines[0][1]):
            raise
    return [Reviews(parsed(line, name, n), f"line {n}, $") for n, line in lines]


def refuse_options(source: "Incoming") -> None:
    """``BadInput`` for an option that says what a review says itself."""
    if source.options.mapping:
        raise BadInput(
            f"{source.name} holds ClaimReviews, which name their fields themselves: leave out --map"
        )


def parsed(text: str, name: str, first_line: int = 1) -> Any:
    """JSON as it is found in the wild, raw line ends in texts too; ``BadInput`` with its place."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise BadInput(f"{name}:{line}:{error.colno}: no JSON: {error.msg}") from None
    except RecursionError:
        raise BadInput(f"{name}:{first_line}: nested too deeply: nobody writes a review so") from (
            None
        )
    except ValueError as error:  # a number of thousands of digits
        raise BadInput(f"{name}:{first_line}: no JSON that can be read: {error}") from None


def unread(refused: Iterable[Refused]) -> Iterator[str]:
    """What was refused, as an array of reviews with the reason in each."""
    from claimtrack.show.formats import as_json

    reasons: dict[str, list[str]] = {}
    originals: dict[str, Any] = {}
    for one in refused:
        reasons.setdefault(one.place, []).append(f"{one.where}: {one.reason}")
        originals[one.place] = one.original if isinstance(one.original, Mapping) else {}
    yield as_json([{"reason": "; ".join(reasons[place]), **o} for place, o in originals.items()])


def _stands_alone(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_review(node: Node) -> bool:
    kinds = _list(node.get("@type"))
    return any(re.split(r"[/:#]", str(kind))[-1] == REVIEW for kind in kinds)


def _step(key: str) -> str:
    return f".{key}" if re.fullmatch(r"@?\w+", key) else f"[{json.dumps(key)}]"


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    """The text of a value, on one line, entities of HTML read; None where there is none."""
    if isinstance(value, Mapping):
        value = value.get("@value", value.get("@id"))
    if isinstance(value, list):
        return next((text for each in value if (text := _text(each))), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(html.unescape(str(value)).split()) or None


def _number(value: Any) -> float | None:
    text = _text(value)
    try:
        number = float(text.replace(",", ".")) if text else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None


def _words(texts: Iterable[str | None]) -> list[str]:
    """Ratings that say something in letters."""
    return [text for text in texts if text and any(c.isalpha() for c in text)]


def _stance(ratings: Iterable[Rated], own_words: Mapping[str, str]) -> Stance:
    given = {own_words.get(folded(word)) for rated in ratings for word in rated.words}
    if len(given) == 1 and (own := given.pop()):
        return Stance(own)
    return stance_of(list(ratings))


def _as_given(rated: Rated) -> str:
    """``"Partly false" (2 of 1 to 5)``."""
    words = ", ".join(f'"{word}"' for word in rated.words)
    if rated.value is None:
        return words
    ends = [rated.worst, rated.best]
    scale = " to ".join(f"{end:g}" for end in ends if end is not None) if None not in ends else ""
    number = f"{rated.value:g} of {scale}" if scale else f"{rated.value:g}"
    return f"{words} ({number})" if words else number


def _day(text: str | None) -> str | None:
    moment = ISO_DAY.match(text) if text else None
    return moment[1] if moment else text


def _known_by(
    url: str | None, author: str | None, claim: str, *, alone: bool, shared: frozenset[str]
) -> str:
    """By what an import knows the claim again: the review's address, with its words where several
    claims stand under that; without one, by who reviewed what.
    """
    if url and alone and url not in shared:
        return url
    from hashlib import sha256

    words = folded(claim) or claim
    if url:
        return f"{url}#{sha256(words.encode()).hexdigest()[:12]}"
    who_and_what = f"{author or ''}|{words}"
    return f"{REVIEW}:{sha256(who_and_what.encode()).hexdigest()[:16]}"
