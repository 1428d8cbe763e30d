"""Signs that rebates are made rather than earned: what was found, what proves it, what a person decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client
from tenants.ibs.models import Partner


class Rule(models.TextChoices):
    SELF_REFERRAL = "self_referral", "The partner is the client"
    SHARED_BANK = "shared_bank", "Same bank account or address"
    SHARED_DEVICE = "shared_device", "Same device"
    SHARED_IP = "shared_ip", "Same IP address"
    SHORT_DEALS = "short_deals", "Deals just over the minimum duration"
    MIRRORED = "mirrored", "Mirrored opposite deals"


class Settings(BrokerModel):
    """One row a house: how far back is looked, and from where on something is a sign."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    lookback_days = models.SmallIntegerField(default=30)
    shared_by_most = models.SmallIntegerField(default=5)  # an address that more people use says nothing
    min_seconds = models.IntegerField(default=60)
    short_span_seconds = models.IntegerField(default=60)
    short_least = models.SmallIntegerField(default=10)
    short_percent = models.SmallIntegerField(default=50)
    mirror_seconds = models.IntegerField(default=60)
    mirror_least = models.SmallIntegerField(default=5)
    holds_at_once = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="abuse_settings_one"),
            models.CheckConstraint(
                condition=Q(
                    lookback_days__gte=1, lookback_days__lte=366, shared_by_most__gte=2, min_seconds__gte=0,
                    short_span_seconds__gte=1, short_least__gte=2, short_percent__gte=1, short_percent__lte=100,
                    mirror_seconds__gte=1, mirror_least__gte=1,
                ),
                name="abuse_settings_ranges",
            ),
        ]  # fmt: skip


class Flag(BrokerModel):
    """One sign about a partner and its client (or two clients). While `held`, what `holds_*` says is not paid."""

    class State(models.TextChoices):
        OPEN = "open", "To be looked at"
        HELD = "held", "Held"
        RELEASED = "released", "Released"
        CONFIRMED = "confirmed", "Confirmed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=16, choices=Rule.choices)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="abuse_flags")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    holds_everybody = models.BooleanField(default=False)  # not this partner's part alone
    held_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=400, blank=True)
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    signs = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-found_at", "-id"], name="abuse_flag_newest"),
            models.Index(fields=["partner", "-found_at"], name="abuse_flag_partner"),
            models.Index(fields=["partner", "client"], condition=Q(state="held"), name="abuse_flag_held"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "partner", "client", "other"], nulls_distinct=False, name="abuse_flag_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "held", "released", "confirmed"]), name="abuse_flag_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "confirmed"]) | Q(held_at__isnull=False),
                name="abuse_flag_held_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.partner}"


class Evidence(BrokerModel):
    """One fact that speaks for a flag, as it was found. Said once: `mark` is what makes it the same fact."""

    id = models.BigAutoField(primary_key=True)
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="evidence")
    mark = models.CharField(max_length=200)
    facts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["flag", "mark"], name="abuse_evidence_once")]

    def __str__(self) -> str:
        return self.mark
