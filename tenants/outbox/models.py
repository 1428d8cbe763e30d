"""Two tables: what happened (never changed) and, per subscriber, whether it has been told."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from . import types


class Event(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    actor = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="outbox_event_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def as_value(self) -> types.Event:
        return types.Event(id=self.id, kind=self.kind, payload=self.payload, at=self.at)


class Delivery(BrokerModel):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Under way"
        DONE = "done", "Done"
        DEAD = "dead", "Given up"

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivery_once"),
            CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "done", "dead"]), name="outbox_delivery_state"
            ),
            CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False)
                | (~Q(state="sending") & Q(lease_until=None)),
                name="outbox_delivery_lease",
            ),
        ]
        indexes: ClassVar = [
            # Only what is still to do: the sweep reads it every two seconds.
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="outbox_delivery_waiting"),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="outbox_delivery_sending"
            ),
            models.Index(fields=["id"], condition=Q(state="dead"), name="outbox_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.state}"
