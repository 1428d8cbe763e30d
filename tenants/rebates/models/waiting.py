"""Deals that lack something before they can be computed."""

from django.db import models

from atrium.kernel import clock
from atrium.kernel.models import BrokerModel


class Waiting(BrokerModel):
    """A deal that could not be computed yet, and what is missing. It is tried again; nothing is lost."""

    class Kind(models.TextChoices):
        NO_OPENING = "no_opening", "The opening is not known"
        UNMAPPED_SYMBOL = "unmapped_symbol", "The symbol is not described"
        NO_RATE = "no_rate", "There is no exchange rate"

    deal_id = models.BigIntegerField(primary_key=True)
    batch_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.NO_OPENING)
    # What of the kind: the symbol, or the pair of currencies. People are told once for each.
    what = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=clock.now)
