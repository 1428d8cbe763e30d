"""The broker's own rules about leads: one row for the house, one a desk for its protection, and the list of sources."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.staff.models import Desk


def converts_by_default() -> list[str]:
    return ["email", "phone", "national_id", "client_number"]


class Policy(BrokerModel):
    """One row. What no row says is what its defaults say."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    default_country = models.CharField(max_length=2, blank=True)  # of phone numbers written the national way
    protection_days = models.IntegerField(default=7)
    warning_days = models.IntegerField(default=2)
    dormant_days = models.IntegerField(default=60)  # without a deal
    first_contact_minutes = models.IntegerField(default=30)  # after which a lead that waits is shown as late
    # What a person who registers is recognised by, so that their lead stays with its manager.
    converts_by = models.JSONField(default=converts_by_default, blank=True)
    # Fields of a client's profile that staff change only with a second person's approval.
    approved_fields = models.JSONField(default=list, blank=True)
    score_most = models.IntegerField(default=100)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="leads_policy_one"),
            models.CheckConstraint(
                condition=Q(protection_days__gte=1, warning_days__gte=0, dormant_days__gte=1),
                name="leads_policy_days",
            ),
            models.CheckConstraint(
                condition=Q(first_contact_minutes__gte=1), name="leads_policy_first_contact"
            ),
        ]

    def __str__(self) -> str:
        return "Policy on leads"


class Protection(BrokerModel):
    """A desk whose leads are protected for longer or shorter than the house says."""

    desk = models.OneToOneField(
        Desk, primary_key=True, on_delete=models.CASCADE, related_name="lead_protection"
    )
    days = models.IntegerField()
    warning_days = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__gte=1, warning_days__gte=0), name="leads_protection_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk}: {self.days}"


class Source(BrokerModel):
    """Where leads come from, in the broker's words. A lead keeps its code also when the source is gone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.label
