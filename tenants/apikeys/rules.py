"""What a key looks like, and how it is kept: the database holds its hash, never the key."""

import hashlib
import re
import secrets
from typing import Final

PREFIX: Final = "atk"
_SHAPE: Final = re.compile(r"atk_([a-z2-7]{12})_([A-Za-z0-9_-]{43})\Z")


def new_text(schema: str) -> str:
    """256 random bits, led by the broker's schema: a key of one house is known for a stranger's in another."""
    return f"{PREFIX}_{schema.removeprefix('t_')}_{secrets.token_urlsafe(32)}"


def belongs_to(text: str, schema: str) -> bool:
    found = _SHAPE.match(text)
    return found is not None and f"t_{found[1]}" == schema


def digest(text: str) -> str:
    """No salt and no slow hash are needed: nobody can guess 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
