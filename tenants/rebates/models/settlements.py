"""What of the lines was paid to a wallet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .parties import PartyKind


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
