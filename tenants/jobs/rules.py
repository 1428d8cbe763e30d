"""How long a runner may be silent, how often work is tried, how long files are kept, and what of an authority a file rests on."""

import hashlib
import json
from typing import Any, Final

LEASE_SECONDS: Final = 30
"""Longer than any chunk. Work whose runner died goes on after this."""

TURN_SECONDS: Final = 15.0
"""After this the next job has its turn: one broker's import of an hour does not stop another's export of a second."""

WORK_FOR_PREPARATION: Final = 4.0
"""A turn works at least so many times as long as it took to take the work up again, or a long job would only ever prepare."""

MOST_TRIES: Final = 5
"""Runs without any progress between them."""

RING_AGAIN_SECONDS: Final = 30
PAUSE_SECONDS: Final = 10
SHOW_EVERY_SECONDS: Final = 0.3

FILES_KEPT_DAYS: Final = 7
JOBS_KEPT_DAYS: Final = 180
SELECTIONS_KEPT_HOURS: Final = 24
MOST_SELECTED: Final = 100_000
MOST_AT_ONCE: Final = 5_000
"""Rows of an export that is made while its asker waits."""

GAVE_UP: Final = (
    "This work was interrupted several times at the same place and was given up. What it had done before is kept and listed."
    " Start it again, or ask your administrator to look into the log."
)
UNEXPECTED: Final = (
    "Something unexpected stopped this work, three times in a row. What it had done before is kept and listed; nothing was done"
    " twice. The log has the details under the number {number}."
)


def authority_key(authority: Any) -> str:
    """Changes when the rows or columns that its holder may see change: a file made before is not handed out after."""
    grants = sorted(
        [
            sorted(grant.permissions),
            sorted(grant.scopes),
            sorted(str(desk_id) for desk_id in grant.desk_ids),
            sorted(dict(grant.masks).items()),
        ]
        for grant in authority.grants
    )
    return hashlib.sha256(json.dumps(grants).encode()).hexdigest()[:32]


def rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
