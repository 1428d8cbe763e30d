"""What accounts were worth, day by day, and the alarms that their worth raised."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .accounts import TradingAccount
from .deals import _amount


class DailyEquity(BrokerModel):
    """The last reading of a day (UTC). Today's is written over until the day has ended."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(TradingAccount, models.PROTECT, related_name="days")
    day = models.DateField()
    balance = _amount()
    equity = _amount()
    margin = _amount()
    free_margin = _amount()
    read_at = models.DateTimeField()

    class Meta:
        constraints = (UniqueConstraint(fields=["account", "day"], name="trading_dailyequity_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}: {self.equity}"


class BalanceRule(BrokerModel):
    """Below `amount` the equity of a live account in this currency is critically low. No row: no alarm."""

    currency = models.CharField(max_length=8, primary_key=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    margin_call_percent = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = (CheckConstraint(condition=Q(amount__gte=0), name="trading_balancerule_amount"),)

    def __str__(self) -> str:
        return f"below {self.amount} {self.currency}"


class BalanceSignal(BrokerModel):
    """One breach, from the reading that saw it to the one that saw it over."""

    class Kind(models.TextChoices):
        LOW = "low", "Equity critically low"
        MARGIN_CALL = "margin_call", "Margin call"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(TradingAccount, models.PROTECT, related_name="signals")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    equity = _amount()
    line = _amount()
    since = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["account", "kind"], condition=Q(over_at=None), name="trading_balancesignal_open"
            ),
        )
        indexes = (models.Index(fields=["-since"], name="trading_balancesignal_newest"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"
