"""What a user typed, made fit to be filed, or refused."""

import re
import unicodedata

from claimtrack.errors import BadInput

_ASCII_WORDS = re.compile(r"[a-z0-9]+")


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


def same_words(text: str) -> str:
    """A text for comparing: case, spacing and punctuation aside."""
    if text.isascii():
        return "".join(_ASCII_WORDS.findall(text.lower())) or text.strip().lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LMN") or plain.strip()
