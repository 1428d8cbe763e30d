"""News for people, how they want it, and the mails that told them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User

from .kinds import Kind, kind_of


class Cadence(models.TextChoices):
    OFF = "off", "No e-mail"
    ONCE = "once", "At once"
    HOURLY = "hourly", "Hourly digest"
    DAILY = "daily", "Daily digest"


class Mailing(BrokerModel):
    """One mail to one person: claimed and committed before it is sent, so that no crash sends it twice."""

    class State(models.TextChoices):
        CLAIMED = "claimed", "Being sent"
        SENT = "sent", "Sent"
        UNSURE = (
            "unsure",
            "Perhaps sent",
        )  # the process died in between; it is not sent again, the next one says so
        FAILED = "failed", "Not sent"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    period = models.CharField(max_length=60)
    state = models.CharField(max_length=7, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    error = models.CharField(max_length=400, blank=True)
    # Named in a later mail, so that what may have been lost is said once.
    told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["user", "period"], name="notifications_mailing_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["claimed_at"], condition=Q(state="claimed"), name="notifications_mailing_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.period}"


class Notification(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=600, blank=True)
    url = models.CharField(max_length=300, blank=True)
    # Told twice by whatever made it, it is one piece of news.
    key = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    bell = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Cadence.choices, default=Cadence.OFF)
    mailing = models.ForeignKey(Mailing, models.PROTECT, null=True, related_name="news")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notifications_once"),
            CheckConstraint(condition=~Q(title=""), name="notifications_titled"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-at", "-id"], name="notifications_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None, bell=True), name="notifications_unread"),
            models.Index(
                fields=["user", "at"],
                condition=Q(mailing=None) & ~Q(mail="off"),
                name="notifications_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shape(self) -> Kind:
        return kind_of(self.kind)


class Preference(BrokerModel):
    """A person's own choice for one kind; without a row the catalogue's default counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    bell = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Cadence.choices)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["user", "kind"], name="notifications_preference_once"),
            CheckConstraint(
                condition=Q(mail__in=["off", "once", "hourly", "daily"]), name="notifications_preference_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"
