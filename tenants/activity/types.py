"""What the timeline speaks."""

import uuid
from typing import NamedTuple


class Subject(NamedTuple):
    """A thing with a timeline of its own: `kind` is lead, client, account, deposit, partner, withdrawal…"""

    kind: str
    id: uuid.UUID
