"""What a broker allows: its limits, its methods and which of them is asked first."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .bank import BankAccount


class Policy(BrokerModel):
    """The broker's limits, in units of the payment's own currency. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    deposit_min = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(10))
    deposit_max = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(100_000))
    payout_min = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(10))
    payout_max = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(100_000))

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(id=1), name="payments_policy_one_row"),
            CheckConstraint(
                condition=Q(deposit_min__gt=0, deposit_min__lte=F("deposit_max")),
                name="payments_policy_deposit",
            ),
            CheckConstraint(
                condition=Q(payout_min__gt=0, payout_min__lte=F("payout_max")), name="payments_policy_payout"
            ),
        )

    def __str__(self) -> str:
        return f"deposits {self.deposit_min} to {self.deposit_max}"


class Kind(models.TextChoices):
    CARD = "card", "Card"
    CRYPTO = "crypto", "Crypto"
    WIRE = "wire", "Bank transfer"
    MANUAL = "manual", "By hand, with proof"


class Method(BrokerModel):
    """A way to pay as a client sees it. Where its money goes is said by its routes."""

    class Payer(models.TextChoices):
        BROKER = "broker", "We do"
        CLIENT = "client", "The client does"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    active = models.BooleanField(default=True)
    place = models.PositiveIntegerField(default=0)
    # The coin or sub-method in the provider's own word, as usdttrc20.
    option = models.CharField(max_length=40, blank=True)
    fee_fixed = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    fee_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    fee_payer = models.CharField(max_length=6, choices=Payer.choices, default=Payer.BROKER)
    # In units of the payment's own currency; empty: the house's own limits.
    smallest = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    largest = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    minutes = models.PositiveIntegerField(default=1)
    # What a client is told before paying.
    instructions = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(kind__in=["card", "crypto", "wire", "manual"]), name="payments_method_kind"
            ),
            CheckConstraint(condition=Q(fee_payer__in=["broker", "client"]), name="payments_method_payer"),
            CheckConstraint(
                condition=Q(fee_fixed__gte=0, fee_percent__gte=0, fee_percent__lte=50),
                name="payments_method_fee",
            ),
            CheckConstraint(
                condition=Q(smallest__isnull=True) | Q(smallest__gt=0), name="payments_method_smallest"
            ),
            CheckConstraint(
                condition=Q(largest__isnull=True) | Q(smallest__isnull=True) | Q(largest__gte=F("smallest")),
                name="payments_method_largest",
            ),
        )
        indexes = (models.Index(fields=["place", "created_at"], name="payments_method_order"),)

    def __str__(self) -> str:
        return self.label


class Route(BrokerModel):
    """One row of the routing table: who may pay so, and through whom. Empty means any; the smallest priority is tried first,
    and the next one when the provider declines."""

    class Direction(models.TextChoices):
        IN = "in", "Deposit"
        OUT = "out", "Withdrawal"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="routes")
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    priority = models.PositiveIntegerField(default=10)
    connection_id = models.UUIDField(null=True)
    bank_account = models.ForeignKey(BankAccount, null=True, on_delete=models.PROTECT, related_name="+")
    countries = ArrayField(models.CharField(max_length=2), default=list)
    currencies = ArrayField(models.CharField(max_length=8), default=list)
    groups = ArrayField(models.CharField(max_length=40), default=list)
    amount_from = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    amount_to = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(direction__in=["in", "out"]), name="payments_route_direction"),
            CheckConstraint(
                condition=Q(connection_id__isnull=True) | Q(bank_account__isnull=True),
                name="payments_route_one_target",
            ),
            CheckConstraint(
                condition=Q(amount_to__isnull=True)
                | Q(amount_from__isnull=True)
                | Q(amount_to__gte=F("amount_from")),
                name="payments_route_amounts",
            ),
        )
        indexes = (models.Index(fields=["method", "priority"], name="payments_route_order"),)

    def __str__(self) -> str:
        return f"{self.method.label} {self.direction} {self.priority}"
