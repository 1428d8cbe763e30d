"""Metered usage of each broker by day, and samples of its health. Registry tables: no person and no single deal in them."""

from typing import ClassVar

from django.db import models

from atrium.brokers.models import Broker
from atrium.kernel.ids import new_id


class UsageSnapshot(models.Model):
    """One meter of one broker on one day, as of the last measurement. Measured again, it is overwritten, never added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="usage")
    meter = models.CharField(max_length=40)
    day = models.DateField()
    value = models.DecimalField(max_digits=28, decimal_places=8)
    measured_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["broker", "meter", "day"], name="plans_usage_once_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["day", "broker"], name="plans_usage_of_day")]

    def __str__(self) -> str:
        return f"{self.meter} {self.day}: {self.value}"


class HealthSample(models.Model):
    """How a house was at a moment. Kept for a day: the sparkline of the operations room."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="health")
    at = models.DateTimeField()
    feed_lag_seconds = models.IntegerField(null=True)
    waiting = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["broker", "-at"], name="plans_health_newest")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} lag {self.feed_lag_seconds}"
