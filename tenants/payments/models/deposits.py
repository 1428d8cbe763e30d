"""Deposits: the intent first, then what became of it. Amounts of money are in the ledger."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.clients.models import Client


class Deposit(BrokerModel):
    """`key` was made with the page, so a double click is one deposit. `id` is our name for it at the provider."""

    class State(models.TextChoices):
        INITIATED = "initiated", "Begun"
        OPEN = "open", "Waiting for payment"
        SETTLED = "settled", "Received"
        FAILED = "failed", "Not paid"
        REVIEW = "review", "In review"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="deposits")
    client_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INITIATED)
    connection_id = models.UUIDField()
    psp_code = models.CharField(max_length=40)
    psp_reference = models.CharField(max_length=200, blank=True)
    payment_id = models.CharField(max_length=200, blank=True)
    checkout_url = models.TextField(blank=True)
    key = models.CharField(max_length=100)
    # What the provider says it received; another amount or currency than asked for goes to review.
    received_minor = models.BigIntegerField(null=True)
    received_currency = models.CharField(max_length=8, blank=True)
    fee_minor = models.BigIntegerField(default=0)
    approval_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["client", "key"], name="payments_deposit_key"),
            UniqueConstraint(
                fields=["connection_id", "psp_reference"],
                condition=~Q(psp_reference=""),
                name="payments_deposit_reference",
            ),
            UniqueConstraint(
                fields=["connection_id", "payment_id"],
                condition=~Q(payment_id=""),
                name="payments_deposit_payment",
            ),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_deposit_amount"),
            CheckConstraint(condition=Q(fee_minor__gte=0), name="payments_deposit_fee"),
            CheckConstraint(
                condition=Q(state__in=["initiated", "open", "settled", "failed", "review"]),
                name="payments_deposit_state",
            ),
            CheckConstraint(
                condition=~Q(state__in=["settled", "review"]) | Q(received_minor__isnull=False),
                name="payments_deposit_received",
            ),
        )
        indexes = (
            models.Index(fields=["client", "-created_at"], name="payments_deposit_client"),
            models.Index(fields=["-created_at", "-id"], name="payments_deposit_newest"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["initiated", "open"]),
                name="payments_deposit_open",
            ),
        )

    def __str__(self) -> str:
        return f"deposit of {self.money} by client {self.client_number}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def received(self) -> Money | None:
        return None if self.received_minor is None else Money(self.received_minor, self.received_currency)

    @property
    def is_final(self) -> bool:
        return self.state in (self.State.SETTLED, self.State.FAILED)
