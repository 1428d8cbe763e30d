"""Second factors: one row for each page that asked for one."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class Confirmation(BrokerModel):
    """That the person at the page is who logged in. `facts_hash`: for exactly this amount to exactly this place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_id = models.UUIDField()
    key = models.CharField(max_length=100)
    facts_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, blank=True)  # of the code that was e-mailed
    wrong = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["user_id", "key"], name="payments_confirmation_key"),
            CheckConstraint(
                condition=Q(method="", confirmed_at=None) | (~Q(method="") & Q(confirmed_at__isnull=False)),
                name="payments_confirmation_done",
            ),
        )
        indexes = (models.Index(fields=["user_id", "-created_at"], name="payments_confirmation_newest"),)

    def __str__(self) -> str:
        return self.method or "not confirmed"
