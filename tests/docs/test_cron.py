"""docs/cron.md: every block of it is run as it stands, where cron, systemd or root would run it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cron_page
import pytest
from cron_page import Job
from desk_machine import Machine, Missing, by_cron, logged_in

PROGRAM = Path(sys.executable).with_name("claimtrack")
PLAIN, FLAGGING, MAILING = cron_page.own_jobs()
JOBS = pytest.mark.parametrize("job", [PLAIN, FLAGGING, MAILING], ids=["plain", "flag", "mail"])

TEXT = "တံတား → ပိတ်မည်"
FOUND = re.compile(rf"k7q2m\toverdue \d+ days: no verdict\t\t{TEXT}\n")
SUBJECT = "claimtrack: 1 claim needs attention (1 overdue)"
MAIL = """\
#!/bin/sh
printf '%s\\n' "$@" > "$HOME/sent"
cat >> "$HOME/sent"
"""
"""A mail(1) that keeps what it is given."""


class Home:
    """A user's home as the page has it, and what is run for that user without a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "desk" / "claims.json"
        self.sent = folder / "sent"
        self.bin = folder / ".local" / "bin"

    def set_up(self) -> None:
        self.bin.mkdir(parents=True)
        self.ledger.parent.mkdir()
        (self.bin / "claimtrack").symlink_to(PROGRAM)
        (self.bin / "mail").write_text(MAIL)
        (self.bin / "mail").chmod(0o755)
        self.claimtrack("init")

    def claimtrack(self, *arguments: str) -> str:
        """What the program prints that has to succeed."""
        command = [str(self.bin / "claimtrack"), "--db", str(self.ledger), *arguments]
        done = self.run(command, {"CLAIMTRACK_USER": "desk"})
        assert done.returncode == 0, done
        return done.stdout

    def flags(self) -> list[tuple[str, str, str]]:
        log = json.loads(self.claimtrack("log", "--json"))
        return [(e["claim"], e["flag"], e["by"]) for e in log if e["type"] == "flag"]

    def cron(self, job: Job) -> subprocess.CompletedProcess[str]:
        """Run a job as cron does."""
        return self.run(["/bin/sh", "-c", job.command], job.variables)

    def run(
        self, command: Sequence[str], variables: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        own = {
            "HOME": str(self.folder),
            "LOGNAME": "desk",
            "SHELL": "/bin/sh",
            "PATH": "/usr/bin:/bin",
            **variables,
        }
        return subprocess.run(
            ["env", "-i", *(f"{name}={value}" for name, value in own.items()), *command],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            start_new_session=True,
            timeout=60,
        )


@pytest.fixture(scope="session")
def quiet_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("quiet") / "a home")
    made.set_up()
    made.claimtrack("add", "The road is open", "--id", "path2")
    return made


@pytest.fixture(scope="session")
def urgent_home(tmp_path_factory: pytest.TempPathFactory, quiet_home: Home) -> Home:
    made = Home(tmp_path_factory.mktemp("urgent") / "a home")
    shutil.copytree(quiet_home.folder, made.folder, symlinks=True)
    made.claimtrack("add", TEXT, "--id", "k7q2m", "--due", "2024-06")
    return made


@pytest.fixture
def quiet(tmp_path: Path, quiet_home: Home) -> Home:
    """A ledger in which nothing needs attention."""
    return copied(quiet_home, tmp_path)


@pytest.fixture
def urgent(tmp_path: Path, urgent_home: Home) -> Home:
    """A ledger with a claim that is overdue."""
    return copied(urgent_home, tmp_path)


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.folder, folder / "a home", symlinks=True)
    return Home(folder / "a home")


def seen(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def test_every_block_of_the_page_is_run_here():
    kinds = [(block.language, block.file) for block in cron_page.blocks()]
    assert kinds == [
        ("crontab", None),
        ("crontab", None),
        ("crontab", None),
        ("ini", "~/.config/systemd/user/claimtrack-stale.service"),
        ("ini", "~/.config/systemd/user/claimtrack-stale.timer"),
        ("sh", None),
        ("sh", None),
        ("crontab", "/etc/cron.d/claimtrack"),
        ("sh", None),
    ]


# --- the crontab


@JOBS
def test_a_job_is_silent_where_nothing_needs_attention(quiet: Home, job: Job):
    before = quiet.ledger.read_bytes()
    assert seen(quiet.cron(job)) == (0, "", "")
    assert not quiet.sent.exists()
    assert quiet.ledger.read_bytes() == before


@pytest.mark.parametrize("job", [PLAIN, FLAGGING], ids=["plain", "flag"])
def test_a_job_prints_what_needs_attention(urgent: Home, job: Job):
    code, out, err = seen(urgent.cron(job))
    assert (code, err) == (0, "")
    assert FOUND.fullmatch(out)


def test_the_flags_are_by_cron_and_written_once(urgent: Home):
    urgent.cron(FLAGGING)
    assert urgent.flags() == [("k7q2m", "overdue", "cron")]
    before = urgent.ledger.read_bytes()
    assert FOUND.fullmatch(urgent.cron(FLAGGING).stdout)
    assert urgent.ledger.read_bytes() == before


def test_a_mail_bears_what_it_says(urgent: Home):
    assert seen(urgent.cron(MAILING)) == (0, "", "")
    option, subject, to, body = urgent.sent.read_text(encoding="utf-8").split("\n", 3)
    assert (option, subject, to) == ("-s", SUBJECT, "desk")
    assert FOUND.fullmatch(body)


@JOBS
@pytest.mark.parametrize("trouble", ["gone", "damaged"])
def test_what_is_wrong_is_mailed_by_cron(quiet: Home, job: Job, trouble: str):
    quiet.ledger.unlink()
    if trouble == "damaged":
        quiet.ledger.write_text('{"meta": {')
    code, out, err = seen(quiet.cron(job))
    assert (code, out) == (4, "")
    assert re.fullmatch(r"claimtrack: .*/?desk/claims\.json.*: .+\n", err)
    assert not quiet.sent.exists()


def test_a_mistyped_filter_is_mailed_by_cron(quiet: Home):
    mistyped = Job(f"{PLAIN.command} tga:election", None, PLAIN.variables)
    code, out, err = seen(quiet.cron(mistyped))
    assert (code, out) == (2, "")
    assert err.startswith("claimtrack: ") and err.count("\n") == 1


@pytest.mark.parametrize("locale", [{}, {"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "my_MM"}])
def test_every_script_comes_through_whatever_the_locale(urgent: Home, locale: dict[str, str]):
    only = {"CLAIMTRACK_DB": PLAIN.variables["CLAIMTRACK_DB"], **locale}
    code, out, err = seen(urgent.cron(Job(PLAIN.command, None, only)))
    assert (code, err) == (0, "")
    assert FOUND.fullmatch(out)


# --- systemd


UNITS = [block for block in cron_page.blocks() if block.language == "ini"]


def units_in(home: Home) -> list[Path]:
    """The units, saved where the page says."""
    files = [home.folder / str(unit.file).removeprefix("~/") for unit in UNITS]
    for file, unit in zip(files, UNITS, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(unit.text)
    return files


def systemd(home: Home, *command: str) -> subprocess.CompletedProcess[str]:
    """One of systemd's own programs, for a user whose manager does not run."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    runtime = home.folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return home.run(command, {"XDG_RUNTIME_DIR": str(runtime), "SYSTEMD_OFFLINE": "1"})


def test_the_service_flags_what_needs_attention(urgent: Home):
    unit = cron_page.service(UNITS[0].text, urgent.folder)
    code, out, err = seen(urgent.run(unit.command, unit.variables))
    assert (code, err) == (0, "")
    assert FOUND.fullmatch(out)
    assert urgent.flags() == [("k7q2m", "overdue", "timer")]


def test_the_service_is_silent_where_nothing_needs_attention(quiet: Home):
    unit = cron_page.service(UNITS[0].text, quiet.folder)
    assert seen(quiet.run(unit.command, unit.variables)) == (0, "", "")


def test_systemd_finds_nothing_wrong_with_the_units(quiet: Home):
    done = systemd(quiet, "systemd-analyze", "--user", "verify", *map(str, units_in(quiet)))
    assert done.returncode == 0
    assert "claimtrack" not in done.stderr


def test_the_timer_runs_on_working_days(quiet: Home):
    when = cron_page.calendar(UNITS[1].text)
    done = systemd(quiet, "systemd-analyze", "calendar", when)
    assert done.returncode == 0
    assert "Mon..Fri *-*-* 07:30:00" in done.stdout


def test_the_timer_can_be_switched_on(quiet: Home):
    """Without a manager nothing is started, but what starts it from now on is there."""
    timer = units_in(quiet)[1]
    enable, show = cron_page.block("sh", "systemctl").text.splitlines()
    done = systemd(quiet, *shlex.split(enable))
    assert done.returncode == 0 or "Failed to connect to bus" in done.stderr, done
    wanted = timer.parent / "timers.target.wants" / timer.name
    assert wanted.resolve() == timer.resolve()
    assert systemd(quiet, *shlex.split(show)).returncode == 0


# --- a desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Machine]:
    """A machine that was set up by the page, with two members and somebody else."""
    try:
        machine = Machine()
    except Missing as missing:
        pytest.skip(str(missing))
    try:
        try:
            machine.prepare()
        except Missing as missing:
            pytest.skip(str(missing))
        for name in ("editor", "reporter", "visitor"):
            home = ("--create-home", "--home-dir", f"/opt/home/{name}")
            machine.ok("useradd", *home, "--shell", "/bin/sh", name)
        machine.ok("sh", "-ec", cron_page.block("sh", "groupadd").text)
        yield machine
    finally:
        machine.close()


def test_all_of_a_desk_write_to_one_ledger(desk: Machine):
    """At once, each with an umask of their own, and the cron job between them."""
    job = cron_page.system_job()
    add = 'claimtrack add "It is said by $LOGNAME" --due 2024-06'
    lines = [
        logged_in("editor", f"umask 077; {add} --id edn22"),
        logged_in("reporter", f"umask 022; {add} --id rep22"),
        by_cron(str(job.user), "desk", "/srv/desk", job.variables, job.command),
    ]
    running = [
        subprocess.Popen(
            desk.inside(line),
            env={"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in lines
    ]
    ended = [(each.communicate(timeout=60), each.returncode) for each in running]
    assert [code for _, code in ended] == [0, 0, 0], ended

    desk.ok(*lines[2])
    log = desk.ok(*logged_in("reporter", "claimtrack log --json"))
    entries = sorted((e["claim"], e["type"], e["by"]) for e in json.loads(log))
    assert entries == [
        ("edn22", "flag", "cron"),
        ("edn22", "opened", "editor"),
        ("rep22", "flag", "cron"),
        ("rep22", "opened", "reporter"),
    ]
    files = desk.ok("sh", "-c", "cd /srv/desk && stat -c '%a %G %n' -- .* *")
    assert "660 desk claims.json\n" in files
    assert "660 desk claims.json.lock\n" in files
    assert ".tmp" not in files


def test_the_job_of_a_desk_is_silent_where_nothing_needs_attention(desk: Machine):
    job = cron_page.system_job()
    line = f"{job.command} tag:nobody-has-this"
    done = desk.run(*by_cron(str(job.user), "desk", "/srv/desk", job.variables, line))
    assert seen(done) == (0, "", "")


def test_nobody_else_reads_the_ledger_of_a_desk(desk: Machine):
    done = desk.run(*logged_in("visitor", "claimtrack stale"))
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "claimtrack: /srv/desk/claims.json cannot be read: Permission denied\n"


# --- monitoring


def test_a_monitor_is_told_apart_what_is_found_and_what_is_wrong(quiet: Home, urgent_home: Home):
    line = cron_page.block("sh", "--exit-code").text

    def monitor(home: Home) -> tuple[int, str, str]:
        variables = {**PLAIN.variables, "PATH": f"{home.bin}:/usr/bin:/bin"}
        return seen(home.run(["/bin/sh", "-c", line], variables))

    assert monitor(quiet) == (0, "", "")
    assert monitor(urgent_home) == (1, f"{SUBJECT}\n", "")
    quiet.ledger.unlink()
    code, out, err = monitor(quiet)
    assert (code, out) == (2, "")
    assert "is not there" in err
