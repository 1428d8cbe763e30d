"""What the inbox speaks."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recorded:
    """`is_new` is false when the provider had told this before."""

    message_id: uuid.UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Received:
    """One stored message, for the room that works it off."""

    id: uuid.UUID
    connection_id: uuid.UUID
    provider_kind: str
    external_id: str
    body: bytes
