"""Payout runs that a second person agrees to: proposed for everybody of a currency at once, paid as it was agreed, or not at all.

Never more than was agreed to is paid to a party, and never more than is due to it when it is paid.
"""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.numbering.services import next_number
from tenants.outbox.services import announce

from ..models import Accrual, PayoutItem, PayoutRun
from .payable import BATCH, Payable, payables
from .settlement import KIND, batches, by_currency, locked, may_want_second_person, pay, wants_second_person

PERMISSION: Final = "payouts.approve"
OPEN: Final = (PayoutRun.State.WAITING, PayoutRun.State.APPROVED)


@transaction.atomic
def propose_runs(*, by: uuid.UUID | None = None, at: datetime | None = None) -> list[PayoutRun]:
    """One run a currency of those who need a second person. While one is open no other of that currency is begun.

    The rows of a run are what is due now; what becomes due later is for the next run.
    """
    at = at or clock.now()
    wanted = wants_second_person()
    found: list[Payable] = []
    for ids in batches():
        rows = payables(locked(Accrual.objects.filter(id__in=ids)), at)
        found += [each for each in rows if each.money and wanted(each.money)]
    taken = set(PayoutRun.objects.filter(state__in=OPEN).values_list("currency", flat=True))
    return [
        _propose(currency, rows, by, at)
        for currency, rows in by_currency(found).items()
        if currency not in taken
    ]


def propose_by_the_clock(*, at: datetime | None = None) -> list[PayoutRun]:
    """Once a day, from midnight UTC on: else each minute would ask somebody for the little that came due in it."""
    at = at or clock.now()
    if not may_want_second_person():
        return []
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if PayoutRun.objects.filter(approval_id__isnull=False, created_at__gte=midnight).exists():
        return []
    return propose_runs(at=at)


@transaction.atomic
def take_run_decision(*, run_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """Refused, its parties are free for the next run. Approved, it is paid at once, or gone on with by the clock."""
    run = PayoutRun.objects.select_for_update().filter(id=run_id, approval_id=approval_id).first()
    if run is None or run.state != PayoutRun.State.WAITING:
        return
    if approved:
        approvals.require_approved(approval_id=approval_id, facts=_facts(run), money=run.asked)
        run.state = PayoutRun.State.APPROVED
        run.save(update_fields=["state"])
        transaction.on_commit(lambda: pay_run(run_id=run_id))
    else:
        run.state, run.ended_at = PayoutRun.State.REFUSED, clock.now()
        run.save(update_fields=["state", "ended_at"])


def pay_run(*, run_id: uuid.UUID) -> PayoutRun:
    """Batch by batch, each in a transaction of its own: killed in between, it goes on where it was."""
    while _pay_some(run_id):
        pass
    return PayoutRun.objects.get(id=run_id)


def resume_runs() -> int:
    """Approved runs that were not finished, oldest first. Returns how many there were."""
    ids = list(
        PayoutRun.objects.filter(state=PayoutRun.State.APPROVED)
        .order_by("number")
        .values_list("id", flat=True)
    )
    for run_id in ids:
        pay_run(run_id=run_id)
    return len(ids)


@transaction.atomic
def _pay_some(run_id: uuid.UUID) -> bool:
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotFound("There is no such payout run.")
    if run.state != PayoutRun.State.APPROVED:
        return False
    open_items = PayoutItem.objects.filter(run=run, paid_minor=None).order_by("party_kind", "party_number")
    items = list(open_items[:BATCH])
    if not items:
        return _end(run)
    by_party = {(item.party_kind, item.party_number): item for item in items}
    wanted = Accrual.objects.filter(
        currency=run.currency, party_number__in=[item.party_number for item in items]
    )
    rows = [each for each in locked(wanted) if (each.party_kind, each.party_number) in by_party]
    amounts = {}
    for each in payables(rows, run.due_until):
        item = by_party[each.accrual.party_kind, each.accrual.party_number]
        item.paid_minor = max(0, min(item.amount_minor, each.due.amount_minor))
        if item.paid_minor:
            key = (each.accrual.party_kind, each.accrual.party_number, run.currency)
            amounts[key] = Money(item.paid_minor, run.currency)
    paid = [each for each in rows if (each.party_kind, each.party_number, run.currency) in amounts]
    pay(amounts, paid, run.due_until, run=run)
    PayoutItem.objects.bulk_update(items, ["paid_minor"])
    return True


def _end(run: PayoutRun) -> bool:
    run.state, run.ended_at = PayoutRun.State.DONE, clock.now()
    run.save(update_fields=["state", "ended_at"])
    paid = sum(minor or 0 for minor in run.items.values_list("paid_minor", flat=True))
    assert run.approval_id is not None
    approvals.note_result(
        approval_id=run.approval_id,
        done=True,
        text=f"{Money(paid, run.currency)} moved to {run.parties} wallets",
    )
    announce("payout_run.changed", run_id=str(run.id))
    return False


def _propose(currency: str, rows: Sequence[Payable], by: uuid.UUID | None, at: datetime) -> PayoutRun:
    run = PayoutRun(
        id=new_id(), number=next_number("payout_run"), currency=currency, due_until=at, state=PayoutRun.State.WAITING,
        requested_by=by, parties=len(rows), asked_minor=sum(row.money.amount_minor for row in rows), created_at=at,
    )  # fmt: skip
    run.save(force_insert=True)
    PayoutItem.objects.bulk_create(
        [
            PayoutItem(
                run=run, party_kind=row.accrual.party_kind, party_number=row.accrual.party_number,
                amount_minor=row.money.amount_minor,
            )
            for row in rows
        ]
    )  # fmt: skip
    run.approval_id = approvals.ask(
        kind=KIND,
        subject_id=run.id,
        title=f"Pay {run.asked} of rebates to {run.parties} wallets",
        facts=_facts(run),
        permission=PERMISSION,
        requested_by=by,
        money=run.asked,
    ).id
    run.save(update_fields=["approval_id"])
    announce("payout_run.changed", run_id=str(run.id))
    return run


def _facts(run: PayoutRun) -> dict[str, str]:
    """What is decided is these parties with these amounts: the digest stands for all of them."""
    rows = run.items.order_by("party_kind", "party_number").values_list(
        "party_kind", "party_number", "amount_minor"
    )
    digest = hashlib.sha256("\n".join(f"{kind} {number} {minor}" for kind, number, minor in rows).encode())
    return {
        "run": str(run.number),
        "amount": str(run.asked),
        "parties": str(run.parties),
        "due": f"{run.due_until:%F %T} UTC",
        "items": digest.hexdigest(),
    }
