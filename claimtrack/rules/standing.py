"""Where a claim stands at a day, and why: what the rules find."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from claimtrack.model.entries import Position, Verdict
from claimtrack.model.settings import Rating
from claimtrack.model.words import Flag, Status
from claimtrack.rules.evidence import Tally
from claimtrack.rules.status import Counts, Rule

OFF_THE_LIST = (Status.NOT_CHECKABLE, Status.CONFIRMED)
"""What keeps an open claim from the editors' list; opinions are what is not checkable."""


class Raised(Struct, frozen=True):
    """A flag, why it is raised, and the day from which (or, due soon, until which) is counted.

    ``why`` and ``since`` stay the same while the reason does, whatever the day: a flag is written
    down once for each reason.
    """

    flag: Flag
    why: str
    since: date | None = None
    entry: str | None = None
    """The entry that ``why`` names by its id."""

    @property
    def reason(self) -> str:
        """The reason as it is written down: ``no verdict, 2025-06-30``."""
        return f"{self.why}, {self.since}" if self.since else self.why

    def said(self, day: date) -> str:
        """What a person reads on a day: ``overdue 15 days: no verdict``."""
        if self.since is None:
            return f"{self.flag}: {self.why}"
        days = abs((day - self.since).days)
        ahead = self.flag == Flag.DUE_SOON
        count = f"{days} day{'' if days == 1 else 's'}"
        when = "today" if days == 0 else f"in {count}" if ahead else count
        return f"{self.flag} {when}: {self.why}"


class Grounds(Struct, frozen=True):
    """What the status follows from: who speaks, and how many origins stand behind it."""

    rule: Rule
    counts: Counts
    tally: Tally
    parties: tuple[str, ...]
    positions: dict[str, Position]
    confirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]


def leaves_open(verdict: Verdict | None, rating: Rating | None) -> bool:
    """Is a claim open that has this verdict, or none, with what the scale says of its rating?

    One whose rating is not on the scale, or not any longer, closes it.
    """
    return verdict is None or (rating is not None and not rating.settles)


class Standing:
    """Where a claim stands at a day, and why.

    What takes long is found out when it is first asked for: a list asks for the verdict of every
    claim, for the status of those that are open, and for the flags of those that it shows. So it
    is for the ledger as it is then: after a write, ask for the standing anew.
    """

    def __init__(
        self,
        verdict: Verdict | None,
        rating: Rating | None,
        grounds: Callable[[], Grounds],
        raised: "Callable[[Standing], tuple[Raised, ...]]",
    ) -> None:
        self.verdict = verdict
        self.rating = rating
        self._weigh = grounds
        self._look = raised
        self._grounds: Grounds | None = None
        self._raised: tuple[Raised, ...] | None = None

    @property
    def grounds(self) -> Grounds:
        """What the status follows from."""
        if self._grounds is None:
            self._grounds = self._weigh()
        return self._grounds

    @property
    def raised(self) -> tuple[Raised, ...]:
        """The flags with their reasons, the most urgent first."""
        if self._raised is None:
            self._raised = self._look(self)
        return self._raised

    @property
    def status(self) -> Status:
        """The status that the evidence gives."""
        return self.grounds.rule.status

    @property
    def rule(self) -> Rule:
        """The rule that applied."""
        return self.grounds.rule

    @property
    def counts(self) -> Counts:
        """What the rules counted."""
        return self.grounds.counts

    @property
    def tally(self) -> Tally:
        """The reports: what was counted, and what was left out."""
        return self.grounds.tally

    @property
    def parties(self) -> tuple[str, ...]:
        """Those in a position to know."""
        return self.grounds.parties

    @property
    def positions(self) -> dict[str, Position]:
        """Where each party stands."""
        return self.grounds.positions

    @property
    def confirmed_by(self) -> tuple[str, ...]:
        """The parties that confirm it, and whose word counts."""
        return self.grounds.confirmed_by

    @property
    def denied_by(self) -> tuple[str, ...]:
        """The parties that deny it."""
        return self.grounds.denied_by

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags, each once."""
        return tuple(dict.fromkeys([raised.flag for raised in self.raised]))

    @property
    def open(self) -> bool:
        """It has no verdict, or one that settles nothing."""
        return leaves_open(self.verdict, self.rating)

    @property
    def unconfirmed_rumor(self) -> bool:
        """Is it on the editors' list: open, checkable and not confirmed?"""
        return self.open and self.grounds.rule.status not in OFF_THE_LIST
