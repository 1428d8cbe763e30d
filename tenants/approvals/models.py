"""Questions that wait for a second person, and the answers."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money

from . import rules


class Approval(BrokerModel):
    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    facts_hash = models.CharField(max_length=64)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, default="", blank=True)
    permission = models.CharField(max_length=60)
    # None: the house itself asks, for example about an amount that does not match.
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="pending"), name="approvals_approval_open"
            ),
            CheckConstraint(
                condition=Q(state__in=["pending", "approved", "refused"]), name="approvals_approval_state"
            ),
            CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="approvals_approval_decided",
            ),
            CheckConstraint(
                condition=Q(amount_minor=None, currency="")
                | (Q(amount_minor__isnull=False) & ~Q(currency="")),
                name="approvals_approval_money",
            ),
        )
        indexes = (
            models.Index(
                fields=["requested_at", "id"], condition=Q(state="pending"), name="approvals_approval_queue"
            ),
            models.Index(fields=["subject_id"], name="approvals_approval_subject"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> Money | None:
        return Money(self.amount_minor, self.currency) if self.amount_minor is not None else None

    @property
    def is_intact(self) -> bool:
        """Whether the row still says what was asked."""
        return self.facts_hash == rules.facts_hash(
            kind=self.kind, subject_id=uuid.UUID(str(self.subject_id)), facts=self.facts, money=self.money
        )


class Decision(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="decision")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    note = models.TextField(default="", blank=True)
    facts_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(outcome__in=["approved", "refused"]), name="approvals_decision_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {self.approval_id}"
