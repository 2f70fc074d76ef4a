"""What leaves the desk for readers: under whose name, at which address, by which lasting ids."""

import re
from typing import NamedTuple
from urllib.parse import urljoin
from uuid import UUID, uuid5

from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.exchange.outgoing import Export
from claimtrack.model.claim import Claim
from claimtrack.model.entries import Opened
from claimtrack.model.settings import Settings, fold_settings
from claimtrack.model.urls import check_url
from claimtrack.show.names import Names
from claimtrack.show.safe import safe

NAMESPACE = UUID("6f1d3f0e-54a8-5d0c-9a49-0c3b3a1f7a52")
"""Under which every lasting id is made; a constant, so that two runs give the same."""

NO_XML = re.compile("[\ufffe\uffff]")
"""Signs that XML cannot hold beside those that ``safe`` marks."""


class Publisher(NamedTuple):
    """Who publishes, and the page on which the claims stand."""

    base_url: str
    name: str
    kind: str
    """Organization or Person."""
    url: str
    named: bool = True
    """Was the name set? It is the host of the page otherwise."""

    def page(self, claim_id: str) -> str:
        """The address of a claim: the page, with its id as anchor."""
        return f"{self.base_url}#{claim_id}"

    def beside(self, file: str) -> str:
        """The address of a file in the same folder as the page."""
        return urljoin(self.base_url, file)


def publisher(view: View) -> Publisher | None:
    """Who publishes, as the ledger is configured today, also where it is read as of another time;
    None where no page was named.
    """
    settings = fold_settings(view.setting_entries())
    base = settings.publish_base_url
    if base is None:
        return None
    return Publisher(
        base_url=base,
        name=settings.publish_name or _host(base),
        kind=settings.publish_kind,
        url=settings.publish_url or base,
        named=settings.publish_name is not None,
    )


def required_publisher(view: View, what: str) -> Publisher:
    """The same; ``BadInput`` that names the setting where no page was named."""
    found = publisher(view)
    if found is None:
        raise BadInput(
            f"{what} needs the page that it stands on: set it with "
            "`claimtrack config publish.base_url https://...`"
        )
    return found


def public_names(view: View) -> Names:
    """How sources are named where anybody may read it: the confidential never."""
    return Names(view.registry, discreet=True, forgotten=frozenset(view.forgotten))


def web_address(url: str | None) -> str | None:
    """A url as it may be followed; None for one that is none of the web, however it came in."""
    try:
        return check_url(url) if url else None
    except BadInput:
        return None


def rating_label(settings: Settings, word: str) -> str:
    """What readers are shown for a word of the verdict scale; the word, where it is off it."""
    rating = settings.scale.get(word)
    return rating.label if rating else word


def lasting_id(claim: Claim, *parts: str) -> str:
    """A UUID of a claim and what is told of it, the same in every run and on every machine."""
    opened = next(claim.all(Opened))
    return str(uuid5(NAMESPACE, "/".join((claim.id, opened.id, *parts))))


def feed_id(export: Export) -> str:
    """A UUID of what is published: by its page and what it was filtered for.

    Without a page it is told from others by the claim that was logged first.
    """
    who = publisher(export.view)
    page = who.base_url if who else _first_logged(export.view)
    return str(uuid5(NAMESPACE, "\n".join(("feed", page, *export.terms))))


def _first_logged(view: View) -> str:
    first = min(((next(c.all(Opened)).recorded, c.id) for c in view.claims()), default=None)
    return first[1] if first else ""


def inert(text: str) -> str:
    """Text for XML and calendars: what would act on a reader shows as marks."""
    return NO_XML.sub(lambda match: f"\u2039U+{ord(match[0]):04X}\u203a", safe(text))


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
