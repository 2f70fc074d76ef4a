"""A bar while something takes long: on standard error, and only where that is a terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""Told how many more are done."""

STEPS = 200
"""How often a bar is told, at most: drawing must not cost what it measures."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """A bar for ``total`` of ``what``, gone at the end, moved by what it gives.

    Nothing is printed where standard error is no terminal, or one that cannot move its cursor
    (TERM=dumb). NO_COLOR is respected.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from claimtrack.show.safe import safe

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(safe(what), total=total)
        step = max(1, total // STEPS)
        waiting = 0

        def advance(done: int) -> None:
            nonlocal waiting
            waiting += done
            if waiting >= step:
                bar.advance(task, waiting)
                waiting = 0

        yield advance
        bar.advance(task, waiting)
