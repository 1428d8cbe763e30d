"""Verified callbacks of providers as they came: stored once, worked off by a repeatable job."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Message(BrokerModel):
    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        DONE = "done", "Worked off"
        IGNORED = "ignored", "Of no concern to us"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider_kind = models.CharField(max_length=16)
    connection_id = models.UUIDField()
    # The provider's own name for the event: the same event sent twice is one row.
    external_id = models.CharField(max_length=200)
    headers = models.JSONField()
    body = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    note = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["connection_id", "external_id"], name="inbox_message_once"),
            CheckConstraint(
                condition=Q(state__in=["received", "done", "ignored"]), name="inbox_message_state"
            ),
        )
        indexes = (
            models.Index(fields=["received_at"], condition=Q(state="received"), name="inbox_message_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.provider_kind} {self.external_id}"
