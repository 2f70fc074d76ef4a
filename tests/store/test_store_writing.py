"""Writing: all of it or none, once, and only what is new shows."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import DataError
from claimtrack.store import open_store
from claimtrack.store.base import Store, Unit

OPENED = {"type": "opened", "text": "The regime retakes Lashio"}
Beside = Callable[[], set[str]]


def stamp(path: Path) -> tuple[int, int, int]:
    """What a write would change: the file itself, its size and its time."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def add_one(store: Store) -> None:
    with store.write() as unit:
        unit.append("claims", "aaaaa", [OPENED])


def test_the_first_write_makes_the_ledger_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "2025" / "claims.json"
    with open_store(str(path)).write() as unit:
        assert not unit.exists
        unit.append("parties", "mndaa", [{"type": "entered", "name": "MNDAA"}])

    again = open_store(str(path)).read()
    assert again.exists
    assert again.entries("parties", "mndaa") == [{"type": "entered", "name": "MNDAA"}]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_an_empty_ledger_can_be_made(store: Store, path: Path) -> None:
    with store.write() as unit:
        unit.create()
    assert path.read_text() == '{\n  "meta": {\n    "ledger": {\n      "schema": 1\n    }\n  }\n}\n'


def test_making_a_ledger_that_is_there_writes_nothing(store: Store, filed: Path) -> None:
    before = stamp(filed)
    with store.write() as unit:
        unit.create()
    assert stamp(filed) == before


def test_what_was_appended_is_seen_in_the_same_unit(store: Store, filed: Path) -> None:
    with store.write() as unit:
        unit.append("claims", "k7q2m", [{"type": "note"}])
        unit.append("claims", "aaaaa", [OPENED])
        unit.append("claims", "aaaaa", [{"type": "note"}])

        assert set(unit.keys("claims")) == {"k7q2m", "aaaaa"}
        assert len(unit.entries("claims", "k7q2m") or []) == 2
        assert unit.entries("claims", "aaaaa") == [OPENED, {"type": "note"}]

    assert store.read().entries("claims", "aaaaa") == [OPENED, {"type": "note"}]


def test_tables_and_documents_stand_in_a_set_order(store: Store, path: Path) -> None:
    with store.write() as unit:
        for table in ("claims", "parties", "sources"):
            for key in ("b", "a", "10", "9"):
                unit.append(table, key, [{"z": 1, "a": 2}])
        unit.append("meta", "settings", [{"type": "set"}])

    lines = path.read_text().splitlines()
    assert [line.strip(' ":{') for line in lines if line.startswith('  "')] == [
        "meta",
        "sources",
        "parties",
        "claims",
    ]
    keys = [line.strip(' ":{') for line in lines if line.startswith('    "')]
    assert keys == ["ledger", "settings", *["10", "9", "a", "b"] * 3]
    assert lines.index('          "z": 1,') + 1 == lines.index('          "a": 2')


def test_a_diff_shows_what_was_added(store: Store, filed: Path) -> None:
    before = filed.read_text().splitlines()
    add_one(store)
    after = filed.read_text().splitlines()

    added = after.index('    "aaaaa": {')
    length = len(after) - len(before)
    assert after[:added] + after[added + length :] == before


def test_what_this_version_does_not_know_is_kept(store: Store, path: Path) -> None:
    path.write_text(
        '{"later": {"x": 1}, "claims": {"k7q2m": {"pinned": true, "entries": '
        '[{"type": "dream", "é": [1.5, null, {"b": 0, "a": []}]}], "after": 2}}, '
        '"meta": {"ledger": {"schema": 1, "made": "2025"}}}'
    )
    with store.write() as unit:
        unit.append("claims", "k7q2m", [OPENED])

    text = "".join(line.strip() for line in path.read_text().splitlines())
    assert text == (
        '{"meta": {"ledger": {"schema": 1,"made": "2025"}},'
        '"claims": {"k7q2m": {"pinned": true,"entries": ['
        '{"type": "dream","é": [1.5,null,{"b": 0,"a": []}]},'
        '{"type": "opened","text": "The regime retakes Lashio"}],"after": 2}},'
        '"later": {"x": 1}}'
    )


def test_nothing_appended_is_nothing_written(store: Store, filed: Path) -> None:
    before = stamp(filed)
    with store.write():
        pass
    with store.write() as unit:
        unit.append("claims", "aaaaa", [])
        assert unit.entries("claims", "aaaaa") is None
    assert stamp(filed) == before


def test_nothing_appended_makes_no_ledger(store: Store, path: Path) -> None:
    with store.write():
        pass
    assert not path.exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_on_the_way_writes_nothing(
    store: Store, filed: Path, beside: Beside, error: type[BaseException]
) -> None:
    before = filed.read_bytes(), stamp(filed)

    def fail(unit: Unit) -> None:
        unit.append("claims", "aaaaa", [OPENED])
        raise error

    with pytest.raises(error), store.write() as unit:
        fail(unit)

    assert (filed.read_bytes(), stamp(filed)) == before
    assert beside() == {"claims.json"}
    add_one(store)


def test_one_command_reads_once_and_writes_once(
    store: Store, filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    replaced: list[object] = []
    really_open, really_replace = os.open, os.replace

    def count_open(path: Path, *rest: object, **more: object) -> object:
        opened.append(Path(path).name)
        return really_open(path, *rest, **more)  # type: ignore[call-overload]

    def count_replace(source: object, target: object) -> None:
        replaced.append(target)
        really_replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", count_open)
    monkeypatch.setattr(os, "replace", count_replace)
    with store.write() as unit:
        for number in range(20):
            unit.append("claims", f"c{number}", [OPENED])
            unit.append("sources", "the-irrawaddy", [{"type": "entered"}])
            unit.entries("claims", "k7q2m")

    temporary = f".claims.json.{os.getpid()}.tmp"
    assert [name for name in opened if name in ("claims.json", temporary)] == [
        "claims.json",
        temporary,
    ]
    assert replaced == [filed]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_the_file_is_kept(store: Store, filed: Path, mode: int) -> None:
    filed.chmod(mode)
    add_one(store)
    assert stat.S_IMODE(filed.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_of_the_file_is_kept(store: Store, filed: Path) -> None:
    os.chown(filed, 12345, 23456)
    add_one(store)
    assert (filed.stat().st_uid, filed.stat().st_gid) == (12345, 23456)


@pytest.mark.parametrize(("folder", "lock"), [(0o2770, 0o660), (0o2775, 0o660), (0o755, 0o600)])
def test_whoever_may_write_in_the_folder_may_lock(
    store: Store, path: Path, folder: int, lock: int
) -> None:
    path.parent.chmod(folder)
    umask = os.umask(0o022)
    try:
        add_one(store)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(path.with_name("claims.json.lock").stat().st_mode) == lock


def test_a_symlink_stays_and_its_target_is_replaced(tmp_path: Path, filed: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "link.json"
    link.symlink_to(filed)

    add_one(open_store(str(link)))

    assert link.is_symlink()
    assert list(elsewhere.iterdir()) == [link]
    assert set(open_store(str(filed)).read().keys("claims")) == {"k7q2m", "aaaaa"}


def test_a_symlink_to_nothing_yet_gets_its_ledger(tmp_path: Path) -> None:
    link, target = tmp_path / "link.json", tmp_path / "claims.json"
    link.symlink_to(target)
    add_one(open_store(str(link)))
    assert link.is_symlink()
    assert target.is_file()


def test_a_temporary_file_of_a_dead_writer_is_cleared(
    store: Store, filed: Path, beside: Beside
) -> None:
    (filed.parent / ".claims.json.99999.tmp").write_text("{")
    (filed.parent / f".claims.json.{os.getpid()}.tmp").write_text("{")
    (filed.parent / "notes.tmp").write_text("mine")
    add_one(store)
    assert beside() == {"claims.json", "notes.tmp"}


@pytest.mark.parametrize("name", ["claims[1].json", "*.json", "claims.json"])
def test_only_our_own_leavings_are_cleared(tmp_path: Path, name: str) -> None:
    ours = tmp_path / f".{name}.99999.tmp"
    others = {tmp_path / ".claims.json.bak.7.tmp", tmp_path / ".claims.json.notes.tmp"}
    for left in (ours, *others):
        left.write_text("{")

    add_one(open_store(str(tmp_path / name)))

    assert not ours.exists()
    assert all(other.exists() for other in others)


def test_the_group_is_kept_where_the_owner_cannot_be(
    store: Store, filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []

    def as_a_member(_: int, uid: int, gid: int) -> None:
        if uid != -1:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        given.append(gid)

    really = os.fstat
    mine = filed.stat()

    def as_another(descriptor: int) -> os.stat_result:
        status = list(really(descriptor))
        status[stat.ST_UID], status[stat.ST_GID] = mine.st_uid + 1, mine.st_gid + 1
        return os.stat_result(status)

    with store.write() as unit:
        unit.append("claims", "aaaaa", [OPENED])
        monkeypatch.setattr(os, "fchown", as_a_member)
        monkeypatch.setattr(os, "fstat", as_another)
    assert given == [mine.st_gid]


def test_a_change_while_it_is_read_is_not_lost(
    store: Store, filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fstat

    def changed_first(descriptor: int) -> os.stat_result:
        if really(descriptor).st_ino == filed.stat().st_ino:  # the lock is looked at, too
            monkeypatch.undo()
            filed.write_text(filed.read_text().replace("k7q2m", "theirs"))
        return really(descriptor)

    monkeypatch.setattr(os, "fstat", changed_first)
    add_one(store)
    assert set(store.read().keys("claims")) == {"theirs", "aaaaa"}


@pytest.mark.parametrize("call", ["replace", "fsync"])
@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO]
)
def test_a_disk_that_refuses_leaves_the_old_content_whole(
    store: Store,
    filed: Path,
    beside: Beside,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    before = filed.read_bytes(), stamp(filed)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuse)
        with pytest.raises(DataError) as error:
            add_one(store)

    assert str(error.value) == f"{filed} cannot be written: {os.strerror(number)}; nothing changed"
    assert (filed.read_bytes(), stamp(filed)) == before
    assert beside() == {"claims.json"}
    add_one(store)


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    store: Store, filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    add_one(store)
    assert "aaaaa" in store.read().keys("claims")


def test_what_json_cannot_hold_is_refused(store: Store, filed: Path, beside: Beside) -> None:
    before = stamp(filed)
    for value in ("\ud800", 2**70):
        with pytest.raises(DataError, match="nothing changed"), store.write() as unit:
            unit.append("claims", "aaaaa", [{"text": value}])
    assert stamp(filed) == before
    assert beside() == {"claims.json"}


def test_a_folder_that_cannot_be_made(filed: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be locked for writing: .+"):
        add_one(open_store(str(filed / "sub" / "claims.json")))


def test_a_lock_that_cannot_be_made(store: Store, filed: Path) -> None:
    filed.with_name("claims.json.lock").mkdir()
    before = stamp(filed)
    with pytest.raises(DataError, match=str(filed)):
        add_one(store)
    assert stamp(filed) == before


FOREIGN: dict[str, Callable[[Path], object]] = {
    "written in place": lambda path: path.write_text("theirs"),
    "replaced": lambda path: path.with_name("new").rename(path),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN)
def test_what_another_program_did_meanwhile_is_not_undone(
    store: Store, filed: Path, beside: Beside, change: Callable[[Path], object]
) -> None:
    filed.with_name("new").write_bytes(filed.read_bytes())
    with pytest.raises(DataError, match="changed by another program"), store.write() as unit:
        unit.append("claims", "aaaaa", [OPENED])
        change(filed)
        theirs = filed.read_bytes() if filed.exists() else None

    assert (filed.read_bytes() if filed.exists() else None) == theirs
    assert beside() <= {"claims.json", "new"}


def test_a_file_that_appeared_meanwhile_is_not_overwritten(store: Store, path: Path) -> None:
    with pytest.raises(DataError, match="changed by another program"), store.write() as unit:
        unit.append("claims", "aaaaa", [OPENED])
        path.write_text("theirs")
    assert path.read_text() == "theirs"
