"""Read a file and parse it: what every program that reads the same ledger pays at least."""

import sys
from pathlib import Path

import orjson

if __name__ == "__main__":
    orjson.loads(Path(sys.argv[1]).read_bytes())
