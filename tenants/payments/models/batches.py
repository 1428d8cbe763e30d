"""Files of payments for the bank: made by one person, told to be sent by another."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money


class PayoutBatch(BrokerModel):
    """`document` is kept as it was made: whoever downloads it again gets the same bytes."""

    class State(models.TextChoices):
        MADE = "made", "Made, not sent yet"
        SENT = "sent", "Sent to the bank"
        DROPPED = "dropped", "Dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField()
    account_id = models.UUIDField()
    account_code = models.CharField(max_length=80)
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MADE)
    payments = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    made_by = models.UUIDField()
    made_by_person = models.UUIDField()
    made_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["number"], name="payments_payoutbatch_number"),
            UniqueConstraint(fields=["key"], name="payments_payoutbatch_key"),
            CheckConstraint(
                condition=Q(total_minor__gt=0, payments__gt=0), name="payments_payoutbatch_total"
            ),
            CheckConstraint(
                condition=Q(state__in=["made", "sent", "dropped"]), name="payments_payoutbatch_state"
            ),
            CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="payments_payoutbatch_sent",
            ),
        )
        indexes = (models.Index(fields=["-made_at", "-id"], name="payments_payoutbatch_newest"),)

    def __str__(self) -> str:
        return f"batch {self.number}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def file_name(self) -> str:
        return f"pain001-{self.number}-{self.currency}.xml"
