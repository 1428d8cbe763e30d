"""Chargebacks: a payer took a card payment back, and the provider took it from the broker."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money

from .deposits import Deposit


class Dispute(BrokerModel):
    """`wallet` was taken from the client's wallet when it was opened; `owed`, which was not there, the client owes us."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        WON = "won", "Won"
        LOST = "lost", "Lost"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection_id = models.UUIDField()
    reference = models.CharField(max_length=200)
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="disputes")
    amount_minor = models.BigIntegerField()
    wallet_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    # What the provider took for it, which the house bears, and what of that it gave back.
    fee_minor = models.BigIntegerField(default=0)
    fee_back_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=120, blank=True)
    ledger_transaction_id = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["connection_id", "reference"], name="payments_dispute_reference"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_dispute_amount"),
            CheckConstraint(
                condition=Q(wallet_minor__gte=0, wallet_minor__lte=models.F("amount_minor")),
                name="payments_dispute_wallet",
            ),
            CheckConstraint(
                condition=Q(fee_back_minor__gte=0, fee_back_minor__lte=models.F("fee_minor")),
                name="payments_dispute_fee",
            ),
            CheckConstraint(condition=Q(state__in=["open", "won", "lost"]), name="payments_dispute_state"),
        )
        indexes = (models.Index(fields=["deposit", "-opened_at"], name="payments_dispute_deposit"),)

    def __str__(self) -> str:
        return f"dispute {self.reference} of {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def owed(self) -> Money:
        return Money(self.amount_minor - self.wallet_minor, self.currency)
