"""The secret address under which a person's own calendar program reads their tasks."""

import hashlib
import secrets

from atrium.kernel import clock
from tenants.identity.models import User

from ..models import CalendarFeed


def open_feed(*, user: User) -> str:
    """A new secret; an address given out before no longer works."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(secret), "created_at": clock.now()}
    )
    return secret


def close_feed(*, user: User) -> None:
    CalendarFeed.objects.filter(user=user).delete()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
