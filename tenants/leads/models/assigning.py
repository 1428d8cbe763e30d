"""Who gets a lead: an ordered table of rules, and how many leads each colleague takes."""

from typing import ClassVar

from django.db import models

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.staff.models import Desk, Member


class AssignmentRule(BrokerModel):
    """The first whose condition holds decides. Rules of no desk are the company's; those of a desk are asked when a lead
    has come to that desk, so that a lead may go from the company to a desk and from there to a person."""

    class Gives(models.TextChoices):
        MEMBER = "member", "one person"
        SHARE = "share", "somebody of the desk"
        POOL = "pool", "the desk’s pool"
        DESK = "desk", "the desk, whose own rules decide"

    class Strategy(models.TextChoices):
        LEAST = "least_loaded", "fewest open leads"
        ROUND = "round_robin", "in turn"
        WEIGHTED = "weighted", "in turn by weight"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.CASCADE, related_name="own_assignment_rules"
    )
    place = models.IntegerField()
    name = models.CharField(max_length=80)
    condition = models.JSONField(default=dict, blank=True)  # a rulebook document; empty: always
    gives = models.CharField(max_length=8, choices=Gives.choices, default=Gives.SHARE)
    strategy = models.CharField(max_length=12, choices=Strategy.choices, default=Strategy.LEAST)
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.CASCADE, related_name="assignment_rules"
    )
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="assignment_rules"
    )
    # How often each colleague had a turn by this rule: {member id: count}. Changed under the rule's row lock.
    turns = models.JSONField(default=dict, blank=True)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) | ~models.Q(gives="member"),
                name="leads_assignmentrule_member",
            ),
            models.CheckConstraint(
                condition=models.Q(desk__isnull=False) | ~models.Q(gives="desk"),
                name="leads_assignmentrule_desk",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["of_desk", "place"], name="leads_assignmentrule_order")]

    def __str__(self) -> str:
        return self.name


class Capacity(BrokerModel):
    """How many open leads a colleague takes, and how often in turn. Without a row: any number, weight 1."""

    member = models.OneToOneField(
        Member, primary_key=True, on_delete=models.CASCADE, related_name="lead_capacity"
    )
    most_open = models.IntegerField(null=True, blank=True)
    weight = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="leads_capacity_weight"),
            models.CheckConstraint(
                condition=models.Q(most_open=None) | models.Q(most_open__gte=0), name="leads_capacity_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.most_open}"
