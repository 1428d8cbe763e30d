"""Files of payments for the bank: one colleague makes the file from what is approved, another says that it was sent."""

import hashlib
import uuid
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, Denied, NotFound, Refused
from atrium.kernel.money import Money
from atrium.providers.bank import pain001
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.numbering.services import next_number

from ..models import BankAccount, Payout, PayoutBatch, Withdrawal
from .concluding import announce_change
from .deciding import check_approved
from .parts import locked
from .sending import check_broker_active

_MOST: Final = 500
State = PayoutBatch.State


def waiting_for_bank(account: BankAccount) -> QuerySet[Payout]:
    """Approved parts that leave this account and are in no file yet, oldest first."""
    rows = Payout.objects.filter(
        kind=Payout.Kind.BANK,
        state=Payout.State.NEW,
        batch=None,
        route_code=account.code,
        currency=account.currency,
        withdrawal__state__in=[Withdrawal.State.APPROVED, Withdrawal.State.SENDING],
    )
    return rows.select_related("withdrawal__target").order_by("id")


def make_batch(*, account_id: uuid.UUID, by: User, key: str) -> PayoutBatch:
    """The same key again is the same file."""
    check_broker_active()
    account = BankAccount.objects.filter(id=account_id, active=True).first()
    if account is None:
        raise NotFound("There is no such bank account.")
    if not account.iban:
        raise Refused(f"{account.label} has no IBAN yet, so no file can be made. Enter it in the settings.")
    try:
        with transaction.atomic():
            before = PayoutBatch.objects.filter(key=key).first()
            return before or _make(account, by, key)
    except IntegrityError as twice:
        before = PayoutBatch.objects.filter(key=key).first()
        if before is None:
            raise Conflict(
                "Somebody else made a file at the same moment. Look at the list and try again."
            ) from twice
        return before


def mark_batch_sent(*, batch_id: uuid.UUID, by: User) -> PayoutBatch:
    """By somebody else than its maker: from now on the bank may pay it."""
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.made_by_person == by.person_id:
            raise Denied("You made this file yourself. A second person looks at it and marks it as sent.")
        if batch.state != State.MADE:
            raise Conflict(f"This file is {batch.get_state_display().lower()} already.")
        check_broker_active()
        now = clock.now()
        batch.state, batch.sent_by, batch.sent_at = State.SENT, by.id, now
        batch.save(update_fields=["state", "sent_by", "sent_at"])
        for payout in batch.payouts.order_by("withdrawal_id", "place"):
            _mark_sent(payout.id, payout.withdrawal_id, now)
        _note(batch, "sent", f"File {batch.number} with {batch.total} marked as sent to the bank")
    return batch


def drop_batch(*, batch_id: uuid.UUID, by: User) -> PayoutBatch:
    """A file that was not sent is thrown away; its payments wait for the next one."""
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state != State.MADE:
            raise Conflict(f"This file is {batch.get_state_display().lower()} and cannot be dropped.")
        batch.state = State.DROPPED
        batch.save(update_fields=["state"])
        batch.payouts.update(batch=None)
        _note(batch, "dropped", f"File {batch.number} dropped by {by.name}")
    return batch


def _make(account: BankAccount, by: User, key: str) -> PayoutBatch:
    rows = list(waiting_for_bank(account).select_for_update(of=("self",), skip_locked=True)[:_MOST])
    if not rows:
        raise Refused("Nothing waits for this account. Approved bank transfers appear here.")
    for withdrawal in {row.withdrawal_id: row.withdrawal for row in rows}.values():
        check_approved(withdrawal)
    now, number = clock.now(), next_number("payout_batch")
    document = pain001.write(_batch(account, rows, number, now))
    batch = PayoutBatch.objects.create(
        number=number,
        account_id=account.id,
        account_code=account.code,
        currency=account.currency,
        payments=len(rows),
        total_minor=sum(row.amount_minor for row in rows),
        document=document,
        sha256=hashlib.sha256(document).hexdigest(),
        key=key,
        made_by=by.id,
        made_by_person=by.person_id,
        made_at=now,
    )
    Payout.objects.filter(id__in=[row.id for row in rows]).update(batch=batch)
    _note(batch, "made", f"File {number} made: {len(rows)} payments, {batch.total}")
    return batch


def _batch(account: BankAccount, rows: list[Payout], number: int, now: datetime) -> pain001.Batch:
    name = tenancy.require().name
    return pain001.Batch(
        message_id=f"ATRIUM-{number}-{now:%Y%m%d}",
        made_at=now,
        pay_on=now.date(),
        initiator=name,
        holder=account.holder,
        iban=account.iban.replace(" ", ""),
        bic=account.bic,
        payments=[_payment(row, name) for row in rows],
    )


def _payment(row: Payout, name: str) -> pain001.Payment:
    place = row.withdrawal.target
    if place is None:
        raise Refused(
            f"{row} has no bank account to go to. Refuse the withdrawal and ask the client for one."
        )
    return pain001.Payment(
        end_to_end_id=row.token,
        money=Money(row.amount_minor, row.currency),
        holder=place.holder,
        iban=place.number,
        bic=place.bic,
        text=f"{name} withdrawal {row.token}",
    )


def _mark_sent(payout_id: uuid.UUID, withdrawal_id: uuid.UUID, now: datetime) -> None:
    withdrawal = locked(withdrawal_id)
    payout = Payout.objects.select_for_update(of=("self",)).get(id=payout_id)
    if payout.state != Payout.State.NEW:
        raise Conflict(
            f"{payout.token} is {payout.get_state_display().lower()} already. Drop this file and make another."
        )
    check_approved(withdrawal)
    payout.state, payout.sent_at, payout.attempts = Payout.State.SENDING, now, 1
    payout.save(update_fields=["state", "sent_at", "attempts"])
    withdrawal.state, withdrawal.sent_at = Withdrawal.State.SENDING, withdrawal.sent_at or now
    withdrawal.save(update_fields=["state", "sent_at"])
    announce_change(withdrawal)


def _locked(batch_id: uuid.UUID) -> PayoutBatch:
    batch = PayoutBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None:
        raise NotFound("There is no such file.")
    return batch


def _note(batch: PayoutBatch, verb: str, text: str) -> None:
    note(subject_kind="payout_batch", subject_id=batch.id, verb=f"payout_batch.{verb}", text=text)
