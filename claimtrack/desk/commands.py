"""A command in the log: what shares one time of logging and one user."""

from datetime import datetime
from typing import NamedTuple

from claimtrack.model.entries import Entry, Withdrawn


class Command(NamedTuple):
    """What tells a command from others: when, by whom, and for an undo or a redo of what."""

    moment: datetime
    by: str
    undoes: datetime | None = None
    redoes: datetime | None = None

    @property
    def ordinary(self) -> bool:
        """Is it neither an undo nor a redo?"""
        return self.undoes is None and self.redoes is None


def command_of(entry: Entry) -> Command:
    """The command that logged an entry."""
    if isinstance(entry, Withdrawn):
        return Command(entry.recorded, entry.by, entry.undoes, entry.redoes)
    return Command(entry.recorded, entry.by)


def place_in_time(command: Command) -> tuple[datetime, bool, float, str]:
    """By time of logging; where clocks stood still or differ, an undo came after what it undoes,
    and of two the one that went further back came later.
    """
    undone = command.undoes or command.redoes or command.moment
    return max(command.moment, undone), not command.ordinary, -undone.timestamp(), command.by
