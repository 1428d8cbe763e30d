"""What the broker trades on: servers, the account types it offers there, and the symbols."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Server(BrokerModel):
    """A trading server, reached through a connection. Everything below `active` is written by the feed."""

    class Kind(models.TextChoices):
        DEMO = "demo", "Demo"
        LIVE = "live", "Live"
        BOTH = "both", "Demo and live"

    class State(models.TextChoices):
        NEW = "new", "Not yet reached"
        ONLINE = "online", "Online"
        UNREACHABLE = "unreachable", "Unreachable, tried again by itself"
        REFUSED = "refused", "Refused, needs somebody"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40)  # in ledger addresses: trading:mt5-live:100245:USD
    name = models.CharField(max_length=80)
    vendor = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    connection_id = models.UUIDField()
    # Longer than the platform's longest late execution, or a lost deposit may be made twice.
    quiet_seconds = models.PositiveIntegerField(default=60)
    active = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    cursor = models.CharField(max_length=80, blank=True)
    last_seen_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_error_at = models.DateTimeField(null=True)
    night_read_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["code"], name="trading_server_code"),
            CheckConstraint(condition=Q(kind__in=["demo", "live", "both"]), name="trading_server_kind"),
        )

    def __str__(self) -> str:
        return self.name


class Product(BrokerModel):
    """An account type: what a client chooses, and the server's group that stands behind it."""

    class Kind(models.TextChoices):
        DEMO = "demo", "Demo"
        LIVE = "live", "Live"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    server = models.ForeignKey(Server, models.PROTECT, related_name="products")
    group = models.CharField(max_length=128)
    currency = models.CharField(max_length=8)
    leverage = models.PositiveIntegerField(default=100)
    starting_balance_minor = models.BigIntegerField(default=0)  # of demo accounts; nobody's money
    volume_factor = models.DecimalField(max_digits=12, decimal_places=6, default=1)  # 0.01 for cent accounts
    visible = models.BooleanField(default=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["code"], name="trading_product_code"),
            CheckConstraint(condition=Q(kind__in=["demo", "live"]), name="trading_product_kind"),
            CheckConstraint(condition=Q(volume_factor__gt=0), name="trading_product_factor"),
            CheckConstraint(
                condition=Q(starting_balance_minor=0) | Q(kind="demo", starting_balance_minor__gt=0),
                name="trading_product_start",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Symbol(BrokerModel):
    """`pip_size` is ours to say: metals, indices and coins have no agreed pip."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    symbol = models.CharField(max_length=64)
    description = models.CharField(max_length=128, blank=True)
    base = models.CharField(max_length=8, blank=True)
    quote = models.CharField(max_length=8)
    digits = models.PositiveSmallIntegerField()
    contract_size = models.DecimalField(max_digits=20, decimal_places=8)
    pip_size = models.DecimalField(max_digits=20, decimal_places=10)
    groups = models.JSONField(default=list)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["symbol"], name="trading_symbol_symbol"),
            CheckConstraint(condition=Q(contract_size__gt=0, pip_size__gt=0), name="trading_symbol_sizes"),
        )

    def __str__(self) -> str:
        return self.symbol
