"""The one way out: the format that was asked for, and the text that is written."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from claimtrack.desk.view import View
from claimtrack.errors import BadInput, ReaderGone
from claimtrack.model.claim import Claim
from claimtrack.model.entries import ClaimEntry, Forgotten
from claimtrack.model.registry import Party, Source
from claimtrack.show import formats
from claimtrack.show.claims import claims_sheet
from claimtrack.show.names import Names
from claimtrack.show.record import (
    Record,
    party_record,
    source_record,
    whole_record,
    why_record,
)
from claimtrack.show.safe import escaped_json, safe
from claimtrack.show.sheet import Card, Section, Sheet
from claimtrack.store.readings import release_readings
from claimtrack.when import Lean, Window, moment_printed

if TYPE_CHECKING:
    from claimtrack.desk.agenda import Item
    from claimtrack.desk.attention import Needed
    from claimtrack.desk.board import Board
    from claimtrack.desk.changes import Move
    from claimtrack.desk.configuring import SettingRow


class Format(StrEnum):
    """What an answer can be printed as."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    IDS = "ids"


class Output(Struct, frozen=True):
    """Where an answer goes, and as what."""

    format: Format
    terminal: bool
    reveal: bool

    @classmethod
    def chosen(cls, word: str | None, *, reveal: bool) -> "Output":
        """The output for a ``--format``; ``BadInput`` for a word that is none."""
        if word is not None and word not in Format.__members__.values():
            raise BadInput(f"no format {word!r}: known are {', '.join(Format)}")
        return cls(Format(word or Format.TABLE), sys.stdout.isatty(), reveal)

    @property
    def discreet(self) -> bool:
        """Do confidential sources go unnamed? Only the desk's own screen names them."""
        return not self.on_screen and not self.reveal

    @property
    def on_screen(self) -> bool:
        """Is it drawn, for a person at a terminal?"""
        return self.terminal and self.format == Format.TABLE

    def names(self, view: View) -> Names:
        """How sources are named there."""
        return Names(view.registry, self.discreet, frozenset(view.forgotten))

    def write(self, text: str) -> None:
        """Put the answer on standard output; what that cannot hold is escaped, not an error."""
        release_readings()  # whoever reads the answer may take long
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except UnicodeEncodeError:
            encoding = sys.stdout.encoding
            sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        except BrokenPipeError:
            raise ReaderGone("whoever read the answer has seen enough") from None

    def write_json(self, text: str) -> None:
        """Put JSON there, in letters that the stream has."""
        encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "").replace("_", "")
        self.write(text if encoding == "utf8" else escaped_json(text, ascii_only=True))

    def write_object(self, record: Record) -> None:
        """One object as JSON."""
        self.write_json(formats.as_json(record, indent=self.format != Format.JSONL))

    def write_sheet(self, sheet: Sheet) -> None:
        """A table, in whichever format was asked for."""
        match self.format:
            case Format.JSON:
                self.write_json(formats.as_json(list(sheet.records())))
            case Format.JSONL:
                self.write_json(formats.as_json_lines(sheet.records()))
            case Format.CSV:
                self.write(formats.as_csv(sheet))
            case Format.MD:
                self.write(formats.as_markdown(sheet))
            case Format.IDS:
                self.write(formats.as_ids(sheet.ids))
            case _ if not self.terminal:
                self.write(formats.as_lines(sheet))
            case _ if sheet.rows:
                from claimtrack.show.drawing import on_terminal

                self.write(on_terminal(sheet))

    def write_card(self, card: Card) -> None:
        """A card, in one of the formats for people."""
        if self.format == Format.MD:
            self.write(formats.card_markdown(card))
        elif not self.terminal:
            self.write(formats.card_lines(card))
        else:
            from claimtrack.show.drawing import on_terminal

            self.write(on_terminal(card))


def print_claims(view: View, claims: Sequence[Claim], out: Output, *, noun: str = "claim") -> None:
    """A list of claims."""
    out.write_sheet(claims_sheet(view, claims, out.names(view), heading(view, len(claims), noun)))


def print_claim(view: View, claim: Claim, out: Output) -> None:
    """All that is on file about one claim."""
    names = out.names(view)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(whole_record(view, claim, names))
    elif out.format in (Format.CSV, Format.IDS):
        print_claims(view, [claim], out)
    else:
        from claimtrack.show.card import claim_card

        out.write_card(claim_card(view, claim, names))


def print_why(view: View, claim: Claim, out: Output) -> None:
    """Why a claim has its status."""
    names = out.names(view)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object({"claim": claim.id, **why_record(view, claim, names)})
    elif out.format in (Format.CSV, Format.IDS):
        print_claims(view, [claim], out)
    else:
        from claimtrack.show.card import why_card

        out.write_card(why_card(view, claim, names))


def print_forgotten(view: View, claim_id: str, tombstone: Forgotten, out: Output) -> None:
    """A claim that was just erased: what is left of it."""
    if out.format in (Format.JSON, Format.JSONL):
        left = {"forgotten": claim_id, "reason": tombstone.reason, "by": tombstone.by}
        out.write_object({**left, "entries": [tombstone.id]})
    elif out.format == Format.TABLE:
        out.write(safe(f"{claim_id}  forgotten  {tombstone.reason}") + "\n")
    else:
        print_log(view, [(claim_id, tombstone)], out)


def print_log(view: View, rows: Sequence[tuple[str, ClaimEntry | Forgotten]], out: Output) -> None:
    """What was logged."""
    from claimtrack.show.log import log_sheet

    out.write_sheet(log_sheet(view, rows, out.names(view)))


def print_attention(
    view: View, needed: Sequence["Needed"], out: Output, *, only_subject: bool = False
) -> None:
    """What needs attention; nothing at all where nothing does, unless as JSON or CSV."""
    if not needed and (only_subject or out.format not in (Format.JSON, Format.CSV)):
        return
    from claimtrack.show.noticing import attention_sheet, subject

    title = heading(view, len(needed), "claim", " to look at")
    if only_subject:
        out.write(f"{subject(needed)}\n")
    else:
        out.write_sheet(attention_sheet(view, needed, out.names(view), title))


def print_agenda(view: View, items: Sequence["Item"], out: Output) -> None:
    """What falls due."""
    from claimtrack.show.noticing import agenda_sheet

    title = heading(view, len(items), "date", " to keep")
    out.write_sheet(agenda_sheet(view, items, out.names(view), title))


def print_moves(view: View, moved: Sequence["Move"], out: Output) -> None:
    """What moved."""
    from claimtrack.show.noticing import moves_sheet

    out.write_sheet(moves_sheet(view, moved, out.names(view), heading(view, len(moved), "change")))


def print_board(board: "Board", out: Output) -> None:
    """The board for the morning meeting."""
    from claimtrack.show.board import board_card, board_record

    names = out.names(board.view)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(board_record(board, names))
    elif out.format in (Format.CSV, Format.IDS):
        print_claims(board.view, board.claims(), out)
    elif out.on_screen:
        from claimtrack.show.screens import board_on_terminal

        out.write(board_on_terminal(board_card(board, names)))
    else:
        out.write_card(board_card(board, names))


def print_timeline(view: View, claim: Claim, out: Output) -> None:
    """A claim's life on a line."""
    from claimtrack.show.timeline import event_lines, timeline_of, timeline_record

    timeline = timeline_of(view, claim, out.names(view))
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(timeline_record(timeline))
    elif out.format in (Format.CSV, Format.IDS):
        print_claims(view, [claim], out)
    elif out.on_screen:
        from claimtrack.show.screens import timeline_on_terminal

        out.write(timeline_on_terminal(timeline))
    else:
        events = Section("Timeline", "", event_lines(timeline))
        out.write_card(Card(claim.id, claim.fields.text, [events]))


def print_window(window: Window, lean: Lean, out: Output) -> None:
    """How a date phrase was read."""
    from claimtrack.show.dates import window_card, window_record, window_sheet

    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(window_record(window, lean))
    elif out.format == Format.TABLE:
        out.write_card(window_card(window, lean))
    else:
        out.write_sheet(window_sheet(window, lean))


def print_sources(view: View, sources: Sequence[Source], out: Output) -> None:
    """A list of sources."""
    from claimtrack.show.registry import sources_sheet

    out.write_sheet(sources_sheet(sources, out.names(view)))


def print_parties(view: View, parties: Sequence[Party], out: Output) -> None:  # noqa: ARG001 - called as print_sources is
    """A list of parties."""
    from claimtrack.show.registry import parties_sheet

    out.write_sheet(parties_sheet(parties))


def print_source(view: View, source: Source, out: Output) -> None:
    """A source, with what was logged about it."""
    from claimtrack.show.registry import source_card, source_whole_record

    names = out.names(view)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(source_whole_record(source, names))
    elif out.format in (Format.CSV, Format.IDS):
        print_sources(view, [source], out)
    else:
        out.write_card(source_card(view, source, names))


def print_party(view: View, party: Party, out: Output) -> None:
    """A party, with what was logged about it."""
    from claimtrack.show.registry import party_card, party_whole_record

    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(party_whole_record(party))
    elif out.format in (Format.CSV, Format.IDS):
        print_parties(view, [party], out)
    else:
        out.write_card(party_card(party))


def print_source_written(view: View, source: Source, entries: Sequence[str], out: Output) -> None:
    """A source that was just written to."""
    names = out.names(view)
    record = source_record(source, names)
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object({"source": record, "entries": list(entries)})
    elif out.format == Format.TABLE:
        grade = source.fields.reliability
        out.write(safe(f"{record['key']}  {grade}  {names.source(source.key)}") + "\n")
    else:
        print_sources(view, [source], out)


def print_party_written(view: View, party: Party, entries: Sequence[str], out: Output) -> None:
    """A party that was just written to."""
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object({"party": party_record(party), "entries": list(entries)})
    elif out.format == Format.TABLE:
        also = f" ({', '.join(party.aliases)})" if party.aliases else ""
        out.write(safe(f"{party.key}  {party.name}{also}") + "\n")
    else:
        print_parties(view, [party], out)


def print_settings(rows: Sequence["SettingRow"], out: Output) -> None:
    """Settings: key, value, whether that was set, and meaning."""
    from claimtrack.show.registry import settings_sheet

    out.write_sheet(settings_sheet(rows))


def heading(view: View, count: int, noun: str, after: str = "") -> str:
    """``24 unconfirmed rumors · as of 2025-02-28``."""
    said = f"{count} {noun}{'' if count == 1 else 's'}{after}"
    if view.dated:
        said += f" · as of {view.day}"
    if view.known_at is not None:
        said += f" · as known at {moment_printed(view.known_at, view.settings.timezone)}"
    return said
