"""What falls due: forecasts, answers that parties owe, verdicts to be looked at again."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from claimtrack.desk.selecting import conditions_of, selected
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.query.conditions import Condition, FallsDue, Row, owed
from claimtrack.rules.falling_due import What
from claimtrack.when import Lean, Window


class Item(NamedTuple):
    """Something that falls due: within its window, on ``day`` at the latest."""

    claim: Claim
    what: What
    window: Window
    day: date
    party: str | None = None
    """Who owes the answer."""


def agenda(
    view: View, terms: Sequence[str], window: Window | None = None, *, user: str
) -> list[Item]:
    """What falls due on the claims that filter terms hold for, the earliest first.

    ``window`` keeps what may fall due within it: what has a window that shares a day with it, as
    the filter ``due:`` does. Without it all is there, what is overdue too.
    """
    conditions = conditions_of(view, terms, user=user)
    asked = FallsDue(window.begins, window.ends) if window else FallsDue()
    return _items(view, conditions, asked)


def due_by(view: View, terms: Sequence[str], last: date, *, user: str) -> list[Item]:
    """As ``agenda``, what falls due by a day at the latest, and what is overdue."""
    conditions = conditions_of(view, terms, user=user)
    return _items(view, conditions, FallsDue(last=last, at_latest=True))


def split_window(view: View, words: Sequence[str]) -> tuple[Window | None, list[str]]:
    """A leading date phrase and the filter terms after it: ``next week tag:lashio``.

    Words before the first ``key:value`` have to begin with a date: the longest that can be read.
    """
    words = [part for word in words for part in _apart(word)]
    length = next((n for n, word in enumerate(words) if ":" in word or word[0] == "-"), len(words))
    refusal: BadInput | None = None
    for end in range(length, 0, -1):
        try:
            return view.window("due", " ".join(words[:end]), Lean.AHEAD), list(words[end:])
        except BadInput as error:
            refusal = refusal or error
    if refusal is not None:
        raise BadInput(f"{refusal}; filters come after a date, or as key:value")
    return None, list(words)


def _apart(word: str) -> list[str]:
    """``next week tag:lashio`` in one argument as its words; one that begins with a key stays."""
    first, *others = word.split() or [word]
    return word.split() if ":" not in first and any(":" in w for w in others) else [word]


def _items(view: View, conditions: Sequence[Condition], asked: FallsDue) -> list[Item]:
    """What is asked for, of the claims that conditions hold for, the earliest first."""
    items = [
        Item(claim, *item)
        for claim in selected(view, [*conditions, asked], "id")
        for item in owed(Row(claim, view))
        if asked.takes(item)
    ]
    return sorted(items, key=lambda item: (item.day, item.claim.id, item.what))
