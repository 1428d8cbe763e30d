"""What a rank asks for, and who went up or down for what. The rank somebody holds is a dated row (`PartnerRank`)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .partners import Partner


class Rank(BrokerModel):
    """`reach` is what takes a partner up to it, `keep` what holds it there (empty: the same); metric → least value, as text."""

    level = models.SmallIntegerField(primary_key=True)
    title = models.CharField(max_length=60)
    reach = models.JSONField(default=dict)
    keep = models.JSONField(default=dict, blank=True)
    period_days = models.SmallIntegerField(default=30)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__gt=0), name="ibs_rank_level"),
            models.CheckConstraint(
                condition=Q(period_days__gte=1, period_days__lte=366), name="ibs_rank_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RankPolicy(BrokerModel):
    """One row a house: what the nightly look does with what it finds."""

    class Doing(models.TextChoices):
        OFF = "off", "Nothing"
        PROPOSE = "propose", "Propose it"
        APPLY = "apply", "Do it"

    id = models.SmallIntegerField(primary_key=True, default=1)
    up = models.CharField(max_length=7, choices=Doing.choices, default=Doing.PROPOSE)
    down = models.CharField(max_length=7, choices=Doing.choices, default=Doing.PROPOSE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="ibs_rankpolicy_one"),
            models.CheckConstraint(
                condition=Q(up__in=["off", "propose", "apply"], down__in=["off", "propose", "apply"]),
                name="ibs_rankpolicy_doing",
            ),
        ]


class RankChange(BrokerModel):
    """A promotion or demotion with the figures that led to it: proposed, applied or declined."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPLIED = "applied", "Applied"
        DECLINED = "declined", "Declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="rank_changes")
    before = models.SmallIntegerField()
    after = models.SmallIntegerField()
    figures = models.JSONField(default=dict)
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=State.choices)
    decided_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="ibs_rankchange_newest"),
            models.Index(fields=["partner", "-created_at"], name="ibs_rankchange_partner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(state="proposed"), name="ibs_rankchange_one_open"
            ),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="ibs_rankchange_changes"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "applied", "declined"]), name="ibs_rankchange_state"
            ),
        ]

    @property
    def is_up(self) -> bool:
        return self.after > self.before
