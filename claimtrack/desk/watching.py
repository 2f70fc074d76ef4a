"""How far a long work is, for whoever looks on; the desk itself prints nothing."""

from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

T = TypeVar("T")

Advance = Callable[[int], None]
"""Told, as the work goes on, how much more of it is done."""

Watch = Callable[[str, int], AbstractContextManager[Advance]]
"""Asked with what is done and how much of it there is; gives what is told how far it is."""


def unwatched(_what: str, _total: int) -> AbstractContextManager[Advance]:
    """Nobody looks on."""
    return nullcontext(lambda _: None)


def watched(items: Iterable[T], what: str, total: int, watch: Watch) -> Generator[T]:
    """The items, each told of as the next is asked for; the watching ends with this."""
    with watch(what, total) as advance:
        for item in items:
            yield item
            advance(1)
