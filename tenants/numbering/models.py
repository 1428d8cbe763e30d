"""Numbers that people read out on the phone: one row a series, without gaps."""

from django.db import models

from atrium.kernel.models import BrokerModel


class Series(BrokerModel):
    name = models.CharField(primary_key=True, max_length=40)
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
