"""Record what came, once; say later that it was worked off."""

import uuid
from collections.abc import Mapping
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from tenants.outbox.services import announce

from .models import Message
from .types import Recorded

# Headers that say who sent the body and prove it; cookies and credentials of other systems stay outside.
_KEPT_HEADERS: Final = frozenset(
    {
        "content-type",
        "user-agent",
        "stripe-signature",
        "x-nowpayments-sig",
        "gt-authentication",
        "fake-signature",
    }
)


def record(
    *, connection_id: uuid.UUID, provider_kind: str, external_id: str, headers: Mapping[str, str], body: bytes
) -> Recorded:
    """The message and the event that tells of it, in one transaction. A repeated one is neither stored nor told again."""
    kept = {name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            connection_id=connection_id,
            external_id=external_id,
            defaults={
                "provider_kind": provider_kind,
                "headers": kept,
                "body": body,
                "received_at": clock.now(),
            },
        )
        if is_new:
            announce(
                "inbox.received",
                message_id=str(message.id),
                provider_kind=provider_kind,
                connection_id=str(connection_id),
            )
    return Recorded(message.id, is_new)


def finish(*, message_id: uuid.UUID, ignored: bool = False, note: str = "") -> None:
    state = Message.State.IGNORED if ignored else Message.State.DONE
    waiting = Message.objects.filter(id=message_id, state=Message.State.RECEIVED)
    waiting.update(state=state, note=note[:300], done_at=clock.now())
