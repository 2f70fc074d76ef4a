"""What a rule needs to know beside the claim itself."""

from dataclasses import dataclass
from datetime import date

from claimtrack.model.registry import Registry
from claimtrack.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The day that one looks at, the sources and parties, and the ledger's settings."""

    day: date
    registry: Registry
    settings: Settings
