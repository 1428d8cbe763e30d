"""One sentence per thing that happened. It repeats nothing that another room holds; it points there."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Entry(BrokerModel):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    verb = models.CharField(max_length=60)
    text = models.TextField()
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    actor = models.JSONField()
    # What made the note; told twice, it is still noted once.
    key = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["subject_kind", "subject_id", "verb", "key"],
                condition=~Q(key=""),
                name="activity_entry_once",
            ),
        )
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "-at", "-id"], name="activity_entry_timeline"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def actor_label(self) -> str:
        return str(self.actor.get("label", ""))
