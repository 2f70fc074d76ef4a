"""What the program asks of a store: TinyDB answers it, and databases do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, get_args

from claimtrack.store.repeated import Repeated

if TYPE_CHECKING:
    from datetime import date

    from claimtrack.model.entries import Entry
    from claimtrack.query.conditions import Condition
    from claimtrack.query.derived import Derived

RawEntry = dict[str, Any]
"""An entry as it stands on file: JSON types only."""

Tables = dict[str, dict[str, dict[str, Any]]]
"""Documents by table and id: ``{"claims": {"k7q2m": {"entries": [...]}}}``."""

Table = Literal["meta", "sources", "parties", "claims", "forgotten"]
TABLES: tuple[Table, ...] = get_args(Table)
"""The tables, in the order in which they are written."""

Document = tuple[str, str, Mapping[str, Any]]
"""A document with its table and its key."""


class Trace(StrEnum):
    """The names under which the entries of claims leave traces by which they are found."""

    WORDS = "words"
    """The same_words() of a text that the claim has, or had."""
    EXTERNAL = "external"
    """What it is called where it was imported from."""
    PAGE = "page"
    """The same_page() of a url that an entry cites, or of its archive."""
    LINK = "link"
    """The id of a claim that it is linked to."""
    NAMED = "named"
    """The key of a source or a party that an entry names, in whichever field."""


class Logged(NamedTuple):
    """An entry as it stands on file, and the document that it stands in."""

    table: Table
    key: str
    record: RawEntry


class Look(NamedTuple):
    """From where a database looks at what is derived of claims."""

    day: "date"
    due_soon: int
    """How many days before it falls due something is due soon."""


class Counted(NamedTuple):
    """How many claims have a status, and how many of them are open, or on the editors' list."""

    status: str
    claims: int
    open: int
    unconfirmed: int


class Index(Protocol):
    """What is derived of the claims on file, each row for as long as it holds.

    Claims whose rows do not hold on the day that is looked at are in :meth:`turned` alone.
    """

    def find(
        self, conditions: "Sequence[Condition]", look: Look, sort: str | None = None
    ) -> list[str]:
        """The ids of the claims that all conditions hold for, in an order of SORTS."""

    def count(self, conditions: "Sequence[Condition]", look: Look) -> list[Counted]:
        """How many they are, by status."""

    def values(self, field: str, prefix: str, most: int) -> list[str]:
        """The first values of a field, folded, that begin so."""

    def turned(self, day: "date", most: int | None = None) -> list[str]:
        """The ids of the claims that have to be judged afresh on a day, all or some of them."""


class Snapshot(Protocol):
    """One reading of the ledger."""

    @property
    def exists(self) -> bool:
        """Is there a ledger at all?"""

    def keys(self, table: Table) -> Collection[str]:
        """The ids or keys of the documents of a table."""

    def entries(self, table: Table, key: str) -> list[RawEntry] | None:
        """The entries of one document, in the order of the file; None where there is none."""

    def models(self, table: Table, key: str) -> "Sequence[Entry] | None":
        """The entries of one document as models, none where there is none; None where they are not
        at hand as such, and have to be made of its ``entries``.
        """

    def has(self, table: Table, key: str) -> bool:
        """Is there a document of that id or key?"""

    def beginning(self, table: Table, prefix: str, most: int | None = None) -> list[str]:
        """The ids or keys that begin so, in their order; all of them, or the first."""

    def traced(self, trace: Trace, values: Collection[str]) -> dict[str, list[str]]:
        """For each value that entries left a trace of, the ids of their claims, in their order.

        Withdrawn entries left theirs too: whoever asks looks at what is found.
        """

    def logged_since(self, table: Table, moment: datetime) -> list[str]:
        """The documents in which anything was logged at a moment or later, in their order."""

    def latest(self, by: str | None = None) -> Iterator[Logged]:
        """What somebody logged, or anybody, the latest command first.

        What undoes or brings back stands no earlier than that of which it does. Entries without
        a moment are left out, and so are tombstones.
        """

    def load(self, table: Table, keys: Iterable[str]) -> None:
        """Have these documents at hand, where each would be a question of its own otherwise."""

    @property
    def index(self) -> Index | None:
        """What is kept of what is derived of claims; None where nothing is, or not all of it."""

    def turned(self, day: "date", most: int) -> list[str]:
        """Some of the claims of which what is kept does not hold on a day."""

    def amiss(self) -> str | None:
        """Why what is kept of claims cannot serve; None where it can, or nothing is kept."""

    def wrongly_kept(self, told: "Iterable[tuple[str, Derived | None]]") -> list[str]:
        """The ids of the claims of which something else is kept than what is told of them."""

    def let_go(self, table: Table, keys: Iterable[str]) -> None:
        """Do not keep these documents at hand any longer: a large ledger is read in parts."""

    def whole(self) -> Tables:
        """Everything that is on file, tables and keys that nobody knows too. Not to be changed."""

    def document(self, table: str, key: str) -> Mapping[str, Any] | None:
        """A document as it stands, with what nobody knows in it; None where there is none."""

    def documents(self) -> Iterator[Document]:
        """Every document, those of tables that nobody knows too, one after another: a large
        ledger need not fit in memory. The tables come in the order of ``TABLES``.
        """

    def count(self) -> int:
        """How many documents that are, without reading them."""

    def repeated(self) -> list[Repeated]:
        """The keys that stand more than once in one object, of which only the last is read."""

    def mode(self) -> int | None:
        """Who may read and write it, as permission bits; None where there are none."""

    def release(self) -> None:
        """Let go of what others may be waiting for; what is read later may be of another moment.

        For who is about to do something slow, such as to print.
        """


class Unit(Snapshot, Protocol):
    """A unit of work: what was read under the lock, with what was appended since."""

    moment: datetime | None
    """When the command began whose write this is; what it writes is dated so."""

    @property
    def written_before(self) -> datetime | None:
        """When what was read was written; None where there was nothing, or it is not known."""

    @property
    def has_generations(self) -> bool:
        """Are there earlier states that could be brought back?"""

    @property
    def kept(self) -> str | None:
        """The generation that what was read is in, once it has been replaced."""

    def append(self, table: Table, key: str, entries: Sequence[RawEntry]) -> None:
        """Add entries to a document, which is made if need be."""

    def lay(self, table: str, key: str, document: Mapping[str, Any]) -> None:
        """Put a whole document in the place of what stands there: for moving a ledger."""

    def erase(self, table: Table, key: str) -> None:
        """Take a document away, from this ledger and from every older state of it that is kept.

        The only thing here that takes anything away.
        """

    def derive_anew(self) -> None:
        """Have all that is kept of claims derived anew, where anything is kept, and first what it
        is kept in where that is amiss.
        """

    def create(self) -> None:
        """Have the ledger written even if nothing is appended."""

    def backup(self) -> None:
        """Have what is replaced kept as a generation, even where none is to be."""

    def rewrite(self, tables: Tables) -> None:
        """Put other tables in the place of all that is on file: for merging and mending."""


class Generation(NamedTuple):
    """An earlier state of the ledger, kept when it was replaced."""

    name: str
    written: datetime
    size: int
    claims: int | None
    """How many claims are in it; None where it cannot be read."""


class Restored(NamedTuple):
    """What bringing a generation back did."""

    generation: Generation
    kept: str | None
    """The generation that the state before it is in; None where there was none."""
    changed: bool
    """False where the ledger was just that already."""


class Store(Protocol):
    """A ledger that can be read and changed."""

    @property
    def location(self) -> str:
        """The ledger as people name it."""

    @property
    def batch(self) -> int | None:
        """How many documents are best written at once; None where any write costs the whole."""

    def exists(self) -> bool:
        """Is there a ledger? Asked without reading it."""

    def read(self) -> Snapshot:
        """Read it, without a lock; ``DataError`` where that cannot be done."""

    def write(self) -> AbstractContextManager[Unit]:
        """Lock it and read it; what was appended is written when the block ends without error.

        ``Conflict`` where another wrote what was read here: the same work may be done anew.
        ``Locked`` where another writer holds it too long, ``DataError`` where it cannot be read or
        written. After an error nothing has changed.
        """

    def written(self) -> datetime | None:
        """When the ledger was last written; None where there is none, or it is not known."""

    def generations(self) -> Sequence[Generation]:
        """The earlier states that are kept, the newest first. None of them need be."""

    def restore(self, name: str) -> Restored:
        """Lock the ledger and bring a generation back; the present state becomes one first.

        ``NotFound`` for a name that there is not, ``DataError`` where it cannot be read.
        """
