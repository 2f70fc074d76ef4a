"""Windows of time and the reading of phrases.

The one door through which a date comes in: :func:`read_window` for days, :func:`read_instant`
for moments. Everything else in the program deals in :class:`Window`.
"""

from claimtrack.when.phrase import read_instant, read_window
from claimtrack.when.window import Window

__all__ = ["Window", "read_instant", "read_window"]
