"""Plans: written, tried, decided by a second person, frozen."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Plan(BrokerModel):
    """A plan as the specification writes it. Published it is frozen: a changed plan is the next version, with its own dates.

    `document` has no id and no dates: they are this row's, and `engine_id` names the version on lines and traces.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIMULATED = "simulated", "Tried on the past"
        PENDING = "pending", "Waiting for approval"
        SHADOW = "shadow", "In the shadow"
        PUBLISHED = "published", "Published"

    SUPERSEDED: ClassVar = "superseded"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40)
    version = models.SmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    document = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    shadow_from = models.DateTimeField(null=True, blank=True)
    shadow_to = models.DateTimeField(null=True, blank=True)
    approval_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="rebates_plan_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="rebates_plan_range",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="rebates_plan_published",
            ),
            models.CheckConstraint(
                condition=~Q(status="shadow") | Q(shadow_from__isnull=False), name="rebates_plan_shadow"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def engine_id(self) -> str:
        return f"{self.code}-v{self.version}"

    @property
    def state(self) -> str:
        """What a page says. A published plan is superseded by time alone: nothing of a frozen row is written for it."""
        over = self.valid_to is not None and self.valid_to <= clock.now()
        return self.SUPERSEDED if self.status == self.Status.PUBLISHED and over else self.status

    @property
    def may_change(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.SIMULATED)

    @property
    def slot(self) -> str:
        return str(self.document.get("slot") or "main")
