"""What any program that keeps such a ledger in one JSON file pays, and no more.

    python bench/limits.py parse|paused|write FILE [FOLDER]

Prints the milliseconds that it took, without Python's own start: reading the file and parsing it
with orjson (``paused``: with the garbage collector off), or dumping it as it is laid out, writing
that to a file in the folder, flushing it to the disk and renaming it.
"""

import gc
import os
import sys
import time
from pathlib import Path

import orjson

LAYOUT = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write(tables: object, folder: Path) -> None:
    """Dump, write, fsync, rename."""
    draft = folder / "limit.tmp"
    with draft.open("wb") as file:
        file.write(orjson.dumps(tables, option=LAYOUT))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / "limit.json")


def main(mode: str, path: Path, folder: Path) -> float:
    """The milliseconds that one of them takes."""
    if mode == "paused":
        gc.disable()
    begun = time.perf_counter()
    tables = orjson.loads(path.read_bytes())
    if mode == "write":
        begun = time.perf_counter()
        write(tables, folder)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[-1])))
    sys.stdout.flush()
    os._exit(0)
