"""Markdown for the parts of pages that are made."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """Text in a code span, fit for a table."""
    return f"`{cell(text)}`"


def cell(text: str) -> str:
    """Text fit for a table."""
    return text.replace("|", "\\|")
