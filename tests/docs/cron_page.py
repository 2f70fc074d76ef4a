"""docs/cron.md as cron, systemd and a shell read it."""

import re
import shlex
from collections.abc import Iterator
from configparser import RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cron.md"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+)\n")
VARIABLE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(.*))""")
SCHEDULE = re.compile(r"[\d*,/-]+")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file that its first line names, if any."""

    language: str
    text: str

    @property
    def file(self) -> str | None:
        named = NAMED.match(self.text)
        return named[1] if named else None


@dataclass(frozen=True)
class Job:
    """A line of a crontab, with the variables that are set above it."""

    command: str
    user: str | None = None
    variables: dict[str, str] = field(default_factory=dict)


def blocks() -> list[Block]:
    """Every fenced block of the page."""
    return [Block(*found) for found in FENCED.findall(PAGE.read_text(encoding="utf-8"))]


def block(language: str, word: str) -> Block:
    """The one block of a language that has a word in it."""
    [found] = [b for b in blocks() if b.language == language and word in b.text]
    return found


def own_jobs() -> list[Job]:
    """The jobs of a user's own crontab, the blocks of the page typed below each other."""
    own = [b.text for b in blocks() if b.language == "crontab" and not b.file]
    return list(jobs("".join(own), system=False))


def system_job() -> Job:
    """The job of the desk's one crontab."""
    [found] = [b for b in blocks() if b.language == "crontab" and b.file]
    [job] = jobs(found.text, system=True)
    return job


def jobs(crontab: str, *, system: bool) -> Iterator[Job]:
    """The lines of a crontab as cron reads them; a system's one names the user, too."""
    variables: dict[str, str] = {}
    for line in map(str.strip, crontab.splitlines()):
        if not line or line.startswith("#"):
            continue
        if assigned := VARIABLE.fullmatch(line):
            variables[assigned[1]] = assigned[2] or assigned[3] or assigned[4] or ""
            continue
        *when, rest = line.split(None, 5)
        assert all(SCHEDULE.fullmatch(part) for part in when), f"no time to run at: {line}"
        assert "%" not in rest, f"cron makes a new line of the %: {line}"
        user, command = rest.split(None, 1) if system else (None, rest)
        yield Job(command, user, dict(variables))


@dataclass(frozen=True)
class Unit:
    """What systemd runs: the words of a service's command, and its variables."""

    command: list[str]
    variables: dict[str, str]


def service(text: str, home: Path) -> Unit:
    """A user's service, with that home."""
    read = RawConfigParser()
    read.optionxform = str  # type: ignore[method-assign,assignment]
    read.read_string(text)
    words = [w.replace("%h", str(home)) for w in shlex.split(read["Service"]["ExecStart"])]
    assigned = [w.replace("%h", str(home)) for w in shlex.split(read["Service"]["Environment"])]
    return Unit(words, dict(word.split("=", 1) for word in assigned))


def calendar(text: str) -> str:
    """When a timer elapses."""
    read = RawConfigParser()
    read.read_string(text)
    return read["Timer"]["OnCalendar"]
