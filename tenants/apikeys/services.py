"""Make and end keys; remember the answers to requests that must not be done twice."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.activity.services import note
from tenants.identity.models import User

from . import rules
from .models import ApiKey, StoredAnswer
from .types import SCOPES, Answer, NewKey

_USED_EVERY: Final = timedelta(minutes=1)
_GIVEN_UP_AFTER: Final = timedelta(seconds=60)
KEPT_FOR: Final = timedelta(days=7)
"""How long an Idempotency-Key is remembered. Whatever moved money stays idempotent by its own row after that."""


def create_key(
    *, user_id: uuid.UUID, label: str, scopes: Collection[str], expires_at: datetime | None = None
) -> NewKey:
    """A key that acts for this user, who asks for it. This is the only moment at which it can be read."""
    unknown = sorted(set(scopes) - SCOPES.keys())
    if unknown or not scopes:
        raise InvalidInput(f"Choose scopes from: {', '.join(SCOPES)}.", field="scopes")
    if not label.strip():
        raise InvalidInput("Name the key after the program that will use it.", field="label")
    if expires_at is not None and expires_at <= clock.now():
        raise InvalidInput("A key that has expired already is of no use.", field="expires_at")
    text = rules.new_text(tenancy.require().schema)
    with transaction.atomic():
        key = ApiKey.objects.create(
            user=_user(user_id),
            label=label.strip()[:80],
            digest=rules.digest(text),
            hint=text[-4:],
            scopes=sorted(set(scopes)),
            expires_at=expires_at,
        )
        note(subject_kind="api_key", subject_id=key.id, verb="api_key.created", text=f"API key {key} created")
    return NewKey(key=key, text=text)


def revoke_key(*, key_id: uuid.UUID) -> ApiKey:
    """At once: the next request with it is refused. Revoking twice keeps the first time."""
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().filter(id=key_id).first()
        if key is None:
            raise NotFound("There is no such API key.")
        if key.revoked_at is None:
            key.revoked_at = clock.now()
            key.save(update_fields=["revoked_at"])
            note(
                subject_kind="api_key",
                subject_id=key.id,
                verb="api_key.revoked",
                text=f"API key {key} revoked",
            )
    return key


def note_use(key: ApiKey) -> None:
    """Once a minute is enough to see which keys are dead."""
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at > _USED_EVERY:
        ApiKey.objects.filter(id=key.id).update(last_used_at=now)


def begin_request(*, principal: str, operation: str, key: str, fingerprint: str) -> Answer | None:
    """The stored answer, if this was done before; None if it is to be done now, by the caller alone."""
    now = clock.now()
    with transaction.atomic():
        row, is_new = StoredAnswer.objects.select_for_update().get_or_create(
            principal=principal,
            operation=operation,
            idem_key=key,
            defaults={"fingerprint": fingerprint, "started_at": now},
        )
        if is_new:
            return None
        if row.fingerprint != fingerprint:
            raise InvalidInput("This Idempotency-Key came with another request before. That one stands.")
        if row.status is not None:
            return Answer(row.status, row.body)
        if now - row.started_at < _GIVEN_UP_AFTER:
            raise Conflict(
                "The first request with this Idempotency-Key is still being worked on. Ask again in a moment."
            )
        row.started_at = now  # whoever had it died; what it did is idempotent by its own row
        row.save(update_fields=["started_at"])
    return None


def finish_request(*, principal: str, operation: str, key: str, status: int, body: Any) -> None:
    rows = StoredAnswer.objects.filter(principal=principal, operation=operation, idem_key=key)
    rows.update(status=status, body=body)


def forget_request(*, principal: str, operation: str, key: str) -> None:
    """A refusal changed nothing, so the same key may be tried again."""
    StoredAnswer.objects.filter(principal=principal, operation=operation, idem_key=key, status=None).delete()


def sweep() -> None:
    StoredAnswer.objects.filter(started_at__lt=clock.now() - KEPT_FOR).delete()


def _user(user_id: uuid.UUID) -> User:
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound("There is no such user.")
    return user
