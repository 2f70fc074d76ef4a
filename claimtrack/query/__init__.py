"""What is asked of claims: filter terms, the conditions that they mean, and orders."""

from claimtrack.query.sorting import SORTS
from claimtrack.query.terms import KEYS, UNCONFIRMED, Asked, parse, split_term

__all__ = ["KEYS", "SORTS", "UNCONFIRMED", "Asked", "parse", "split_term"]
