"""A ledger with confidential sources in every place where one can be, and every command on it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from within import Within

from claimtrack.cli.app import COMMANDS, GROUPS

FORMATS = ("table", "json", "jsonl", "csv", "md", "ids")
HANDLE = "hndl7"
"""The alias by which the commands below name the source: what a person types may be echoed."""

SECRETS = (
    *("vexqor", "zorblat", "qwyjib", "xyzzy42", "gribble", "frotz", "plugh", "mumble"),
    *("fnord", "e9c81c8bcb9f", "blorb", "wibble", "grault", "garply"),
)
"""In lower case, parts of its key, name, alias, urls, archive, quotes, readings and speaker, of the
source that was confidential and was taken back, and of those that were merged into it, when it was
open and when it was not; and of a source that bears one of its names in another ledger.
"""

OPEN, MARKED, LATER = "2025-03-01T09:00:00Z", "2025-03-05T09:00:00Z", "2025-03-09T09:00:00Z"
TIMES = ((), ("--known-at", "2025-03-03"), ("--known-at", "2025-03-06"), ("--as-of", "2025-03-04"))


def write_record(ct: Within) -> None:
    """A source that is marked confidential after it was cited, one entered so, one taken back."""
    ct.at(OPEN)
    cited = ("--url", "https://qwyjib.example/page1", "--quote", "gribble said")
    more = ("--reading", "frotz is meant", "--archive", "https://web.archive.org/2025/xyzzy42")
    copy = ct.folder / "copy.html"
    copy.write_text("a saved copy")
    for arguments in (
        ("init",),
        ("party", "add", "army", "--alias", "forces"),
        ("source", "add", "open1", "--name", "The Open One", "--reliability", "B"),
        (
            "source",
            "add",
            "vexqorkey",
            "--name",
            "Vexqor Mumble",
            "--url",
            "https://qwyjib.example",
        ),
        ("source", "alias", "vexqorkey", "Zorblat", HANDLE),
        ("source", "rate", HANDLE, "B", "--because", "mumble is known"),
        ("source", "add", "open2", "--owner", HANDLE),
        ("source", "add", "wibblekey", "--name", "Wibble One", "--reliability", "B"),
        ("add", "It is so", "--id", "abc23", "--source", HANDLE, *cited, *more),
        ("report", "abc23", "--source", "wibblekey", "--quote", "gribble, wibble says"),
        ("source", "merge", "wibblekey", HANDLE, "--because", "wibble is it"),
        ("report", "abc23", "--source", "open1", "--via", HANDLE, "--quote", "gribble again"),
        ("report", "abc23", "--source", "open2", "--repeats", HANDLE),
        ("report", "abc23", "--source", HANDLE, "--stance", "refutes", "--file", str(copy)),
        ("deny", "abc23", "--by", "army", "--speaker", "Plugh", "--source", HANDLE, *cited),
        ("add", "It is not so", "--id", "abd45", "--claimant", HANDLE, "--party", "army"),
        ("edit", "abd45", "--claimant", "none"),
        ("edit", "abd45", "--claimant", HANDLE),
        ("link", "abd45", "contradicts", "abc23", "--source", HANDLE),
        ("assess", "abc23", "open1", "--note", "looked into", "--source", HANDLE),
        ("verdict", "abd45", "false", "--because", "It is known."),
    ):
        ct.ok(*arguments)
    ct.at(MARKED)
    ct.ok("source", "edit", HANDLE, "--confidential")
    ct.at(LATER)
    ct.ok("report", "abd45", "--source", "Fnord Blorb", "--confidential", "--by-user", "bob")
    ct.ok("assess", "abd45", "last", "--note", "looked into", "--by-user", "cy")
    ct.ok("undo", "--by-user", "bob")
    ct.ok("source", "add", "graultkey", "--name", "Grault", "--confidential", "--by-user", "dan")
    ct.ok("source", "merge", "graultkey", HANDLE, "--by-user", "dan")
    ct.ok("edit", "abc23", HANDLE, "--quote", "gribble in full")
    write_beside(ct)


def write_beside(ct: Within) -> None:
    """What the care of a ledger is given: others that it grew apart from, seals, damage."""
    for name in ("base", "other", "clash"):
        shutil.copy(ct.ledger, ct.folder / f"{name}.json")
    other, clash = ("--db", "other.json"), ("--db", "clash.json")
    ct.ok("report", "abc23", "--source", HANDLE, "--quote", "gribble, once more", *other)
    ct.ok("source", "rate", HANDLE, "C", *other)
    ct.ok(
        "add",
        "It is SO.",
        "--id",
        "abe67",
        "--source",
        "Garply",
        "--confidential",
        "--force",
        *other,
    )
    ct.ok("seal", "--out", "revealed.seal", "--reveal", *other)
    ct.ok("seal", "--out", "other.seal", *other)
    (ct.folder / "clash.json").unlink()
    ct.ok("init", *clash)
    ct.ok("source", "add", "garply", "--name", "Wibble One", "--alias", "Grault", *clash)
    ct.ok(
        "source", "add", "vexqorkey", "--name", "Frotz", "--url", "https://qwyjib.example", *clash
    )
    tables = json.loads(ct.ledger.read_text())
    for entry in tables["sources"]["vexqorkey"]["entries"]:
        entry |= {"garply": "fnord", "by": "garply"}
    for document in tables["claims"].values():
        for entry in document["entries"]:
            if "quote" in entry:
                entry["quote"] = "garply"
    tables["sources"]["open3"] = {"entries": [{**tables["sources"]["open1"]["entries"][0]}]}
    tables["sources"]["open3"]["entries"][0] |= {"id": "0" * 12, "aliases": ["Wibble One"]}
    del tables["sources"]["graultkey"]["entries"][0]
    sick = json.dumps(tables, indent=2).replace('"name": "Vexqor', '"name": "fnord", "name": "V')
    (ct.folder / "sick.json").write_text(sick)
    text = ct.ledger.read_text()
    for number, word in enumerate(("Zorblat", "Grault", "gribble said")):
        cut = text.index(word)
        damaged = f"{text[:cut]}\x00{text[cut:]}" if number else text[: cut + 3]
        (ct.folder / f"damaged{number}.json").write_text(damaged)


def renewed(ct: Within, record: Path) -> None:
    """The folder as it was written, but for what cannot be there twice."""
    for made in ("new.seal", "new.json"):
        (ct.folder / made).unlink(missing_ok=True)
    shutil.copytree(record.parent, ct.folder, dirs_exist_ok=True)


FILES = {
    "rows.csv": "key,text,url,on\n1,Known,https://qwyjib.example/page1,2025-01-01\n2,So,,2025-01-02\n",
    "named.csv": f"text,source,via,parties\nIt is so,{HANDLE},open1,army\nNew,open1,{HANDLE},army\n",
    "near.csv": "text,source\nIt is so,hndl8\nNew,open1\nOther,Fnord Blorb\n",
    "lines.jsonl": (
        '{"type":"source","key":"other","entries":[{"type":"entered","name":"hndl7","on":'
        '{"text":"2025","from":"2025-01-01","to":"2025-12-31"}}]}\n'
        '{"type":"source","key":"page","entries":[{"type":"entered","name":"page","on":'
        '{"text":"2025","from":"2025-01-01","to":"2025-12-31"},"url":"https://qwyjib.example"}]}\n'
        '{"type":"settings","schema":1,"entries":[]}\n'
    ),
}
"""What the imports below read."""

NEAR = "vexqorkeu"
"""A slip of the pen, near the key that must not be named in what is said about it."""

CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "add": (
        ("Another", "--id", "new23", "--source", HANDLE, "--quote", "x"),
        ("Another", "--source", NEAR),
        ("It is so", "--source", HANDLE),
        ("Another", "--claimant", HANDLE, "--source", "open2"),
        ("Another", "--source", "fnord blorb"),
    ),
    "report": (
        ("abc23", "--source", HANDLE, "--on", "2025-01-01"),
        ("abc23", "--source", NEAR),
        ("abc23", "--source", "open1", "--via", HANDLE, "--also", "abd45"),
        ("abc23", "--url", "https://qwyjib.example/page1"),
        ("abc23", "--source", HANDLE, "--confidential", "--repeats", HANDLE),
    ),
    "confirm": (("abc23", "--by", "army", "--source", HANDLE), ("abc23", "--by", "arms")),
    "deny": (("abd45", "--by", "army", "--source", HANDLE), ("abd45", "--by", HANDLE)),
    "position": (("abc23", "asked", "--by", "army", "--source", HANDLE),),
    "assess": (
        ("abc23", HANDLE, "--note", "x", "--credibility", "2"),
        ("abc23", "last", "--note", "x", "--source", NEAR),
    ),
    "retract": (("abc23", HANDLE, "--because", "x"), ("abd45", HANDLE, "--because", "x")),
    "note": (("abc23", "x"),),
    "list": (
        (),
        ("--unconfirmed",),
        (f"source:{HANDLE}",),
        ("source:nope",),
        (f"source:{NEAR}",),
        ("party:nope",),
        ("--sort", "heard"),
    ),
    "show": (("abc23",), ("abd45",)),
    "why": (("abc23",), ("abd45",)),
    "timeline": (("abc23",), ("abd45",)),
    "stale": ((), (f"source:{HANDLE}",), ("source:nope",), (f"source:{NEAR}",), ("--flag",)),
    "due": ((), ("this", "year"), (f"source:{HANDLE}",)),
    "changes": (("--since", "2025-01-01"), ("--since", "2025-03-06")),
    "board": ((), (f"source:{HANDLE}",)),
    "snooze": (("abc23", "next month"),),
    "when": (("mid-January",),),
    "restore": ((), ("2024",)),
    "log": ((), ("abc23",), ("abd45",)),
    "search": (("so",), (HANDLE,), ("nothing", "of", "it")),
    "verdict": (
        ("abc23", "true", "--because", "x", "--rests-on", HANDLE),
        ("abc23", "true", "--because", "x", "--rests-on", "open2"),
    ),
    "reopen": (("abd45", "--because", "x"),),
    "link": (
        ("abc23", "part-of", "abd45", "--source", HANDLE),
        ("abc23", "part-of", "abd45", "--source", NEAR),
    ),
    "edit": (
        ("abc23", HANDLE, "--quote", "x"),
        ("abc23", "--claimant", HANDLE),
        ("abc23", HANDLE, "--repeats", HANDLE),
        ("abd45", HANDLE, "--quote", "x"),
    ),
    "move": (("abc23", HANDLE, "abd45"),),
    "withdraw": (("abc23", HANDLE, "--because", "x"), ("abc23", "nope", "--because", "x")),
    "undo": ((), ("--anyone",), ("--by-user", "dan")),
    "redo": ((), ("--anyone",)),
    "assign": (("abc23", "ann"),),
    "take": (("abc23",),),
    "init": ((), ("--example",)),
    "doctor": (
        (),
        ("--fix",),
        ("--db", "sick.json"),
        ("--fix", "--db", "sick.json"),
        *(("--salvage", "new.json", "--db", f"damaged{number}.json") for number in range(3)),
        ("--salvage", "new.json"),
    ),
    "seal": ((), ("--out", "new.seal"), ("--out", "other.seal")),
    "verify": (
        ("other.seal",),
        ("revealed.seal",),
        ("revealed.seal", "--db", "sick.json"),
        ("0" * 64,),
        ("nope.seal",),
    ),
    "merge": (
        ("other.json",),
        ("clash.json",),
        ("sick.json",),
        ("claims.json", "--db", "clash.json"),
        ("damaged1.json",),
        ("nope.json",),
    ),
    "migrate": (
        ("new.json",),
        ("other.json",),
        ("clash.json",),
        ("sick.json",),
        ("damaged0.json",),
    ),
    "git-setup": ((), ("--db", "other.json")),
    "merge-driver": (
        ("base.json", "claims.json", "other.json"),
        ("base.json", "claims.json", "clash.json", "claims.json"),
        ("base.json", "clash.json", "claims.json"),
        ("base.json", "sick.json", "claims.json"),
        ("base.json", "other.json", "damaged1.json"),
    ),
    "forget": (("abc23", "--because", "x", "--yes"), ("abc23", "--because", "x")),
    "config": ((), ("weight.grades", "A"), ("nope", "1")),
    "source add": (
        ("other", "--owner", HANDLE),
        ("other", "--name", "Vexqor mumble"),
        ("other", "--url", "https://qwyjib.example/else"),
        ("other", "--alias", HANDLE),
        ("other", "--owner", NEAR),
    ),
    "source list": ((),),
    "source show": ((HANDLE,), ("open2",), (NEAR,)),
    "source edit": (
        (HANDLE, "--kind", "witness", "--because", "x"),
        (HANDLE, "--owner", "open2"),
        (HANDLE, "--owner", HANDLE),
        ("open1", "--owner", HANDLE),
        ("open1", "--name", HANDLE),
        ("open1", "--url", "https://qwyjib.example"),
        (NEAR, "--kind", "witness"),
    ),
    "source rate": ((HANDLE, "C"), (HANDLE, "B"), (NEAR, "B")),
    "source merge": (
        ("open1", "open2"),
        ("open2", "open1", "--because", "x"),
        (HANDLE, "open1"),
        ("open1", HANDLE),
        (HANDLE, HANDLE),
        (HANDLE, "anew", "--new"),
        (NEAR, "open1"),
        ("open1", NEAR),
        ("open2", "nope"),
    ),
    "source alias": ((HANDLE, "another"), ("open1", HANDLE), (NEAR, "x")),
    "import": (
        ("rows.csv", "--source", HANDLE),
        ("rows.csv", "--source", HANDLE, "--dry-run"),
        ("rows.csv", "--source", HANDLE, "--confidential", "--skip-bad", "refused.csv"),
        ("rows.csv", "--source", NEAR),
        ("named.csv",),
        ("named.csv", "--dry-run", "--new"),
        ("near.csv",),
        ("near.csv", "--new"),
        ("near.csv", "--new", "--confidential"),
        ("lines.jsonl",),
        ("lines.jsonl", "--skip-bad", "refused.jsonl"),
    ),
    "export": (
        (),
        (f"source:{HANDLE}",),
        (f"source:{NEAR}",),
        ("--unconfirmed",),
        ("party:army",),
    ),
    "party add": (("navy",), ("navy", "--alias", "army")),
    "party list": ((),),
    "party show": (("army",), (HANDLE,), ("arms",)),
    "party edit": (("army", "--name", "The Army"),),
    "party alias": (("army", "troops"),),
    "party merge": (
        ("army", "navy", "--new"),
        ("army", "army"),
        ("army", HANDLE),
        (HANDLE, "army"),
        ("arms", "army"),
    ),
}
"""How each command is called: where it succeeds, and where it says what it does not find."""

READING = frozenset(
    (
        *("list", "show", "why", "timeline", "log", "search", "due", "changes", "board"),
        *("source list", "source show", "party list", "export"),
    )
)


def commands() -> Iterator[str]:
    """Every command of the program, by the words that call it."""
    for name in COMMANDS:
        yield from (f"{name} {inner}" for inner in GROUPS[name]) if name in GROUPS else (name,)


def told(text: str, typed: tuple[str, ...]) -> list[str]:
    """The secrets in a text, but for what the person typed."""
    seen = text.lower()
    for word in (part for one in typed for part in (one, one.partition(":")[2]) if part):
        seen = seen.replace(word.lower(), "")
    return [secret for secret in SECRETS if secret in seen]
