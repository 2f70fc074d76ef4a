"""A machine for a desk: this one, with folders and accounts that nobody else sees or keeps.

A process in a mount namespace of its own holds it: /etc is a copy there, and what /opt and /srv hold
is gone with it. Every command is run in that namespace, as root or as one of the accounts.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "unshare",
    "nsenter",
    "mountpoint",
    "setpriv",
    "su",
    "runuser",
    "groupadd",
    "useradd",
    "gpasswd",
)
SECONDS = 60

PREPARE = """
set -e
mount -t tmpfs -o mode=755 tmpfs /srv
cd /srv
mkdir -p etc home python claimtrack/bin claimtrack/lib/{version}/site-packages packages checkout
mount --bind "{python}" python
mount --bind "{packages}" packages
mount --bind "{checkout}" checkout
printf 'home = /opt/python/bin\\n' > claimtrack/pyvenv.cfg
printf '/opt/packages\\n/opt/checkout\\n' > claimtrack/lib/{version}/site-packages/here.pth
ln -s "/opt/python/bin/{version}" claimtrack/bin/python3
sed '1s|.*|#!/opt/claimtrack/bin/python3|' "{script}" > claimtrack/bin/claimtrack
chmod 755 claimtrack/bin/claimtrack
cp -a /etc/. etc
mount --bind etc /etc
mount --rbind /srv /opt
mount -t tmpfs -o mode=755 tmpfs /srv
"""
"""The program that is tested, at the place where a desk has it; others may not read our own.
It is put together in /srv, as this Python may itself be in /opt."""


class Missing(Exception):
    """What a machine of one's own needs is not to be had here."""


class Machine:
    """Such a machine; ``Missing`` where there can be none."""

    def __init__(self) -> None:
        if os.geteuid() != 0:
            raise Missing("only root can set up a desk")
        if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
            raise Missing(f"there is no {', '.join(missing)}")
        if not all(Path(folder).is_dir() for folder in ("/opt", "/srv")):
            raise Missing("there is no /opt or no /srv")
        self._holder = subprocess.Popen(
            [
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "echo up; exec sleep 600",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None and self._holder.stderr is not None
        if not self._holder.stdout.readline():
            raise Missing(f"no mounts of our own: {self._holder.stderr.read().strip()}")

    def prepare(self) -> None:
        """Lay out /etc, /opt and /srv."""
        where = {
            "version": f"python{sys.version_info[0]}.{sys.version_info[1]}",
            "python": sys.base_prefix,
            "packages": sysconfig.get_path("purelib"),
            "checkout": ROOT,
            "script": Path(sys.executable).with_name("claimtrack"),
        }
        made = self.run("sh", "-c", PREPARE.format(**where))
        if made.returncode:
            raise Missing(f"no folders of our own: {made.stderr.strip()}")
        for folder in ("/etc", "/opt", "/srv"):
            assert self.run("mountpoint", "-q", folder).returncode == 0, f"{folder} is not ours"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as root."""
        return subprocess.run(
            self.inside(command),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
            timeout=SECONDS,
        )

    def ok(self, *command: str) -> str:
        """What a command that has to succeed prints."""
        done = self.run(*command)
        assert done.returncode == 0, done
        return done.stdout

    def inside(self, command: Sequence[str]) -> list[str]:
        """A command that runs another one on this machine."""
        return ["nsenter", "--mount", f"--target={self._holder.pid}", "--wd=/", "--", *command]

    def close(self) -> None:
        """Let go of it all."""
        self._holder.kill()
        self._holder.communicate()


def logged_in(member: str, line: str) -> list[str]:
    """A line that a member types in a shell they logged into."""
    return ["su", "--login", member, "--command", line]


def by_cron(user: str, group: str, home: str, variables: Mapping[str, str], line: str) -> list[str]:
    """A line that cron runs as a user."""
    own = {"HOME": home, "LOGNAME": user, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", **variables}
    become = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups"]
    return [*become, "env", "-i", *(f"{n}={v}" for n, v in own.items()), "/bin/sh", "-c", line]
