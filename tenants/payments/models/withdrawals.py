"""Withdrawals: held in the ledger from the moment they are asked for."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money


class Withdrawal(BrokerModel):
    """Money out to a client or a partner. It is held in the ledger from the moment it is asked for."""

    class Party(models.TextChoices):
        CLIENT = "client", "Client"
        IB = "ib", "IB"

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for approval"
        APPROVED = "approved", "Approved"
        SENDING = "sending", "Being sent"
        PAID = "paid", "Paid"
        REJECTED = "rejected", "Rejected"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_kind = models.CharField(max_length=6, choices=Party.choices)
    party_id = models.UUIDField()
    party_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    connection_id = models.UUIDField()
    psp_code = models.CharField(max_length=40)
    psp_reference = models.CharField(max_length=200, blank=True)
    destination = models.CharField(max_length=200)
    hold_id = models.UUIDField()
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField()
    key = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["party_kind", "party_id", "key"], name="payments_withdrawal_key"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_withdrawal_amount"),
            CheckConstraint(condition=Q(party_kind__in=["client", "ib"]), name="payments_withdrawal_party"),
            CheckConstraint(
                condition=Q(state__in=["requested", "approved", "sending", "paid", "rejected", "failed"]),
                name="payments_withdrawal_state",
            ),
        )
        indexes = (
            models.Index(fields=["party_id", "-requested_at"], name="payments_withdrawal_party_at"),
            models.Index(fields=["-requested_at", "-id"], name="payments_withdrawal_newest"),
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=["approved", "sending"]),
                name="payments_withdrawal_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"withdrawal of {self.money} by {self.party_kind} {self.party_number}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_final(self) -> bool:
        return self.state in (self.State.PAID, self.State.REJECTED, self.State.FAILED)
