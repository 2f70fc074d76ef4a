"""Writing EDTF, the extended date format of the Library of Congress."""

from claimtrack.when.refusals import Refused
from claimtrack.when.window import Window
from claimtrack.when.years import LIKELY


def edtf(window: Window) -> str:
    """The window in EDTF: as typed, where that is EDTF, else its most compact level 0 or 1."""
    from calendar import monthrange

    typed = _as_typed(window)
    if typed is not None:
        return typed
    mark = "~" if window.approximate else ""
    first, last = window.first, window.last
    if first is None or last is None:
        ends = (f"{end.isoformat()}{mark}" if end else ".." for end in (first, last))
        return "/".join(ends)
    if first == last:
        return first.isoformat() + mark
    whole_months = first.day == 1 and last == last.replace(day=monthrange(last.year, last.month)[1])
    if not whole_months or first.year not in LIKELY or last.year not in LIKELY:
        return f"{first.isoformat()}{mark}/{last.isoformat()}{mark}"
    if (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7] + mark
    if (first.month, last.month) != (1, 12):
        return f"{first.isoformat()[:7]}{mark}/{last.isoformat()[:7]}{mark}"
    if first.year == last.year:
        return f"{first.year:04}{mark}"
    if first.year % 10 == 0 and last.year == first.year + 9:
        return f"{first.year // 10:03}X{mark}"
    return f"{first.year:04}{mark}/{last.year:04}{mark}"


def _as_typed(window: Window) -> str | None:
    """The phrase itself, where it is EDTF and says these days in either hemisphere."""
    from claimtrack.when.extended import read_edtf
    from claimtrack.when.normal import normalised

    for southern in (False, True):
        try:
            found = read_edtf(normalised(window.text), southern=southern)
        except Refused:
            return None
        if found and (found.first, found.last) == (window.first, window.last):
            return found.text if found.approximate == window.approximate else None
    return None
