"""Saying no: one line that names the phrase, the problem and the way out."""

from claimtrack.errors import BadInput

KNOWN = (
    "a day (17 January 2025, 2025-01-17), a month (June 2025), a year (2025), "
    "early, mid or late in one, or FROM..TO"
)
CALENDAR = "lies outside the calendar's years 1 to 9999"
COULD_BE = "could be "
UNREAD = f"is not a date that can be read: write {KNOWN}"


class Refused(Exception):
    """What is wrong with a phrase, as words that follow its name: "does not exist: ..."."""


def quoted(text: str) -> str:
    """The phrase as typed; over-long ones are cut, as a message is one line."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def bad_input(text: str, refused: Refused) -> BadInput:
    """The error that people see."""
    return BadInput(f"{quoted(text)} {refused}")


def either(*readings: str, out: str) -> Refused:
    """A phrase that can be read in several ways, and how to say which is meant."""
    return Refused(f"{COULD_BE}{' or '.join(dict.fromkeys(readings))}: {out}")
