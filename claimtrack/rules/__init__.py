"""The rules of status: pure functions of a claim, a day, the registry and the settings.

:func:`judge` is the one way in: every screen, filter, export and count uses it.
"""

from claimtrack.rules.judge import judge
from claimtrack.rules.standing import Standing

__all__ = ["Standing", "judge"]
