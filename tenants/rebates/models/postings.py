"""What of the lines was posted to the ledger."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .parties import PartyKind


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
