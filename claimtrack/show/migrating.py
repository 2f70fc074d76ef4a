"""A ledger that was moved."""

from claimtrack.desk.migrating import Migrated
from claimtrack.show.output import Format, Output
from claimtrack.show.sheet import Column, Sheet


def print_migrated(source: str, target: str, migrated: Migrated, out: Output) -> None:
    """Where it is now, what was counted on both sides, and the seal of both."""
    counts = migrated.sealed.counts
    record = {"from": source, "to": target, **counts, "root": migrated.sealed.root}
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(record)
    elif out.format in (Format.TABLE, Format.IDS):
        counted = "  ".join(f"{name} {count}" for name, count in counts.items())
        out.write(f"{counted}  seal {migrated.sealed.root}\n")
    else:
        row = tuple(str(value) for value in record.values())
        header = tuple(record)
        out.write_sheet(
            Sheet("", tuple(map(Column, header)), [row], [target], lambda: [record], header)
        )
