"""What subscribers are told."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in this broker's house. Delivered at least once to each subscriber."""

    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    at: datetime
