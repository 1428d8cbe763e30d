"""Doors for events of other rooms."""

import uuid

from tenants.outbox.types import Event

from . import requests, services


def take_referral(event: Event) -> None:
    """`client.registered`: the partner whose link was followed is the client's, from the moment of registration."""
    code = str(event.payload.get("referral_code", ""))
    services.take_referral(client_id=uuid.UUID(event.payload["client_id"]), code=code, at=event.at)


def take_decision(event: Event) -> None:
    """Of those who asked to become a partner."""
    if (
        event.payload["kind"] in {requests.BECOME, requests.REGISTRATION}
        and event.payload["outcome"] == "approved"
    ):
        requests.carry_out(approval_id=uuid.UUID(event.payload["approval_id"]))
