"""What a draft would have cost over a past period, and a past period computed again. Both are work of minutes, kept when done."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.identity.models import User

from .parties import PartyKind
from .plans import Plan

_ZERO = Decimal(0)


class WhatIf(BrokerModel):
    """A draft over a past period. `document` is the draft as it was when this began: who edits on changes nothing here."""

    class State(models.TextChoices):
        COMPUTING = "computing", "Computing"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="what_ifs")
    document = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    job_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    deals = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    revenue = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)
    cost = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)
    cost_before = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "-created_at"], name="rebates_whatif_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="rebates_whatif_period")
        ]

    @property
    def margin(self) -> Decimal:
        return self.revenue - self.cost


class Cell(BrokerModel):
    """One group, symbol, crossing of both, or partner of a what-if: what it earned the broker, what it cost and would cost."""

    class By(models.TextChoices):
        GROUP = "group", "Group"
        SYMBOL = "symbol", "Symbol"
        CROSS = "cross", "Group and symbol"
        PARTNER = "partner", "Partner"

    id = models.BigAutoField(primary_key=True)
    what_if = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="cells")
    by = models.CharField(max_length=8, choices=By.choices)
    key = models.CharField(max_length=120)
    deals = models.IntegerField(default=0)
    lots = models.DecimalField(max_digits=28, decimal_places=10, default=_ZERO)
    revenue = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)
    cost = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)
    cost_before = models.DecimalField(max_digits=38, decimal_places=10, default=_ZERO)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["what_if", "by", "key"], name="rebates_cell_once")
        ]

    @property
    def margin(self) -> Decimal:
        return self.revenue - self.cost

    @property
    def change(self) -> Decimal:
        return self.cost - self.cost_before


class Recalculation(BrokerModel):
    """A past period computed again under the plans, tree and facts as they are known now; posted when a second person agrees."""

    class State(models.TextChoices):
        COMPUTING = "computing", "Computing"
        READY = "ready", "Ready"
        ASKED = "asked", "Waiting for approval"
        POSTING = "posting", "Posting"
        POSTED = "posted", "Posted"
        REFUSED = "refused", "Refused"
        DROPPED = "dropped", "Dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.IntegerField(unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    job_id = models.UUIDField(null=True)
    approval_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    deals = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="rebates_recalculation_period"),
        ]

    def __str__(self) -> str:
        return f"Recalculation {self.number}"


class Difference(BrokerModel):
    """One line that differs: what stands, what should stand, and the row to be posted, exactly as it was shown."""

    id = models.BigAutoField(primary_key=True)
    recalculation = models.ForeignKey(Recalculation, on_delete=models.CASCADE, related_name="differences")
    source_kind = models.CharField(max_length=6)
    source = models.CharField(max_length=120)
    plan_code = models.CharField(max_length=60, blank=True)
    leg = models.CharField(max_length=40)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party = models.CharField(max_length=40, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    symbol = models.CharField(max_length=32, blank=True)
    time = models.DateTimeField()
    currency = models.CharField(max_length=8)
    was = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    now = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    was_line = models.BigIntegerField(null=True)
    generation = models.SmallIntegerField(default=-1)
    row = models.JSONField(null=True)
    posted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recalculation", "source_kind", "source", "plan_code", "leg", "party_kind", "party"],
                name="rebates_difference_once",
            )
        ]

    @property
    def change(self) -> Decimal:
        return (self.now or _ZERO) - (self.was or _ZERO)


class ShadowCourse(BrokerModel):
    """How far a plan in the shadow is computed that looks at other deals of a period, or is paid on something else than deals."""

    plan = models.OneToOneField(
        Plan, on_delete=models.CASCADE, primary_key=True, related_name="shadow_course"
    )
    since = models.DateTimeField(null=True)
    """From here on its lines are to be written anew; none: nothing has come since."""
    news = models.BigIntegerField(default=0)
    """Grows with everything that comes, so that what came while it was computed is not taken for done."""
    computed_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    """While somebody computes it, nobody else does. Whoever died is replaced after this."""


class ShadowLine(BrokerModel):
    """What a plan in the shadow would have given. No money: it is only compared with the lines that count."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shadow_lines")
    source_kind = models.CharField(max_length=6)
    source = models.CharField(max_length=120)
    leg = models.CharField(max_length=40)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party = models.CharField(max_length=40, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    deal_id = models.BigIntegerField(null=True)
    symbol = models.CharField(max_length=32, blank=True)
    lots = models.DecimalField(max_digits=28, decimal_places=10, default=_ZERO)
    amount = models.DecimalField(max_digits=28, decimal_places=10)
    currency = models.CharField(max_length=8)
    reason = models.CharField(max_length=24, blank=True)
    time = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "source_kind", "source", "leg", "party_kind", "party"],
                name="rebates_shadowline_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "deal_id"], name="rebates_shadowline_deal")]
