"""A move in the tree as somebody asked for it. The tree itself is the dated rows that it writes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .partners import Partner


class TreeMove(BrokerModel):
    """`changes` are the rows it wrote: who stood under whom and stands under whom from `at` on."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for approval"
        WRITTEN = "written", "In the tree"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="moves")
    from_parent = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    to_parent = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    with_downline = models.BooleanField(default=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=300)
    changes = models.JSONField(default=list)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="ibs_treemove_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "written", "undone", "refused"]), name="ibs_treemove_state"
            ),
            models.CheckConstraint(
                condition=Q(to_parent=None) | ~Q(to_parent=models.F("partner")), name="ibs_treemove_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} under {self.to_parent or 'nobody'} from {self.at:%F %T}"
