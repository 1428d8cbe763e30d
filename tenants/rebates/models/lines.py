"""Lines: what each party earned from each source, in full precision."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.ibs.models import Partner

from .parties import PartyKind
from .plans import Plan


class Line(BrokerModel):
    """One amount for one party from one source under one plan, in full precision, with its trace. Only ever added.

    `source`, `plan_code`, `leg` and `party` are the engine's own ids, so that the natural key has no empty column.
    """

    class SourceKind(models.TextChoices):
        DEAL = "deal", "Deal"
        EVENT = "event", "Event"
        PERIOD = "period", "Period"

    id = models.BigAutoField(primary_key=True)
    source_kind = models.CharField(max_length=6, choices=SourceKind.choices)
    source = models.CharField(max_length=120)
    plan_code = models.CharField(max_length=60, blank=True)
    leg = models.CharField(max_length=40)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party = models.CharField(max_length=40, blank=True)
    generation = models.SmallIntegerField(default=0)
    level = models.SmallIntegerField(null=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="rebate_lines")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="rebate_lines")
    of_client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="rebates_caused")
    deal_id = models.BigIntegerField(null=True)
    symbol = models.CharField(max_length=32, blank=True)
    lots = models.DecimalField(max_digits=28, decimal_places=10, default=0)
    amount = models.DecimalField(max_digits=28, decimal_places=10)
    currency = models.CharField(max_length=8)
    reason = models.CharField(max_length=24, blank=True)
    time = models.DateTimeField()
    due = models.DateTimeField()
    trace = models.JSONField()
    batch_id = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-time", "-id"], name="rebates_line_newest"),
            models.Index(fields=["partner", "currency", "due"], include=["amount"], name="rebates_line_due"),
            models.Index(
                fields=["client", "currency", "due"],
                condition=Q(client__isnull=False),
                name="rebates_line_client_due",
            ),
            models.Index(fields=["deal_id"], name="rebates_line_deal"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_kind", "source", "plan_code", "leg", "party_kind", "party", "generation"],
                name="rebates_line_natural",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) | ~Q(reason=""), name="rebates_line_zero_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount} {self.currency}"
