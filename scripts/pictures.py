"""Draw the README's pictures from claims.json, through the program's own screens.

    python scripts/pictures.py [--check]

With ``--check`` nothing is written: it fails where a picture is not what the program draws now.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from doc_session import Screen
from rich.console import Console
from rich.text import Text

from claimtrack.cli import main as claimtrack
from claimtrack.config import CONFIG_VARIABLE, DB_VARIABLE, personal

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "claims.json"
FOLDER = ROOT / "docs" / "pictures"


class Picture(NamedTuple):
    """A picture: its file, the command that it shows, and the width of the terminal."""

    name: str
    command: str
    columns: int


PICTURES = (
    Picture("list", "list --unconfirmed tag:withdrawal,exchange --as-of 2025-02-28", 110),
    Picture("card", "show jun25 --as-of 2025-02-28", 100),
)
"""The list is narrowed to a topic: the whole of it is taller than a screen."""

FONT = 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace'
TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px FONT; }}
.{unique_id}-title {{ font: 16px FONT; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
""".replace("FONT", FONT)
"""Rich's own names its font by a url, which no picture in a page may load."""


def drawn() -> Iterator[tuple[Path, str]]:
    """The file of each picture, and what has to be in it."""
    for picture in PICTURES:
        console = Console(record=True, width=picture.columns, file=StringIO(), _environ={})
        console.print(Text.from_ansi(_screen(picture)), soft_wrap=True)
        svg = console.export_svg(
            title=f"claimtrack {picture.command}", code_format=TEMPLATE, unique_id=picture.name
        )
        lines = "".join(f"{line.rstrip()}\n" for line in svg.splitlines())
        yield FOLDER / f"{picture.name}.svg", lines


def stale() -> list[str]:
    """The pictures, by their paths in the checkout, that are not as they have to be."""
    return [
        str(path.relative_to(ROOT))
        for path, svg in drawn()
        if not path.is_file() or path.read_text(encoding="utf-8") != svg
    ]


def main() -> int:
    """Draw, or with ``--check`` name what is stale; 1 where something is."""
    if "--check" in sys.argv[1:]:
        for name in (names := stale()):
            print(f"{name} is stale: run `make pictures`", file=sys.stderr)
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, svg in drawn():
        path.write_text(svg, encoding="utf-8")
    return 0


def _screen(picture: Picture) -> str:
    """What the command shows on a terminal, colours and all.

    ``RuntimeError`` where it does not succeed.
    """
    terminal = {
        DB_VARIABLE: str(RECORD),
        CONFIG_VARIABLE: os.devnull,
        "COLUMNS": str(picture.columns),
        "TERM": "xterm-256color",
    }
    screen = Screen()
    with patch.dict(os.environ, terminal, clear=True), redirect_stdout(screen):
        personal.cache_clear()
        try:
            claimtrack(picture.command.split())
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"claimtrack {picture.command}: exit {end.code}") from None
        finally:
            personal.cache_clear()
    return screen.getvalue()


if __name__ == "__main__":
    sys.exit(main())
