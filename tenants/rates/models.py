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


class Markup(BrokerModel):
    """What the broker keeps of a conversion, in per cent of the reference rate. An empty currency stands for any."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=8, blank=True)
    target = models.CharField(max_length=8, blank=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="rates_markup_pair"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=25), name="rates_markup_percent"),
            models.CheckConstraint(
                condition=Q(source="") | ~Q(source=F("target")), name="rates_markup_two_currencies"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source or 'any'} to {self.target or 'any'}: {self.percent.normalize():f} %"
