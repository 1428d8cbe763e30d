"""One partner, to be changed."""

import uuid

from atrium.kernel.errors import NotFound

from ..models import Partner


def partner_row(partner_id: uuid.UUID, *, lock: bool = False) -> Partner:
    rows = Partner.objects.select_related("user")
    partner = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    return partner
