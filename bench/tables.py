"""The ladder as tables: for the terminal and for docs/performance.md."""

from collections.abc import Callable, Iterable, Sequence

from cases import ADD, COMMANDS, LIMIT, LIMITS, REPORT, START, STORES, TINY, WRITE
from results import SMALL, Result, Run, goals, unit
from timing import markdown, plain

Table = list[list[str]]
FORESEEN = (10_000, 1_000_000, 100_000_000)
"""For how many claims the page on scale says what they take."""

FAIR = 10_000
"""From so many claims measured on, it is told what more of them take."""
SAME = f"the same on {SMALL:,} claims"
BASES = {TINY: f"{START} + parse ({ADD}, {REPORT}: + {WRITE})"}
"""What the ratios in a store's table are to; of a database to its own small ledger."""


def page(run: Run, *, for_docs: bool) -> str:
    """All that a run says, in sections."""
    draw = markdown if for_docs else plain
    mark = "### " if for_docs else ""
    sections = [f"{run.machine}; median of {run.rounds}, of fewer where a command takes long."]
    for title, table in _tables(run):
        if len(table) > 1:
            sections.append(f"{mark}{title}\n\n{draw(table)}")
    return "\n\n".join(sections)


def _tables(run: Run) -> Iterable[tuple[str, Table]]:
    yield "Goals", _goals(run)
    for who in STORES:
        yield (
            f"{who}: milliseconds (min..max), ratio to {BASES.get(who, SAME)}",
            _ladder(run, COMMANDS, [who], _ratio(run)),
        )
    yield "Limits: milliseconds (min..max)", _ladder(run, LIMITS, [LIMIT], _none)
    others = [who for who in _names(run) if who not in (*STORES, LIMIT)]
    yield "Others: milliseconds (min..max)", _ladder(run, _rows(run, others), others, _none)
    yield "Memory of the largest command, in MB", _memory(run)


def _goals(run: Run) -> Table:
    table = [["goal", "measured", "at most", ""]]
    for goal in goals(run):
        row = [goal.what, f"{goal.ratio:.2f}"]
        if goal.limit is None:
            table.append([*row, "", ""])
        else:
            at_most = f"{'below ' if goal.strict else ''}{goal.limit:g}"
            table.append([*row, at_most, "pass" if goal.met else "miss"])
    return table


def _ladder(
    run: Run, rows: Iterable[str], names: Sequence[str], ratio: Callable[[Result], str]
) -> Table:
    """Commands down, sizes across."""
    sizes = _sizes(run)
    table = [["command", *(f"{size:,}" for size in sizes)]]
    for what in rows:
        for who in names:
            found = [run.find(size, what, who) for size in sizes]
            if any(found):
                name = what if len(names) == 1 else f"{who}: {what}"
                table.append([name, *(_cell(one, ratio) if one else "" for one in found)])
    return table


def _cell(one: Result, ratio: Callable[[Result], str]) -> str:
    low, high = min(one.times), max(one.times)
    return f"{_ms(one.median)} ({_ms(low)}..{_ms(high)}){ratio(one)}"


def _ms(taken: float) -> str:
    return f"{taken:.1f}" if taken < 10 else f"{taken:,.0f}"


def _none(_: Result) -> str:
    return ""


def _ratio(run: Run) -> Callable[[Result], str]:
    """On the file to its limits at that size; on a database to the small ledger."""

    def ratio(one: Result) -> str:
        small = run.median(SMALL, one.what, one.who)
        base = unit(run, one.size, one.what) if one.who == TINY else small
        return f" {one.median / base:.2f}" if base else ""

    return ratio


def _memory(run: Run) -> Table:
    sizes = _sizes(run)
    table = [["", *(f"{size:,}" for size in sizes)]]
    for who in _names(run):
        most = [_most(run, who, size) for size in sizes]
        if who != LIMIT and any(most):
            table.append([who, *most])
    return table


def _most(run: Run, who: str, size: int) -> str:
    """The most that any of its commands took; where that is no more than the bench's own, so."""
    found = [one for one in run.results if (one.who, one.size) == (who, size)]
    if not found:
        return ""
    most = max(found, key=lambda one: one.kilobytes)
    if most.kilobytes <= run.own_kilobytes:
        return f"under {run.own_kilobytes / 1024:.0f}"
    file = run.bytes.get(f"{who} {size}")
    times = f", {most.kilobytes * 1024 / file:.1f} x the file" if file and who == TINY else ""
    return f"{most.kilobytes / 1024:,.0f} ({most.what}{times})"


def sizes(run: Run) -> str:
    """What a claim takes on each store, and many of them: for docs/scale.md."""
    table = [["store", "bytes a claim", "bytes an entry", *(f"{n:,} claims" for n in FORESEEN)]]
    for who in STORES:
        taken = {size: run.bytes.get(f"{who} {size}") for size in _sizes(run)}
        largest = max((size for size, bytes_ in taken.items() if bytes_), default=0)
        if largest:
            claim = (taken[largest] or 0) / largest
            entry = claim / run.entries_a_claim
            row = [f"{who}, from {largest:,} claims", f"{claim:,.0f}", f"{entry:,.0f}"]
            foreseen = (_readable(claim * count) if largest >= FAIR else "" for count in FORESEEN)
            table.append([*row, *foreseen])
    return f"Measured, {run.entries_a_claim:.2f} entries a claim:\n\n{markdown(table)}"


def _readable(taken: float) -> str:
    """So many bytes, in the unit that makes the number short."""
    for unit_name, bytes_ in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if taken >= bytes_:
            return f"{taken / bytes_:,.0f} {unit_name}"
    return f"{taken:.0f} B"


def _sizes(run: Run) -> list[int]:
    return sorted({one.size for one in run.results})


def _names(run: Run) -> list[str]:
    """The stores first, in their order."""
    return list(dict.fromkeys((*STORES, *(one.who for one in run.results))))


def _rows(run: Run, names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one.what for one in run.results if one.who in names))
