"""When two texts say the same."""

import re
import unicodedata

_ASCII_WORDS = re.compile(r"[a-z0-9]+")


def same_words(text: str) -> str:
    """A text for comparing: case, spacing and punctuation aside."""
    if text.isascii():
        return "".join(_ASCII_WORDS.findall(text.lower())) or text.strip().lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LMN") or plain.strip()
