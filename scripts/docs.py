"""Write those parts of README.md and docs/ that are made from the program itself.

    python scripts/docs.py [--check]

Two marks are looked for in a page. What stands between ``<!-- generated: NAME -->`` and
``<!-- end -->`` is made by that name's function in doc_parts.PARTS. In a ``console`` block after
``<!-- run -->`` the commands are run, in a ledger of the page's own, and what they print is
written below them; a block after ``<!-- file NAME -->`` is a file that lies in the folder in which
they are run. With ``--check`` nothing is written: it fails where a page is not as it has
to be.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from doc_parts import PARTS
from doc_session import Session

ROOT = Path(__file__).resolve().parents[1]

REGION = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
FILE = re.compile(r"<!-- file (?P<file>[\w.-]+) -->\n```\w*\n(?P<text>.*?)```\n", re.DOTALL)
BLOCK = re.compile(
    r"(<!-- run(?: on (?P<day>\d{4}-\d\d-\d\d))? -->\n```console\n)(?P<body>.*?)(```\n)", re.DOTALL
)


def pages() -> list[Path]:
    """The pages that may hold such parts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def refreshed(page: str) -> str:
    """The page with all such parts made anew; ``KeyError`` for a part that nobody makes."""
    page = REGION.sub(lambda m: f"{m[1]}\n{PARTS[m['name']]().strip()}\n\n{m[3]}", page)
    if not BLOCK.search(page):
        return page
    with Session() as session:
        for found in FILE.finditer(page):
            session.put(found["file"], found["text"])
        return BLOCK.sub(
            lambda m: f"{m[1]}{session.transcript(m['body'], day=m['day'])}{m[4]}", page
        )


def written() -> Iterator[tuple[Path, str, str]]:
    """Each page, its text, and the text that it has to have."""
    for path in pages():
        page = path.read_text(encoding="utf-8")
        yield path, page, refreshed(page)


def stale() -> list[str]:
    """The pages, by their paths in the checkout, that are not as they have to be."""
    return [str(path.relative_to(ROOT)) for path, page, wanted in written() if page != wanted]


def main() -> int:
    """Write, or with ``--check`` name what is stale; 1 where something is."""
    if "--check" in sys.argv[1:]:
        for name in (names := stale()):
            print(f"{name} is stale: run `make docs`", file=sys.stderr)
        return 1 if names else 0
    for path, page, wanted in written():
        if page != wanted:
            path.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
