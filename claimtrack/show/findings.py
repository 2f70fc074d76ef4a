"""Findings and conflicts: one a line, with the place, what is wrong, and what would be right."""

import re
from collections.abc import Collection, Sequence

from claimtrack.desk.finding import Finding
from claimtrack.desk.merging import Outcome
from claimtrack.model.registry import Registry
from claimtrack.show.names import WITHHELD, Names
from claimtrack.show.output import Format, Output
from claimtrack.show.record import Record
from claimtrack.show.sheet import Column, Sheet

COLUMNS = (Column("where", most=34), Column("problem", most=60), Column("fix"))
CSV_HEADER = ("table", "key", "entry", "problem", "fix", "fixable")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
KEY = "KEY"
"""What stands for a withheld key in a command to paste."""


def print_findings(findings: Sequence[Finding], confidential: Collection[str], out: Output) -> None:
    """What was found, for people or scripts."""
    out.write_sheet(findings_sheet(findings, confidential, out))


def findings_sheet(
    findings: Sequence[Finding], confidential: Collection[str], out: Output
) -> Sheet:
    """Findings as a table."""
    names = _names(confidential, discreet=out.discreet)
    records = [finding_record(finding, names) for finding in findings]
    return Sheet(
        title="",
        columns=COLUMNS,
        rows=[(_where(record), record["problem"], record["fix"]) for record in records],
        ids=[_where(record) for record in records],
        records=lambda: records,
        csv_header=CSV_HEADER,
    )


def finding_record(finding: Finding, names: Names) -> Record:
    """A finding for scripts; a source that must not be named is withheld."""
    secret = finding.table == "sources" and names.withheld(finding.key)
    return {
        "table": finding.table,
        "key": WITHHELD if secret else finding.key,
        "entry": finding.entry,
        "problem": _said(finding.problem, finding, names, withheld=WITHHELD),
        "fix": _said(finding.fix, finding, names, withheld=KEY),
        "fixable": finding.fixable,
    }


def message(finding: Finding, confidential: Collection[str]) -> str:
    """A finding as a line of a message, which never names a confidential source."""
    record = finding_record(finding, _names(confidential, discreet=True))
    return f"{_where(record)} {record['problem']}".replace(WITHHELD, "a confidential source")


def print_outcome(outcome: Outcome, out: Output) -> None:
    """What a merge brought, or its conflicts."""
    counted = outcome.counted()
    if out.format in (Format.JSON, Format.JSONL):
        names = _names(outcome.confidential, discreet=out.discreet)
        conflicts = [finding_record(conflict, names) for conflict in outcome.conflicts]
        out.write_object({**counted, "conflicts": conflicts})
    elif outcome.conflicts:
        print_findings(outcome.conflicts, outcome.confidential, out)
    elif out.format == Format.IDS:
        out.write("".join(f"{claim_id}\n" for claim_id in outcome.claims))
    else:
        out.write_sheet(
            Sheet(
                title="",
                columns=tuple(Column(name, always=True) for name in counted),
                rows=[tuple(f"{count} {name}" for name, count in counted.items())],
                ids=(),
                records=lambda: [counted],
                csv_header=tuple(counted),
            )
        )


def _names(confidential: Collection[str], *, discreet: bool) -> Names:
    return Names(Registry({}, {}, hidden=set(confidential)), discreet)


def _said(sentence: str, finding: Finding, names: Names, *, withheld: str) -> str:
    secret = any(names.withheld(key) for key in finding.speaks_of)
    words = {
        name: withheld if names.withheld(key) else key for name, key in finding.sources.items()
    }
    words |= {name: "a name" if secret else text for name, text in finding.texts.items()}
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), sentence)


def _where(record: Record) -> str:
    place = (record["table"], record["key"], record["entry"])
    return "/".join(str(part) for part in place if part) or "the file"
