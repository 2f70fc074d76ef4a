"""Many things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], most: int | None) -> Iterator[list[T]]:
    """The items in lists of at most so many, in their order; in one list where ``most`` is None."""
    waiting = iter(items)
    while batch := list(islice(waiting, most)):
        yield batch
