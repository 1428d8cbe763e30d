"""What is kept so that it can be taken back: merges, handovers, and changes of profile that wait for a second person."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.staff.models import Member

from .lead import Lead


class Merge(BrokerModel):
    """Two leads were one person. `before` holds both rows as they were; undoing writes them back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="merged_away")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="lead_merges")
    at = models.DateTimeField(default=clock.now)
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dropped"], condition=models.Q(undone_at=None), name="leads_merge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dropped_id} → {self.kept_id}"


class Handover(BrokerModel):
    """A manager's leads and clients went to others in one action."""

    class State(models.TextChoices):
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="handovers_given")
    takers = models.ManyToManyField(Member, related_name="handovers_taken")
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="handovers_made")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    leads = models.IntegerField(default=0)
    tasks = models.IntegerField(default=0)
    chosen = models.JSONField(null=True, blank=True)  # ids, where not everything goes
    total = models.IntegerField(default=0)  # leads to move when it began: the progress bar's end
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at"], name="leads_handover_newest")]

    def __str__(self) -> str:
        return f"{self.giver}: {self.leads}"


class HandedOver(BrokerModel):
    """One lead of a handover: to whom it went and what it was before."""

    id = models.BigAutoField(primary_key=True)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="handed_over")
    taker = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="handed_over")
    before = models.JSONField()  # desk, protected_until, assigned_because, task ids
    is_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "lead"], name="leads_handedover_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.taker_id}"


class ProfileChange(BrokerModel):
    """A change of somebody's profile that a second person must approve before it is made."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        MADE = "made", "Made"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="profile_changes")
    changes = models.JSONField()  # field → new value
    seen = models.JSONField()  # field → value when it was asked for
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="profile_changes")
    approval_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead"], condition=models.Q(state="pending"), name="leads_profilechange_one"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.changes)
