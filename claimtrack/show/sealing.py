"""A seal, and a ledger beside one."""

from claimtrack.desk.sealing import Difference, Seal, Verified
from claimtrack.model.registry import Registry
from claimtrack.show.names import WITHHELD, Names
from claimtrack.show.output import Format, Output
from claimtrack.show.record import Record
from claimtrack.show.sheet import Column, Sheet

COLUMNS = (Column("state", most=9), Column("where", most=40), Column("what"))


def print_seal(seal: Seal, out: Output) -> None:
    """The root; for scripts also what was counted."""
    record = {"root": seal.root, **seal.counts, "at": seal.at}
    if out.format in (Format.JSON, Format.JSONL):
        out.write_object(record)
    elif out.format in (Format.TABLE, Format.IDS):
        out.write(f"{seal.root}\n")
    else:
        row = tuple(str(value) for value in record.values())
        header = tuple(record)
        out.write_sheet(
            Sheet("", tuple(map(Column, header)), [row], [seal.root], lambda: [record], header)
        )


def print_verified(verified: Verified, out: Output) -> None:
    """What is missing, changed, logged earlier or added."""
    names = Names(Registry({}, {}, hidden=set(verified.confidential)), out.discreet)
    rows = [(each.state, _record(each, names)) for each in verified.differences]
    if out.format in (Format.JSON, Format.JSONL):
        states = ("missing", "changed", "earlier", "added")
        out.write_object(
            {
                "root": verified.root,
                "sealed": verified.sealed,
                "at": verified.at,
                "unchanged": verified.unchanged,
                **{state: [record for s, record in rows if s == state] for state in states},
            }
        )
        return
    cells = [
        (state, "/".join(filter(None, (r["table"], r["key"], r["entry"]))), r["problem"])
        for state, r in rows
    ]
    records = [{"state": state, **record} for state, record in rows]
    out.write_sheet(
        Sheet(
            title="",
            columns=COLUMNS,
            rows=cells,
            ids=[where for _, where, _ in cells],
            records=lambda: records,
            csv_header=("state", "table", "key", "entry", "recorded", "problem"),
        )
    )


def summary(verified: Verified) -> str:
    """How it came out, in a sentence."""
    count = {
        state: sum(each.state == state for each in verified.differences)
        for state in ("missing", "changed", "earlier", "added")
    }
    said = [f"{verified.unchanged} entries are there, unchanged"]
    said += [f"{count['earlier']} logged earlier"] if count["earlier"] else []
    said += [f"{count['added']} added since"]
    said += [f"{count[state]} {state}" for state in ("missing", "changed") if count[state]]
    return "; ".join(said)


def _record(difference: Difference, names: Names) -> Record:
    leaf = difference.leaf
    secret = bool(leaf.withheld) or (leaf.table == "sources" and names.withheld(leaf.key))
    return {
        "table": leaf.table,
        "key": WITHHELD if secret and leaf.table == "sources" else leaf.key or None,
        "entry": leaf.entry or None,
        "recorded": leaf.recorded or None,
        "problem": difference.problem,
    }
