"""Leads: people who may become clients. A lead's status follows facts, never a drop-down."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.staff.models import Desk, Member


class Lead(BrokerModel):
    class Status(models.TextChoices):
        LEAD = "lead", "Lead"
        DEMO = "demo", "Demo"
        LIVE = "live", "Live"
        FUNDED = "funded", "Funded"
        ACTIVE = "active", "Active"
        DORMANT = "dormant", "Dormant"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=160)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)  # E.164
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=40, default="registration")
    referral_code = models.CharField(max_length=40, blank=True)
    campaign = models.JSONField(default=dict, blank=True)  # UTM and click ids as they came
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.LEAD)
    assigned_to = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="leads")
    desk = models.ForeignKey(Desk, null=True, on_delete=models.PROTECT, related_name="leads")
    assigned_because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    contacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="leads_lead_newest"),
            models.Index(fields=["status", "-created_at", "-id"], name="leads_lead_by_status"),
            models.Index(fields=["assigned_to", "-created_at", "-id"], name="leads_lead_by_member"),
            models.Index(fields=["email"], name="leads_lead_email"),
        ]

    def __str__(self) -> str:
        return self.name


class StatusChange(BrokerModel):
    """One step of a lead's life and the fact that caused it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="status_changes")
    old = models.CharField(max_length=8, blank=True)
    new = models.CharField(max_length=8)
    fact = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lead", "at"], name="leads_change_of_lead")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
