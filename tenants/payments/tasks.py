"""Doors for events and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.jobs.services import Run
from tenants.outbox.types import Event

from . import services
from .models import Deposit
from .services import (
    correcting,
    deciding,
    destinations,
    manual,
    month_closing,
    proofs,
    reconciling,
    settling,
    signalling,
    statements,
    stating,
)


def take_psp_event(event: Event) -> None:
    if event.payload["provider_kind"] == "psp":
        services.take_psp_event(message_id=uuid.UUID(event.payload["message_id"]))


def take_decision(event: Event) -> None:
    """Of the approvals that this room asked for."""
    subject, approval = uuid.UUID(event.payload["subject_id"]), uuid.UUID(event.payload["approval_id"])
    outcome = event.payload["outcome"]
    approved = outcome == "approved"
    if event.payload["kind"] in deciding.KINDS:
        services.take_decision(
            withdrawal_id=subject, approval_id=approval, approved=approved, taken_back=outcome == "withdrawn"
        )
    elif event.payload["kind"] == destinations.KIND:
        services.take_destination_decision(destination_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == settling.REVIEW:
        services.take_review_decision(deposit_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == manual.KIND and Deposit.objects.filter(id=subject).exists():
        proofs.take_proof_decision(deposit_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == stating.KIND and approved:
        services.book_payout_result(approval_id=approval)
    elif event.payload["kind"] == manual.KIND and approved:
        services.book_manual_deposit(approval_id=approval)


def send_payout(event: Event) -> None:
    services.send_payout(withdrawal_id=uuid.UUID(event.payload["withdrawal_id"]))


def collect_debt(event: Event) -> None:
    """deposit.settled: what a client owes for payments charged back is paid first."""
    services.collect_debt(client_id=uuid.UUID(event.payload["client_id"]))


@shared_task(base=BrokerTask, name="payments.sweep", suspended_ok=True, expires=60)
def sweep() -> None:
    services.sweep()


def take_correction_decision(event: Event) -> None:
    """Of corrections, and of months that somebody wants to open again."""
    subject, approval = uuid.UUID(event.payload["subject_id"]), uuid.UUID(event.payload["approval_id"])
    outcome = event.payload["outcome"]
    if event.payload["kind"] == correcting.KIND:
        correcting.take_correction_decision(correction_id=subject, approval_id=approval, outcome=outcome)
    elif event.payload["kind"] == month_closing.KIND:
        month_closing.take_reopening_decision(
            close_id=subject, approval_id=approval, approved=outcome == "approved"
        )


@shared_task(base=BrokerTask, name="payments.reconcile", expires=3600)
def reconcile() -> None:
    """Every night; by hand it is long work that somebody watches."""
    reconciling.reconcile()


def tell_reconciliation(event: Event) -> None:
    """reconciliation.ended: those who look after cases, when there are new ones."""
    if event.payload["opened"]:
        reconciling.tell_opened(run_id=uuid.UUID(event.payload["run_id"]))


def signal_settled(event: Event) -> None:
    signalling.signal_settled(deposit_id=uuid.UUID(event.payload["deposit_id"]))


def signal_failed(event: Event) -> None:
    signalling.signal_failed(deposit_id=uuid.UUID(event.payload["deposit_id"]))


def check_statement(run: Run) -> None:
    statements.check(run)


def book_statement(run: Run) -> None:
    statements.book(run)
