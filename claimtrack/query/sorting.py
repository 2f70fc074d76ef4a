"""The orders in which claims are listed."""

from collections.abc import Callable, Iterable
from datetime import date

from claimtrack.errors import BadInput
from claimtrack.model.words import Priority, Status
from claimtrack.query.conditions import Row, folded
from claimtrack.rules.activity import last_heard, updated

_PRIORITIES = list(Priority)
_STATUSES = list(Status)

SORTS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "activity": lambda row: (-updated(row.claim, row.day).timestamp(), row.claim.id),
    "id": lambda row: (row.claim.id,),
    "text": lambda row: (folded(row.claim.fields.text), row.claim.id),
    "status": lambda row: (_STATUSES.index(row.standing.status), row.claim.id),
    "priority": lambda row: (_PRIORITIES.index(row.claim.fields.priority), row.claim.id),
    "due": lambda row: (
        row.claim.fields.due.ends if row.claim.fields.due else date.max,
        row.claim.id,
    ),
    "heard": lambda row: (last_heard(row.claim, row.day) or date.min, row.claim.id),
    "opened": lambda row: (row.claim.logged[0].recorded, row.claim.id),
    "updated": lambda row: (updated(row.claim, row.day), row.claim.id),
}
"""What rows can be sorted by: ``activity`` has the latest first, the others go upwards."""


def check_sort(key: str) -> str:
    """A key of SORTS, perhaps with ``-`` before it; ``BadInput`` for what is none."""
    name = key.removeprefix("-")
    if name not in SORTS:
        raise BadInput(f"cannot sort by {name!r}: known are {', '.join(SORTS)}")
    return key


def in_order(rows: Iterable[Row], key: str) -> list[Row]:
    """Rows in the order of a key; ``-`` before it turns it round."""
    return sorted(rows, key=SORTS[key.removeprefix("-")], reverse=key.startswith("-"))
