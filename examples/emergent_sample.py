"""Write a sample in the columns of a data set of rumors such as Emergent's.

    python examples/emergent_sample.py > examples/emergent-sample.csv

Towns, firms, outlets and words are made up. The same script always writes the same file.
"""

import csv
import random
import sys
from datetime import date, timedelta

HEADER = (
    "claimId", "claimHeadline", "claimTruthiness", "articleId", "articleHeadline",
    "articleStance", "articleDate", "outlet",
)  # fmt: skip

TOWNS = (
    "Varnholt", "Ostreva", "Kellmere", "Port Addis", "Brindlow", "Tarsk", "Mirabad", "Quenby",
    "San Teofilo", "Ulvergate", "Nambora", "Loch Farren",
)  # fmt: skip
FIRMS = (
    "Halvorsen Robotics", "Bluefin Mobile", "Ardent Foods", "Pellucid", "Norrland Rail",
    "Castellan Bank", "Tidewater Games", "Ostara Air",
)  # fmt: skip
CLAIMS = (
    "A crocodile escaped from the zoo of {town}",
    "{firm} will close its plant in {town}",
    "The mayor of {town} resigned over a lottery ticket",
    "{firm} is buying a rival for {number} million",
    "A meteorite fell on the car park of the {town} stadium",
    "Tap water in {town} turns hair green",
    "{firm} lost the records of {number},000 customers",
    "A man in {town} lived in a lighthouse for {number} years without being noticed",
    "The bridge of {town} was sold to a collector",
    "{firm} pays its night shift in vouchers",
    "A bear was filmed riding the tram in {town}",
    "{firm} hides a second microphone in its speakers",
    "Schools in {town} will open at noon",
    "A statue in {town} wept during the storm",
)
OUTLETS = (
    "The Varnholt Courier",
    "Daily Meridian",
    "Radio Kellmere",
    "Wire & Harbour",
    "The Brindlow Post",
    "Snippet",
    "Ostreva Today",
    "The Long Sheet",
    "Channel Nine East",
    "Gadgetry",
    "Morning Ledger",
    "Tarsk Evening News",
    "Newsbarge",
    "The Quenby Advertiser",
    "Upland Review",
    "Clickety",
    "Mirabad Gazette",
    "The Harbourmaster",
    "Free Press Nambora",
    "Second Look",
)
HEADLINES = {
    "for": ("{claim}", "It is true: {claim}", "{claim}, witnesses say", "{claim}: what we know"),
    "against": (
        "No, that is not so: “{claim}”",
        "Hoax: {claim}",
        "Denied: {claim}",
        "Why nobody should believe that {lower}",
    ),
    "observing": (
        "Claim: {claim}",
        "Did it happen? “{claim}”",
        "The internet says that {lower}",
        "Reports that {lower} could not be verified",
    ),
}
FIRST_DAY = date(2014, 8, 4)


def rows(generator: random.Random, claims: int) -> list[list[str]]:
    """The rows of the sample, in the order of the claims."""
    found: list[list[str]] = []
    seen: set[str] = set()
    while len(seen) < claims:
        firm = generator.choice(FIRMS)
        town = generator.choice(TOWNS)
        pattern = generator.choice(CLAIMS)
        claim = pattern.format(town=town, firm=firm, number=generator.randint(3, 60))
        if claim in seen:
            continue
        seen.add(claim)
        claim_id = f"{len(seen):05d}"
        truth = generator.choice(("true", "false", "unknown"))
        day = FIRST_DAY + timedelta(days=generator.randint(0, 200))
        for outlet in generator.sample(OUTLETS, generator.randint(1, 12)):
            stance = generator.choice(("for", "for", "against", "observing", "observing"))
            day += timedelta(days=generator.choice((0, 0, 0, 1, 1, 3)))
            lower = claim if claim.startswith(FIRMS) else claim[0].lower() + claim[1:]
            headline = generator.choice(HEADLINES[stance]).format(claim=claim, lower=lower)
            article = f"{len(found) + 1:06d}"
            found.append(
                [claim_id, claim, truth, article, headline, stance, day.isoformat(), outlet]
            )
    return found


def main() -> None:
    """Write the sample to standard output."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows(random.Random(1027), 100))


if __name__ == "__main__":
    main()
