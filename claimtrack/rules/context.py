"""What a rule needs to know beside the claim itself."""

from datetime import date

from msgspec import Struct

from claimtrack.model.registry import Registry
from claimtrack.model.settings import Settings


class Context(Struct, frozen=True):
    """The day that one looks at, the sources and parties, and the ledger's settings."""

    day: date
    registry: Registry
    settings: Settings
