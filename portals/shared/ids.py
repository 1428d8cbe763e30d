"""Ids that come from outside: what is none is the same as one that does not exist."""

import uuid


def uuid_of(text: object) -> uuid.UUID | None:
    """As addresses and forms write it, 36 characters; anything else is no id."""
    written = str(text or "")
    try:
        return uuid.UUID(written) if len(written) == 36 else None
    except ValueError:
        return None
