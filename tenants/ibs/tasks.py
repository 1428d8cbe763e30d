"""Doors for events of other rooms."""

import uuid

from tenants.outbox.types import Event

from . import services


def take_referral(event: Event) -> None:
    """`client.registered`: the partner whose link was followed is the client's, from the moment of registration."""
    code = str(event.payload.get("referral_code", ""))
    services.take_referral(client_id=uuid.UUID(event.payload["client_id"]), code=code, at=event.at)
