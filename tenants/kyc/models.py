"""Know your client: what a broker asks for, what a client showed, what was decided."""

from typing import ClassVar

from django.db import models

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.identity.models import User


class Policy(BrokerModel):
    """The levels that the broker asks for. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    live_requires_level = models.SmallIntegerField(default=0)
    deposit_requires_level = models.SmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="kyc_policy_one_row")]

    def __str__(self) -> str:
        return f"live from level {self.live_requires_level}"


class Check(BrokerModel):
    """One look at one client's papers."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting for review"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    class Document(models.TextChoices):
        PASSPORT = "passport", "Passport"
        ID_CARD = "id_card", "Identity card"
        LICENCE = "licence", "Driving licence"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="checks")
    level = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    document = models.CharField(max_length=8, choices=Document.choices)
    document_number = models.CharField(max_length=40)
    birth_date = models.DateField()
    expires_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "level"], condition=models.Q(state="pending"), name="kyc_check_one_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()} for level {self.level}"
