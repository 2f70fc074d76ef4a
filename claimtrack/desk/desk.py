"""The desk: who is at it, which ledger it works on, and the two ways of opening that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from claimtrack import clock
from claimtrack.desk.change import Answers, Change
from claimtrack.desk.keeping import derived_anew, has_secrets, kept, lock_wait
from claimtrack.desk.rehearsal import Rehearsal
from claimtrack.desk.retrying import retried
from claimtrack.desk.unfinished import refuse_unfinished
from claimtrack.desk.view import View
from claimtrack.desk.watching import Watch, unwatched
from claimtrack.store import open_store
from claimtrack.store.base import Store

T = TypeVar("T")


class Written(NamedTuple, Generic[T]):
    """A change that is on file, and what the work of it gave."""

    change: Change
    result: T


class Desk(Struct, frozen=True):
    """A ledger and the user who works on it."""

    store: Store
    user: str

    def view(self, day: date | None = None, known_at: datetime | None = None) -> View:
        """Read the ledger, as the evidence stood at ``day`` and as it was known at ``known_at``."""
        return View(self.store.read(), self.store.location, clock.now(), day, known_at)

    @contextmanager
    def change(self, answers: Answers | None = None) -> Iterator[Change]:
        """Read the ledger under the lock; what was added is written at the end, or not at all.

        ``answers`` settle the names that came near others the last time this was tried.
        """
        with self.store.write() as unit:
            view = View(unit, self.store.location, clock.now())
            _ = view.registry  # what is damaged is noticed before anything is written
            refuse_unfinished(unit, self.store.location)
            yield Change(unit, view, by=self.user, answers=answers or {})

    def written(self, work: Callable[[Change], T], answers: Answers | None = None) -> Written[T]:
        """What the work gives, as one change; done anew where another writer came between."""

        def once() -> Written[T]:
            with self.change(answers) as change:
                result = work(change)
            return Written(change, result)

        return retried(self.store, once)

    def rehearsal(self) -> Change:
        """As ``change``, but of nothing: what is added is seen in its view and written nowhere.

        It needs no lock, and a ledger that is not there is an empty one.
        """
        unit = Rehearsal(self.store.read())
        view = View(unit, self.store.location, clock.now())
        _ = view.registry
        return Change(unit, view, by=self.user, answers={})


def open_desk(
    location: str, user: str, command: str = "claimtrack", watch: Watch = unwatched
) -> Desk:
    """The desk on a ledger that is written to as that is configured.

    ``watch`` shows how far a write is that takes long.
    """
    store = open_store(
        location,
        lock_wait=lock_wait,
        keep=kept,
        private=has_secrets,
        derive=partial(derived_anew, watch=watch),
        user=user,
        command=command,
    )
    return Desk(store, user)
