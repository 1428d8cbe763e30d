"""How long a runner may be silent, how often work is tried, how long files are kept, and what of an authority a file rests on."""

import hashlib
import json
from typing import Any, Final

LEASE_SECONDS: Final = 30
"""Longer than any chunk. Work whose runner died goes on after this."""

TURN_SECONDS: Final = 15.0
"""After this the next job has its turn: one broker's import of an hour does not stop another's export of a second."""

MOST_TRIES: Final = 5
"""Runs without any progress between them."""

RING_AGAIN_SECONDS: Final = 30
PAUSE_SECONDS: Final = 10
SHOW_EVERY_SECONDS: Final = 0.3

FILES_KEPT_DAYS: Final = 7
JOBS_KEPT_DAYS: Final = 180
SELECTIONS_KEPT_HOURS: Final = 24
MOST_SELECTED: Final = 100_000

GAVE_UP: Final = (
    "This work was interrupted several times at the same place and was given up. What it had done before is kept and listed."
    " Start it again, or ask your administrator to look into the log."
)
UNEXPECTED: Final = (
    "Something unexpected stopped this work, three times in a row. What it had done before is kept and listed; nothing was done"
    " twice. The log has the details under the number {number}."
)


def authority_key(authority: Any, permission: str) -> str:
    """Changes when rows or columns that the permission reaches change: a file made before is not handed out after."""
    scope = authority.scope(permission)
    reach: list[object] = []
    if scope is not None:
        desks = sorted(str(one) for one in scope.desk_ids)
        pools = sorted(str(one) for one in scope.pool_desk_ids or ())
        reach = [scope.everything, scope.own, scope.participating, scope.unassigned, desks, pools]
    return hashlib.sha256(json.dumps([authority.view_key, reach]).encode()).hexdigest()[:32]
