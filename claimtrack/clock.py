"""The one clock. ``CLAIMTRACK_NOW`` stops it, for scripts that must give the same file twice."""

import os
from datetime import UTC, datetime

from claimtrack.errors import BadInput

VARIABLE = "CLAIMTRACK_NOW"


def now() -> datetime:
    """This moment in UTC, to the microsecond."""
    fixed = os.environ.get(VARIABLE)
    if not fixed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise BadInput(
            f"{VARIABLE} is {fixed!r}, which is no moment: write 2025-03-01T09:00:00Z"
        ) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
