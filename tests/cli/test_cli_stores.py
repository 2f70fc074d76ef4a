"""The same program on each sort of store: the same commands, the same answers."""

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from program import Program, Run

from claimtrack.desk.desk import open_desk
from claimtrack.store import open_store

RECORD = Path(__file__).parents[2] / "claims.json"
NOW = {"CLAIMTRACK_NOW": "2025-03-05T09:00:00Z"}

READING = """\
list
list --unconfirmed
list --json
list --format csv --sort heard
list --format ids status:unconfirmed
list --as-of 2025-01-15
list --known-at 2025-02-28T06:00:30Z --json
list party:mndaa
list source:wai-min-tun --sort due
list tag:nope
show jun25
show jun25 --json
show cease --format md
why jun25
why retrt --json
log
log jun25 --json
timeline jun25
timeline cease --json
stale
stale --json
due
due this year
changes --since 2025-02-01
changes --since 2025-02-28T06:01Z --json
board
board --json
search Lashio
search Kunming China
search nothing of the sort
source list
source list --json
source show wai-min-tun --json
party list
party show mndaa
party show regime --json
config
config weight.grades
export
export --format csv
export --format claimreview
seal
doctor
show nope
show j
"""

WRITING = """\
init
source add daily --reliability B
source add weekly --name "The Weekly" --reliability C --url https://weekly.example
add "First of all" --id abc23 --source daily --due 2025-06 --tag one --party kia --priority high
add "Second of all" --id abd45 --source weekly --on 2025-01-10
report abc23 --source weekly --quote "They will." --url https://weekly.example/1
report abc23 --source weekly --quote "They will." --url https://weekly.example/1
confirm abc23 --by kia
deny abc23 --by kia --on 2025-03-06
position abc23 hedges --by kia
assess abc23 daily --note Seen. --credibility 2
retract abc23 weekly --because Corrected.
note abc23 Noted.
undo
redo
link abc23 in-tension abd45
verdict abc23 false --because So.
reopen abc23 --because Not.
edit abc23 --place Here
edit abc23 daily --quote Said.
move abc23 daily abd45
withdraw abc23 last --because Wrong.
undo
undo
redo
take abc23
snooze abd45 2025-04-01
source alias weekly WW
source rate weekly B
party alias kia kachin
source add weekly2
source merge weekly2 weekly
source add hidden --confidential
report abd45 --source hidden
import more.jsonl
import more.jsonl
import lines.jsonl --skip-bad refused.jsonl
merge other.json
merge other.json
add "To be forgotten" --id frg23
forget frg23 --because "Court order." --yes
forget frg23 --because "Court order." --yes
config weight.grades A
config weight.grades default
stale --flag
doctor --fix
merge claims-here
add "First of all"
report nope --source daily
"""

FILES = {
    "lines.jsonl": (
        '{"type":"source","key":"page","entries":[{"type":"entered","name":"page","on":'
        '{"text":"2025","from":"2025-01-01","to":"2025-12-31"}}]}\n'
    ),
}


@pytest.fixture
def places(ct: Program, database: Callable[[], str]) -> dict[str, str]:
    """A place in each sort of store."""
    return {"file": "claims.json", "sqlite": "sqlite:///claims.db", "postgresql": database()}


def equal(runs: dict[str, Run], places: dict[str, str], line: str) -> None:
    """The same answer, but for what the ledger is called."""
    said = {
        store: (run.code, run.out.replace(places[store], "X"), run.err.replace(places[store], "X"))
        for store, run in runs.items()
    }
    assert said["sqlite"] == said["file"], line
    assert said["postgresql"] == said["file"], line


def test_every_reading_command_answers_the_same(
    ct: Program, places: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NOW.items():  # what is kept of claims is of the day on which they are read
        monkeypatch.setenv(name, value)
    shutil.copy(RECORD, ct.ledger)
    tables = open_store(str(RECORD)).read().whole()
    for url in (f"sqlite:///{ct.folder}/claims.db", places["postgresql"]):
        open_desk(url, "desk").written(lambda change: change.unit.rewrite(tables))
    before = ct.state()
    answered = set()
    for line in READING.splitlines():
        asked = shlex.split(line)
        runs = {store: ct(*asked, "--db", url, env=NOW) for store, url in places.items()}
        equal(runs, places, line)
        answered.add(runs["file"].code)
        assert runs["file"].out or runs["file"].err
    assert answered == {0, 2, 3}
    assert ct.state() == before


def test_a_session_of_writing_leaves_the_same_ledger(ct: Program, places: dict[str, str]) -> None:
    for name, text in FILES.items():
        (ct.folder / name).write_text(text)
    ct.ok("add", "Of others", "--id", "mnp67", "--source", "wire", "--db", "other.json", env=NOW)
    ct.ok("add", "Of more", "--id", "qrs89", "--source", "radio", "--db", "more.json", env=NOW)
    ct.ok("export", "--out", "more.jsonl", "--db", "more.json")
    ct.ok("source", "rate", "wire", "C", "--db", "other.json", env=NOW)
    for number, line in enumerate(WRITING.splitlines()):
        now = {"CLAIMTRACK_NOW": f"2025-03-05T09:{number // 60:02}:{number % 60:02}Z"}
        runs = {}
        for store, url in places.items():
            words = [url if word == "claims-here" else word for word in shlex.split(line)]
            named = [url] if line == "init" else ["--db", url]
            runs[store] = ct(*words, *named, env=now)
        equal(runs, places, line)
        for file in ("claims.json", "claims.db"):
            (ct.folder / file).chmod(0o600)  # what others may read is a finding, where it is a file
        if number % 6 == 0:
            seals = {store: ct.ok("seal", "--db", url).out for store, url in places.items()}
            assert len(set(seals.values())) == 1, (line, seals)
    assert {ct("doctor", "--db", url).code for url in places.values()} == {0}
    whole = [open_store(_within(ct, url)).read().whole() for url in places.values()]
    assert json.dumps(whole[0], sort_keys=True) == json.dumps(whole[1], sort_keys=True)
    assert json.dumps(whole[0], sort_keys=True) == json.dumps(whole[2], sort_keys=True)


def _within(ct: Program, url: str) -> str:
    """The place as it is named from elsewhere."""
    return {
        "claims.json": str(ct.ledger),
        "sqlite:///claims.db": f"sqlite:///{ct.folder}/claims.db",
    }.get(url, url)


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_what_is_about_a_file_says_so(ct: Program, places: dict[str, str], store: str) -> None:
    url = places[store]
    ct.ok("init", "--db", url)
    for line in ("restore", "restore yesterday", "git-setup", "doctor --salvage out.json"):
        run = ct(*shlex.split(line), "--db", url)
        assert run.code == 2 and "for a ledger in a file" in run.err, run
    assert not (ct.folder / "out.json").exists()
    assert ct("init", "--db", url).code == 2


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_ledger_that_is_not_there_is_not_made_by_reading(
    ct: Program, places: dict[str, str], store: str
) -> None:
    for line in ("list", "show abc23", "board", "export", "doctor", "note abc23 x", "undo"):
        run = ct(*shlex.split(line), "--db", places[store])
        assert run.code == 4 and "is not there: check the url" in run.err, run
        assert "--db" not in run.err
        assert run.err.count("\n") == 1
    assert list(ct.folder.iterdir()) == []


def test_the_ledger_itself_is_not_exported_over(ct: Program) -> None:
    ct.ok("add", "It rains", "--db", "sqlite:///claims.db")
    run = ct("export", "--format", "csv", "--out", "claims.db", "--db", "sqlite:///claims.db")
    assert run.code == 2 and "is the ledger itself" in run.err


def test_what_speaks_to_databases_may_be_missing(ct: Program) -> None:
    (ct.folder / "sqlalchemy.py").write_text("raise ModuleNotFoundError(name='sqlalchemy')\n")
    run = ct.fresh("list", "--db", "sqlite:///x.db", env={"PYTHONPATH": str(ct.folder)})
    assert run.code == 4 and "pip install 'claimtrack[sql]'" in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
@pytest.mark.parametrize("command", ["list", "export", "export --out /dev/stdout --format csv"])
def test_whoever_reads_slowly_keeps_nobody_waiting(
    ct: Program, places: dict[str, str], store: str, command: str
) -> None:
    many = (f"It is so for the time number {number}: {'so ' * 40}" for number in range(700))
    (ct.folder / "many.csv").write_text("\n".join(("text", *many)))
    ct.ok("import", "many.csv", "--db", places[store])
    ct.ok("config", "lock.wait", "0", "--db", places[store])
    reading = subprocess.Popen(
        ct.command((*command.split(), "--db", places[store])),
        cwd=ct.folder,
        env=ct.environment(),
        stdout=subprocess.PIPE,
    )
    assert reading.stdout is not None
    with reading, reading.stdout as listed:
        listed.read(1)  # it prints, and more than a pipe holds
        assert reading.poll() is None
        ct.ok("add", "One more", "--id", "abc23", "--db", places[store])
        rest = listed.read()
        assert len(rest) > 65536 and b"One more" not in rest
    assert reading.returncode == 0


@pytest.mark.parametrize("store", ["file", "sqlite", "postgresql"])
def test_the_tab_key_knows_it(ct: Program, places: dict[str, str], store: str) -> None:
    ct.ok("add", "It rains", "--id", "abc23", "--tag", "weather", "--db", places[store])
    program = Path(sys.executable).with_name("claimtrack")
    for typed, known in (("show ", "abc23"), ("show ab", "abc23"), ("add x --tag we", "weather")):
        words = f"claimtrack --db '{places[store]}' {typed}"
        completing = {
            "_CLAIMTRACK_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        environment = ct.environment(completing)
        offered = subprocess.run([program], cwd=ct.folder, env=environment, capture_output=True)
        assert known in offered.stdout.decode().split() and not offered.stderr, typed
