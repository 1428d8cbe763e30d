"""The broker's people: desks, roles, memberships."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User


class Desk(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # What the assignment rule compares: ISO countries and languages this desk serves; empty serves all.
    countries = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    permissions = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name

    def allows(self, codename: str) -> bool:
        return "*" in self.permissions or codename in self.permissions


class Member(BrokerModel):
    """A person in a role at a desk, from a time to a time. Authority ends when the membership does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="member")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="members")
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    takes_leads = models.BooleanField(default=False)
    active_from = models.DateTimeField(default=clock.now)
    active_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(active_to__isnull=True) | models.Q(active_to__gt=models.F("active_from")),
                name="staff_member_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name
