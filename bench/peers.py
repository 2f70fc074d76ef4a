"""Other programs at the same work, each with the same claims in the form that is its own."""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from cases import ADD, LIMIT, PARSE, PAUSED, SEARCH, START, WRITE, Case
from few import FEW, RARE
from stores import spawned
from timing import ROOT, environment, spent

TASK, JQ, SQLITE_UTILS = "Taskwarrior", "jq", "sqlite-utils"
LIST_ALL, LIST_PENDING = "list, all pending", "list, decided ones completed"
SELECT = "select without a verdict"
ROWS = (LIST_ALL, LIST_PENDING, SELECT, ADD, SEARCH)
"""What others are measured at."""
Entries = list[dict[str, Any]]
UNDECIDED = (
    '.claims | to_entries[] | select(.value.entries | any(.type == "verdict") | not)'
    " | [.key, .value.entries[0].text] | @tsv"
)
SETTINGS = {
    "data.location": "",
    "confirmation": "off",
    "gc": "off",  # no tidying up while something is listed
    "hooks": "off",
    "color": "off",
    "verbose": "nothing",
    "defaultwidth": "0",  # a task a line, as our lists are in a pipe
}


def limits(ledger: Path, folder: Path) -> list[Case]:
    """What no program on these libraries and this file can do without."""
    bench = ROOT / "bench"

    def inner(what: str, mode: str, *more: str) -> Case:
        command = [sys.executable, str(bench / "limits.py"), mode, str(ledger), *more]
        return Case(what, LIMIT, lambda _: command, inner=True)

    return [
        Case(START, LIMIT, lambda _: [sys.executable, str(bench / "hello.py")]),
        inner(PARSE, "parse"),
        inner(PAUSED, "paused"),
        inner(WRITE, "write", str(folder)),
    ]


def absent() -> list[str]:
    """What to say of the programs that are not installed here, a line each."""
    ways = {
        "task": "install Debian's taskwarrior",
        "jq": "install Debian's jq",
        _tool(): "pip install -e '.[bench]'",
    }
    return [
        f"{Path(program).name} is not installed, and not measured: {way}"
        for program, way in ways.items()
        if not shutil.which(program)
    ]


def jq(ledger: Path) -> list[Case]:
    """Ids and texts of the claims without a verdict: it cannot know what is unconfirmed."""
    if not shutil.which("jq"):
        return []
    return [Case(SELECT, JQ, lambda _: ["jq", "-r", UNDECIDED, str(ledger)])]


def taskwarrior(kept: Path, folder: Path, size: int, day: date) -> list[Case]:
    """A task a claim, with its reports as annotations.

    Twice: with all of them pending, and with those that have a verdict completed.
    """
    if not shutil.which("task"):
        return []
    found = []
    for what, completing in ((LIST_ALL, False), (LIST_PENDING, True)):
        data = kept / f"tasks-{size}-{'some' if completing else 'all'}"
        if not data.exists():
            spawned(_import_tasks, data, size, day, completing)
        rc = _settings(folder / f"{data.name}.rc", data)
        listing = ["task", f"rc:{rc}", "list"]
        lines = None if completing else size
        found.append(Case(what, TASK, lambda _, it=listing: it, lines=lines))  # type: ignore[misc]
    work = folder / "tasks"
    adding = ["task", f"rc:{_settings(folder / 'tasks.rc', work)}", "add"]

    def restore(_: int) -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(kept / f"tasks-{size}-all", work)

    found.append(Case(ADD, TASK, lambda turn: [*adding, f"A bridge was blown up, {turn}"], restore))
    return found


def _settings(rc: Path, data: Path) -> Path:
    lines = (f"{key}={value}" for key, value in (SETTINGS | {"data.location": str(data)}).items())
    rc.write_text("\n".join(lines) + "\n")
    return rc


def _import_tasks(data: Path, size: int, day: date, completing: bool) -> None:
    from ledgers import ledger_claims

    draft = data.with_suffix(".tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    tasks = draft / "tasks.json"
    with tasks.open("wb") as file:
        for number, (_, entries) in enumerate(ledger_claims(size, day)):
            file.write(orjson.dumps(_task(number, entries, completing=completing)) + b"\n")
    rc = _settings(draft / "import.rc", draft)
    spent(["task", f"rc:{rc}", "import", str(tasks)], environment())
    tasks.unlink()
    draft.rename(data)


def _task(number: int, entries: Entries, *, completing: bool) -> dict[str, Any]:
    """A claim as a task."""
    opened = entries[0]
    verdicts = [entry for entry in entries if entry["type"] == "verdict"]
    task = {
        "uuid": f"00000000-0000-4000-8000-{number:012x}",
        "status": "completed" if verdicts and completing else "pending",
        "description": opened["text"],
        "entry": _moment(opened),
        "project": opened["place"],
        "tags": [tag.replace("-", "") for tag in opened["tags"]],
        "annotations": [
            {"entry": _moment(entry, after), "description": _described(entry)}
            for after, entry in enumerate(entries)
            if entry["type"] in ("report", "position", "verdict")
        ],
    }
    if task["status"] == "completed":
        task["end"] = _moment(verdicts[0])
    if opened.get("priority") in ("high", "low"):
        task["priority"] = opened["priority"][0].upper()
    if "due" in opened:
        task["due"] = f"{opened['due']['to'].replace('-', '')}T000000Z"
    return task


def _moment(entry: dict[str, Any], after: int = 0) -> str:
    """When it was logged; annotations of one moment would replace each other."""
    return f"{entry['recorded'][:10].replace('-', '')}T{after // 60:02}{after % 60:02}00Z"


def _described(entry: dict[str, Any]) -> str:
    said = (entry.get(key) for key in ("source", "party", "position", "url", "quote", "reason"))
    return " ".join(filter(None, said))


def sqlite_utils(kept: Path, folder: Path, size: int, day: date) -> list[Case]:
    """A row a claim in one table, with full text over what it and its reports say."""
    if not shutil.which(_tool()):
        return []
    database = kept / f"rows-{size}.db"
    if not database.exists():
        spawned(_insert_rows, database, size, day)
    work, row = folder / "rows.db", folder / "row.json"
    shutil.copyfile(database, work)

    def write_row(turn: int) -> None:
        said = {"id": f"new-{turn}", "text": "A bridge on the road was blown up", "reports": ""}
        row.write_bytes(orjson.dumps(said | {"place": "north", "priority": "normal", "tags": ""}))

    insert = [_tool(), "insert", str(work), "claims", str(row), "--pk", "id", "--silent"]
    search = [_tool(), "search", str(database), "claims", RARE, "--nl"]
    return [
        Case(ADD, SQLITE_UTILS, lambda _: insert, write_row),
        Case(SEARCH, SQLITE_UTILS, lambda _: search, lines=min(FEW, size // 2)),
    ]


def _tool() -> str:
    return str(Path(sys.executable).with_name("sqlite-utils"))


def _insert_rows(path: Path, size: int, day: date) -> None:
    from sqlite_utils import Database

    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    database = Database(draft)
    table = database.table("claims", pk="id")
    table.insert_all(_rows(size, day))
    table.enable_fts(["text", "reports"], create_triggers=True)
    database.close()
    draft.rename(path)


def _rows(size: int, day: date) -> Iterator[dict[str, str]]:
    from ledgers import ledger_claims

    for claim, entries in ledger_claims(size, day):
        opened = entries[0]
        yield {
            "id": claim,
            "text": opened["text"],
            "place": opened["place"],
            "priority": opened.get("priority", "normal"),
            "tags": " ".join(opened["tags"]),
            "reports": "\n".join(map(_described, entries[1:])),
        }
