"""Keys, and the answers to requests that carried an Idempotency-Key."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User


class ApiKey(BrokerModel):
    """Acts for `user`, who made it: nobody gets a right by a key that they lack without it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    hint = models.CharField(max_length=4)
    scopes = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["digest"], name="apikeys_apikey_digest")]
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="apikeys_apikey_newest")]

    def __str__(self) -> str:
        return f"{self.label} …{self.hint}"


class StoredAnswer(BrokerModel):
    """One row a key and operation. `status` is empty while the request is being worked on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    principal = models.CharField(max_length=80)
    operation = models.CharField(max_length=120)
    idem_key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.JSONField(null=True)
    started_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["principal", "operation", "idem_key"], name="apikeys_storedanswer_once"),
            CheckConstraint(
                condition=Q(status=None, body=None) | Q(status__isnull=False),
                name="apikeys_storedanswer_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["started_at"], name="apikeys_storedanswer_age")]

    def __str__(self) -> str:
        return f"{self.operation} {self.idem_key}"
