"""Amounts in the broker's own currency, in which limits and conditions are written."""

from functools import lru_cache
from uuid import UUID

from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.rates.selectors import converted


@lru_cache(maxsize=1024)
def _currency(broker_id: UUID) -> str:
    with tenancy.public():
        return str(Broker.objects.values_list("currency", flat=True).get(id=broker_id))


def broker_currency() -> str:
    return _currency(tenancy.require().broker_id)


def in_broker_currency(money: Money | None) -> int | None:
    """At today's reference rate. None where none is known: such an amount passes under no limit and meets the strictest
    chain."""
    found = None if money is None else converted(money, broker_currency())
    return None if found is None else found.amount_minor
