"""Rates by pair and moment."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Rate(BrokerModel):
    """One base costs `rate` quote from `at` on, until a later row of the pair. `source`: ecb, or the broker itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    base = models.CharField(max_length=8)
    quote = models.CharField(max_length=8)
    rate = models.DecimalField(max_digits=28, decimal_places=12)
    at = models.DateTimeField()
    source = models.CharField(max_length=20, default="broker")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["base", "quote", "at"], name="rates_rate_moment"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rates_rate_positive"),
            models.CheckConstraint(condition=~Q(base=F("quote")), name="rates_rate_pair"),
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate.normalize():f} {self.quote}"
