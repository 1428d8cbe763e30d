"""What makes a lead worth calling first, in the broker's own points."""

from typing import ClassVar

from django.db import models

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class ScoringRule(BrokerModel):
    """`points` if the condition holds; with `per`, points for each unit of that figure, at most `most` in all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.IntegerField()
    name = models.CharField(max_length=80)
    condition = models.JSONField(default=dict, blank=True)
    points = models.IntegerField()
    per = models.CharField(max_length=40, blank=True)
    most = models.IntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place"], name="leads_scoringrule_order")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(points__gte=-1000, points__lte=1000), name="leads_scoringrule_points"
            ),
        ]

    def __str__(self) -> str:
        return self.name
