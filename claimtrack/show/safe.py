"""The one place that turns text fit to be shown: what would act on a terminal becomes a mark."""

import re

DELETE = 0x7F
INVISIBLE = (
    "\u0080-\u009f"  # the C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks and overrides of direction and shape
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # line separators, byte order mark, annotations
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags, which hide text in text
)
"""What has no picture of its own; joiners stay, as Burmese, Persian and emoji need them."""

_UNSAFE = re.compile(f"[\x00-\x1f\x7f{INVISIBLE}]")
_UNSAFE_IN_JSON = re.compile(f"[\x7f{INVISIBLE}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


def safe(text: str) -> str:
    """The text with control characters and overrides of direction shown as marks."""
    return text if is_safe(text) else _UNSAFE.sub(_mark, text)


def is_safe(text: str) -> bool:
    """Is there nothing in it that would have to be shown as a mark?"""
    return (text.isascii() and text.isprintable()) or _UNSAFE.search(text) is None


def escaped_json(text: str, *, ascii_only: bool = False) -> str:
    r"""JSON that says the same, with what would act on a terminal written as ``\uXXXX``.

    JSON's own line ends stay. ``ascii_only`` is for a stream that holds nothing else.
    """
    return (_NOT_ASCII if ascii_only else _UNSAFE_IN_JSON).sub(_escape, text)


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == DELETE else f"\u2039U+{code:04X}\u203a"


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
