"""How the claims of the benches' ledgers are named, and which of them are the few to be found."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 5
IDS = len(LETTERS) ** LENGTH
STRIDE, START = 17_624_813, 7_000_001
"""How ids follow each other; the stride shares no factor with their number: each comes once."""
RARE = "sluice"
"""A word that only a few claims have, in their text and as a tag; they are to be rechecked too."""
FEW = 50
"""How many these are, in a ledger of any size from twice as many claims on."""


def claim_id(number: int) -> str:
    """The id of the claim with that number; neighbours have nothing in common."""
    left = (number * STRIDE + START) % IDS
    letters = ""
    for _ in range(LENGTH):
        left, letter = divmod(left, len(LETTERS))
        letters += LETTERS[letter]
    return letters


def is_rare(number: int, claims: int) -> bool:
    """Is it one of the few, which are spread over the whole?"""
    return number % max(2, -(-claims // FEW)) == 0
