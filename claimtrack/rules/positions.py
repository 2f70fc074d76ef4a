"""Where the parties stand: a no comment takes no denial back, a hedge does.

Source of the rules: the design's "Positions".
"""

from collections.abc import Collection, Mapping
from datetime import date

from claimtrack.model.claim import Claim
from claimtrack.model.entries import Position
from claimtrack.model.words import Stand

TAKES_A_SIDE = (Stand.CONFIRMS, Stand.DENIES, Stand.HEDGES)
ANSWERS = (*TAKES_A_SIDE, Stand.DECLINES)


def standing_positions(claim: Claim, retracted: Collection[str], day: date) -> dict[str, Position]:
    """Each party's position at the day: its latest of TAKES_A_SIDE, else its latest at all."""
    found: dict[str, Position] = {}
    for position in claim.at(Position, day):
        if position.id in retracted:
            continue
        before = found.get(position.party)
        gives_way = before is None or before.position not in TAKES_A_SIDE
        if gives_way or position.position in TAKES_A_SIDE:
            found[position.party] = position
    return found


def open_questions(claim: Claim, retracted: Collection[str], day: date) -> dict[str, Position]:
    """For each party that owes an answer, the latest question that set a day for it.

    Being asked again, or staying silent, is no answer; a no comment is one.
    """
    found: dict[str, Position] = {}
    for position in claim.at(Position, day):
        if position.id in retracted:
            continue
        if position.position in ANSWERS:
            found.pop(position.party, None)
        elif position.position == Stand.ASKED and position.answer_by:
            found[position.party] = position
    return found


def speaks(position: Position, claimant: str | None) -> bool:
    """Does it decide anything? What a claimant confirms itself says nothing new."""
    if position.position == Stand.CONFIRMS:
        return position.party != claimant
    return position.position == Stand.DENIES


def speakers(positions: Mapping[str, Position], stand: Stand, claimant: str | None) -> list[str]:
    """The keys of the parties that speak so."""
    if not positions:
        return []
    return [
        party
        for party, position in positions.items()
        if position.position == stand and speaks(position, claimant)
    ]


def parties_of(claim: Claim, day: date) -> list[str]:
    """Those in a position to know: the ones named, and any that a position is recorded for."""
    parties = dict.fromkeys(claim.fields.parties)
    for position in claim.at(Position, day):
        parties[position.party] = None
    return list(parties)
