"""The same phrase in one form: digits, dashes, spaces and case, and nothing guessed.

Only what surely means the same is changed. Unicode's compatibility forms are left alone, because
they would turn "June 2²" with its footnote into June 22.
"""

import re
import unicodedata

from claimtrack.when.refusals import Refused

_HYPHENS = dict.fromkeys(map(ord, "‐‑−－"), "-")
# A dash stands between two ends: 2024–25 is not the month 25 of 2024.
_DASHES = dict.fromkeys(map(ord, "‒–—―"), " - ")
_QUOTES = dict.fromkeys(map(ord, "’‘ʼ＇`"), "'")
_OTHERS = {
    0x200B: " ",
    0x104A: ",",
    0x104B: " ",
    0x060C: ",",
    0x3001: ",",
    0x301C: "~",
    0xFF5E: "~",
}
_SIGNS = _HYPHENS | _DASHES | _QUOTES | _OTHERS

_AROUND = {"(": ")", '"': '"', "'": "'", "“": "”", "„": "“", "‘": "’", "«": "»"}
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])'s\b|(?<=s)'(?=\s)")
_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])\.([^\W\d_])(?![^\W\d_])")
_CONTROL = ("Cc", "Cf", "Cs", "Zl", "Zp")


def unwrapped(text: str) -> str:
    """A phrase without what a sentence leaves around it: brackets, quotation marks, a comma."""
    while True:
        text = text.strip(" ")
        if len(text) > 1 and _AROUND.get(text[0]) == text[-1]:
            text = text[1:-1]
        elif text.endswith(",") or (text.endswith((")", "”")) and text[0] not in _AROUND):
            text = text[:-1]
        else:
            return text


def normalised(text: str) -> str:
    """A phrase in the form that is read; ``Refused`` where characters in it cannot be seen."""
    if text.isascii() and text.isprintable():
        plain = text
    else:
        plain = unicodedata.normalize("NFC", "".join(map(_plain, text)))
    plain = _POSSESSIVE.sub("", plain.casefold())
    return _INITIALS.sub(r"\1\2", plain)


def _plain(sign: str) -> str:
    """One character as it is read."""
    if mapped := _SIGNS.get(ord(sign)):
        return mapped
    kind = unicodedata.category(sign)
    if kind in _CONTROL:
        raise Refused(
            f"holds a control or an invisible character (U+{ord(sign):04X}): type the date anew"
        )
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Zs":
        return " "
    if 0xFF01 <= ord(sign) <= 0xFF5E:
        return unicodedata.normalize("NFKC", sign)
    return sign
