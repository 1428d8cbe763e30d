"""Names of the clients and partners that withdrawals point to by id: two questions a page, not one a row."""

import uuid
from collections.abc import Iterable

from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.payments.models import Withdrawal


def names_of(withdrawals: Iterable[Withdrawal]) -> dict[uuid.UUID, str]:
    ids = [row.party_id for row in withdrawals]
    partners = Partner.objects.filter(id__in=ids).values_list("id", "name")
    clients = Client.objects.filter(id__in=ids).values_list("id", "lead__name")
    return dict([*partners, *clients])
