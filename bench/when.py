"""How long one phrase takes to read, once the words are loaded, and how long loading takes.

    python bench/when.py [PHRASE...]

Prints the best of many rounds for each phrase, in microseconds. It asserts nothing.
"""

import sys
import time
from contextlib import suppress
from datetime import UTC, date, datetime

from claimtrack.errors import BadInput
from claimtrack.when import Conventions, Reference, read_window

PHRASES = (
    "2025-06-17",
    "2025-06-01..2025-06-30",
    "June",
    "17 January 2025",
    "mid-January 2025",
    "by the end of June",
    "between March and May 2025",
    "over the past month",
    "next Monday",
    "2025-06~/2025-08",
    "yesterday 18:00",
    "၂၀၂၅ ခုနှစ် ဇွန်လ ၁၇ ရက်",
    "before the 2026 election",
    "Janury 2025",
)
ROUNDS = 300


def main() -> None:
    """Print the table."""
    day = date(2025, 6, 11)
    conventions = Conventions(languages=("en", "my"))
    reference = Reference(datetime(2025, 6, 11, 12, tzinfo=UTC), day, conventions)
    started = time.perf_counter()
    read_window("a month ago", reference)
    print(f"{(time.perf_counter() - started) * 1000:8.1f} ms  the first phrase, with all it loads")
    for phrase in sys.argv[1:] or PHRASES:
        print(f"{best(phrase, reference) * 1e6:8.0f} µs  {phrase}")


def best(phrase: str, reference: Reference) -> float:
    """The shortest time to read a phrase or to refuse it, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        with suppress(BadInput):
            read_window(phrase, reference)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
