"""Doors for events of other rooms and for the clock."""

import uuid
from collections.abc import Sequence

from celery import shared_task

from atrium.kernel import clock
from atrium.kernel.tasks import BrokerTask
from tenants.ibs.services import ranks
from tenants.outbox.types import Event, together

from . import ranking, services
from .services import (
    clawback,
    goodwill,
    invoices,
    payout_runs,
    publishing,
    replay,
    settlement,
    shadow,
    shadow_periods,
    take_all,
)


@together()
def accrue(events: Sequence[Event]) -> None:
    """`deals.recorded`: those that wait, so that many are caught up with as cheaply as one."""
    batch_ids = dict.fromkeys(uuid.UUID(event.payload["batch_id"]) for event in events)
    services.accrue_batches(batch_ids=list(batch_ids))


def correct(event: Event) -> None:
    """`deals.changed`: a server edited or cancelled deals after they were accrued."""
    services.correct_deals(deal_ids=event.payload["deal_ids"])


def take_money_decision(event: Event) -> None:
    """Of payout runs, and of what somebody wants to take back."""
    subject, approval = uuid.UUID(event.payload["subject_id"]), uuid.UUID(event.payload["approval_id"])
    approved = event.payload["outcome"] == "approved"
    if event.payload["kind"] == settlement.KIND:
        payout_runs.take_run_decision(run_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == clawback.KIND:
        clawback.take_clawback_decision(clawback_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == take_all.KIND:
        take_all.take_all_decision(clawback_id=subject, approval_id=approval, approved=approved)
    elif event.payload["kind"] == goodwill.KIND:
        goodwill.take_goodwill_decision(goodwill_id=subject, approval_id=approval, approved=approved)


def take_plan_decision(event: Event) -> None:
    """Of plans to be published, and of recalculations to be posted."""
    subject, approval = uuid.UUID(event.payload["subject_id"]), uuid.UUID(event.payload["approval_id"])
    outcome = event.payload["outcome"]
    if event.payload["kind"] == publishing.KIND:
        publishing.take_plan_decision(plan_id=subject, approval_id=approval, outcome=outcome)
    elif event.payload["kind"] == replay.APPROVAL:
        replay.take_recalculation_decision(recalculation_id=subject, approval_id=approval, outcome=outcome)


def accrue_shadow(event: Event) -> None:
    """`deals.recorded`: the same deals under the plans in the shadow, without money."""
    shadow.accrue_shadow(batch_id=uuid.UUID(event.payload["batch_id"]))


@shared_task(base=BrokerTask, name="rebates.accrue_shadows", expires=300)
def accrue_shadows() -> None:
    shadow_periods.accrue()


def correct_shadow(event: Event) -> None:
    """`deals.changed`."""
    shadow.correct_shadow(deal_ids=event.payload["deal_ids"])


def note_deposit(event: Event) -> None:
    """`deposit.settled`: held deals of the client may count from now on."""
    services.note_qualified(client_id=uuid.UUID(event.payload["client_id"]))


def note_level(event: Event) -> None:
    """`kyc.decided`: the same."""
    services.note_qualified(client_id=uuid.UUID(event.payload["client_id"]))


@shared_task(base=BrokerTask, name="rebates.replay_late")
def replay_late() -> None:
    services.replay_late()


@shared_task(base=BrokerTask, name="rebates.accrue_events")
def accrue_events() -> None:
    services.accrue_events()


@shared_task(base=BrokerTask, name="rebates.settle_due")
def settle_due() -> None:
    """Whoever needs nobody's word is paid; the others are proposed once a day; what was agreed to and not finished goes on."""
    payout_runs.resume_runs()
    services.settle_all_due()
    payout_runs.propose_by_the_clock()


@shared_task(base=BrokerTask, name="rebates.judge_ranks", expires=3600)
def judge_ranks() -> None:
    """Every night: who goes up, and who goes down."""
    at = clock.now()
    ranks.judge(figures=ranking.figures_by_period(at=at), at=at)


@shared_task(base=BrokerTask, name="rebates.write_invoices", expires=3600)
def write_invoices() -> None:
    """In the first days of a month, of the month before; told again it writes what is missing."""
    invoices.write_invoices(month=invoices.month_before(clock.now()))


@shared_task(base=BrokerTask, name="rebates.accrue_waiting")
def accrue_waiting() -> None:
    services.accrue_waiting()
