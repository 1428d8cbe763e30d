"""The one way a lead is locked: its row, late, once a transaction."""

import uuid

from atrium.kernel.errors import NotFound

from ..models import Lead


def locked(lead_id: uuid.UUID) -> Lead:
    """Of a lead that was merged into another, the other: whoever says something of the first means that person."""
    lead = _row(lead_id)
    while lead is not None and lead.merged_into_id is not None:
        lead = _row(lead.merged_into_id)
    if lead is None:
        raise NotFound("There is no such lead.")
    return lead


def _row(lead_id: uuid.UUID) -> Lead | None:
    return Lead.objects.select_for_update().filter(id=lead_id).first()
