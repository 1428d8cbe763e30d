"""What a broker allows: its limits, its methods and which of them is asked first."""

from decimal import Decimal

from django.db import models
from django.db.models import CheckConstraint, F, Q

from atrium.kernel.models import BrokerModel


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
