"""The earlier states of the ledger: a list of them, and the one that was brought back."""

from collections.abc import Sequence
from datetime import tzinfo

from claimtrack.model.entries import instant
from claimtrack.show.output import Format, Output
from claimtrack.show.record import Record
from claimtrack.show.sheet import Column, Sheet
from claimtrack.store.base import Generation

COLUMNS = (
    Column("generation"),
    Column("claims", most=10),
    Column("size", rank=1, most=12),
    Column("written", most=24),
)


def print_generations(generations: Sequence[Generation], out: Output, zone: tzinfo) -> None:
    """The generations, in the order in which they come."""
    out.write_sheet(
        Sheet(
            title="",
            columns=COLUMNS,
            rows=[_row(one, zone) for one in generations],
            ids=[one.name for one in generations],
            records=lambda: [generation_record(one) for one in generations],
            csv_header=("generation", "written", "size", "claims"),
        )
    )


def print_restored(
    generation: Generation | None, undo: str | None, out: Output, zone: tzinfo
) -> None:
    """What was brought back, and the generation that undoes it; nothing where nothing was."""
    if out.format in (Format.JSON, Format.JSONL):
        restored = generation_record(generation) if generation else None
        out.write_object({"restored": restored, "undo": undo})
    elif out.format != Format.TABLE:
        print_generations([generation] if generation else [], out, zone)
    elif generation:
        out.write(f"{_sentence(generation, zone)}; {_how_to_undo(undo)}\n")


def generation_record(generation: Generation) -> Record:
    """A generation as scripts read it."""
    return {
        "generation": generation.name,
        "written": instant(generation.written),
        "size": generation.size,
        "claims": generation.claims,
    }


def _row(one: Generation, zone: tzinfo) -> tuple[str, ...]:
    claims = "damaged" if one.claims is None else _counted(one.claims)
    return (one.name, claims, f"{one.size} bytes", _second(one, zone))


def _second(one: Generation, zone: tzinfo) -> str:
    return f"{one.written.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


def _sentence(one: Generation, zone: tzinfo) -> str:
    return f"restored {one.name}: {_counted(one.claims or 0)}, written {_second(one, zone)}"


def _counted(claims: int) -> str:
    return f"{claims} claim{'' if claims == 1 else 's'}"


def _how_to_undo(undo: str | None) -> str:
    if undo is None:
        return "there was nothing to keep before"
    return f"to undo: claimtrack restore {undo}"
