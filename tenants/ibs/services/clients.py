"""Whose a client is, from which moment."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.outbox.services import announce

from .. import dating, rules
from ..models import ClientPartner
from .finding import partner_row

ONE: Final = Decimal(1)


def attribute_client(
    *, client_id: uuid.UUID, partner_id: uuid.UUID | None, at: datetime | None = None
) -> None:
    """From that moment the client is this partner's, or nobody's."""
    share_client(client_id=client_id, shares={} if partner_id is None else {partner_id: ONE}, at=at)


@transaction.atomic
def share_client(
    *, client_id: uuid.UUID, shares: Mapping[uuid.UUID, Decimal], at: datetime | None = None
) -> None:
    """Co-partners and their shares of the client; what is missing to 1 stays with the broker."""
    if any(not 0 < share <= 1 for share in shares.values()) or sum(shares.values()) > 1:
        raise InvalidInput("Each share must be above 0, and together they must be at most 1.", field="share")
    at = rules.whole_second(at or clock.now())
    client = (
        Client.objects.select_related("user").select_for_update(of=("self",)).filter(id=client_id).first()
    )
    if client is None:
        raise NotFound("There is no such client.")
    partners = [partner_row(partner_id) for partner_id in shares]
    is_own = any(partner.person_id == client.user.person_id for partner in partners)
    rows = ClientPartner.objects.filter(client=client)
    now = {row.partner_id: row.share for row in rows.filter(valid_to=None)}
    if now == dict(shares):
        return
    dating.end(rows, at, is_same=lambda _row: False)
    ClientPartner.objects.bulk_create(
        ClientPartner(client=client, partner_id=partner_id, share=share, valid_from=at)
        for partner_id, share in shares.items()
    )
    names = ", ".join(str(partner) for partner in partners) or "nobody"
    warning = " The partner is the client itself." if is_own else ""
    note(subject_kind="client", subject_id=client_id, verb="attributed", text=f"Brought by {names}.{warning}")
    announce(
        "client.attributed",
        client_id=str(client_id),
        partner_ids=[str(partner_id) for partner_id in {*now, *shares}],
    )
