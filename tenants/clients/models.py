"""Clients: leads with a log-in to the client portal."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User
from tenants.leads.models import Lead


class Client(BrokerModel):
    """`number` is what people say on the phone and what ledger addresses carry: client:42:wallet:USD."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    lead = models.OneToOneField(Lead, on_delete=models.PROTECT, related_name="client")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="client")
    group = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=8)
    legal_entity = models.CharField(max_length=40, default="main")
    kyc_level = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="clients_client_newest"),
            models.Index(fields=["-created_at", "-lead"], name="clients_client_listed"),  # among leads
        ]

    def __str__(self) -> str:
        return self.lead.name
