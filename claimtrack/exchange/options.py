"""What ``import`` was told of a file, read from its command line."""

from collections.abc import Sequence

from claimtrack.desk.rows import FIELDS
from claimtrack.errors import BadInput
from claimtrack.exchange.incoming import Options
from claimtrack.model.words import Stance

SIGNS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|"}


def read_options(
    mapping: Sequence[str] | None,
    stances: Sequence[str] | None,
    encoding: str | None,
    delimiter: str | None,
    source: str | None,
) -> Options:
    """The options, checked as far as that can be done without the file."""
    fields = _pairs("--map", "FIELD=COLUMN", mapping)
    for name in fields:
        if name not in FIELDS:
            raise BadInput(f"--map {name}=...: no field {name!r}: known are {', '.join(FIELDS)}")
    words = _pairs("--stance-words", "WORD=STANCE", stances)
    for word, stance in words.items():
        if stance not in Stance.__members__.values():
            raise BadInput(
                f"--stance-words {word}={stance}: no stance {stance!r}: known are "
                f"{', '.join(Stance)}"
            )
    if delimiter is not None:
        delimiter = SIGNS.get(delimiter, delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise BadInput(f"--delimiter {delimiter!r}: write one sign, or tab")
    known = {word.casefold(): stance for word, stance in words.items()}
    return Options(fields, known, encoding, delimiter, source)


def _pairs(option: str, usage: str, given: Sequence[str] | None) -> dict[str, str]:
    """``a=b,c=d`` as a dictionary; quotes go round what has a comma in it."""
    import csv

    found: dict[str, str] = {}
    for pair in (pair for one in given or () for row in csv.reader([one]) for pair in row):
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise BadInput(f"{option} {pair!r}: write {usage}, with commas between several")
        if name in found:
            raise BadInput(f"{option}: {name} is named twice")
        found[name] = value
    return found
