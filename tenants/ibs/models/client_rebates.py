"""What a partner gives its own clients of what it earns from them: by client group, dated, if need be agreed to by the broker."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .partners import Partner
from .tree import Dated


class ClientRebate(Dated):
    """From then on the partner gives clients of that group (“*”: any other) this fraction of its own amount."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="client_rebates")
    client_group = models.CharField(max_length=40)
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "client_group"],
                condition=Q(valid_to=None),
                name="ibs_clientrebate_one_open",
            ),
            models.UniqueConstraint(
                fields=["partner", "client_group", "valid_from"], name="ibs_clientrebate_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ibs_clientrebate_range"
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="ibs_clientrebate_share"),
        ]


class ClientRebateChange(BrokerModel):
    """A partner wants to give its clients more or less. It waits for the broker, if the broker wants to be asked."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for the broker"
        MADE = "made", "In force"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="client_rebate_changes")
    client_group = models.CharField(max_length=40)
    share = models.DecimalField(max_digits=7, decimal_places=6)
    wanted_from = models.DateTimeField(null=True, blank=True)  # none: as soon as it is agreed to
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    result = models.CharField(max_length=300, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)  # of one in force: from when it counts
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-created_at", "-id"], name="ibs_rebatechange_of_partner")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "client_group"],
                condition=Q(state="asked"),
                name="ibs_rebatechange_one_asked",
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="ibs_rebatechange_share"),
        ]

    def __str__(self) -> str:
        return f"{self.client_group}: {self.share}"
