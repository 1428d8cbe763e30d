"""Tasks, notes and tags of the broker's people."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User


class Task(BrokerModel):
    class Kind(models.TextChoices):
        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        MEETING = "meeting", "Meeting"
        FOLLOW_UP = "follow_up", "Follow-up"
        TODO = "todo", "To do"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    class Priority(models.IntegerChoices):
        LOW = 1, "Low"
        NORMAL = 2, "Normal"
        HIGH = 3, "High"

    class Outcome(models.TextChoices):
        NONE = "", "–"
        REACHED = "reached", "Reached"
        NO_ANSWER = "no_answer", "No answer"
        CALL_BACK = "call_back", "Asked to be called back"
        NOT_INTERESTED = "not_interested", "Not interested"

    class Repeats(models.TextChoices):
        NEVER = "", "Never"
        DAILY = "daily", "Every day"
        WEEKDAYS = "weekdays", "Every working day"
        WEEKLY = "weekly", "Every week"
        MONTHLY = "monthly", "Every month"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.TODO)
    note = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    subject_label = models.CharField(max_length=200, blank=True)
    # Where the subject was before two people turned out to be one; a merge that is undone gives it back.
    merged_from = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="tasks")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    result = models.CharField(max_length=400, blank=True)
    repeats = models.CharField(max_length=8, choices=Repeats.choices, blank=True)
    before = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="after")
    # What made the task; told twice, it is still one task.
    key = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["key"], condition=~Q(key=""), name="work_task_once"),
            CheckConstraint(condition=~Q(title=""), name="work_task_titled"),
            CheckConstraint(condition=Q(state__in=["open", "done", "dropped"]), name="work_task_state"),
            CheckConstraint(
                condition=Q(state="open", done_at=None) | (~Q(state="open") & Q(done_at__isnull=False)),
                name="work_task_done",
            ),
            CheckConstraint(
                condition=Q(subject_kind="", subject_id=None)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="work_task_subject",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_at", "id"], condition=Q(state="open"), name="work_task_open"),
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="work_task_due"),
            models.Index(fields=["owner", "-done_at"], condition=~Q(state="open"), name="work_task_ended"),
            models.Index(fields=["subject_id", "-created_at"], name="work_task_of_subject"),
            models.Index(
                fields=["remind_at"],
                condition=Q(state="open", reminded_at=None, remind_at__isnull=False),
                name="work_task_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == Task.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < clock.now()

    @property
    def is_contact(self) -> bool:
        return self.kind in {Task.Kind.CALL, Task.Kind.EMAIL, Task.Kind.MEETING}


class Note(BrokerModel):
    """A private note keeps its text in `sealed` alone, and its author alone is given it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    merged_from = models.UUIDField(null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="notes")
    private = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    sealed = models.TextField(blank=True)
    pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=(Q(private=True, text="") & ~Q(sealed=""))
                | (Q(private=False, sealed="") & ~Q(text="")),
                name="work_note_private_is_sealed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "-created_at", "-id"], name="work_note_newest")
        ]

    def __str__(self) -> str:
        return "A private note" if self.private else self.text[:60]


class Tag(BrokerModel):
    class Colour(models.TextChoices):
        NONE = "none", "Grey"
        BUSY = "busy", "Blue"
        GOOD = "good", "Green"
        WAIT = "wait", "Amber"
        BAD = "bad", "Red"
        BRAND = "brand", "Brand"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=5, choices=Colour.choices, default=Colour.NONE)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(Lower("name"), name="work_tag_name"),
            CheckConstraint(condition=~Q(name=""), name="work_tag_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Tagged(BrokerModel):
    """A tag on a subject."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="uses")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["subject_id", "tag"], name="work_tagged_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["tag", "subject_id"], name="work_tagged_by_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.subject_id}"


class Occasion(BrokerModel):
    """A day that matters to many: entered by the broker or imported (dividends, IPOs, economic events, contracts)."""

    class Kind(models.TextChoices):
        ECONOMIC = "economic", "Economic event"
        DIVIDEND = "dividend", "Dividend"
        IPO = "ipo", "IPO"
        CONTRACT = "contract", "Contract expiry"
        HOUSE = "house", "House event"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ECONOMIC)
    on = models.DateField()
    at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    symbol = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    note = models.CharField(max_length=400, blank=True)
    # A contract's expiry belongs to one person; the others to everybody.
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["kind", "on", "title", "symbol"], name="work_occasion_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["on", "kind"], name="work_occasion_by_day")]

    def __str__(self) -> str:
        return self.title


class CalendarFeed(BrokerModel):
    """The secret address of a person's calendar; only its digest is kept."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
