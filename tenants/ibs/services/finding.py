"""One partner, to be changed; and a lock until the transaction ends."""

import uuid

from django.db import connection

from atrium.kernel.errors import NotFound

from ..models import Partner


def partner_row(partner_id: uuid.UUID, *, lock: bool = False) -> Partner:
    rows = Partner.objects.select_related("user")
    partner = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    return partner


def lock(key: int) -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
