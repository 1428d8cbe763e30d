"""Amounts in the broker's own currency, in which limits and conditions are written."""

from functools import lru_cache
from uuid import UUID

from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.money import Money


@lru_cache(maxsize=1024)
def _currency(broker_id: UUID) -> str:
    with tenancy.public():
        return str(Broker.objects.values_list("currency", flat=True).get(id=broker_id))


def broker_currency() -> str:
    return _currency(tenancy.require().broker_id)


def in_broker_currency(money: Money | None) -> int | None:
    """None where no rate is known. An unknown amount passes under no limit and meets the strictest chain."""
    return money.amount_minor if money is not None and money.currency == broker_currency() else None
