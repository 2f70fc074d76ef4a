"""What every program of this kind costs: Typer, rich's table and one pydantic model."""

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Row(BaseModel):
    """A row of the table."""

    number: int
    word: str = "hello"


def main(rows: int = 3) -> None:
    """Print a table of a few rows."""
    table = Table("number", "word")
    for number in range(rows):
        row = Row(number=number)
        table.add_row(str(row.number), row.word)
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
