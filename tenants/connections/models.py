"""Connections to providers. Credentials are in one sealed column; what a page may show of them is in another."""

from django.db import models
from django.db.models import CheckConstraint, Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel


class DataKey(BrokerModel):
    """A key for this broker's secrets, wrapped by the key-encryption key. The highest version seals."""

    version = models.PositiveIntegerField(primary_key=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"data key {self.version}"


class Connection(BrokerModel):
    class Kind(models.TextChoices):
        PSP = "psp", "Payments"
        TRADING = "trading", "Trading platform"

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        DISABLED = "disabled", "Disabled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    vendor = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    # In the address that the provider calls. Unguessable, and still no proof: the signature is.
    public_key = models.CharField(max_length=40, unique=True)
    credentials = models.TextField()
    # Plain fields as they are, secrets by their last four characters: {"secret_key": "…4f2a"}.
    shown = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(state__in=["active", "disabled"]), name="connections_connection_state"
            ),
            CheckConstraint(condition=Q(credentials__startswith="v1:"), name="connections_connection_sealed"),
        )
        indexes = (models.Index(fields=["kind", "created_at"], name="connections_connection_kind"),)

    def __str__(self) -> str:
        return self.label
