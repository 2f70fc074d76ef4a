"""Windows of time and the reading of phrases.

The one door through which a date comes in: :func:`read_window` for days, :func:`read_instant`
and :func:`read_since` for moments. Everything else in the program deals in :class:`Window`.

A phrase becomes text in one form (``normal``), tokens (``words``, ``tokens``), and then days by
a grammar (``phrase``, ``ranges``, ``shared``, ``point``, ``periods``, ``ordinals``, ``idioms``,
``days``, ``relative``, ``clock``) over plain date arithmetic (``spans``, ``calendar``). ISO days
and EDTF need no words (``iso``, ``extended``). What is not certain is refused (``refusals``,
``years``, ``unread``).
A window is written for people (``printing``) and in EDTF (``compact``).
"""

from claimtrack.when.compact import edtf
from claimtrack.when.printing import moment_as_read, moment_printed, printed
from claimtrack.when.reading import read_instant, read_since, read_window
from claimtrack.when.reference import Conventions, Lean, Reference
from claimtrack.when.window import Window

__all__ = [
    "Conventions",
    "Lean",
    "Reference",
    "Window",
    "edtf",
    "moment_as_read",
    "moment_printed",
    "printed",
    "read_instant",
    "read_since",
    "read_window",
]
