"""Whatever step of a write fails, or is the last before the process is killed: the ledger is as it
was before, or as the command would have left it, and whole; so is every backup.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from machine import Fault, Machine, Run, whole

KILLED = -9
LOOKING = {"stat", "fstat", "listdir", "read", "close"}
"""Steps that change nothing: what is there before one of them is there before the next step too."""
ADD = ("add", "The new one")


@dataclass
class Desk:
    """A ledger, the command that is tried on it, and copies of what there was before."""

    folder: Path
    machine: Machine
    command: tuple[str, ...] = ADD

    @property
    def ledger(self) -> Path:
        return self.folder / "claims.json"

    def ok(self, *arguments: str) -> None:
        self.machine.ok(self.ledger, *arguments)

    def files(self) -> dict[str, bytes]:
        """All that is there, but what the lock says."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }

    def backups(self) -> dict[str, bytes]:
        return {name: data for name, data in self.files().items() if ".backups/2" in name}


def first_write(desk: Desk) -> None:
    """There is no ledger yet."""


def next_write(desk: Desk) -> None:
    desk.ok("add", "One")
    desk.ok("add", "Two")


def write_that_prunes(desk: Desk) -> None:
    desk.ok("config", "backup.keep", "2")
    desk.ok("add", "One")
    desk.ok("add", "Two")
    assert len(desk.backups()) == 2


def write_without_backups(desk: Desk) -> None:
    desk.ok("config", "backup.keep", "0")
    desk.ok("add", "One")


def write_with_a_secret(desk: Desk) -> None:
    """A file that others may read, with a confidential source in it: backups are copies."""
    desk.ok("add", "One")
    desk.ledger.chmod(0o644)
    desk.ok("source", "add", "deep-throat", "--confidential")


def write_through_a_link(desk: Desk) -> None:
    (desk.folder / "real").mkdir()
    desk.ledger.symlink_to("real/claims.json")
    desk.ok("add", "One")


def restore_of_a_damaged_ledger(desk: Desk) -> None:
    desk.ok("add", "The new one")
    desk.ok("add", "Two")
    name = min(desk.backups()).partition("/")[2].removesuffix(".json")
    desk.ledger.write_text('{"meta": {"led')
    desk.command = ("restore", name)


SCENES: dict[str, Callable[[Desk], None]] = {
    scene.__name__: scene
    for scene in (
        *(first_write, next_write, write_that_prunes, write_without_backups),
        *(write_with_a_secret, write_through_a_link, restore_of_a_damaged_ledger),
    )
}


class Story:
    """One scene, played again and again with a fault at another step."""

    def __init__(self, folder: Path, machine: Machine, scene: Callable[[Desk], None]) -> None:
        self.machine = machine
        self.seed = Desk(folder / "seed", machine)
        self.seed.folder.mkdir()
        scene(self.seed)
        self.stage = folder / "stage"
        self.before = self.seed.files()
        again = self.set_up()
        run = machine.run(again.ledger, *again.command)
        assert run.code == 0, run
        self.steps = run.steps
        self.after = again.files()
        assert len(self.steps) > 15

    def set_up(self) -> Desk:
        """The scene as it was before the command."""
        shutil.rmtree(self.stage, ignore_errors=True)
        shutil.copytree(self.seed.folder, self.stage, symlinks=True)
        return Desk(self.stage, self.machine, self.seed.command)

    def play(self, fault: Fault) -> tuple[Desk, Run]:
        """The command, with the fault."""
        desk = self.set_up()
        return desk, self.machine.run(desk.ledger, *desk.command, fault=fault)

    def is_whole(self, desk: Desk, *, changed: bool | None) -> None:
        """The ledger is the old or the new, and no backup is anything but an earlier ledger."""
        there = desk.ledger.read_bytes() if desk.ledger.exists() else None
        if there != self.before.get("claims.json"):
            assert changed is not False
            assert "The new one" in (whole(desk.ledger) or ())
        else:
            assert changed is not True
        known = set(self.before.values()) | set(self.after.values())
        assert set(desk.backups().values()) <= known
        if there is not None and self.before.get("claims.json") not in (None, there):
            kept = self.before["claims.json"] in desk.backups().values()
            assert kept or not self.keeps, "what was replaced is a generation"

    def steps_but(self, names: set[str]) -> list[int]:
        """The numbers of the steps, without those of some sorts."""
        return [number for number, name in enumerate(self.steps) if name not in names]

    @staticmethod
    def leavings(desk: Desk) -> list[str]:
        """Temporary files."""
        return [name for name in desk.files() if Path(name).name.startswith(".")]

    @property
    def keeps(self) -> bool:
        return any(".backups/" in name for name in self.after)

    def goes_on(self, desk: Desk) -> None:
        """The next command that writes finds nothing in its way, and leaves nothing lying about."""
        if self.seed.command != ADD and self.machine.run(desk.ledger, "list").code:
            desk.ok(*desk.command)
        before = whole(desk.ledger) or []
        desk.ok("add", "And on it goes")
        assert sorted(whole(desk.ledger) or ()) == sorted([*before, "And on it goes"])
        assert not self.leavings(desk)
        most = max(2, len([name for name in self.after if ".backups/" in name]) + 2)
        assert len(desk.backups()) <= most
        if self.seed.command == ADD:
            assert len(set(desk.backups().values())) == len(desk.backups()), "none is kept twice"


@pytest.fixture(params=SCENES.values(), ids=SCENES)
def story(request: pytest.FixtureRequest, in_memory: Path, machine: Machine) -> Story:
    return Story(in_memory, machine, request.param)


def test_killed_before_any_step_of_a_write(story: Story) -> None:
    for step in story.steps_but(LOOKING):
        desk, run = story.play(Fault("kill", step))
        assert run.code == KILLED, (step, story.steps[step])
        story.is_whole(desk, changed=None)
        story.goes_on(desk)
    desk, run = story.play(Fault("kill", len(story.steps)))
    assert run.code == 0, "there is no step after the last"


@pytest.mark.parametrize("how", ["error", "refuse"])
def test_any_step_of_a_write_fails(story: Story, how: str) -> None:
    refused = 0
    for step in story.steps_but(LOOKING if how == "refuse" else set()):
        desk, run = story.play(Fault(how, step))
        where = (step, story.steps[step], run)
        assert run.code in (0, 4), where
        assert "Traceback" not in run.err, where
        if run.code == 4:
            refused += 1
            assert run.out == "", where
            assert run.err.startswith("claimtrack: ") and run.err.count("\n") == 1, where
            assert "claims.json" in run.err, where
            confirmed = "does not confirm it" not in run.err
            assert confirmed or how == "refuse", where
            story.is_whole(desk, changed=False if confirmed else None)
            if confirmed and how == "error":
                assert set(desk.backups()) == {n for n in story.before if ".backups/" in n}, where
        else:
            story.is_whole(desk, changed=True)
        if story.leavings(desk):
            assert how == "refuse" or story.steps[step] in ("unlink", "rmdir"), where
            story.goes_on(desk)
    assert refused > 5


def test_a_disk_that_takes_a_byte_at_a_time(story: Story) -> None:
    desk, run = story.play(Fault("short"))
    assert run.code == 0, run
    assert run.steps.count("write") >= len(desk.ledger.read_bytes())
    story.is_whole(desk, changed=True)
    assert json.loads(desk.ledger.read_bytes())
