"""What was found to be wrong, said so that a confidential source can be left out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: where, what, and what would be right.

    ``problem`` and ``fix`` may hold ``{names}``: those in ``sources`` are keys of sources, those in
    ``texts`` what must not be said where one of these, or the place itself, is confidential.
    """

    table: str
    key: str | None
    entry: str | None
    problem: str
    fix: str
    fixable: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def speaks_of(self) -> list[str]:
        """The keys of sources that it names."""
        own = [self.key] if self.table == "sources" and self.key is not None else []
        return [*own, *self.sources.values()]
