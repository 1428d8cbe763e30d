"""The broker's people: desks, roles, members, and who holds which role from when to when."""

from functools import cached_property
from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User

from .authority import Authority


class Desk(BrokerModel):
    class Kind(models.TextChoices):
        SALES = "sales", "Sales"
        RETENTION = "retention", "Retention"
        SUPPORT = "support", "Support"
        BACK_OFFICE = "back_office", "Back office"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SALES)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # What the assignment rule compares: ISO countries and languages this desk serves; empty serves all.
    countries = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(BrokerModel):
    """What its holders may do (`permissions`), with whose rows (`scopes`), seeing what of them (`masks`) and up to which
    amount (`limits`, minor units of the broker's currency). `version` grows with each change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=200, blank=True)
    permissions = models.JSONField(default=list)
    scopes = models.JSONField(default=list)
    masks = models.JSONField(default=dict, blank=True)
    limits = models.JSONField(default=dict, blank=True)
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.name

    def allows(self, codename: str) -> bool:
        return "*" in self.permissions or codename in self.permissions


class RoleVersion(BrokerModel):
    """What a role was after each change, and who made it so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="versions")
    version = models.IntegerField()
    name = models.CharField(max_length=80)
    document = models.JSONField()
    by = models.ForeignKey("Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "version"], name="staff_role_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Member(BrokerModel):
    """A colleague. What they may do follows from their appointments in force; `desk` is where their new leads belong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="member")
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    takes_leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.user.name

    @cached_property
    def authority(self) -> Authority:
        from .authorities import authority_of

        return authority_of(self)

    def allows(self, codename: str) -> bool:
        return self.authority.allows(codename)

    @property
    def roles_label(self) -> str:
        return ", ".join(self.authority.roles)


class Appointment(BrokerModel):
    """A role at a desk (or at none: for the whole house), from a time to a time. Authority ends when it does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="appointments")
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    is_leader = models.BooleanField(default=False)
    active_from = models.DateTimeField(default=clock.now)
    active_to = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(active_to__isnull=True) | models.Q(active_to__gte=models.F("active_from")),
                name="staff_appointment_dates",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "active_from"], name="staff_appointment_of_member")
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.desk}" if self.desk else str(self.role)
