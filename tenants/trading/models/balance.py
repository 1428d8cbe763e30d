"""Money on its way to or from a trading account."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money

from .accounts import TradingAccount
from .servers import Server


class BalanceOperation(BrokerModel):
    """From `unknown` no way leads to a new send without a question to the server in between."""

    class State(models.TextChoices):
        NEW = "new", "Not sent yet"
        SENDING = "sending", "Being sent"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused by the server"
        UNKNOWN = "unknown", "The answer was lost; being looked up"
        MANUAL = "manual", "Needs a person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200)
    # What the server keeps in the comment of the deal: short, unique, with a check character.
    token = models.CharField(max_length=31)
    account = models.ForeignKey(TradingAccount, models.PROTECT, related_name="balance_operations")
    server = models.ForeignKey(Server, models.PROTECT)
    login = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()  # negative: out of the trading account
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    ticket = models.BigIntegerField(null=True)
    sends = models.PositiveIntegerField(default=0)
    lookups = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)  # not before this is the server asked what happened
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["key"], name="trading_balance_key"),
            UniqueConstraint(fields=["token"], name="trading_balance_token"),
            UniqueConstraint(fields=["server", "ticket"], name="trading_balance_ticket"),
            # One in flight per login, whatever happens to the process that sent it.
            UniqueConstraint(
                fields=["server", "login"],
                condition=Q(state__in=["sending", "unknown"]),
                name="trading_balance_one_in_flight",
            ),
            CheckConstraint(condition=~Q(amount_minor=0), name="trading_balance_amount"),
            CheckConstraint(
                condition=Q(state="confirmed", ticket__isnull=False)
                | (~Q(state="confirmed") & Q(ticket__isnull=True)),
                name="trading_balance_confirmed",
            ),
        )
        indexes = (
            models.Index(
                fields=["look_at"],
                condition=Q(state__in=["new", "sending", "unknown"]),
                name="trading_balance_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.token

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)
