"""Lines: what each party earned from each source, in full precision. A line keeps what it was made of; its trace is made anew."""

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
    """One amount for one party from one source under one plan. Only ever added, and many: the row is narrow.

    `source`, `leg` and `party` are the engine's own ids. `inputs` is what the computation read that hangs on other sources
    (a tier's volume, hedged lots, the room under a cap); it stands on one line of each source and plan, and only where a plan
    has such a rule. With it the trace is computed again, byte by byte.
    """

    class SourceKind(models.TextChoices):
        DEAL = "deal", "Deal"
        EVENT = "event", "Event"
        PERIOD = "period", "Period"

    id = models.BigAutoField(primary_key=True)
    deal_id = models.BigIntegerField(null=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="lines", db_index=False)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, related_name="rebate_lines", db_index=False
    )
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, related_name="rebate_lines", db_index=False
    )
    # Who traded. Without a constraint of its own: the deal's account belongs to it, and a client is never deleted.
    of_client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        related_name="rebates_caused",
        db_index=False,
        db_constraint=False,
    )
    time = models.DateTimeField()
    due = models.DateTimeField()
    batch_id = models.UUIDField()
    generation = models.SmallIntegerField(default=0)
    level = models.SmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=28, decimal_places=10)
    lots = models.DecimalField(max_digits=28, decimal_places=10, default=0)
    source_kind = models.CharField(max_length=6, choices=SourceKind.choices)
    source = models.CharField(max_length=120)
    leg = models.CharField(max_length=40)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party = models.CharField(max_length=40, blank=True)
    symbol = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=8)
    reason = models.CharField(max_length=24, blank=True)
    inputs = models.JSONField(null=True)
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
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deal_id", "plan", "leg", "party_kind", "party", "generation"],
                condition=Q(source_kind="deal"),
                nulls_distinct=False,
                name="rebates_line_of_deal",
            ),
            models.UniqueConstraint(
                fields=["source", "plan", "leg", "party_kind", "party", "generation"],
                condition=~Q(source_kind="deal"),
                nulls_distinct=False,
                name="rebates_line_of_other",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) | ~Q(reason=""), name="rebates_line_zero_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.amount} {self.currency}"

    @property
    def plan_code(self) -> str:
        """The version's own name, as in documents and traces; empty if no plan matched."""
        return self.plan.engine_id if self.plan is not None else ""
