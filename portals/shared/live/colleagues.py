"""The colleagues of this broker with their authority, as a worker knows them: read anew whenever any authority has changed."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from atrium.kernel import clock, tenancy
from tenants.staff.models import Member
from tenants.staff.selectors import authority_mark, members_with_authority

# Names and languages change without a change of authority; they may be this old.
LONGEST_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Known:
    mark: str
    until: datetime | None
    read_at: float
    members: tuple[Member, ...]

    def holds(self, mark: str) -> bool:
        fresh = time.monotonic() - self.read_at < LONGEST_SECONDS
        return self.mark == mark and fresh and (self.until is None or self.until > clock.now())


_known: dict[str, Known] = {}


def now() -> tuple[Member, ...]:
    """One small question to the database tells whether what we know still holds."""
    schema, mark = tenancy.require().schema, authority_mark()
    known = _known.get(schema)
    if known is None or not known.holds(mark):
        members = tuple(members_with_authority())
        moments = [member.authority.until for member in members if member.authority.until]
        known = _known[schema] = Known(mark, min(moments, default=None), time.monotonic(), members)
    return known.members
