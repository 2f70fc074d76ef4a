"""Starting a ledger: empty, or with the record that comes with the program."""

from pathlib import Path

from claimtrack.desk.keeping import derived_anew, has_secrets
from claimtrack.desk.retrying import retried
from claimtrack.errors import BadInput, DataError
from claimtrack.store import open_store
from claimtrack.store.base import TABLES, Snapshot
from claimtrack.store.held import Held


def start(location: str, *, example: bool) -> None:
    """Create the ledger; ``BadInput`` where there is one already."""
    record: Snapshot = open_store(str(example_file())).read() if example else Held({})
    store = open_store(location, private=has_secrets, derive=derived_anew)

    def made() -> None:
        with store.write() as unit:
            if unit.exists:
                raise BadInput(f"{store.location} is there already: it is left as it is")
            unit.create()
            for table in TABLES:
                for key in record.keys(table):
                    unit.append(table, key, record.entries(table, key) or [])

    retried(store, made)


def example_file() -> Path:
    """The Lashio record: in the package, or beside it where that is used from a checkout."""
    package = Path(__file__).parents[1]
    for path in (package / "example.json", package.parent / "claims.json"):
        if path.is_file():
            return path
    raise DataError("the example record did not come with this installation")
