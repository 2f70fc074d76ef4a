"""Every way in which claimtrack says no: one class for each exit code, with a sentence of one line.

They are raised where the fact is known and shown in one place, :func:`claimtrack.cli.main`.
A sentence names the thing, the problem and the way out.
"""


class ClaimtrackError(Exception):
    """An expected failure: a sentence for people and the exit code that scripts rely on."""

    exit_code = 1


class Found(ClaimtrackError):
    """Something was found, where a command was asked to look for it."""

    exit_code = 1


class BadInput(ClaimtrackError):
    """Wrong usage, or input that cannot be read."""

    exit_code = 2


class NotFound(ClaimtrackError):
    """No such claim, entry, source or party, or a prefix that fits several."""

    exit_code = 3


class DataError(ClaimtrackError):
    """The data cannot be read or written."""

    exit_code = 4


class Locked(ClaimtrackError):
    """Another process is writing: try again."""

    exit_code = 5


class Conflict(Locked):
    """Another process wrote what this one had read: the same work, begun anew, may succeed."""


class ReaderGone(ClaimtrackError):
    """Whoever read the answer, ``head`` say, has closed the pipe: nothing is wrong."""

    exit_code = 0
