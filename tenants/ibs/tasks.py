"""Doors for events of other rooms, and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import requests, services
from .services import client_rebates, moves


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


def take_client_rebate_decision(event: Event) -> None:
    """Of partners who want to give their clients more or less."""
    if event.payload["kind"] == client_rebates.KIND:
        client_rebates.take_decision(
            change_id=uuid.UUID(event.payload["subject_id"]),
            approval_id=uuid.UUID(event.payload["approval_id"]),
            outcome=event.payload["outcome"],
        )


def take_move_decision(event: Event) -> None:
    """Of partners who are to stand elsewhere in the tree."""
    if event.payload["kind"] == moves.KIND:
        moves.take_move_decision(
            move_id=uuid.UUID(event.payload["subject_id"]),
            approval_id=uuid.UUID(event.payload["approval_id"]),
            approved=event.payload["outcome"] == "approved",
        )


@shared_task(base=BrokerTask, name="ibs.repeat_client_shares", expires=60)
def repeat_client_shares() -> None:
    client_rebates.repeat_due_shares()
