"""Partners (IBs)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import Person, User


class Partner(BrokerModel):
    """`number` is in ledger addresses (ib:7:wallet:USD); `code` is in links that bring clients."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"

    class Schedule(models.TextChoices):
        INSTANT = "instant", "At once"
        DAILY = "daily", "Daily"
        WEEKLY = "weekly", "Weekly"
        MONTHLY = "monthly", "Monthly"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="partner")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=160)
    code = models.CharField(max_length=24, unique=True)
    currency = models.CharField(max_length=8)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    ratio = models.DecimalField(max_digits=12, decimal_places=6, default=1)
    client_shares = models.JSONField(default=dict, blank=True)
    payout_schedule = models.CharField(max_length=8, choices=Schedule.choices, default=Schedule.INSTANT)
    payout_delay_days = models.SmallIntegerField(default=0)
    payout_minimum_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ratio__gte=0), name="ibs_partner_ratio"),
        ]

    def __str__(self) -> str:
        return self.name
