"""A partner asks about a line; somebody of the broker answers. How long that took is measured."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.ibs.models import Partner
from tenants.identity.models import User

from .lines import Line


class Dispute(BrokerModel):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        UPHELD = "upheld", "Upheld"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.IntegerField(unique=True)
    # Lines are never removed, and their table is filled in bulk: a check of each would be paid there.
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="disputes", db_constraint=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="disputes")
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True)
    batch_id = models.UUIDField(null=True)
    """The lines that the answer posted."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-opened_at", "-id"], name="rebates_dispute_of_partner"),
            models.Index(fields=["-opened_at", "-id"], name="rebates_dispute_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state="open"), name="rebates_dispute_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_at__isnull=False), name="rebates_dispute_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"Dispute {self.number}"

    @property
    def took(self) -> timedelta:
        """Until the answer, or until now."""
        return (self.answered_at or clock.now()) - self.opened_at


class Goodwill(BrokerModel):
    """Money that a partner gets for a dispute beside whatever the lines say: an entry of its own, once a second person agreed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for approval"
        PAID = "paid", "In the wallet"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="goodwill")
    partner_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    explanation = models.CharField(max_length=400)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispute"], condition=~Q(state="refused"), name="rebates_goodwill_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="rebates_goodwill_amount"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "paid", "refused"]), name="rebates_goodwill_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money} for {self.dispute}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)
