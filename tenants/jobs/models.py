"""Four tables: the work, how far it is, what it did line by line, and the rows that were chosen for it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User


class Job(BrokerModel):
    """Who wanted what, and what came of it. It changes when the work begins, is cancelled or ends: that is audited."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result_text = models.TextField(blank=True)
    error = models.TextField(blank=True)
    input_name = models.CharField(max_length=200, blank=True)
    output_name = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    actor = models.JSONField(default=dict)
    authority = models.CharField(
        max_length=64, blank=True
    )  # what the starter was allowed to see when it began
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    files_gone = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="jobs_job_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["started_by", "-created_at", "-id"], name="jobs_job_of_person"),
            models.Index(fields=["-created_at", "-id"], name="jobs_job_newest"),
            # Only what is still to do: the sweep reads it every few seconds.
            models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="jobs_job_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class Progress(BrokerModel):
    """How far the work is and who is at it. `attempt` is the fence: only the runner that took it last may write.
    `tries` counts runs since the last progress."""

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.CASCADE, related_name="progress")
    phase = models.CharField(max_length=80, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    checkpoint = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    attempt = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Outcome(BrokerModel):
    """What became of one line. Unique by job and line: a line that was worked off is never worked off again."""

    class What(models.TextChoices):
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        SKIPPED = "skipped", "Skipped"
        REFUSED = "refused", "Refused"

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    line = models.IntegerField()
    what = models.CharField(max_length=8, choices=What.choices)
    subject_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # what an undo puts back

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["job", "line"], name="jobs_outcome_once")]
        indexes: ClassVar = [
            models.Index(fields=["job", "line"], condition=Q(what="refused"), name="jobs_outcome_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.what}"


class Selection(BrokerModel):
    """Rows chosen in a list, frozen when they were chosen: what is confirmed is what is changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_code = models.CharField(max_length=60)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField(default=dict)
    ids = ArrayField(models.UUIDField())
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="jobs_selection_age")]

    def __str__(self) -> str:
        return f"{self.list_code}: {len(self.ids)}"
