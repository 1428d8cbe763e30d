"""How people want to see their lists: saved views, segments, and each member's own choice of columns."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.staff.models import Member


class Audience(models.TextChoices):
    PRIVATE = "private", "Only me"
    ROLES = "roles", "Some roles"
    DESKS = "desks", "Some desks"
    EVERYBODY = "everybody", "Everybody"


class Shared(BrokerModel):
    """`audience_ids` are role names or desk ids, as `audience` says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField(default=dict, blank=True)
    audience = models.CharField(max_length=9, choices=Audience.choices, default=Audience.PRIVATE)
    audience_ids = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class View(Shared):
    """A filter, an order and columns under a name. Empty columns: the list's own."""

    sort = models.CharField(max_length=60, blank=True)
    columns = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "list_code", "name"], name="lists_view_name"),
        ]


class Segment(Shared):
    """A condition under a name, always as true as its rows are now: other conditions may ask for it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "list_code", "name"], name="lists_segment_name"),
        ]


class Preference(BrokerModel):
    """What a member sees when they open a list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    list_code = models.CharField(max_length=40)
    columns = models.JSONField(default=list, blank=True)
    default_view = models.ForeignKey(View, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "list_code"], name="lists_preference_once"),
            models.CheckConstraint(condition=~Q(list_code=""), name="lists_preference_list"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.list_code}"
