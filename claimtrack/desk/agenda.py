"""What falls due: forecasts, answers that parties owe, verdicts to be looked at again."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from claimtrack.desk.reading import listed
from claimtrack.desk.view import View
from claimtrack.errors import BadInput
from claimtrack.model.claim import Claim
from claimtrack.rules.coming_back import rechecked_on
from claimtrack.rules.positions import open_questions
from claimtrack.when import Lean, Window


class What(StrEnum):
    """What falls due."""

    DUE = "due"
    ANSWER = "answer"
    RECHECK = "recheck"


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
    items = [
        item for claim in listed(view, terms, user=user, sort="id") for item in _items(view, claim)
    ]
    if window is not None:
        items = [i for i in items if i.window.begins <= window.ends and i.day >= window.begins]
    return sorted(items, key=lambda item: (item.day, item.claim.id, item.what))


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


def _items(view: View, claim: Claim) -> Iterator[Item]:
    standing, due = view.standing(claim), claim.fields.due
    if due and standing.open:
        yield Item(claim, What.DUE, due, due.ends)
    questions = open_questions(claim, standing.tally.retracted, view.day)
    for party, question in questions.items():
        if answer_by := question.answer_by:
            yield Item(claim, What.ANSWER, answer_by, answer_by.ends, party)
    verdict = standing.verdict
    again = rechecked_on(claim, verdict, view.settings.timezone)
    if verdict and verdict.recheck and again:
        yield Item(claim, What.RECHECK, verdict.recheck, again)
