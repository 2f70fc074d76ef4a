"""What falls due on a claim: a forecast, answers that parties owe, a verdict to look at again."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from claimtrack.model.claim import Claim
from claimtrack.rules.coming_back import rechecked_on
from claimtrack.rules.context import Context
from claimtrack.rules.positions import open_questions
from claimtrack.rules.standing import Standing
from claimtrack.when import Window


class What(StrEnum):
    """What falls due."""

    DUE = "due"
    ANSWER = "answer"
    RECHECK = "recheck"


class Owed(NamedTuple):
    """Something that falls due: within its window, on ``day`` at the latest."""

    what: What
    window: Window
    day: date
    party: str | None = None
    """Who owes the answer."""


def falling_due(claim: Claim, standing: Standing, context: Context) -> Iterator[Owed]:
    """What falls due on a claim as it stands at the context's day."""
    due = claim.fields.due
    if due and standing.open:
        yield Owed(What.DUE, due, due.ends)
    questions = open_questions(claim, standing.tally.retracted, context.day)
    for party, question in questions.items():
        if answer_by := question.answer_by:
            yield Owed(What.ANSWER, answer_by, answer_by.ends, party)
    verdict = standing.verdict
    again = rechecked_on(claim, verdict, context.settings.timezone)
    if verdict and verdict.recheck and again:
        yield Owed(What.RECHECK, verdict.recheck, again)
