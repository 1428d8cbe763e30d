"""Doors for events and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services
from .services import manual, payouts, settling


def take_psp_event(event: Event) -> None:
    if event.payload["provider_kind"] == "psp":
        services.take_psp_event(message_id=uuid.UUID(event.payload["message_id"]))


def take_decision(event: Event) -> None:
    """Of the approvals that this room asked for."""
    subject, approval = uuid.UUID(event.payload["subject_id"]), uuid.UUID(event.payload["approval_id"])
    outcome = event.payload["outcome"]
    approved = outcome == "approved"
    if event.payload["kind"] == payouts.APPROVAL:
        services.take_decision(
            withdrawal_id=subject, approval_id=approval, approved=approved, taken_back=outcome == "withdrawn"
        )
    elif event.payload["kind"] == settling.REVIEW:
        services.take_review_decision(deposit_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == manual.KIND and approved:
        services.book_manual_deposit(approval_id=approval)


def send_payout(event: Event) -> None:
    services.send_payout(withdrawal_id=uuid.UUID(event.payload["withdrawal_id"]))


@shared_task(base=BrokerTask, name="payments.sweep", suspended_ok=True, expires=60)
def sweep() -> None:
    services.sweep()
