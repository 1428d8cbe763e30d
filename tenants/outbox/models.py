"""What happened here, written in the transaction of its cause, and one delivery for each who reacts to it."""

from typing import ClassVar

from django.db import models

from atrium.kernel.ids import new_id


class Event(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    actor = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being delivered"
        DONE = "done", "Delivered"
        DEAD = "dead", "Given up"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempt = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_delivery_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="outbox_delivery_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} of {self.event_id}"
