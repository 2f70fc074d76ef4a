"""``python -m claimtrack``."""

from claimtrack.cli import program

program()
