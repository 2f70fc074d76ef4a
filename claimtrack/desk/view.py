"""The ledger as it is read: at a day, and as it was known at a moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar

from claimtrack.batches import batches
from claimtrack.desk.documents import Documents
from claimtrack.errors import BadInput, DataError, NotFound
from claimtrack.model.claim import EVIDENCE, Claim, fold, logged_entries
from claimtrack.model.entries import (
    ClaimEntry,
    Forgotten,
    Link,
    Opened,
)
from claimtrack.model.merged import assembled, followed
from claimtrack.model.registry import (
    Merged,
    Party,
    Registry,
    Source,
    ever_confidential,
    fold_party,
    fold_source,
)
from claimtrack.model.settings import Settings, fold_settings
from claimtrack.model.words import Relation, Status
from claimtrack.rules import Standing, judge
from claimtrack.rules.context import Context
from claimtrack.rules.judge import judge_alone
from claimtrack.store.base import Index, Look, Snapshot, Table, Trace
from claimtrack.when import Lean, Reference, Window, printed, read_window

E = TypeVar("E")
N = TypeVar("N", Source, Party)

AT_ONCE = 50
"""How many claims are read before they are judged."""

NAMED = 8
"""How many claims are named that a prefix fits."""

BATCH = 500
"""How many claims are read at a time."""


class View(Documents):
    """What one reading of the ledger says, judged at ``day``.

    Claims are read when they are asked for, each once. ``day`` is today in the ledger's time zone
    unless given; ``known_at`` leaves out what was logged later.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        location: str,
        now: datetime,
        day: date | None = None,
        known_at: datetime | None = None,
    ) -> None:
        super().__init__(snapshot, location)
        self.now = now
        self.known_at = known_at
        self._day = day
        self.dated = day is not None
        self.read: list[str] = []
        self._claims: dict[str, Claim | None] = {}
        self._standings: dict[str, Standing] = {}
        self._linking: dict[str, list[str]] = {}

    def at(self, day: date | None, known_at: datetime | None) -> "View":
        """The same reading at another day, and without what was logged after ``known_at``."""
        return View(self.snapshot, self.location, self.now, day, known_at)

    @cached_property
    def settings(self) -> Settings:
        """The ledger's settings."""
        entries = self.setting_entries()
        try:
            return fold_settings(entries, self.known_at)
        except BadInput as error:  # nobody typed it just now: it stands in the file
            raise DataError(f"{self.location}: meta/settings: {error}") from None

    @cached_property
    def day(self) -> date:
        """The reference day."""
        return self._day or self.now.astimezone(self.settings.timezone).date()

    @property
    def reference(self) -> Reference:
        """From where a date phrase is read."""
        return Reference(self.now, self.day, self.settings.conventions)

    @cached_property
    def registry(self) -> Registry:
        """The sources and parties."""
        return assembled(
            {k: s for k in self.snapshot.keys("sources") if (s := self._source(k))},
            {k: p for k in self.snapshot.keys("parties") if (p := self._party(k))},
            self.confidential_now,
        )

    @cached_property
    def confidential_now(self) -> frozenset[str]:
        """The sources that are confidential as the ledger stands now, whatever the view's time.

        One that was confidential and was taken back is among them: entries may still cite it; and
        so is whatever is one with one of them by now.
        """
        found: set[str] = set()
        merges = False
        for key in self.snapshot.keys("sources"):
            entries = self.source_entries(key)
            merges = merges or any(isinstance(entry, Merged) for entry in entries)
            if ever_confidential(entries):
                now = fold_source(key, entries)
                if now is None or now.fields.confidential:
                    found.add(key)
        if found and merges and self.known_at is not None:
            found |= self.at(None, None).registry.hidden
        return frozenset(found)

    @cached_property
    def context(self) -> Context:
        """What the rules need beside a claim."""
        return Context(self.day, self.registry, self.settings)

    def window(self, name: str, phrase: str, lean: Lean) -> Window:
        """The window that a phrase means; how it was read is kept in ``read``, a line each."""
        window = read_window(phrase, self.reference, lean)
        line = as_read(name, window)
        if line and line not in self.read:
            self.read.append(line)
        return window

    def claim(self, claim_id: str) -> Claim | None:
        """The claim of exactly that id, if it is on file; what was forgotten never is."""
        if claim_id in self.forgotten:
            return None
        if claim_id not in self._claims:
            self._read_claims([claim_id])
        return self._claims[claim_id]

    @cached_property
    def forgotten(self) -> dict[str, Forgotten]:
        """The claims that were erased, by id, each with what is left of it."""
        found: dict[str, Forgotten] = {}
        for claim_id in self.snapshot.keys("forgotten"):
            for tombstone in logged_entries(self.tombstones(claim_id))[:1]:
                found[claim_id] = tombstone
        return found

    def history(self, claim_id: str) -> Claim | None:
        """The claim of exactly that id, also where it was taken back; None where it never was."""
        claim = self.claim(claim_id)
        if claim is not None or claim_id in self.forgotten:
            return claim
        entries = self.claim_entries(claim_id)
        claim = fold(claim_id, entries, self.known_at, taken_back=True)
        return followed(claim, self.registry) if claim else None

    def histories(self, claim_ids: Iterable[str] | None = None) -> Iterator[Claim]:
        """Every claim that was ever on file and is not forgotten, or those of some ids."""
        if claim_ids is not None:
            claim_ids = list(claim_ids)
            self.snapshot.load("claims", claim_ids)
        for claim_id in self.snapshot.keys("claims") if claim_ids is None else claim_ids:
            if (claim := self.history(claim_id)) is not None:
                yield claim

    def claims(
        self,
        fits: Callable[[Claim], bool] = lambda _: True,
        claim_ids: Iterable[str] | None = None,
    ) -> Iterator[Claim]:
        """Every claim, or of those of some ids, of which anything has begun at the day, and that
        fits.

        What does not fit is let go at once: of a large ledger that is most of it.
        """
        ids = self.snapshot.keys("claims") if claim_ids is None else claim_ids
        for batch in batches(ids, AT_ONCE):
            self._read_claims(batch)
            for claim_id in batch:
                claim = self.claim(claim_id)
                if claim is not None and claim.begun(self.day) and fits(claim):
                    yield claim
                else:
                    self._claims.pop(claim_id, None)
                    self._standings.pop(claim_id, None)

    def citing(self, source: Source) -> Iterator[Claim]:
        """Those of the claims that name a source, by any key that it had."""
        keys = [source.key, *(other.key for other in source.absorbed)]
        found = self.snapshot.traced(Trace.NAMED, keys)
        for claim_id in sorted({claim_id for ids in found.values() for claim_id in ids}):
            claim = self.claim(claim_id)
            if claim is not None and claim.begun(self.day):
                yield claim

    def find(self, prefix: str) -> Claim:
        """The claim that a prefix of its id names; ``NotFound`` where none or several do."""
        wanted = prefix.strip().lower()
        exact = self.claim(wanted)
        if exact is not None:
            return exact
        ids = self.snapshot.beginning("claims", wanted) if wanted else []
        standing = (claim for i in ids if (claim := self.claim(i)) is not None)
        found = list(islice(standing, NAMED + 1))  # there may be thousands: a few are read
        if not found:
            raise NotFound(self._no_claim(prefix))
        if len(found) > 1:
            count = len(found) if len(found) <= NAMED else f"more than {NAMED}"
            candidates = ", ".join(claim.id for claim in found[:NAMED])
            raise NotFound(f"{prefix!r} fits {count} claims: {candidates}; type one more letter")
        return found[0]

    def find_history(self, prefix: str) -> Claim:
        """As ``find``; a claim that was taken back is found by its whole id."""
        claim = self.history(prefix.strip().lower())
        return claim if claim is not None else self.find(prefix)

    def shown(self, prefix: str) -> Claim:
        """As ``find``, for reading: a claim about which nothing had begun is not there."""
        claim = self.find(prefix)
        if not claim.begun(self.day):
            raise NotFound(f"nothing about claim {claim.id} had begun on {self.day}")
        return claim

    def logged(self, claim: Claim) -> list[ClaimEntry]:
        """What was logged about a claim, in the order of logging.

        Where a day was asked for, evidence that had not begun by then is left out.
        """
        if not self.dated:
            return list(claim.logged)
        return [e for e in claim.logged if e.on.begun(self.day) or not isinstance(e, EVIDENCE)]

    def visible(self, claim: Claim) -> Iterator[ClaimEntry]:
        """What stands of a claim, without evidence that had not begun by a day asked for."""
        if not self.dated:
            return iter(claim.entries)
        logged = {entry.id for entry in self.logged(claim)}
        return (entry for entry in claim.entries if entry.id in logged)

    def standing(self, claim: Claim) -> Standing:
        """Where the claim stands at the day."""
        standing = self._standings.get(claim.id)
        if standing is None:
            standing = judge(claim, self.context, self.status_of, self.mutual_links)
            self._standings[claim.id] = standing
        return standing

    def links(self, claim: Claim) -> list[tuple[Relation, str, Link]]:
        """The claim's links: its own, and those of others that cut both ways.

        A bond that was logged for several reasons has a row for each.
        """
        own = [(link.relation, link.other, link) for link in claim.all(Link)]
        mutual = [
            (link.relation, other, link)
            for other, links in self.mutual_links(claim.id).items()
            for link in links
        ]
        return own + mutual

    def linked_from(self, claim: Claim) -> list[tuple[Relation, str]]:
        """The one-way links of other claims to this one."""
        rows = self._links_to(claim.id)
        return [(link.relation, other) for other, link in rows if not link.relation.mutual]

    def status(self, claim: Claim) -> Status:
        """The claim's status at the day."""
        return judge_alone(claim, self.context).status

    def learn(self, claim: Claim | None, claim_id: str, entry: ClaimEntry) -> None:
        """Take in an entry that was just added to a claim."""
        logged = (*(claim.logged if claim else ()), entry)
        known = fold(claim_id, logged, self.known_at)
        self._claims[claim_id] = followed(known, self.registry) if known else None
        self._forget_judgements()

    def reread(self, table: Table, key: str) -> None:
        """Take in that something was added to a document, or taken away."""
        if table == "claims":
            self._claims.pop(key, None)
        elif table == "sources":
            source = self._source(key)
            if (source and source.into) or (self.registry.merged_sources and not _new(source)):
                self._reassemble()
            else:
                _put(self.registry.sources, key, source)
                if source and not source.fields.confidential:
                    self.registry.hidden.discard(key)
        elif table == "parties":
            party = self._party(key)
            if (party and party.into) or (self.registry.merged_parties and not _new(party)):
                self._reassemble()
            else:
                _put(self.registry.parties, key, party)
        elif table == "meta":
            for name in ("settings", "context"):
                self.__dict__.pop(name, None)
        else:
            self.__dict__.pop("forgotten", None)
        self._forget_judgements()

    def reread_all(self) -> None:
        """Take in that all that is on file was united with what another ledger holds."""
        for name in ("settings", "context", "forgotten"):
            self.__dict__.pop(name, None)
        _ = self.registry
        self._reassemble()
        self._forget_judgements()

    def _no_claim(self, prefix: str) -> str:
        """Why a prefix names no claim: there is none, or it was taken back or forgotten."""
        wanted = prefix.strip().lower()
        ids = [wanted]
        if wanted and not (wanted in self.forgotten or self.snapshot.has("claims", wanted)):
            erased = (claim_id for claim_id in self.forgotten if claim_id.startswith(wanted))
            ids = list({*self.snapshot.beginning("claims", wanted), *erased})
        if len(ids) == 1:
            if tombstone := self.forgotten.get(ids[0]):
                day = f"{tombstone.recorded:%Y-%m-%d}"
                return (
                    f"claim {ids[0]} was forgotten on {day} by {tombstone.by}: {tombstone.reason}"
                )
            if claim := self.history(ids[0]):
                return taken_back(claim)
        return f"no claim {prefix!r}: `claimtrack list` shows the ids"

    def _reassemble(self) -> None:
        """Read the sources and parties anew, for all who hold them: what cites a key that is merged
        follows.
        """
        before = self.registry
        for name in ("confidential_now", "registry"):
            self.__dict__.pop(name, None)
        before.take_over(self.registry)
        self.__dict__["registry"] = before
        self._claims.clear()

    def _forget_judgements(self) -> None:
        self._standings.clear()
        self._linking.clear()

    def status_of(self, claim_id: str) -> Status | None:
        """The status of the claim of that id; None where it is not on file at the day."""
        claim = self.claim(claim_id)
        if claim is None or not claim.begun(self.day):
            return None
        return self.status(claim)

    def mutual_links(self, claim_id: str) -> dict[str, list[Link]]:
        """The links of other claims, by their ids, that point to a claim and cut both ways."""
        found: dict[str, list[Link]] = {}
        if not self._linked(claim_id):
            return found
        for other, link in self._links_to(claim_id):
            if link.relation.mutual:
                found.setdefault(other, []).append(link)
        return found

    def _links_to(self, claim_id: str) -> Iterator[tuple[str, Link]]:
        """The links of other claims to one, with the ids of those that hold them."""
        for other in self._linked(claim_id):
            claim = self.claim(other)
            for link in claim.all(Link) if claim else ():
                if link.other == claim_id:
                    yield other, link

    def _linked(self, claim_id: str) -> list[str]:
        """The ids of the claims that hold, or held, a link to one."""
        if claim_id not in self._linking:
            self.learn_links([claim_id])
        return self._linking[claim_id]

    @property
    def look(self) -> Look:
        """From where a database looks at claims."""
        return Look(self.day, self.settings.due_soon_days)

    @property
    def index(self) -> Index | None:
        """What is kept of what is derived of claims, if that is of this view: not of one at
        another day, or as known at another moment.
        """
        return None if self.dated or self.known_at is not None else self.snapshot.index

    def claims_of(self, claim_ids: Sequence[str]) -> Iterator[Claim]:
        """Those of these claims of which anything has begun, in this order."""
        for start in range(0, len(claim_ids), BATCH):
            batch = claim_ids[start : start + BATCH]
            self.prepare(batch)
            for claim_id in batch:
                claim = self.claim(claim_id)
                if claim is not None and claim.begun(self.day):
                    yield claim

    def prepare(self, claim_ids: Sequence[str]) -> None:
        """Have what is needed to judge these claims at hand, read in a few questions."""
        self.snapshot.load("claims", claim_ids)
        self.learn_links(claim_ids)

    def learn_links(self, claim_ids: Iterable[str]) -> None:
        """Have at hand which claims hold links to these, asked for in one question."""
        if new := [claim_id for claim_id in claim_ids if claim_id not in self._linking]:
            found = self.snapshot.traced(Trace.LINK, new)
            self._linking |= {claim_id: found.get(claim_id, []) for claim_id in new}

    def let_go(self, claim_ids: Sequence[str]) -> None:
        """Forget what was read and judged of these claims: there may be too many to hold."""
        for claim_id in claim_ids:
            self._claims.pop(claim_id, None)
            self._standings.pop(claim_id, None)
            self._linking.pop(claim_id, None)
        self.snapshot.let_go("claims", claim_ids)

    def _read_claims(self, claim_ids: Iterable[str]) -> None:
        """Learn what claims are, by their entries.

        All are read before any is folded: doing one thing many times, and then the other, leaves
        the processor's caches be, which makes a list a tenth faster than taking turns does.
        """
        new = [key for key in claim_ids if key not in self._claims and key not in self.forgotten]
        read = [(key, self.claim_entries(key)) for key in new]
        for key, entries in read:
            claim = fold(key, entries, self.known_at)
            self._claims[key] = followed(claim, self.registry) if claim else None

    def _source(self, key: str) -> Source | None:
        return fold_source(key, self.source_entries(key), self.known_at)

    def _party(self, key: str) -> Party | None:
        return fold_party(key, self.party_entries(key), self.known_at)


def taken_back(claim: Claim) -> str:
    """The sentence for a claim whose opening was withdrawn, with how to bring it back."""
    opened = next(entry for entry in claim.logged if isinstance(entry, Opened))
    withdrawal = claim.withdrawn[opened.id]
    return (
        f"claim {claim.id} was taken back on {withdrawal.recorded:%Y-%m-%d} by {withdrawal.by} "
        f"({withdrawal.reason}): `claimtrack redo` brings it back while that undo was the last, "
        f"else: claimtrack withdraw {claim.id} {withdrawal.id} --because TEXT"
    )


def _new(named: Source | Party | None) -> bool:
    """Was it only just put on file, as nobody's? Then it is one with none that is known."""
    owned = isinstance(named, Source) and named.fields.owner is not None
    return named is not None and len(named.logged) == 1 and not owned


def _put(named: dict[str, N], key: str, value: N | None) -> None:
    """What stands under a key now, which may be nothing."""
    if value is None:
        named.pop(key, None)
    else:
        named[key] = value


def as_read(name: str, window: Window) -> str | None:
    """``due: June → 1–30 June 2025``; None where the phrase said full days, as ISO or in words."""
    ends = [day.isoformat() for day in (window.first, window.last) if day]
    if window.text in (*ends, "..".join(ends)):
        return None
    reading = printed(window)
    return None if window.text == reading else f"{name}: {window.text} → {reading}"
