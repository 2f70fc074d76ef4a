"""The one place that turns text fit for a terminal: what would act on it becomes a visible mark."""

import re

DELETE = 0x7F
INVISIBLE = (
    "\u0080-\u009f"  # the C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of direction
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # line separators, byte order mark, annotations
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags, which hide text in text
)
"""What has no picture of its own; joiners stay, as Burmese, Persian and emoji need them."""

_UNSAFE = re.compile(f"[\x00-\x1f\x7f{INVISIBLE}]")


def safe(text: str) -> str:
    """The text with control characters and overrides of direction shown as marks."""
    return _UNSAFE.sub(_mark, text) if _UNSAFE.search(text) else text


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == DELETE else f"\u2039U+{code:04X}\u203a"
