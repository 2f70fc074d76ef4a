"""A desk whose claims are exported in these tests, and the exports as texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsroom import Newsroom, set_keys

from claimtrack.desk.reading import listed
from claimtrack.desk.view import View
from claimtrack.exchange.formats import to_write
from claimtrack.exchange.outgoing import exported
from claimtrack.when import Reference, read_instant

PAGE = {"publish.base_url": "https://desk.example/claims", "publish.name": "The Desk"}


@dataclass
class Exported:
    """What an export wrote, and what it said beside it."""

    data: bytes
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.data.decode()


def export(
    newsroom: Newsroom,
    name: str,
    *terms: str,
    as_of: str | None = "2025-06-01",
    known_at: str | None = None,
    reveal: bool = False,
    since: str | None = None,
    cards: bool = False,
) -> Exported:
    """``export --format NAME TERM...``"""
    view = newsroom.view(as_of, known_at)
    done = Exported(b"")
    what = exported(
        *(view, _claims(view, terms)),
        whole=False,
        reveal=reveal,
        say=done.said.append,
        terms=terms,
        since=read_instant(since, Reference(newsroom.now, view.day)) if since else None,
        cards=cards,
    )
    for piece in to_write(name).write(what):
        done.data += piece.encode() if isinstance(piece, str) else piece
    return done


def _claims(view: View, terms: Sequence[str]):
    return listed(view, terms, user="desk", sort="id")


def busy(newsroom: Newsroom) -> Newsroom:
    """A desk with what each format has to tell: decided and open claims, links, a secret source."""
    with newsroom.change() as change:
        set_keys(change, PAGE)
    newsroom.cast("daily B", "weekly C", "party army", "radio C of army", "party rebels")
    newsroom.open("abc23", "The rebels will leave the town in June", due="2025-06", on="2025-01-10",
                  parties=["rebels"], tags=["withdrawal"], place="Lashio")  # fmt: skip
    newsroom.enter(
        "abc23",
        "report daily, url https://daily.example/1, medium article, on 2025-01-10",
        "report weekly, url https://weekly.example/2, medium video, on 2025-01-20",
        "report radio refutes, on 2025-02-01",
    )
    newsroom.open("abd45", "Fuel ran out in the town", when="2025-02", on="2025-02-01",
                  claimant="army")  # fmt: skip
    newsroom.enter(
        "abd45",
        "report daily, url https://daily.example/3, on 2025-02-02",
        "deny rebels, on 2025-02-10",
        "verdict false, on 2025-03-01, because 'The station sold fuel all week.'",
        "link in-tension abc23",
    )
    newsroom.open("mnp67", "The market opens again by May, and the bridge behind it is repaired by the "
                  "town itself", due="..2025-05-31", on="2025-03-01")  # fmt: skip
    newsroom.enter(
        "mnp67",
        "report nobody attribution anonymous, on 2025-03-01",
        "verdict mostly-true, on 2025-05-30, because 'Half of it opened.'",
        "link depends-on abc23",
    )
    newsroom.open("qrs89", "Talks begin after the harvest", due="2025-11-01..", on="2025-03-02")
    newsroom.enter("qrs89", "verdict unproven, on 2025-05-31, because 'Nobody will say.'")
    return newsroom
