"""Reads of the inbox."""

import uuid

from atrium.kernel.errors import NotFound

from .models import Message
from .types import Received


def message(message_id: uuid.UUID) -> Received:
    row = Message.objects.filter(id=message_id).first()
    if row is None:
        raise NotFound("There is no such message.")
    return Received(row.id, row.connection_id, row.provider_kind, row.external_id, bytes(row.body))
