"""Deals that lack something before they can be computed."""

from django.db import models

from atrium.kernel import clock
from atrium.kernel.models import BrokerModel


class Waiting(BrokerModel):
    """A deal that could not be computed yet, and what is missing. It is tried again; nothing is lost."""

    deal_id = models.BigIntegerField(primary_key=True)
    batch_id = models.UUIDField()
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=clock.now)
