"""What a rule needs to know beside the claim itself."""

from datetime import date
from typing import NamedTuple

from claimtrack.model.registry import Registry
from claimtrack.model.settings import Settings


class Context(NamedTuple):
    """The day that one looks at, the sources and parties, and the ledger's settings."""

    day: date
    registry: Registry
    settings: Settings
