"""Paste the README's commands into fresh clones of HEAD, as a newcomer would.

The block after ``<!-- try -->`` has to end in the unconfirmed rumors, the one after
``<!-- test -->`` in passed tests. What the commands print is passed on as it comes.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
BLOCK = r"<!-- {mark} -->\s*```sh\n(.*?)```"
PASSED = re.compile(r"^\W*[1-9]\d* passed\b.*$", re.MULTILINE)
OURS = ("CLAIMTRACK_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "MAKE")
"""How the variables begin that a newcomer does not have and that would change what happens."""


class Failed(Exception):
    """A command did not do what the README says."""


def block(readme: str, mark: str) -> str:
    """The ``sh`` block that the comment ``mark`` stands before."""
    found = re.search(BLOCK.format(mark=mark), readme, re.DOTALL)
    if not found:
        raise Failed(f"README.md has no ```sh block after <!-- {mark} -->")
    return found[1].strip()


def environment() -> dict[str, str]:
    """The environment without what a developer or a test run may have set."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def paste(command: str, folder: Path) -> str:
    """What ``command`` prints on standard output in ``folder``; it is echoed as it comes."""
    print(f"$ {command}", flush=True)
    lines = []
    with subprocess.Popen(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            print(line, end="", flush=True)
    if process.returncode:
        raise Failed(f"exit {process.returncode} from: {command}")
    return "".join(lines)


def clone(into: Path) -> Path:
    """A fresh clone of HEAD."""
    subprocess.run(["git", "clone", "-q", ROOT, into], check=True)
    return into


def check_try(command: str, scratch: Path) -> None:
    """The command prints the unconfirmed rumors, and the package carries the same ledger."""
    folder = clone(scratch / "try")
    listed = paste(command, folder)
    if "unconfirmed" not in listed:
        raise Failed("the first command shows no unconfirmed rumor")
    program = f"{folder}/.venv/bin/claimtrack --db example.json"
    if paste(f"{program} init --example >&2 && {program} list --unconfirmed", scratch) != listed:
        raise Failed("`init --example` lays out another record than claims.json")


def check_test(command: str, scratch: Path) -> None:
    """The command ends in passed tests."""
    printed = paste(command, clone(scratch / "test"))
    if not PASSED.search(printed):
        raise Failed("the second command passes no test")


def main() -> int:
    """Both commands, the quick one first; 1 where one fails."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    status = ["git", "-C", str(ROOT), "status", "--porcelain"]
    if subprocess.run(status, check=True, capture_output=True).stdout:
        print("there are changes that no clone has: HEAD is what is checked", file=sys.stderr)
    try:
        trial, test = block(readme, "try"), block(readme, "test")
        with TemporaryDirectory() as scratch:
            check_try(trial, Path(scratch))
            check_test(test, Path(scratch))
    except Failed as failure:
        print(f"README.md: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
