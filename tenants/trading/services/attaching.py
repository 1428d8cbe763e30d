"""Deals that came before we knew whose they are."""

import uuid

from django.db import transaction

from tenants.outbox.services import announce

from ..models import Deal, TradingAccount
from .servers import lock_deals_of


@transaction.atomic
def attach_deals(*, account: TradingAccount) -> int:
    """Gives the account its earlier deals, and announces their batches again: what was earned on them is computed now."""
    lock_deals_of(account.server)
    waiting = Deal.objects.filter(server=account.server, login=account.login, account__isnull=True)
    batches: dict[uuid.UUID, int] = {}
    for batch_id in waiting.values_list("batch_id", flat=True):
        batches[batch_id] = batches.get(batch_id, 0) + 1
    waiting.update(account=account)
    for batch_id, count in batches.items():
        announce("deals.recorded", server_id=str(account.server_id), batch_id=str(batch_id), count=count)
    return sum(batches.values())
