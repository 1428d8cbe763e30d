"""What the servers dealt. Rows are kept as they first came; a later change is another row."""

from decimal import Decimal

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.models import BrokerModel

from .accounts import TradingAccount
from .servers import Server


def _amount() -> "models.DecimalField[str | Decimal, Decimal]":
    return models.DecimalField(max_digits=28, decimal_places=10, default=0)


class PositionOpen(BrokerModel):
    """How a position began: what a deal that closes it needs to be understood. `since_ticket` is 0, or the reversal's."""

    id = models.BigAutoField(primary_key=True)
    server = models.ForeignKey(Server, models.PROTECT)
    position_id = models.BigIntegerField()
    since_ticket = models.BigIntegerField(default=0)
    login = models.BigIntegerField()
    symbol = models.CharField(max_length=64)
    side = models.CharField(max_length=4)
    price = models.DecimalField(max_digits=20, decimal_places=8)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["server", "position_id", "since_ticket"], name="trading_positionopen_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.position_id)


class Deal(BrokerModel):
    """The words are those of the trading contract. `side` is the position's: closing a buy is a sell deal of side buy."""

    id = models.BigAutoField(primary_key=True)
    # Server and account lead indexes of their own below: one more for each key alone would only be taken by mistake.
    server = models.ForeignKey(Server, models.PROTECT, related_name="deals", db_index=False)
    ticket = models.BigIntegerField()
    login = models.BigIntegerField()
    # None while nobody of ours has this login; set once when the account becomes known.
    account = models.ForeignKey(
        TradingAccount, models.PROTECT, null=True, related_name="deals", db_index=False
    )
    batch_id = models.UUIDField(db_index=True)
    action = models.CharField(max_length=24)
    entry = models.CharField(max_length=8)
    side = models.CharField(max_length=4, blank=True)
    symbol = models.CharField(max_length=64, blank=True)
    lots = _amount()
    closed_lots = _amount()
    price = models.DecimalField(max_digits=20, decimal_places=8)
    position_id = models.BigIntegerField(default=0)
    open_price = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    opened_at = models.DateTimeField(null=True)
    profit = _amount()
    commission = _amount()
    swap = _amount()
    fee = _amount()
    contract_size = models.DecimalField(max_digits=20, decimal_places=8, default=0)
    time = models.DateTimeField()
    reason = models.CharField(max_length=24, blank=True)
    comment = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["server", "ticket"], name="trading_deal_ticket"),
            CheckConstraint(condition=Q(side__in=["", "buy", "sell"]), name="trading_deal_side"),
        )
        indexes = (
            models.Index(fields=["account", "-time", "-ticket"], name="trading_deal_account"),
            models.Index(fields=["-time", "-id"], name="trading_deal_newest"),
            models.Index(
                fields=["server", "login"], condition=Q(account__isnull=True), name="trading_deal_unmatched"
            ),
            models.Index(
                fields=["server", "position_id"],
                condition=Q(opened_at__isnull=True, entry__in=["out", "in_out", "out_by"]),
                name="trading_deal_no_opening",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ticket} {self.symbol}"


class DealChange(BrokerModel):
    """The server changed a deal after we had it: what it says now. The latest row of a deal counts."""

    id = models.BigAutoField(primary_key=True)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="changes")
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["deal", "-id"], name="trading_dealchange_latest"),)

    def __str__(self) -> str:
        return f"change of {self.deal_id}"
