"""What a user typed, made fit to be filed, or refused."""

import unicodedata

from claimtrack.errors import BadInput


def one_line(text: str, what: str) -> str:
    """The text on one line, spaces folded; ``BadInput`` where there is nothing to read in it."""
    return " ".join(some_text(text, what).split())


def some_text(text: str, what: str) -> str:
    """The text as given, its ends trimmed; ``BadInput`` where there is nothing to read in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInput(f"the {what} is not valid UTF-8: type it anew") from None
    if all(unicodedata.category(c)[0] in "CZ" for c in text):
        raise BadInput(f"the {what} is empty: write what it says")
    return text.strip()
