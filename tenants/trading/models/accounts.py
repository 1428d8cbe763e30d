"""Trading accounts, and the wishes for one that lead to them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .servers import Product, Server


class TradingAccount(BrokerModel):
    """An account that exists on its server."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        READ_ONLY = "read_only", "Trading switched off"
        ARCHIVED = "archived", "Archived"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField()
    client_number = models.BigIntegerField()
    server = models.ForeignKey(Server, models.PROTECT, related_name="accounts")
    product = models.ForeignKey(Product, models.PROTECT, related_name="accounts")
    login = models.BigIntegerField()
    group = models.CharField(max_length=128)
    currency = models.CharField(max_length=8)
    kind = models.CharField(max_length=4, choices=Product.Kind.choices)
    leverage = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["server", "login"], name="trading_account_login"),
            CheckConstraint(condition=Q(kind__in=["demo", "live"]), name="trading_account_kind"),
        )
        indexes = (models.Index(fields=["client_id", "opened_at"], name="trading_account_client"),)

    def __str__(self) -> str:
        return str(self.login)


class Opening(BrokerModel):
    """The wish for an account, written before the server hears of it. `token` is stored on the server beside the account."""

    class State(models.TextChoices):
        NEW = "new", "Not sent yet"
        SENDING = "sending", "Being opened"
        DONE = "done", "Opened"
        REFUSED = "refused", "Refused by the server"
        UNKNOWN = "unknown", "The answer was lost; being looked up"
        MANUAL = "manual", "Needs a person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200)
    token = models.CharField(max_length=31)
    client_id = models.UUIDField()
    product = models.ForeignKey(Product, models.PROTECT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    account = models.OneToOneField(TradingAccount, models.PROTECT, null=True, related_name="opening")
    # Sealed, and emptied once it has been shown or mailed.
    password = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["key"], name="trading_opening_key"),
            UniqueConstraint(fields=["token"], name="trading_opening_token"),
            CheckConstraint(
                condition=Q(state="done", account__isnull=False)
                | (~Q(state="done") & Q(account__isnull=True)),
                name="trading_opening_account",
            ),
        )
        indexes = (
            models.Index(
                fields=["sent_at"],
                condition=Q(state__in=["new", "sending", "unknown"]),
                name="trading_opening_waiting",
            ),
        )

    def __str__(self) -> str:
        return self.token
