"""What a computation carries from one batch to the next, and how far it came. Sums of lines and deals: never the truth."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .plans import Plan


class Running(BrokerModel):
    """A sum so far: the lots that a tier counts for a partner in a period, or what a plan gave a party under its cap.

    `value` is the engine's own decimal, whose digits no column type would keep. `last_time` and `last_key` name the last deal in
    it, in the order of (close time, id): one that comes later with an earlier key is a late fact. The row with no party says
    that the whole period is counted so far.
    """

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=80)
    period = models.BigIntegerField()
    party_kind = models.CharField(max_length=7)
    party = models.CharField(max_length=40)
    value = models.TextField()
    last_time = models.BigIntegerField()
    last_key = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope", "period", "party_kind", "party"], name="rebates_running_once"
            )
        ]


class Late(BrokerModel):
    """Facts that came after later ones: this much of a plan's past is computed again, and what differs is posted."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "since", "until"], name="rebates_late_once")
        ]


class Computation(BrokerModel):
    """A run over a period. Each chunk is committed with the key of its last deal, and the run goes on from there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField()
    after_time = models.BigIntegerField(default=-1)
    after_key = models.CharField(max_length=120, blank=True)
    chunks = models.IntegerField(default=0)
    deals = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
