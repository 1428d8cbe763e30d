"""Facts that rules read and no other room keeps: what the platform does not tell of a deal, terms of accounts, events."""

from typing import ClassVar

from django.db import models

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.ibs.models import Partner


class DealFacts(BrokerModel):
    """What a trading platform does not report with a deal; a bridge, a report or a person does. Without a row: the defaults."""

    deal_id = models.BigIntegerField(primary_key=True)
    spread = models.DecimalField(max_digits=20, decimal_places=8, default=0)
    markup = models.DecimalField(max_digits=20, decimal_places=8, default=0)
    revenue = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    equity = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    credit = models.DecimalField(max_digits=28, decimal_places=10, default=0)
    flags = models.JSONField(default=list)
    close_by = models.BigIntegerField(null=True)


class AccountTerms(BrokerModel):
    """An account whose rebates go another way than its client's, or nowhere."""

    account_id = models.UUIDField(primary_key=True)
    redirect = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    rebates = models.BooleanField(default=True)


class Happening(BrokerModel):
    """An event of the rebates' own: a bonus, a fee, a lead, a copy fee, a reversal. `code` names it on lines and traces."""

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", "Deposit"
        WITHDRAWAL = "withdrawal", "Withdrawal"
        BONUS = "bonus", "Bonus"
        FEE = "fee", "Fee"
        LEAD = "lead", "Lead"
        COPY_FEE = "copy_fee", "Copy fee"
        KYC = "kyc", "KYC level"
        REVERSE = "reverse", "Reversal"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["client", "at"], name="rebates_happening_client"),
            models.Index(fields=["kind", "at"], name="rebates_happening_kind"),
        ]

    def __str__(self) -> str:
        return self.code
