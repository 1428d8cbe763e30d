"""The client that an event is about."""

import uuid

from tenants.clients.models import Client


def client_by_id(client_id: uuid.UUID) -> Client:
    return Client.objects.select_related("user", "lead").get(id=client_id)
