"""Every mail that left this broker's house."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Mail(BrokerModel):
    class State(models.TextChoices):
        CAUGHT = "caught", "Caught here"  # development: nothing leaves the machine
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.JSONField()
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State.choices)
    error = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="messaging_mail_newest"),
            # Whose mails these are is asked by each client card.
            GinIndex(fields=["to"], opclasses=["jsonb_path_ops"], name="messaging_mail_to", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.subject
