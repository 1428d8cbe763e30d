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


class WalletTransfer(BrokerModel):
    """Money from one wallet to another of the same person: another currency, or the client's and the IB's. Done at once.

    What it was converted at stays with it: the rate, the reference rate it was made of and since when, the spread.
    """

    class Party(models.TextChoices):
        CLIENT = "client", "Client"
        IB = "ib", "IB"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_kind = models.CharField(max_length=6, choices=Party.choices)
    from_id = models.UUIDField()
    from_number = models.BigIntegerField()
    from_minor = models.BigIntegerField()
    from_currency = models.CharField(max_length=8)
    to_kind = models.CharField(max_length=6, choices=Party.choices)
    to_id = models.UUIDField()
    to_number = models.BigIntegerField()
    to_minor = models.BigIntegerField()
    to_currency = models.CharField(max_length=8)
    rate = models.DecimalField(max_digits=34, decimal_places=18, default=1)
    reference_rate = models.DecimalField(max_digits=34, decimal_places=18, default=1)
    markup_percent = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    spread_minor = models.BigIntegerField(default=0)  # of what was bought
    rate_source = models.CharField(max_length=60, blank=True)
    rate_path = models.CharField(max_length=200, blank=True)
    rate_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["from_kind", "from_id", "key"], name="wallets_wallettransfer_key"),
            CheckConstraint(
                condition=Q(from_minor__gt=0, to_minor__gt=0, spread_minor__gte=0, rate__gt=0),
                name="wallets_wallettransfer_amounts",
            ),
            CheckConstraint(
                condition=~Q(from_currency=models.F("to_currency"))
                | Q(from_minor=models.F("to_minor"), spread_minor=0, rate=1),
                name="wallets_wallettransfer_one_to_one",
            ),
            CheckConstraint(
                condition=Q(from_currency=models.F("to_currency")) | Q(rate_at__isnull=False),
                name="wallets_wallettransfer_rate",
            ),
        )
        indexes = (
            models.Index(fields=["from_kind", "from_id", "-created_at"], name="wallets_wallettransfer_from"),
            models.Index(fields=["to_kind", "to_id", "-created_at"], name="wallets_wallettransfer_to"),
        )

    def __str__(self) -> str:
        return f"{self.sold} for {self.bought}"

    @property
    def sold(self) -> Money:
        return Money(self.from_minor, self.from_currency)

    @property
    def bought(self) -> Money:
        return Money(self.to_minor, self.to_currency)

    @property
    def spread(self) -> Money:
        return Money(self.spread_minor, self.to_currency)

    @property
    def is_exchange(self) -> bool:
        return (self.from_kind, self.from_id) == (self.to_kind, self.to_id)
