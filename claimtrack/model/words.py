"""The closed lists of the field, each with the words that users type."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of statement a claim is."""

    EVENT = "event"
    STATE = "state"
    FORECAST = "forecast"
    OPINION = "opinion"


class Priority(StrEnum):
    """How much a claim matters to the desk."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Stance(StrEnum):
    """What a report says of the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    QUESTIONS = "questions"
    MENTIONS = "mentions"


class Attribution(StrEnum):
    """Whom a report names as the one who says so."""

    ON_RECORD = "on-record"
    NAMED_SOURCE = "named-source"
    ANONYMOUS = "anonymous"
    UNATTRIBUTED = "unattributed"


class Medium(StrEnum):
    """What a report was published as."""

    ARTICLE = "article"
    AUDIO = "audio"
    DOCUMENT = "document"
    INTERVIEW = "interview"
    PHOTO = "photo"
    POST = "post"
    SPEECH = "speech"
    STATEMENT = "statement"
    VIDEO = "video"
    OTHER = "other"


class Stand(StrEnum):
    """Where a party stands on a claim."""

    CONFIRMS = "confirms"
    DENIES = "denies"
    HEDGES = "hedges"
    DECLINES = "declines"
    ASKED = "asked"
    SILENT = "silent"


class Relation(StrEnum):
    """How one claim bears on another."""

    CONTRADICTS = "contradicts"
    IN_TENSION = "in-tension"
    STEMS_FROM = "stems-from"
    SAME_AS = "same-as"
    DEPENDS_ON = "depends-on"
    PART_OF = "part-of"

    @property
    def mutual(self) -> bool:
        """Does it cut both ways? Then it is stored once and seen from both claims."""
        return self in (Relation.CONTRADICTS, Relation.IN_TENSION, Relation.SAME_AS)


class SourceKind(StrEnum):
    """What sort of source it is."""

    OUTLET = "outlet"
    AGENCY = "agency"
    OFFICIAL = "official"
    PARTY_MEDIA = "party-media"
    SOCIAL = "social"
    ANALYST = "analyst"
    WITNESS = "witness"
    DOCUMENT = "document"


class Reliability(StrEnum):
    """The Admiralty (NATO) code for a source: A completely reliable to E unreliable, F unknown."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


CREDIBILITY = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
"""The Admiralty (NATO) code for what a report says."""


class Status(StrEnum):
    """What follows from the evidence, by the rules of :mod:`claimtrack.rules.status`."""

    UNCONFIRMED = "unconfirmed"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    REFUTED = "refuted"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    NOT_CHECKABLE = "not-checkable"


class Flag(StrEnum):
    """What calls for somebody's attention, the most urgent first."""

    OVERDUE = "overdue"
    UNANSWERED = "unanswered"
    RECHECK = "recheck"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    DUE_SOON = "due-soon"
    STALE = "stale"
    UNSOURCED = "unsourced"
