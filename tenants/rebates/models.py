"""Plans, lines, and what of the lines was posted to the ledger and paid."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.ibs.models import Partner


class Plan(BrokerModel):
    """A plan as the specification writes it. Published it is frozen: a changed plan is the next version, with its own dates.

    `document` has no id and no dates: they are this row's, and `engine_id` names the version on lines and traces.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40)
    version = models.SmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    document = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="rebates_plan_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="rebates_plan_range",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False), name="rebates_plan_published"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def engine_id(self) -> str:
        return f"{self.code}-v{self.version}"


class PartyKind(models.TextChoices):
    PARTNER = "partner", "Partner"
    CLIENT = "client", "Client"


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


class Accrual(BrokerModel):
    """One party's lines of one currency together, and how much of them the ledger has: the row that accruals lock.

    Never the truth: `verify` compares it with the lines and with the ledger.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party_number = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    lines_sum = models.DecimalField(max_digits=38, decimal_places=10, default=0)
    posted_minor = models.BigIntegerField(default=0)
    settled_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party_kind", "party_number", "currency"], name="rebates_accrual_party"
            )
        ]


class Posting(BrokerModel):
    """What one run over a batch posted for one party and currency: the half-even sum of all lines less what was posted before."""

    id = models.BigAutoField(primary_key=True)
    batch_id = models.UUIDField()
    run = models.SmallIntegerField()
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party_number = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    lines_sum = models.DecimalField(max_digits=38, decimal_places=10)
    amount_minor = models.BigIntegerField()
    transaction_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch_id", "run", "party_kind", "party_number", "currency"],
                name="rebates_posting_once",
            )
        ]


class Settlement(BrokerModel):
    """Due rebates that were moved to a party's wallet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party_number = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    amount_minor = models.BigIntegerField()
    due_until = models.DateTimeField()
    transaction_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["party_kind", "party_number", "-at"], name="rebates_settlement_newest")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="rebates_settlement_positive")
        ]


class Waiting(BrokerModel):
    """A deal that could not be computed yet, and what is missing. It is tried again; nothing is lost."""

    deal_id = models.BigIntegerField(primary_key=True)
    batch_id = models.UUIDField()
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=clock.now)
