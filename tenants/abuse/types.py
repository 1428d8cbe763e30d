"""What this room speaks."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Rebates that this client's trading brought are not paid, from what was unpaid at `since` on. No partner: to nobody."""

    partner_id: uuid.UUID | None
    client_id: uuid.UUID
    since: datetime
