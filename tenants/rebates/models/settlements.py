"""What of the lines was paid to a wallet, in which run, and what a person has to agree to first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ibs.models import Partner

from .parties import PartyKind


class PayoutRun(BrokerModel):
    """Everything due until one moment in one currency, proposed to a second person or paid at once by the clock."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for approval"
        APPROVED = "approved", "Approved"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    currency = models.CharField(max_length=8)
    due_until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    parties = models.PositiveIntegerField(default=0)
    asked_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="rebates_payoutrun_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["currency"],
                condition=Q(state__in=["waiting", "approved"]),
                name="rebates_payoutrun_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "approved", "done", "refused"]),
                name="rebates_payoutrun_state",
            ),
        ]

    def __str__(self) -> str:
        return f"Payout run {self.number}"

    @property
    def asked(self) -> Money:
        return Money(self.asked_minor, self.currency)


class PayoutItem(BrokerModel):
    """One party of a run that waits for a second person: never more than this is paid by that approval."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="items")
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "party_kind", "party_number"], name="rebates_payoutitem_party"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="rebates_payoutitem_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.party_kind} {self.party_number} {self.amount_minor}"


class Settlement(BrokerModel):
    """Due rebates that were moved to a party's wallet. `batch_id` is the ledger transaction's key, shared by a batch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_kind = models.CharField(max_length=7, choices=PartyKind.choices)
    party_number = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    amount_minor = models.BigIntegerField()
    due_until = models.DateTimeField()
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, null=True, related_name="settlements")
    batch_id = models.UUIDField(null=True)
    transaction_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["party_kind", "party_number", "-at"], name="rebates_settlement_newest"),
            models.Index(fields=["-at", "-id"], name="rebates_settlement_latest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="rebates_settlement_positive")
        ]

    def __str__(self) -> str:
        return f"{self.money} to {self.party_kind} {self.party_number}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Clawback(BrokerModel):
    """The wish to take back what one source gave, from everybody or from one partner: lines only after a second person agreed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for approval"
        DONE = "done", "Taken back"
        REFUSED = "refused", "Refused"

    class Reason(models.TextChoices):
        CLAWBACK = "clawback", "Clawback"
        REJECTED = "rejected", "Rejected"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_kind = models.CharField(max_length=6)
    of_source = models.CharField(max_length=120)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="clawbacks")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    explanation = models.CharField(max_length=400)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    lines = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="rebates_clawback_newest"),
            models.Index(fields=["of_kind", "of_source"], name="rebates_clawback_of"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of_kind", "of_source", "partner"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="rebates_clawback_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "refused"]), name="rebates_clawback_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.of_source}"

    @property
    def code(self) -> str:
        """The event's id on lines and in documents."""
        return f"reverse:{self.id}"
