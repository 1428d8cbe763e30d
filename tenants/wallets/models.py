"""Transfers between a wallet and a trading account. What a wallet holds is in the ledger."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.trading.models import TradingAccount


class Transfer(BrokerModel):
    """`key` was made with the page, so a double click is one transfer."""

    class Direction(models.TextChoices):
        TO_ACCOUNT = "to_account", "To the trading account"
        TO_WALLET = "to_wallet", "To the wallet"

    class State(models.TextChoices):
        MOVING = "moving", "Under way"
        SETTLED = "settled", "Done"
        REFUSED = "refused", "Refused"
        MANUAL = "manual", "Being looked into"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="transfers")
    account = models.ForeignKey(TradingAccount, on_delete=models.PROTECT, related_name="transfers")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MOVING)
    hold_id = models.UUIDField(null=True)
    operation_id = models.UUIDField()
    key = models.CharField(max_length=100)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["client", "key"], name="wallets_transfer_key"),
            UniqueConstraint(fields=["operation_id"], name="wallets_transfer_operation"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="wallets_transfer_amount"),
            CheckConstraint(
                condition=Q(direction="to_account", hold_id__isnull=False)
                | Q(direction="to_wallet", hold_id__isnull=True),
                name="wallets_transfer_hold",
            ),
            CheckConstraint(
                condition=Q(state__in=["moving", "settled", "refused", "manual"]),
                name="wallets_transfer_state",
            ),
        )
        indexes = (
            models.Index(fields=["client", "-created_at"], name="wallets_transfer_client"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["moving", "manual"]),
                name="wallets_transfer_open",
            ),
        )

    def __str__(self) -> str:
        return f"transfer of {self.money} {self.direction}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_final(self) -> bool:
        return self.state in (self.State.SETTLED, self.State.REFUSED)
